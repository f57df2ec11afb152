"""What a comparison of two releases gives: numbers at hand, and what became of each record as a long list on disk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

import attrs

from loms.compare.entries import Difference, FieldChange, RecordChange, record_change_of
from loms.errors import Issue
from loms.formats import Format
from loms.io.json import dumped
from loms.io.kept_lines import Lines
from loms.io.streaming.record_kinds import record_kinds

__all__ = ["ComparedRelease", "Comparison"]

UNCHANGED = "unchanged"


@attrs.frozen(kw_only=True)
class ComparedRelease:
    """One of the two releases.

    Attributes:
        source: Name of the file.
        records: Number of its records.
    """

    source: str
    records: int


@attrs.frozen(kw_only=True)
class Comparison:
    """What became of the records from one release to the next. The list is on disk, so it may be of any length.

    Attributes:
        format: The format of both.
        old: The old release.
        new: The new release.
        document: What changed in the document element, outside of the records. The upload key of legacy files is not
            looked at.
        issues: What somebody should look at, such as ids that changed.
        unchanged: Number of unchanged records by kind.
    """

    format: Format
    old: ComparedRelease
    new: ComparedRelease
    document: tuple[FieldChange, ...]
    issues: tuple[Issue, ...]
    unchanged: Mapping[str, int]
    _lines: Lines = attrs.field(repr=False, eq=False)
    _counts: Mapping[str, Counter[Difference]]
    _also_changed: int

    @property
    def is_same(self) -> bool:
        """Whether both releases say the same, whatever the order of their records."""
        return not self._lines.count and not self.document

    @property
    def records(self) -> Iterator[RecordChange]:
        """What became of the records that are not as they were: kind by kind, and by id."""
        return map(record_change_of, self._lines)

    @property
    def changed_besides_id(self) -> int:
        """Number of renamed records that have other content as well."""
        return self._also_changed

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of record that there are, in the order of the format."""
        order = dict.fromkeys(name for _, name in record_kinds(self.format))
        there = {*self._counts, *self.unchanged}
        return (*(kind for kind in order if kind in there), *sorted(there - order.keys()))

    def count(self, difference: Difference) -> int:
        """How many records became this.

        Args:
            difference: What they became.
        """
        return sum(counts[difference] for counts in self._counts.values())

    def summary(self) -> Mapping[str, Mapping[Difference, int]]:
        """How many records of each kind became what, but for unchanged ones; the kinds in the order of the format."""
        return {kind: dict(counts) for kind, counts in self._counts.items()}

    def as_dict(self) -> Mapping[str, object]:
        """The comparison as a mapping that JSON can hold, all of it in memory; `json_pieces` gives it in pieces.

        Returns:
            ``format``, ``old`` and ``new`` (``source`` and number of ``records``), ``same``, ``counts`` (number of
            records by what became of them), ``summary`` (the same for each kind), ``document``, ``issues`` and
            ``records``.
        """
        return {**self._head(), "records": [json.loads(line) for line in self._lines]}

    def json_pieces(self, indent: str = "") -> Iterator[str]:
        """The same as `as_dict` as JSON, in pieces.

        Args:
            indent: White space before each line but the first.
        """
        yield dumped(self._head()).removesuffix("\n}").replace("\n", f"\n{indent}")
        yield f',\n{indent}  "records": ['
        between = f"\n{indent}    "
        for line in self._lines:
            yield between + line
            between = f",\n{indent}    "
        yield f"\n{indent}  ]\n{indent}}}" if self._lines.count else f"]\n{indent}}}"

    def _head(self) -> dict[str, object]:
        return {
            "format": self.format.name,
            "old": attrs.asdict(self.old),
            "new": attrs.asdict(self.new),
            "same": self.is_same,
            "counts": self._numbers(Counter({each: self.count(each) for each in Difference}), self._all_unchanged),
            "summary": [
                {"kind": kind, "counts": self._numbers(self._counts.get(kind, Counter()), self.unchanged.get(kind, 0))}
                for kind in self.kinds
            ],
            "document": [dict(each.as_dict()) for each in self.document],
            "issues": [dict(issue.as_dict()) for issue in self.issues],
        }

    @property
    def _all_unchanged(self) -> int:
        return sum(self.unchanged.values())

    @staticmethod
    def _numbers(counts: Counter[Difference], unchanged: int) -> Mapping[str, int]:
        return {**{each.value: counts[each] for each in Difference}, UNCHANGED: unchanged}
