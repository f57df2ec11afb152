"""Checks all references between the records of a dataset by one table of what each may lead to."""

from __future__ import annotations

import csv
import functools
from array import array
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Protocol

import attrs

from loms.errors import Issue, Severity
from loms.links import LinkGraph, circle_text
from loms.resolve.nodes import Node
from loms.resolve.vocabulary import LOMS_2019, Vocabulary

__all__ = ["LinkRule", "Nodes", "check_links", "link_rules"]


@attrs.frozen(kw_only=True)
class LinkRule:
    """What a reference may lead to.

    Attributes:
        kind: Kind of the record that refers.
        path: Place of the reference in it.
        targets: The kinds of record it may lead to.
        is_closed: Whether the target must stand in the same dataset. Otherwise it may be a code of a list.
    """

    kind: str
    path: str
    targets: tuple[str, ...]
    is_closed: bool


class Nodes(Protocol):
    """The records of a dataset, wherever they are. Of several with the same id, references mean the first."""

    def nodes(self) -> Iterator[Node]:
        """All of them, in their order."""

    def repeated(self) -> Iterator[Node]:
        """Those with the id of one before them, in their order."""

    def at(self, position: int) -> Node:
        """The one at a position, counted from 1."""

    def find(self, id: str) -> Node | None:
        """The one that references to an id mean, or None."""

    def place(self, id: str) -> tuple[int, str] | None:
        """Position and kind of the one that references to an id mean, or None."""


@functools.cache
def link_rules(vocabulary: Vocabulary = LOMS_2019) -> Mapping[tuple[str, str], LinkRule]:
    """All rules of a format, by kind and path.

    Args:
        vocabulary: The words of the format.

    Examples:
        >>> link_rules()["learningActivitySpecification", "teaches/@idref"].targets
        ('learningSpecification', 'qualification', 'qualificationRef')
    """
    text = (resources.files("loms.resolve") / "tables" / f"{vocabulary.table}.csv").read_text(encoding="utf-8")
    rules = (
        LinkRule(
            kind=row["kind"],
            path=row["path"],
            targets=tuple(row["targets"].split()),
            is_closed=row["closed"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    )
    return {(rule.kind, rule.path): rule for rule in rules}


def check_links(
    nodes: Nodes, *, source: str | None, whole: bool, vocabulary: Vocabulary = LOMS_2019
) -> Iterator[Issue]:
    """Check the references of a dataset.

    Args:
        nodes: Its records.
        source: Name of its file.
        whole: Whether these are all records of a dataset. Of a part nobody knows what is missing or unused.
        vocabulary: The words of its format.

    Yields:
        Ids that several records have; references that lead nowhere, or to a record of a wrong kind; circles of parts,
        specializations and units; records to which nothing refers.
    """
    for node in nodes.repeated():
        yield _repeated(node, nodes, source)
    rules = link_rules(vocabulary)
    graph = LinkGraph(vocabulary.links, ids=_Places(nodes))
    positions = array("I")
    for node in nodes.nodes():
        graph.add(node.kind, node.id, node.links)
        positions.append(node.position)
        for path, target in dict.fromkeys(node.links):
            if (rule := rules.get((node.kind, path))) is not None:
                yield from _check_link(node, rule, target, nodes.place(target), source, whole=whole)
    for path in vocabulary.links.ways_that_end:
        for circle in graph.circles(path):
            ids = [graph.id(number) or "" for number in circle]
            yield _circle(nodes.at(positions[circle[0]]), path, ids, source)
    if whole:
        for number in graph.unused():
            yield _unused(nodes.at(positions[number]), source, vocabulary)


@attrs.frozen
class _Places:
    """Numbers ids by the positions of the records that have them, which are counted from 1; 0 stands for nobody."""

    nodes: Nodes

    def add(self, text: str, /) -> int:
        found = self.nodes.place(text)
        return 0 if found is None else found[0]

    def __getitem__(self, number: int, /) -> str:
        return self.nodes.at(number).id or ""


def _repeated(node: Node, nodes: Nodes, source: str | None) -> Issue:
    first = nodes.place(node.id or "")
    return _issue(
        "LINK-DUPLICATE-ID",
        f"Several records have the id of this {node.kind}; references to it mean the first, "
        f"{_with_article(first[1] if first else node.kind)}.",
        "Give each record its own id.",
        node,
        source,
    )


def _check_link(
    node: Node, rule: LinkRule, target: str, found: tuple[int, str] | None, source: str | None, *, whole: bool
) -> Iterator[Issue]:
    path = rule.path
    shown = target.removeprefix("\0")
    kinds = " or ".join(rule.targets)
    if found is None:
        if rule.is_closed and whole:
            message = f"{path} is {shown!r}, and there is no {kinds} with this id in the dataset."
            yield _issue("LINK-MISSING", message, "Add the record, or correct the reference.", node, source)
    elif found[1] not in rule.targets:
        message = f"{path} is {shown!r}, which is {_with_article(found[1])}, where only {_with_article(kinds)} may be."
        yield _issue("LINK-WRONG-KIND", message, "Refer to a record of the right kind.", node, source)


def _circle(node: Node, path: str, circle: Sequence[str], source: str | None) -> Issue:
    way = circle_text([each.removeprefix("\0") for each in circle])
    return _issue("LINK-CYCLE", f"Following {path} leads in a circle: {way}.", "Break the circle.", node, source)


def _unused(node: Node, source: str | None, vocabulary: Vocabulary) -> Issue:
    return _issue(
        "LINK-UNUSED",
        f"Nothing refers to this {node.kind}.",
        f"Refer to it, or take it out{': loms sweep does that' if vocabulary.is_swept else ''}.",
        node,
        source,
        severity=Severity.WARNING,
    )


def _with_article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _issue(
    code: str, message: str, remedy: str, node: Node, source: str | None, *, severity: Severity = Severity.ERROR
) -> Issue:
    return Issue(
        code=code,
        severity=severity,
        message=message,
        remedy=remedy,
        line=node.line,
        record=node.name,
        source=source,
    )
