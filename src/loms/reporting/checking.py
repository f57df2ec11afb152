"""Validates a file and counts what it holds, in one reading."""

from __future__ import annotations

from loms.io.source import Source
from loms.reporting.checked_file import CheckedFile
from loms.reporting.observing import StatisticsObserver
from loms.validate.checks import Checks
from loms.validate.validating import MOST_LISTED, validate

__all__ = ["check_file"]


def check_file(
    source: Source,
    *,
    format: str | None = None,
    max_unpacked_size: int | None = None,
    checks: Checks | None = None,
    max_issues: int | None = MOST_LISTED,
    with_statistics: bool = True,
    jobs: int = 1,
) -> CheckedFile:
    """Validate a file and count what it holds: fields, languages, links, and issues by provider.

    Args:
        source: As for `loms.validate`.
        format: As for `loms.validate`.
        max_unpacked_size: As for `loms.validate`.
        checks: As for `loms.validate`.
        max_issues: As for `loms.validate`.
        with_statistics: Whether to count at all, which takes a little longer.
        jobs: As for `loms.validate`.

    Returns:
        The report with the statistics, as `write_report` wants them.

    Raises:
        SourceError: As for `loms.validate`.
        UsageError: As for `loms.validate`.
        LomsError: As for `loms.validate`.

    Examples:
        >>> checked = check_file("examples/courses-loms.xml")
        >>> checked.report.ok, checked.statistics.providers
        (True, 12)
    """
    observer = StatisticsObserver()
    report = validate(
        source,
        format=format,
        max_unpacked_size=max_unpacked_size,
        checks=checks,
        max_issues=max_issues,
        observers=[observer] if with_statistics else [],
        jobs=jobs,
    )
    return CheckedFile(report=report, statistics=observer.statistics())
