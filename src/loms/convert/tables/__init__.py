"""Code tables of the conversions: plain CSV files, each read when it is first needed."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from importlib import resources

__all__ = ["read_table", "rows_by", "table_names"]


@functools.cache
def read_table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a table.

    Args:
        name: Name of the file without its ending, such as ``country``.

    Returns:
        One mapping per row, by the names of the columns.

    Examples:
        >>> read_table("target_group")[0]["group"]
        'adults'
    """
    source = resources.files(__name__) / f"{name}.csv"
    return tuple(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


@functools.cache
def rows_by(name: str, column: str = "code") -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """The rows of a table by the value of one column.

    Args:
        name: Name of the file without its ending.
        column: The column.

    Returns:
        All rows that have the value, in the order of the file.

    Examples:
        >>> [row["kind"] for row in rows_by("study_type")["ON"]]
        ['mode', 'activity']
    """
    found: dict[str, tuple[Mapping[str, str], ...]] = {}
    for row in read_table(name):
        found[row[column]] = (*found.get(row[column], ()), row)
    return found


def table_names() -> tuple[str, ...]:
    """The names of all tables, in alphabetical order.

    Examples:
        >>> table_names()[0]
        'country'
    """
    names = (each.name for each in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".csv") for name in names if name.endswith(".csv")))
