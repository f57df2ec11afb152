"""All that a report tells, whatever it is written as."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import attrs

from loms.errors import Severity
from loms.reporting.checked_file import CheckedFile
from loms.reporting.comparison import Comparison, EarlierReport, compare
from loms.reporting.digest import Digest, digest_of
from loms.validate.coverage import Coverage

__all__ = ["Findings"]


@attrs.frozen(kw_only=True)
class Findings:
    """All that a report tells.

    Attributes:
        files: What was found in each file.
        date: The day for which it is made.
        digest: The same by rule and by provider.
        comparison: What has changed since an earlier report, or None where there is none to compare with.
    """

    files: tuple[CheckedFile, ...]
    date: datetime.date
    digest: Digest
    comparison: Comparison | None

    @classmethod
    def of(
        cls, files: Sequence[CheckedFile], *, date: datetime.date | None = None, earlier: EarlierReport | None = None
    ) -> Findings:
        """Put together what there is to tell.

        Args:
            files: What was found in each file.
            date: The day for which the report is made; None takes that for which the files were checked, or today.
            earlier: What to compare with.
        """
        days = (file.report.date for file in files)
        return cls(
            files=tuple(files),
            date=date or next(filter(None, days), None) or datetime.date.today(),
            digest=digest_of(files),
            comparison=None if earlier is None else compare(files, earlier),
        )

    @property
    def ok(self) -> bool:
        """Whether no issue is an error."""
        return not self.digest.counts[Severity.ERROR]

    @property
    def records(self) -> int:
        """How many records were read."""
        return sum(file.report.records for file in self.files)

    @property
    def coverages(self) -> frozenset[Coverage]:
        """How much of what the register demands beyond the schema was looked for in the files."""
        return frozenset(file.report.coverage for file in self.files)

    @property
    def not_listed(self) -> int:
        """How many issues are counted, but not listed."""
        return sum(file.report.not_listed for file in self.files)
