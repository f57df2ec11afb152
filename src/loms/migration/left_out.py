"""Enters into the account of a conversion what reading its source had to leave out, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from loms.convert.accounting import Entry, shortened
from loms.convert.rules import Action

if TYPE_CHECKING:
    from loms.convert.accounting import ConversionReport
    from loms.errors import Issue
    from loms.io.left_out import LeftOut

__all__ = ["entries_of", "entry_of", "key_of", "with_left_out", "with_reading"]


def with_reading(report: ConversionReport, *, issues: Sequence[Issue], left_out: Sequence[LeftOut]) -> ConversionReport:
    """The account of a conversion together with that of reading its source.

    Args:
        report: What became of all that the source had when it had been read.
        issues: What was wrong with the source.
        left_out: What was left out of it when it was read.

    Returns:
        The report with these issues before its own, and with what `with_left_out` adds.
    """
    account = with_left_out(report, left_out)
    return attrs.evolve(account, issues=(*issues, *account.issues))


def with_left_out(report: ConversionReport, left_out: Sequence[LeftOut]) -> ConversionReport:
    """The account of a conversion together with what reading its source left out.

    Args:
        report: What became of all that the source had when it had been read.
        left_out: What was left out of it when it was read.

    Returns:
        The report with an entry for all that was left out behind those of its record;
        behind all of the first step where there are none of its record.
    """
    last = {key_of(entry.record): number for number, entry in enumerate(report.entries) if entry.step == 1}
    end = max(last.values(), default=-1)
    more: dict[int, list[Entry]] = {}
    for each in left_out:
        number = last.get(key_of(each.record), end)
        record = report.entries[number].record if key_of(each.record) in last else each.record
        more.setdefault(number, []).append(entry_of(each, record=record))
    entries = [*more.get(-1, ())]
    for number, entry in enumerate(report.entries):
        entries += (entry, *more.get(number, ()))
    return attrs.evolve(report, entries=tuple(entries))


def key_of(record: str | None) -> str | None:
    """An identifier without the white space that a conversion may keep around it.

    Args:
        record: Identifier of a record; None for none.
    """
    return None if record is None else " ".join(record.split())


def entry_of(left_out: LeftOut, *, record: str | None) -> Entry:
    """The entry for a piece that was left out when the source was read.

    Args:
        left_out: The piece.
        record: Identifier of the record, as the other entries have it.
    """
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


def entries_of(left_out: Iterable[LeftOut], name: str | None) -> Iterator[Entry]:
    """The entries for what was left out when a record was read.

    Args:
        left_out: The pieces.
        name: Identifier of the record, as the other entries have it.
    """
    for piece in left_out:
        yield entry_of(piece, record=name if key_of(piece.record) == key_of(name) else piece.record)
