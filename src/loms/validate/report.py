"""What validation found: the report."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from loms.errors import Issue, Severity
from loms.formats import Format

__all__ = ["Report"]

_SHOWN = 100


@attrs.frozen(kw_only=True)
class Report:
    """The result of validating one file.

    Attributes:
        source: Name of the file, as the caller gave it.
        format: Format of the file, or None where it could not be found out.
        issues: All problems, in the order of the document.
        records: Number of records that were read.

    Examples:
        >>> report = Report(source="courses.xml", format=None, issues=(), records=0)
        >>> report.ok
        True
    """

    source: str
    format: Format | None
    issues: tuple[Issue, ...]
    records: int

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

    def as_dict(self) -> Mapping[str, object]:
        """The report as a mapping that JSON can hold.

        Returns:
            ``source``, ``format`` (its name or None), ``ok``, ``records``, ``counts`` (number of issues by severity)
            and ``issues`` (each as by ``Issue.as_dict``).

        Examples:
            >>> Report(source="courses.xml", format=None, issues=(), records=0).as_dict()["counts"]
            {'error': 0, 'warning': 0, 'info': 0}
        """
        return {
            "source": self.source,
            "format": None if self.format is None else self.format.name,
            "ok": self.ok,
            "records": self.records,
            "counts": {str(severity): self._count(severity) for severity in Severity},
            "issues": [issue.as_dict() for issue in self.issues],
        }

    def __str__(self) -> str:
        what = "unknown format" if self.format is None else self.format.name
        verdict = "valid" if self.ok else "not valid"
        head = (
            f"{self.source}: {verdict} ({what}, {self.records} records, {self.errors} errors, {self.warnings} warnings)"
        )
        more = len(self.issues) - _SHOWN
        tail = [f"... and {more} more"] if more > 0 else []
        return "\n".join([head, *(str(issue) for issue in self.issues[:_SHOWN]), *tail])

    def _count(self, severity: Severity) -> int:
        return sum(1 for issue in self.issues if issue.severity is severity)
