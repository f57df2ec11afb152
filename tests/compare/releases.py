"""Releases that differ in what a test says."""

from __future__ import annotations

import io
from collections.abc import Sequence

import loms
from loms.compare import Comparison, RecordChange
from tests.support.documents import LOMS, LOQ

__all__ = ["LOMS", "LOQ", "compared", "fields_of", "only", "with_records"]


def compared(old: str, new: str) -> Comparison:
    """Compare two documents."""
    return loms.compare(io.BytesIO(old.encode()), io.BytesIO(new.encode()))


def only(comparison: Comparison) -> RecordChange:
    """The only record that differs."""
    [record] = comparison.records
    return record


def fields_of(record: RecordChange) -> list[tuple[str, str, str | None, str | None]]:
    """The fields that differ: path, what became of them, old and new value."""
    return [(each.path, each.difference.value, each.old, each.new) for each in record.fields]


def with_records(section: str, records: Sequence[str]) -> str:
    """The small LOMS document with these records before the others of a section."""
    return LOMS.replace(f"<{section}>", f"<{section}>" + "".join(records), 1)
