"""Enters into the account of a conversion what reading its source had to leave out, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from loms.convert.accounting import Entry, shortened
from loms.convert.rules import Action

if TYPE_CHECKING:
    from loms.convert.accounting import ConversionReport
    from loms.errors import Issue
    from loms.io.left_out import LeftOut

__all__ = ["with_reading"]


def with_reading(report: ConversionReport, *, issues: Sequence[Issue], left_out: Sequence[LeftOut]) -> ConversionReport:
    """The account of a conversion together with that of reading its source.

    Args:
        report: What became of all that the source had when it had been read.
        issues: What was wrong with the source.
        left_out: What was left out of it when it was read.

    Returns:
        The report with these issues before its own, and an entry for all that was left out behind those of its record;
        behind all of the first step where there are none of its record.
    """
    last = {_key(entry.record): number for number, entry in enumerate(report.entries) if entry.step == 1}
    end = max(last.values(), default=-1)
    more: dict[int, list[Entry]] = {}
    for each in left_out:
        number = last.get(_key(each.record), end)
        record = report.entries[number].record if _key(each.record) in last else each.record
        more.setdefault(number, []).append(_entry(each, record))
    entries = [*more.get(-1, ())]
    for number, entry in enumerate(report.entries):
        entries += (entry, *more.get(number, ()))
    return attrs.evolve(report, entries=tuple(entries), issues=(*issues, *report.issues))


def _key(record: str | None) -> str | None:
    """An identifier without the white space that a conversion may keep around it."""
    return None if record is None else " ".join(record.split())


def _entry(left_out: LeftOut, record: str | None) -> Entry:
    return Entry(
        record=record,
        source=left_out.place,
        language=left_out.language,
        value=None if left_out.value is None else shortened(left_out.value),
        action=Action.DROPPED,
        target=None,
        target_record=None,
        reason=left_out.reason,
        lost=left_out.lost,
    )
