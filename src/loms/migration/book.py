"""Keeps the account of a conversion while it goes on: counts in memory, issues and entries on disk."""

from __future__ import annotations

import functools
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from loms.convert.entries import Entry
from loms.convert.tally import Tally
from loms.errors import Issue, Severity
from loms.formats import find_format
from loms.io.json import dumped
from loms.io.kept_lines import Lines
from loms.migration.invalid_result import invalid_result

if TYPE_CHECKING:
    from loms.convert.joining import Joint
    from loms.migration.stored_places import StoredPlaces

__all__ = ["AccountBook", "entry_lines"]


@attrs.define(kw_only=True)
class AccountBook:
    """The account of a conversion.

    Attributes:
        keeps_entries: Whether the entries are wanted in the end, and not only their numbers.
        several_steps: Whether the conversion has several, so that entries say in which they were made.
        tally: Counts what became of fields.
        severities: Number of issues by how much they weigh.
        codes: Number of issues by code.
        source_faults: Number of errors of the source itself.
        folder: Where it is kept on disk; None for the folder of the system.
        joint: Puts the account of a second or later step behind those before it; None in the first step.
        places: Notes what the step makes, for the next; None in the last step.
    """

    keeps_entries: bool
    several_steps: bool = False
    tally: Tally = attrs.field(factory=Tally)
    severities: Counter[Severity] = attrs.field(factory=Counter)
    codes: Counter[str] = attrs.field(factory=Counter)
    source_faults: int = 0
    folder: str | None = None
    joint: Joint | None = None
    places: StoredPlaces | None = None
    _of_source: Lines = attrs.field(init=False)
    _of_conversion: Lines = attrs.field(init=False)
    _entries: Lines = attrs.field(init=False)

    @_of_source.default
    @_of_conversion.default
    @_entries.default
    def _lines(self) -> Lines:
        return Lines(self.folder)

    def add(self, entries: Iterable[Entry], issues: Iterable[Issue]) -> None:
        """Add to the account.

        Args:
            entries: What became of fields.
            issues: What somebody should look at.
        """
        taken = tuple(entries)
        if self.places is not None:
            self.places.add(taken)
        if self.joint is not None:
            taken = tuple(map(self.joint.entry, taken))
            issues = map(self.joint.issue, issues)
        self.tally.add(taken)
        if self.keeps_entries:
            self._entries.add(entry_lines(taken, with_steps=self.several_steps))
        self._keep(issues, self._of_conversion)

    @property
    def only_tally(self) -> Tally | None:
        """Where entries may be counted without being made; None where somebody looks at them."""
        is_looked_at = self.keeps_entries or self.joint is not None or self.places is not None
        return None if is_looked_at else self.tally

    def aside(self) -> AccountBook:
        """A book for what is to come later in the account; `add_lines` takes its content."""
        return AccountBook(
            keeps_entries=self.keeps_entries,
            several_steps=self.several_steps,
            folder=self.folder,
            joint=self.joint,
            places=self.places,
        )

    def add_lines(self, tally: Tally, *, lines: Iterable[str], issues: Iterable[Issue]) -> None:
        """Add to the account what was counted elsewhere.

        Args:
            tally: Counts of the entries.
            lines: The entries, as `entry_lines` gives them.
            issues: What somebody should look at.
        """
        self.tally.merge(tally)
        self._entries.add(lines)
        self._keep(issues, self._of_conversion)

    def add_of_source(self, issue: Issue) -> None:
        """Add what is wrong with the source; in the report it stands before all that the conversion says.

        Args:
            issue: What is wrong.

        Raises:
            InvalidResultError: The source of this step was made by the step before.
        """
        if self.joint is not None:
            raise invalid_result(find_format(self.joint.formats[0]), [issue])
        self.source_faults += issue.severity is Severity.ERROR
        self._keep((issue,), self._of_source)

    @property
    def of_source(self) -> Iterator[Issue]:
        """What is wrong with the source."""
        return _issues(self._of_source)

    @property
    def issues(self) -> Iterator[Issue]:
        """All issues, those of the source first."""
        return itertools.chain(self.of_source, _issues(self._of_conversion))

    @property
    def entries(self) -> Iterable[str]:
        """The entries, one line of JSON for each, if they were kept."""
        return self._entries

    def _keep(self, issues: Iterable[Issue], where: Lines) -> None:
        for issue in issues:
            self.severities[issue.severity] += 1
            self.codes[issue.code] += 1
            where.add([_issue_line(issue)])


def _issue_line(issue: Issue) -> str:
    """An issue as JSON, in a fraction of the time that the attributes take one by one."""
    return json.dumps({name: getattr(issue, name) for name in _ISSUE})


_ISSUE = tuple(attrs.fields_dict(Issue))


def _issues(lines: Lines) -> Iterator[Issue]:
    for line in lines:
        given = json.loads(line)
        yield Issue(**{**given, "severity": Severity(given["severity"])})


def entry_lines(entries: Iterable[Entry], *, with_steps: bool = False) -> list[str]:
    """Entries as JSON, one line for each.

    Args:
        entries: The entries.
        with_steps: Whether they say in which step they were made.

    Examples:
        >>> from loms.convert.rules import Action
        >>> entry = Entry(record="A", source="Course/Title", language=None, value="x", action=Action.COPIED,
        ...               target="title", target_record="urn:a", reason="Why not.")
        >>> json.loads(entry_lines([entry], with_steps=True)[0]) == dict(entry.as_dict())
        True
    """
    return [
        f'{{"record": {_quoted(entry.record)}, "source": {_quoted(entry.source)}, '
        f'"language": {_quoted(entry.language)}, "value": {_quoted(entry.value)}, '
        f'"action": "{entry.action.value}", "target": {_quoted(entry.target)}, '
        f'"target_record": {_quoted(entry.target_record)}, "reason": {_quoted(entry.reason)}, '
        f'"lost": {"true" if entry.lost else "false"}{_step(entry) if with_steps else ""}}}'
        for entry in entries
    ]


def _step(entry: Entry) -> str:
    return f', "step": {entry.step}'


@functools.lru_cache(maxsize=1 << 14)
def _quoted(text: str | None) -> str:
    return dumped(text)
