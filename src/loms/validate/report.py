"""What validation found: the report."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping

import attrs

from loms.errors import Issue, Severity
from loms.formats import Format
from loms.validate.coverage import Coverage

__all__ = ["IssueCount", "Report"]

_SHOWN = 100


@attrs.frozen(kw_only=True)
class IssueCount:
    """How many issues of one kind there are.

    Attributes:
        code: Code of the issues.
        severity: How much they weigh.
        number: How many there are, listed or not.
    """

    code: str
    severity: Severity
    number: int

    def as_dict(self) -> Mapping[str, str | int]:
        """The count as a mapping that JSON can hold."""
        return {"code": self.code, "severity": str(self.severity), "number": self.number}


@attrs.frozen(kw_only=True)
class Report:
    """The result of validating one file.

    Attributes:
        source: Name of the file, as the caller gave it.
        format: Format of the file, or None where it could not be found out.
        issues: The problems that are listed, in the order of the document: all, or of each kind the first.
        records: Number of records that were read.
        counts: How many problems there are of each kind, also of those that are not listed; sorted by code.
        profile: Name of the profile that says what was checked.
        date: The day that counted as today; None where nothing depended on it.
        coverage: How much of what the register demands beyond the schema was looked for.

    Examples:
        >>> report = Report(source="courses.xml", format=None, issues=(), records=0)
        >>> report.ok
        True
    """

    source: str
    format: Format | None
    issues: tuple[Issue, ...]
    records: int
    counts: tuple[IssueCount, ...] = attrs.field()
    profile: str = "schema"
    date: datetime.date | None = None
    coverage: Coverage = Coverage.SCHEMA

    @counts.default
    def _counts_of_issues(self) -> tuple[IssueCount, ...]:
        found = Counter((issue.code, issue.severity) for issue in self.issues)
        return tuple(
            IssueCount(code=code, severity=severity, number=number)
            for (code, severity), number in sorted(found.items())
        )

    @property
    def ok(self) -> bool:
        """Whether no issue is an error."""
        return not self.errors

    @property
    def errors(self) -> int:
        """Number of issues that are errors."""
        return self._count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """Number of issues that are warnings."""
        return self._count(Severity.WARNING)

    @property
    def infos(self) -> int:
        """Number of issues that are worth knowing, with nothing to do."""
        return self._count(Severity.INFO)

    @property
    def not_listed(self) -> int:
        """Number of issues that are counted, but not listed."""
        return sum(each.number for each in self.counts) - len(self.issues)

    def as_dict(self) -> Mapping[str, object]:
        """The report as a mapping that JSON can hold.

        Returns:
            ``source``, ``format`` (its name or None), ``profile``, ``coverage``, ``date`` (as ISO 8601 has it, or
            None), ``ok``, ``records``, ``counts`` (number of issues by severity), ``codes`` (number by code and
            severity),
            ``not_listed`` (how many are counted, but not among the issues) and ``issues`` (each as by
            ``Issue.as_dict``).

        Examples:
            >>> Report(source="courses.xml", format=None, issues=(), records=0).as_dict()["counts"]
            {'error': 0, 'warning': 0, 'info': 0}
        """
        return {
            "source": self.source,
            "format": None if self.format is None else self.format.name,
            "profile": self.profile,
            "coverage": str(self.coverage),
            "date": None if self.date is None else self.date.isoformat(),
            "ok": self.ok,
            "records": self.records,
            "counts": {str(severity): self._count(severity) for severity in Severity},
            "codes": [each.as_dict() for each in self.counts],
            "not_listed": self.not_listed,
            "issues": [issue.as_dict() for issue in self.issues],
        }

    def __str__(self) -> str:
        what = "unknown format" if self.format is None else self.format.name
        verdict = "valid" if self.ok else "not valid"
        head = (
            f"{self.source}: {verdict} ({what}, {self.records} records, {self.errors} errors, {self.warnings} warnings)"
        )
        more = max(len(self.issues) - _SHOWN, 0) + self.not_listed
        tail = [f"... and {more} more"] if more > 0 else []
        return "\n".join([head, *(str(issue) for issue in self.issues[:_SHOWN]), *tail])

    def _count(self, severity: Severity) -> int:
        return sum(each.number for each in self.counts if each.severity is severity)
