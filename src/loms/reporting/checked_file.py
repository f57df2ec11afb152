"""A file that was checked: what is wrong with it, and what it holds."""

from __future__ import annotations

import attrs

from loms.reporting.statistics import Statistics
from loms.validate.report import Report

__all__ = ["CheckedFile"]


@attrs.frozen(kw_only=True)
class CheckedFile:
    """What is known of one file.

    Attributes:
        report: What is wrong with it.
        statistics: What it holds, in numbers; None where nobody counted, or where it could not be read.
    """

    report: Report
    statistics: Statistics | None = None
