"""Reports of what validation found: one HTML page for people; JSON, SARIF and JUnit XML for programs."""

from __future__ import annotations

from loms.reporting.checked_file import CheckedFile
from loms.reporting.checking import check_file
from loms.reporting.comparison import EarlierReport, read_earlier
from loms.reporting.observing import StatisticsObserver
from loms.reporting.statistics import Statistics
from loms.reporting.writing import write_report

__all__ = [
    "CheckedFile",
    "EarlierReport",
    "Statistics",
    "StatisticsObserver",
    "check_file",
    "read_earlier",
    "write_report",
]
