"""What keeps a converted document from being written, if its user says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loms.convert.rules import Action
from loms.errors import Severity
from loms.migration.levels import FAIL_ON, FailOn
from loms.wording import counted

if TYPE_CHECKING:
    from loms.migration.report import MigrationReport

__all__ = ["refusal"]

_NOUNS = {
    "error": ("error", "errors"),
    "dropped": ("lost value", "lost values"),
    "note": ("value kept only in a note", "values kept only in notes"),
    "warning": ("warning", "warnings"),
}
_NO_RECORD = "CONVERT-NO-RECORD"


def refusal(report: MigrationReport, fail_on: FailOn | None) -> str | None:
    """Why a document should not be written, or None where it may be.

    Args:
        report: What became of its records.
        fail_on: What keeps it from being written; None for nothing but that no record could be converted.
    """
    if fail_on is not None:
        found = {
            "error": report.count(Severity.ERROR),
            "dropped": report.lost,
            "note": report.count(Action.NOTE),
            "warning": report.count(Severity.WARNING),
        }
        levels = FAIL_ON[: FAIL_ON.index(fail_on) + 1]
        reasons = [counted(found[level], *_NOUNS[level]) for level in levels if found[level]]
        if reasons:
            return ", ".join(reasons)
    return "no record could be converted" if report.count(_NO_RECORD) else None
