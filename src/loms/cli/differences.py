"""Prints what became of the records from one release to the next: a table of numbers, and lines on each record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from loms.cli.terminal import Screen
from loms.wording import counted

if TYPE_CHECKING:
    from loms.compare import Comparison, FieldChange, RecordChange

__all__ = ["show_comparison"]

UNCHANGED = "unchanged"
STYLES = {"added": "green", "removed": "red", "renamed": "yellow"}
RENAMED = "renamed"
NO_ID = "(no id)"
INDENT = "    "


def show_comparison(screen: Screen, comparison: Comparison, *, most: int, report: str | None) -> None:
    """Print a comparison.

    Args:
        screen: Where to print.
        comparison: The comparison.
        most: How many lines there may be on records and fields.
        report: Path of the file that lists all, or None.
    """
    hidden = 0
    for number, (line, style) in enumerate(_lines(comparison)):
        if number < most:
            screen.line(line, style=style)
        else:
            hidden += 1
    if hidden:
        where = f"{report} has all" if report else "--report R.json has all, --max N shows more"
        screen.line(f"... and {counted(hidden, 'more line')}; {where}.")
    if hidden or not comparison.is_same:
        screen.line()
    if comparison.summary():
        _show_table(screen, comparison)
        screen.line()
    screen.line(_sum(comparison))


def _lines(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """What became of the document and of each record, line by line, each with its style."""
    for field in comparison.document:
        yield _field(field, path=field.path), ""
    for record in comparison.records:
        yield _record(record), STYLES.get(record.difference, "")
        if record.difference == RENAMED:
            yield INDENT + _renamed(record), ""
        for field in record.fields:
            yield INDENT + _field(field, path=field.path.partition("/")[2]), ""


def _record(record: RecordChange) -> str:
    """A record on one line."""
    label = f' "{record.label}"' if record.label else ""
    line = record.new_line or record.old_line
    place = f", line {line}" if line is not None else ""
    name = record.new_id or record.old_id or NO_ID
    return f"{record.difference}: {record.kind} {name}{label}{place}"


def _renamed(record: RecordChange) -> str:
    """Under which id a record was known, and why it is taken for the same."""
    guessed = f"; guessed, one of {record.candidates:,} that say the same" if record.candidates > 1 else ""
    return f"was {record.old_id or NO_ID}, found by its {record.match}{guessed}"


def _field(field: FieldChange, *, path: str) -> str:
    """A field on one line."""
    name = f"{path} ({field.language})" if field.language else path
    if field.old is None and field.new is None:
        return f"{name}: in another order"
    if field.old is None:
        return f'{name}: added "{field.new}"'
    if field.new is None:
        return f'{name}: removed "{field.old}"'
    return f'{name}: "{field.old}" -> "{field.new}"'


def _show_table(screen: Screen, comparison: Comparison) -> None:
    from loms.compare import Difference

    there = [each for each in Difference if comparison.count(each)]
    headers = ("Kind", *there, UNCHANGED)
    summary = comparison.summary()
    rows = []
    for kind in comparison.kinds:
        counts = [summary.get(kind, {}).get(each, 0) for each in there]
        rows.append((kind, *(f"{count:,}" if count else "" for count in (*counts, comparison.unchanged.get(kind, 0)))))
    screen.table(headers, rows, numbers=headers[1:])


def _sum(comparison: Comparison) -> str:
    """How many records became what, on one line."""
    from loms.compare import Difference

    found = [f"{comparison.count(each):,} {each}" for each in Difference if comparison.count(each)]
    numbers = f"{counted(comparison.old.records, 'record')} before, {comparison.new.records:,} after"
    if found:
        return f"{', '.join(found)}: {numbers}."
    return f"{'No record changed' if comparison.document else 'Nothing changed'}: {numbers}."
