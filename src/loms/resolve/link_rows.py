"""Reads which opportunity leads to which qualification out of a CSV file."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import attrs

from loms.errors import Issue, Severity, UsageError
from loms.io.source import Source, open_source
from loms.resolve.cells import from_cell
from loms.xml_values import NOT_XML

__all__ = ["LinkRow", "LinkRows", "read_link_rows"]

_OPPORTUNITY, _QUALIFICATION, _SCHEME = "opportunity", "qualification", "scheme"
_REQUIRED = (_OPPORTUNITY, _QUALIFICATION)
_DELIMITERS = ",;\t"


def _check_text(_row: object, field: attrs.Attribute[str], value: object) -> None:
    if value is None and field.name == "scheme_id":
        return
    if not isinstance(value, str) or not value.strip() or NOT_XML.search(value):
        raise UsageError(f"The {field.name} of a row is {value!r}. Give a text that says something and fits into XML.")


@attrs.frozen(kw_only=True)
class LinkRow:
    """An opportunity and a qualification to which it leads.

    Attributes:
        opportunity: ``@id`` of the opportunity, or one of its identifiers.
        qualification: Identifier of the qualification.
        scheme_id: Scheme of that identifier; None where it has none.
        line: Where the row stands; None where it was not read from a file.

    Raises:
        UsageError: A text is empty, or holds what XML cannot hold.
    """

    opportunity: str = attrs.field(validator=_check_text)
    qualification: str = attrs.field(validator=_check_text)
    scheme_id: str | None = attrs.field(default=None, validator=_check_text)
    line: int | None = None


@attrs.frozen(kw_only=True)
class LinkRows:
    """The rows of a file.

    Attributes:
        rows: The rows that can be used.
        issues: What is wrong with the file and with the other rows.
        source: Name of the file.
    """

    rows: tuple[LinkRow, ...]
    issues: tuple[Issue, ...] = ()
    source: str | None = None


def read_link_rows(source: Source) -> LinkRows:
    r"""Read a CSV file with the columns ``opportunity``, ``qualification`` and, where it is needed, ``scheme``.

    The first line names the columns, in any order; other columns are passed over. Cells are separated by commas,
    semicolons or tabs, whatever separates the names. The file is UTF-8, with or without a byte order mark. White space
    around a cell does not count, and an apostrophe before what looks like a formula is taken away.

    Args:
        source: Path of the file, or a binary stream.

    Returns:
        The rows, and an issue with its line for each row that cannot be used.

    Raises:
        SourceError: The file cannot be read.

    Examples:
        >>> import io
        >>> read = read_link_rows(io.BytesIO(b"opportunity;qualification\nTB-2026-001;TBQ-0401\nTB-2026-002;\n"))
        >>> [(row.opportunity, row.qualification, row.scheme_id) for row in read.rows]
        [('TB-2026-001', 'TBQ-0401', None)]
        >>> [(issue.line, issue.code) for issue in read.issues]
        [(3, 'LINK-EMPTY-CELL')]
    """
    with open_source(source) as opened:
        data, name = opened.stream.read(), opened.name
    try:
        text = _decoded(data)
    except UnicodeDecodeError as error:
        return LinkRows(rows=(), issues=(_wrong_encoding(data, error, name),), source=name)
    rows: list[LinkRow] = []
    issues: list[Issue] = []
    for each in _read(text, name):
        if isinstance(each, LinkRow):
            rows.append(each)
        else:
            issues.append(each)
    return LinkRows(rows=tuple(rows), issues=tuple(issues), source=name)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnicodeDecodeError("utf-8", data, 0, 1, "UTF-16")
    return data.decode("utf-8-sig")


def _read(text: str, name: str) -> Iterator[LinkRow | Issue]:
    head = text.lstrip("\r\n").splitlines()[:1]
    if not head:
        yield _issue("LINK-NO-COLUMN", "The file is empty.", _NAME_THEM, 1, name)
        return
    delimiter = max(_DELIMITERS, key=head[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    places: dict[str, int] | None = None
    line = 1
    try:
        for cells in reader:
            if places is None and any(cell.strip() for cell in cells):
                places = _places(cells)
                missing = [column for column in _REQUIRED if column not in places]
                if missing:
                    yield _no_column(missing, cells, line, name)
                    return
                if unknown := _misspelled(places):
                    yield _unknown_column(unknown, line, name)
            elif places is not None and any(cell.strip() for cell in cells):
                yield _row(cells, places, line, name)
            line = reader.line_num + 1
    except csv.Error as error:
        yield _bad_csv(error, line, name)


def _places(header: Sequence[str]) -> dict[str, int]:
    """The number of each column by its name; of two with the same name the first."""
    places: dict[str, int] = {}
    for number, cell in enumerate(header):
        places.setdefault(cell.strip().lower(), number)
    return places


def _misspelled(places: Iterable[str]) -> str | None:
    """A column that is probably meant for the scheme."""
    known = set(places)
    return None if _SCHEME in known else next((each for each in known if each.startswith(_SCHEME)), None)


def _row(cells: Sequence[str], places: dict[str, int], line: int, name: str) -> LinkRow | Issue:
    values = {
        column: from_cell(cells[place].strip()).strip() if place < len(cells) else ""
        for column, place in places.items()
        if column in (*_REQUIRED, _SCHEME)
    }
    empty = [column for column in _REQUIRED if not values[column]]
    if empty:
        return _issue(
            "LINK-EMPTY-CELL",
            f"The row has no {' and no '.join(empty)}, so it was passed over.",
            "Fill in the cell, or delete the row.",
            line,
            name,
        )
    if any(NOT_XML.search(value) for value in values.values()):
        return _issue(
            "LINK-NOT-XML",
            "The row holds a control character, which no XML can hold, so it was passed over.",
            "Type its cells anew.",
            line,
            name,
        )
    return LinkRow(
        opportunity=values[_OPPORTUNITY],
        qualification=values[_QUALIFICATION],
        scheme_id=values.get(_SCHEME) or None,
        line=line,
    )


_NAME_THEM = f"Begin the file with a line that names its columns: {_OPPORTUNITY},{_QUALIFICATION},{_SCHEME}."


def _no_column(missing: Sequence[str], header: Sequence[str], line: int, name: str) -> Issue:
    found = ", ".join(repr(cell.strip()[:80]) for cell in header[:10])
    return _issue(
        "LINK-NO-COLUMN",
        f"The file has no column named {' and none named '.join(missing)}, so no row was read. Its first line has: "
        f"{found}.",
        _NAME_THEM,
        line,
        name,
    )


def _unknown_column(column: str, line: int, name: str) -> Issue:
    issue = _issue(
        "LINK-UNKNOWN-COLUMN",
        f"The column {column!r} was passed over.",
        f"Name it {_SCHEME} if it holds the schemes of the identifiers of the qualifications.",
        line,
        name,
    )
    return attrs.evolve(issue, severity=Severity.WARNING)


def _wrong_encoding(data: bytes, error: UnicodeDecodeError, name: str) -> Issue:
    what = "UTF-16" if error.reason == "UTF-16" else f"not UTF-8: it holds the byte 0x{data[error.start]:02X}"
    return _issue(
        "LINK-ENCODING",
        f"The file is {what}, so no row was read.",
        "Save it as CSV UTF-8.",
        data.count(b"\n", 0, error.start) + 1,
        name,
    )


def _bad_csv(error: csv.Error, line: int, name: str) -> Issue:
    return _issue(
        "LINK-BAD-CSV",
        f"From here on the file is no CSV: {error}. What follows was not read.",
        "Put a quotation mark at both ends of a cell that holds one, and double those within.",
        line,
        name,
    )


def _issue(code: str, message: str, remedy: str, line: int, name: str) -> Issue:
    return Issue(code=code, severity=Severity.ERROR, message=message, remedy=remedy, line=line, source=name)
