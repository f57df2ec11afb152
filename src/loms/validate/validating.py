"""Validates a file of any size against schema and rules, reading it once and keeping little of it."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs
from lxml import etree

from loms.errors import InvalidDataError, Issue, Severity, UsageError
from loms.formats import Format, find_format
from loms.io.growing import GrowingDocument, Growth
from loms.io.schema.check import DocumentCheck
from loms.io.schema.seen import PlacedIssue, SeenRecord
from loms.io.source import OpenSource, Source, open_source, source_name
from loms.io.tag_lines import TagLines
from loms.jobs import checked_jobs
from loms.validate.checks import Checks, today
from loms.validate.defining import Rule, Run
from loms.validate.gathering import Gathering
from loms.validate.looking import LookingJob, needs_nothing_else
from loms.validate.observing import Observer
from loms.validate.report import Report
from loms.validate.ruling import Ruling, rules_for

if TYPE_CHECKING:
    from loms.validate.answers import Answers
    from loms.validate.sharing import SharedReading

__all__ = ["validate"]

MOST_LISTED = 10_000
"""How many issues a report lists if nobody says otherwise."""


def validate(
    source: Source,
    *,
    format: str | None = None,
    max_unpacked_size: int | None = None,
    checks: Checks | None = None,
    profile: str | None = None,
    max_issues: int | None = MOST_LISTED,
    observers: Sequence[Observer] = (),
    jobs: int = 1,
) -> Report:
    """Check a file against the schema of its format, and against the rules beyond it.

    The file is read once, in pieces, so it may be of any size and may be a pipe. All faults are found and counted, not
    only the first. Of what was read only ids and open references are kept. A record of more than 100 MB or 100,000
    elements ends the reading.

    Args:
        source: Path of an XML file, or a binary stream. Either may be compressed with gzip.
        format: Name of the format that the file must have, such as ``loms-2019``; None takes what it is.
        max_unpacked_size: The most bytes to which a compressed file may unpack. None allows 100 times its compressed
            size, and 10 MB in any case. Files that are not compressed have no limit.
        checks: What to check; None for all that the register demands.
        profile: Name of a profile, short for ``checks=Checks(profile=…)``: ``qdr``, ``schema`` or ``strict``.
        max_issues: How many issues the report lists at most; of each kind the first, so that none crowds out another.
            All are counted. None lists them all, however many there are.
        observers: Are shown each record and each issue while the file is read.
        jobs: How many processes share the work on a file of more than 2 MB, this one included; the report is the
            same. The others are new Python processes, so a script that asks for them needs its
            ``if __name__ == "__main__":``.

    Returns:
        The report. Data that is not well formed, of no known format or over the limit is an issue in it, not an
        exception.

    Raises:
        SourceError: The file does not exist, is a folder, or may not be read.
        UsageError: There is no format or profile of that name, a limit is no number, both ``checks`` and ``profile``
            are given, or a rule of somebody else fails.
        LomsError: One of several processes was ended by the system or by somebody.

    Examples:
        >>> import io
        >>> report = validate(io.BytesIO(b'<Delete xmlns="http://ec.europa.eu/delete/v0_1_1"/>'))
        >>> report.ok
        False
        >>> for issue in report.issues:
        ...     print(issue.line, issue.code, issue.message)
        1 XSD-MISSING-ATTRIBUTE Delete has no attribute Key, which is required.
        1 XSD-MISSING-ATTRIBUTE Delete has no attribute XsdVersion, which is required.
        1 XSD-MISSING-ATTRIBUTE Delete has no attribute XsdType, which is required.
        1 XSD-MISSING-ELEMENT Delete has no EntityType, which is required.
        1 XSD-MISSING-ELEMENT Delete has no Id, which is required.
    """
    if checks is not None and profile is not None:
        raise UsageError("Both checks and profile are given. Say the profile in the checks: Checks(profile=…).")
    checks = checks or Checks(profile=profile or "qdr")
    run = _Run(
        checks=checks,
        date=checks.date or today(),
        name=source_name(source),
        expected=None if format is None else find_format(format),
        observers=tuple(observers),
        gathering=Gathering(most=_checked(max_issues)),
        jobs=checked_jobs(jobs),
    )
    failed: tuple[Issue, ...] = ()
    try:
        with open_source(source, max_unpacked_size=max_unpacked_size) as opened:
            run.read(opened)
    except InvalidDataError as error:
        failed = error.issues
    return run.report(failed)


@attrs.define(eq=False, kw_only=True)
class _Run:
    """One reading of one file, and how far it came."""

    name: str
    expected: Format | None
    checks: Checks
    observers: tuple[Observer, ...]
    gathering: Gathering
    date: datetime.date
    jobs: int
    format: Format | None = None
    check: DocumentCheck | None = None
    ruling: Ruling | None = None
    root: etree._Element | None = None

    def read(self, opened: OpenSource) -> None:
        """Read and check; whatever stops it is raised as InvalidDataError."""
        document = GrowingDocument(opened)
        self.format = document.format
        self._expect(document.format)
        rules = self.checks.rules()
        run = Run(document.format, date=self.date, qualifications=self.checks.qualifications)
        sharing = None if self.jobs == 1 else self._sharing(document, rules_for(rules, run))
        answers = None if sharing is None else sharing.answers
        if rules:
            known = None if answers is None else answers.findings
            self.ruling = Ruling(rules, run, source=self.name, known=known)
        lines = TagLines()
        with contextlib.closing(iter(document) if sharing is None else sharing.growths()) as growths:
            for growth in growths:
                self._take(growth, lines, answers)

    def _sharing(self, document: GrowingDocument, rules: Sequence[Rule]) -> SharedReading:
        """What lets several processes look at the records."""
        # Imported only now, because it is slow, and most calls have no need of it.
        from loms.validate.sharing import SharedReading

        shared = tuple((number, rule.code) for number, rule in enumerate(rules) if needs_nothing_else(rule))
        job = LookingJob(format=document.format.name, rules=shared, date=self.date)
        return SharedReading(document, jobs=self.jobs, job=job, source=self.name)

    def _take(self, growth: Growth, lines: TagLines, answers: Answers | None) -> None:
        """Look at what has come."""
        lines.feed(growth.chunk)
        self.root = growth.root
        if self.check is None:
            self.check = self._begin(growth, lines, answers)
        show = self._show if self.observers or self.ruling is not None else None
        self.check.take(growth.root, complete=growth.is_complete, drop=True, reach=growth.reach, show=show)
        self._gather(self.check.hand_over())

    def _begin(self, growth: Growth, lines: TagLines, answers: Answers | None) -> DocumentCheck:
        assert self.format is not None  # noqa: S101 - it is found out before
        told = lines if growth.adoption is None else growth.adoption.lines(lines)
        known = None if answers is None else answers.faults
        check = DocumentCheck(self.format, source=self.name, lines=told, known=known)
        for observer in self.observers:
            observer.begin(format=self.format, root=growth.root, source=self.name)
        if growth.adoption is not None:
            self._gather(PlacedIssue(order=(0, 0), issue=each) for each in growth.adoption.issues(self.name))
        return check

    def report(self, failed: tuple[Issue, ...]) -> Report:
        """What was found; when something stopped the reading, that alone, since the rest may change everything."""
        if not failed and self.check is not None and self.root is not None:
            self._gather(self.check.at_the_end(self.root))
            self._gather(() if self.ruling is None else self.ruling.end())
        if self.check is not None:
            for observer in self.observers:
                observer.end(complete=not failed)
        records = 0 if self.check is None else self.check.records
        listed = failed or self.gathering.listed()
        counts = self.gathering.counts()
        report = Report(
            source=self.name,
            format=self.format,
            issues=listed,
            records=records,
            profile=self.checks.profile,
            date=self.date if self.checks.rules() else None,
            coverage=self.checks.coverage(self.format, found={each.code for each in counts}),
        )
        return report if failed else attrs.evolve(report, counts=counts)

    def _show(self, seen: SeenRecord) -> None:
        for observer in self.observers:
            observer.record(seen)
        if self.ruling is not None:
            self._gather(self.ruling.record(seen))

    def _gather(self, found: Iterable[PlacedIssue]) -> None:
        for placed in found:
            self.gathering.add(placed)
            for observer in self.observers:
                observer.issue(placed.issue)

    def _expect(self, found: Format) -> None:
        if self.expected is None or self.expected is found:
            return
        issue = Issue(
            code="FORMAT-UNEXPECTED",
            severity=Severity.ERROR,
            message=f"This is a {found.name} file, but {self.expected.name} was expected.",
            remedy="Name the right file, or the format that it has.",
            path=f"/{found.root}",
            source=self.name,
        )
        raise InvalidDataError.of(issue)


def _checked(most: int | None) -> int | None:
    """The number of issues to list.

    Raises:
        UsageError: It is none.
    """
    given: object = most
    if given is None or (isinstance(given, int) and not isinstance(given, bool) and given >= 0):
        return most
    raise UsageError(f"max_issues is {given!r}. Give a whole number from 0, or None to have all issues listed.")
