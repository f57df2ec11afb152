"""Cells of tables that people open in a spreadsheet, which takes some texts for formulas and runs them.

A text that begins like a formula gets an apostrophe before it, and reading takes it away again, so nothing is lost: an
apostrophe before such a text gets another one.
"""

from __future__ import annotations

import re

__all__ = ["from_cell", "to_cell"]

# What spreadsheets begin a formula with, also in its wide form, and white space that they pass over before it.
_BEGINNING = r"[\t\r\n ]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n]"
_FORMULA = re.compile(f"'*(?:{_BEGINNING})")
_MARKED = re.compile(f"'+(?:{_BEGINNING})")


def to_cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula.

    Args:
        text: Any text.

    Examples:
        >>> to_cell("=1+1"), to_cell("-12"), to_cell("TBQ-0301"), to_cell("'=1+1")
        ("'=1+1", "'-12", 'TBQ-0301', "''=1+1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def from_cell(cell: str) -> str:
    """The text of a cell that `to_cell` made, or that somebody wrote.

    Args:
        cell: Content of a cell.

    Examples:
        >>> from_cell("'-12"), from_cell("-12"), from_cell("'tHof")
        ('-12', '-12', "'tHof")
    """
    return cell[1:] if _MARKED.match(cell) else cell
