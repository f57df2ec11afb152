"""Checks all references between the records of a dataset by one table of what each may lead to."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources

import attrs

from loms.errors import Issue, Severity
from loms.links import LinkGraph
from loms.resolve.nodes import Node
from loms.resolve.vocabulary import LOMS_2019, Vocabulary

__all__ = ["LinkRule", "check_links", "link_rules"]

_MOST_SHOWN = 20


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
    nodes: Sequence[Node], *, source: str | None, whole: bool, vocabulary: Vocabulary = LOMS_2019
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
    by_id: dict[str, Node] = {}
    for node in nodes:
        if node.id is not None and by_id.setdefault(node.id, node) is not node:
            yield _issue(
                "LINK-DUPLICATE-ID",
                f"Several records have the id of this {node.kind}; references to it mean the first, "
                f"{_with_article(by_id[node.id].kind)}.",
                "Give each record its own id.",
                node,
                source,
            )
    rules = link_rules(vocabulary)
    for node in nodes:
        for path, target in dict.fromkeys(node.links):
            if (rule := rules.get((node.kind, path))) is not None:
                yield from _check_link(node, rule, target, by_id, source, whole=whole)
    yield from _check_graph(nodes, source=source, whole=whole, vocabulary=vocabulary)


def _check_graph(nodes: Sequence[Node], *, source: str | None, whole: bool, vocabulary: Vocabulary) -> Iterator[Issue]:
    """Check what all links make together."""
    graph = LinkGraph(vocabulary.links)
    for node in nodes:
        graph.add(node.kind, node.id, node.links)
    for path in vocabulary.links.ways_that_end:
        for circle in graph.circles(path):
            yield _circle(path, [nodes[number] for number in circle], source)
    if whole:
        for number in graph.unused():
            yield _unused(nodes[number], source, vocabulary)


def _check_link(
    node: Node, rule: LinkRule, target: str, by_id: Mapping[str, Node], source: str | None, *, whole: bool
) -> Iterator[Issue]:
    path = rule.path
    shown = target.removeprefix("\0")
    found = by_id.get(target)
    kinds = " or ".join(rule.targets)
    if found is None:
        if rule.is_closed and whole:
            message = f"{path} is {shown!r}, and there is no {kinds} with this id in the dataset."
            yield _issue("LINK-MISSING", message, "Add the record, or correct the reference.", node, source)
    elif found.kind not in rule.targets:
        message = (
            f"{path} is {shown!r}, which is {_with_article(found.kind)}, where only {_with_article(kinds)} may be."
        )
        yield _issue("LINK-WRONG-KIND", message, "Refer to a record of the right kind.", node, source)


def _circle(path: str, circle: Sequence[Node], source: str | None) -> Issue:
    shown = [(each.id or "").removeprefix("\0") for each in circle]
    if len(shown) > _MOST_SHOWN:
        shown = [*shown[:_MOST_SHOWN], f"… {len(shown) - _MOST_SHOWN:,} more …"]
    way = " → ".join([*shown, shown[0]])
    return _issue("LINK-CYCLE", f"Following {path} leads in a circle: {way}.", "Break the circle.", circle[0], source)


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
