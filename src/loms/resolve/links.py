"""Checks all references between the records of a dataset by one table of what each may lead to."""

from __future__ import annotations

import csv
import functools
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Protocol

import attrs

from loms.errors import Issue, Severity
from loms.resolve.nodes import Node
from loms.resolve.vocabulary import LOMS_2019, Vocabulary

__all__ = ["LinkRule", "Nodes", "check_links", "link_rules"]

_MOST_SHOWN = 20
_USED, _REPEATED = 1, 2


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

    size: int
    """How many there are."""

    def nodes(self) -> Iterator[Node]:
        """All of them, in their order."""

    def places(self) -> Iterator[tuple[int, str, str | None]]:
        """Position, kind and id of each, in their order."""

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
    marks = _Marks.of(nodes.size, vocabulary.ways_that_end)
    for node in nodes.repeated():
        marks.flags[node.position] |= _REPEATED
        yield _repeated(node, nodes, source)
    rules = link_rules(vocabulary)
    for node in nodes.nodes():
        for path, target in dict.fromkeys(node.links):
            found = nodes.place(target)
            if found is not None and target != node.id:
                marks.flags[found[0]] |= _USED
            if (rule := rules.get((node.kind, path))) is not None:
                yield from _check_link(node, rule, target, found, source, whole=whole)
        marks.note_starts(node)
    for path, starts in marks.starts.items():
        yield from _circles(nodes, path, starts, source)
    if whole:
        yield from _unused(nodes, marks, source, vocabulary)


@attrs.frozen(eq=False)
class _Marks:
    """What is to be remembered of each record, in a byte for each.

    Attributes:
        flags: Whether something refers to it, and whether another before it has the same id; by its position.
        starts: By field, the positions of those with such references.
    """

    flags: bytearray
    starts: Mapping[str, array[int]]

    @classmethod
    def of(cls, size: int, ways: Iterable[str]) -> _Marks:
        """Marks of so many records, of which nothing is known."""
        return cls(bytearray(size + 1), {path: array("Q") for path in ways})

    def note_starts(self, node: Node) -> None:
        """Remember in which ways a record leads on, if references to its id mean it."""
        if node.id is not None and not self.flags[node.position] & _REPEATED:
            for path in dict.fromkeys(path for path, _ in node.links if path in self.starts):
                self.starts[path].append(node.position)


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


def _circles(nodes: Nodes, path: str, starts: Iterable[int], source: str | None) -> Iterator[Issue]:
    """The circles along one kind of reference, each once."""
    done = bytearray(nodes.size + 1)
    for start in starts:
        trail: list[str] = []
        on_trail: dict[str, int] = {}
        waiting = [iter([nodes.at(start)] if not done[start] else [])]
        while waiting:
            here = next(waiting[-1], None)
            if here is None:
                waiting.pop()
                if trail and waiting:
                    on_trail.pop(trail.pop())
            elif here.id in on_trail:
                yield _circle(here, path, trail[on_trail[here.id] :], source)
            elif here.id is not None and not done[here.position]:
                done[here.position] = True
                on_trail[here.id] = len(trail)
                trail.append(here.id)
                waiting.append(filter(None, map(nodes.find, tuple(here.targets(path)))))


def _circle(node: Node, path: str, circle: Sequence[str], source: str | None) -> Issue:
    shown = [each.removeprefix("\0") for each in circle]
    if len(shown) > _MOST_SHOWN:
        shown = [*shown[:_MOST_SHOWN], f"… {len(shown) - _MOST_SHOWN:,} more …"]
    way = " → ".join([*shown, shown[0]])
    return _issue("LINK-CYCLE", f"Following {path} leads in a circle: {way}.", "Break the circle.", node, source)


def _unused(nodes: Nodes, marks: _Marks, source: str | None, vocabulary: Vocabulary) -> Iterator[Issue]:
    for position, kind, identity in nodes.places():
        if kind in vocabulary.roots or identity is None:
            continue
        flags = marks.flags[position]
        if flags & _REPEATED and (first := nodes.place(identity)):
            flags = marks.flags[first[0]]
        if flags & _USED:
            continue
        node = nodes.at(position)
        if any(map(nodes.place, node.targets(vocabulary.about.get(kind, "")))):
            continue
        yield _issue(
            "LINK-UNUSED",
            f"Nothing refers to this {kind}.",
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
