"""What somebody should look at after a comparison, one issue for each kind of record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from loms.compare.entries import RecordChange
from loms.compare.identity import unclear_keys
from loms.compare.store import OLD
from loms.errors import Issue, Severity

if TYPE_CHECKING:
    from loms.compare.store import ReleaseStore

__all__ = ["RenamedTally", "issues_of_store"]


@attrs.define
class _Renamed:
    """The renamed records of a kind: their number, how many of them were guessed, and the first of each."""

    first: RecordChange
    count: int = 0
    guessed: int = 0
    first_guessed: RecordChange | None = None


@attrs.define
class RenamedTally:
    """Counts records whose ids changed.

    Attributes:
        source: Name of the new file.
    """

    source: str
    _kinds: dict[str, _Renamed] = attrs.field(factory=dict, init=False)

    def add(self, change: RecordChange) -> None:
        """Count one.

        Args:
            change: What became of it.
        """
        kind = self._kinds.setdefault(change.kind, _Renamed(change))
        kind.count += 1
        if change.candidates > 1:
            kind.guessed += 1
            kind.first_guessed = kind.first_guessed or change

    def issues(self) -> Iterator[Issue]:
        """What to say of them."""
        for kind, found in self._kinds.items():
            yield self._changed(kind, found)
            if found.first_guessed is not None:
                yield self._guessed(kind, found.guessed, found.first_guessed)

    def _changed(self, kind: str, found: _Renamed) -> Issue:
        first = found.first
        return Issue(
            code="DIFF-ID-CHANGED",
            severity=Severity.WARNING,
            message=f"Records ({found.count:,}, {kind}) have other ids than before, though they are the same, such as "
            f"{first.new_id!r}, which was {first.old_id!r}. Europass knows records by their ids from release to "
            "release: to it the old ones are gone, and links to them are dead.",
            remedy="Make ids of what stays, such as the number of the course, not at random.",
            line=first.new_line,
            record=first.new_id,
            source=self.source,
        )

    def _guessed(self, kind: str, count: int, first: RecordChange) -> Issue:
        return Issue(
            code="DIFF-SEVERAL-CANDIDATES",
            severity=Severity.WARNING,
            message=f"Which of the new records is which of the old ones was guessed ({count:,}, {kind}), because "
            f"several say the same, such as {first.candidates:,} records like {first.new_id!r}.",
            remedy="If the same record is there several times, keep one of them.",
            line=first.new_line,
            record=first.new_id,
            source=self.source,
        )


def issues_of_store(store: ReleaseStore, sources: Mapping[int, str], *, looked_for: bool) -> Iterator[Issue]:
    """What to say of ids that are missing or not unique, and of identifiers that lead to several records.

    Args:
        store: The records.
        sources: Names of the files by the number of their release.
        looked_for: Whether records were looked for under other ids.
    """
    for release, kind, count, identity, line in store.duplicates():
        yield Issue(
            code="DIFF-DUPLICATE-ID",
            severity=Severity.WARNING,
            message=f"Records ({count:,}, {kind}) have an id that another record before them has, such as "
            f"{identity!r}. They were compared with each other as they came.",
            remedy="Give each record an id of its own.",
            line=line,
            record=identity,
            source=sources[release],
        )
    for release, kind, count, _, line in store.nameless():
        yield Issue(
            code="DIFF-NO-ID",
            severity=Severity.WARNING,
            message=f"Records ({count:,}, {kind}) have no id, so they could be compared by their content only.",
            remedy="Give each record an id that stays the same from release to release.",
            line=line,
            source=sources[release],
        )
    for kind, count, old, new in unclear_keys(store) if looked_for else ():
        yield Issue(
            code="DIFF-SEVERAL-CANDIDATES",
            severity=Severity.WARNING,
            message=f"Removed records ({count:,}, {kind}) share an identifier or a home page with added ones, but so "
            f"do others, such as {old!r} and {new!r}; so nothing tells whether they are the same under a new id.",
            remedy="Give each record an identifier of its own, with its scheme.",
            record=old,
            source=sources[OLD],
        )
