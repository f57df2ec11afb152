"""Writes reports: what the name of a file ends in says what it is written as."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import BinaryIO

from loms.errors import UsageError
from loms.io.target import open_targets
from loms.reporting.checked_file import CheckedFile
from loms.reporting.comparison import EarlierReport
from loms.reporting.findings import Findings
from loms.reporting.json_report import json_pieces
from loms.reporting.junit import write_junit
from loms.reporting.sarif import sarif_pieces
from loms.validate.report import Report

__all__ = ["check_report_name", "write_report"]

_Path = str | os.PathLike[str]
_Writer = Callable[[Findings, BinaryIO], None]


def write_report(
    report: Report | CheckedFile | Sequence[CheckedFile],
    *paths: _Path,
    date: datetime.date | None = None,
    earlier: EarlierReport | None = None,
) -> None:
    """Write what validation found as files that people or programs can use.

    A path that ends in ``.html`` gets one page for people, which needs no other file and no network; ``.json`` gets all
    for programs, by the schema ``schemas/report/validation-report.schema.json``; ``.sarif`` gets SARIF 2.1.0 and
    ``.xml`` gets JUnit XML for continuous integration. With ``.gz`` behind that it is compressed. The same content and
    date give the same bytes. Either all of the files are written, or none.

    Args:
        report: What was found, with or without statistics; or the same of several files.
        paths: The files to write.
        date: The day that the report names; None takes the day for which the files were checked.
        earlier: An earlier report to compare with, as by `read_earlier`.

    Raises:
        UsageError: The name of a path ends in something else.
        TargetError: A file cannot be written; what was there before is untouched.
        MissingDependencyError: The report is to be HTML, and the package jinja2 is not installed.

    Examples:
        >>> import pathlib, tempfile, loms
        >>> from loms.reporting import check_file, write_report
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> write_report(check_file("examples/courses-loms.xml"), folder / "report.html", folder / "report.json")
        >>> sorted(path.name for path in folder.iterdir())
        ['report.html', 'report.json']
    """
    writers = [_writer(path) for path in paths]
    files = [CheckedFile(report=report)] if isinstance(report, Report) else report
    findings = Findings.of(
        [files] if isinstance(files, CheckedFile) else files,
        date=date,
        earlier=earlier,
    )
    with open_targets(*paths) as streams:
        for writer, stream in zip(writers, streams, strict=True):
            writer(findings, stream)


def check_report_name(path: _Path) -> None:
    """Make sure that the name of a file says what a report is to be written as, and that it can be written.

    Args:
        path: The path.

    Raises:
        UsageError: It does not.
        MissingDependencyError: It needs a package that is not installed.

    Examples:
        >>> check_report_name("report.pdf")
        Traceback (most recent call last):
        ...
        loms.errors.UsageError: 'report.pdf' is no name for a report. It ends in .html, .json, .sarif or .xml.
    """
    _writer(path)


def _writer(path: _Path) -> _Writer:
    name = os.fspath(path)
    ending = PurePath(name.lower().removesuffix(".gz")).suffix
    if ending not in _WRITERS:
        raise UsageError(f"{name!r} is no name for a report. It ends in .html, .json, .sarif or .xml.")
    return _WRITERS[ending]()


def _in_pieces(pieces_of: Callable[[Findings], Iterable[str]]) -> _Writer:
    def write(findings: Findings, stream: BinaryIO) -> None:
        for piece in pieces_of(findings):
            # A file may have a name that is no Unicode; JSON takes it as an escape, and HTML holds none.
            stream.write(piece.encode("utf-8", "backslashreplace"))

    return write


def _html() -> _Writer:
    # Needs a package that not everybody has.
    from loms.reporting.html.page import html_pieces

    return _in_pieces(html_pieces)


_WRITERS: Mapping[str, Callable[[], _Writer]] = {
    ".html": _html,
    ".htm": _html,
    ".json": lambda: _in_pieces(json_pieces),
    ".sarif": lambda: _in_pieces(sarif_pieces),
    ".xml": lambda: write_junit,
}
