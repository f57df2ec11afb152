"""Counts which records refer to which, in one number for each reference."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from loms.io.columns import Column
from loms.reporting.record_ids import RecordIds
from loms.reporting.statistics import LinkUse

__all__ = ["LinkCount"]


@attrs.define(eq=False)
class _Links:
    """The references of one kind of records in one field: the number of each target, and which begin a new record."""

    targets: Column = attrs.field(factory=lambda: Column("I"))
    begins: bytearray = attrs.field(factory=bytearray)


class LinkCount:
    """References, field by field.

    Args:
        ids: The ids of the records.

    Examples:
        >>> ids = RecordIds(["course", "school"])
        >>> links = LinkCount(ids)
        >>> school = ids.number("urn:school", kind="school")
        >>> links.add("course", "providedBy", school, is_first=True)
        >>> [(use.source, use.target, use.links) for use in links.uses()]
        [('course', 'school', 1)]
    """

    def __init__(self, ids: RecordIds) -> None:
        self._ids = ids
        self._links: dict[tuple[str, str], _Links] = {}

    def add(self, kind: str, field: str, target: int, *, is_first: bool) -> None:
        """Count a reference.

        Args:
            kind: Kind of the record that refers.
            field: The field in which it does.
            target: Number of the id to which it refers.
            is_first: Whether it is the first in that field of the record.
        """
        links = self._links.get((kind, field))
        if links is None:
            links = self._links[kind, field] = _Links()
        links.targets.append(target)
        links.begins.append(is_first)

    def uses(self) -> Iterator[LinkUse]:
        """What was counted, field by field; what leads nowhere comes last."""
        for (kind, field), links in self._links.items():
            kinds = set(map(self._ids.kind, links.targets))
            for target in sorted(kinds, key=lambda each: (each is None, each)):
                yield self._use(kind, field, links, target)

    def _use(self, kind: str, field: str, links: _Links, target: str | None) -> LinkUse:
        """Count the references of a field that lead to records of one kind."""
        count, sources, record, last = 0, 0, 0, 0
        seen = bytearray(len(self._ids))
        for begins, each in zip(links.begins, links.targets, strict=True):
            record += begins
            if self._ids.kind(each) != target:
                continue
            count += 1
            seen[each] = 1
            if record != last:
                sources, last = sources + 1, record
        return LinkUse(source=kind, field=field, target=target, links=count, sources=sources, targets=sum(seen))
