"""What ``loms convert`` does apart from printing: read, convert, check the result, write all or nothing."""

from __future__ import annotations

import collections
import io
import sys
from typing import TYPE_CHECKING

import attrs

import loms
from loms.cli.options import FAIL_ON, NOTHING_TO_DO, STANDARD_STREAM, names_json
from loms.cli.terminal import counted
from loms.convert.rules import Action
from loms.errors import InvalidDataError, Issue, Severity, UsageError
from loms.formats import Format, format_of
from loms.io.json import dumped, from_json, to_json
from loms.io.read import read
from loms.io.source import Source, open_source
from loms.io.target import open_targets
from loms.io.write import dumps

if TYPE_CHECKING:
    from loms.convert.accounting import ConversionReport
    from loms.convert.settings import Settings
    from loms.document import Document

__all__ = ["Outcome", "Task", "carry_out"]


@attrs.frozen(kw_only=True)
class Task:
    """What to convert, to what, and where to.

    Attributes:
        source: Path of the file to read, or ``-``.
        target: Path of the file to write, or ``-``.
        to: Name of the format to convert to, or None to keep the format.
        as_json: Whether to write the document as JSON.
        settings: What the conversion needs to know.
        report: Path of the file for the report, or None.
        fail_on: What keeps the document from being written, one of ``FAIL_ON``; None lets nothing keep it.
        dry_run: Whether to write nothing at all.
        max_unpacked_size: The most bytes to which a compressed source may unpack; None takes the usual limit.
    """

    source: str
    target: str
    to: str | None
    as_json: bool
    settings: Settings
    report: str | None
    fail_on: str | None
    dry_run: bool
    max_unpacked_size: int | None


@attrs.frozen(kw_only=True)
class Outcome:
    """What came of a task.

    Attributes:
        source_format: Format of the file that was read.
        target_format: Format of the document that was made.
        report: What became of every field, or None where only the notation changed.
        refused: What was found that the task wants to fail on, or None.
        left_out: How many records could not be converted and are missing in the document.
        written: Whether the document was written.
    """

    source_format: Format
    target_format: Format
    report: ConversionReport | None
    refused: str | None
    left_out: int
    written: bool


def carry_out(task: Task) -> Outcome:
    """Carry out a task. The document is written only when it is valid, and only as a whole.

    Args:
        task: What to do.

    Returns:
        What came of it.

    Raises:
        SourceError: The source cannot be read.
        InvalidDataError: The source is not valid, or the result would not be.
        UsageError: The format cannot be converted to the other, or a setting is missing.
        TargetError: The document or the report cannot be written.
    """
    document, was_json = _load(task.source, task.max_unpacked_size)
    if task.to is None and task.as_json == was_json:
        raise UsageError(NOTHING_TO_DO)
    source_format = target_format = format_of(document)
    report = None
    if task.to is not None and task.to != source_format.name:
        conversion = loms.convert(document, to=task.to, settings=task.settings)
        document, report = conversion.document, conversion.report
        target_format = format_of(document)
    xml = dumps(document)
    _check(xml, task, target_format)
    refused = _reason_to_refuse(report, task.fail_on)
    writes = refused is None and not task.dry_run
    data = f"{to_json(document)}\n".encode() if task.as_json else xml
    _write(task, report, data if writes else None)
    return Outcome(
        source_format=source_format,
        target_format=target_format,
        report=report,
        refused=refused,
        left_out=report.records_read - report.records_converted if report is not None else 0,
        written=writes,
    )


class _Memory(io.BytesIO):
    """Bytes in memory that have a name."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def _load(name: str, max_unpacked_size: int | None) -> tuple[Document, bool]:
    """Read a document in either notation, and say whether it was JSON. XML must be valid."""
    source: Source = _Memory(sys.stdin.buffer.read(), "<stdin>") if name == STANDARD_STREAM else name
    if names_json(name) or (isinstance(source, _Memory) and _begins_like_json(source)):
        with open_source(source, max_unpacked_size=max_unpacked_size) as opened:
            return from_json(opened.stream.read(), source=opened.name), True
    try:
        return read(source, max_unpacked_size=max_unpacked_size), False
    except InvalidDataError as error:
        if len(error.issues) == 1:
            raise
        message = f"{error.issues[0].source or name} is not valid, so nothing was converted."
        raise InvalidDataError(message, issues=error.issues) from error


def _begins_like_json(source: _Memory) -> bool:
    with open_source(source) as opened:
        head = opened.stream.read(64)
    source.seek(0)
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _check(xml: bytes, task: Task, target_format: Format) -> None:
    """Make sure that the document to be written is valid.

    Raises:
        InvalidDataError: It is not.
    """
    name = "<stdout>" if task.target == STANDARD_STREAM else task.target
    report = loms.validate(_Memory(xml, name), format=target_format.name)
    if report.ok:
        return
    if names_json(task.source):
        name, cause = task.source, "Mend the JSON."
    else:
        cause = "Please report this, with the file: the conversion should not make such a document."
    message = f"The document is not valid {target_format.name}, so it was not written. {cause}"
    raise InvalidDataError(message, issues=[_without_line(issue, name) for issue in report.issues])


def _without_line(issue: Issue, name: str) -> Issue:
    """The issue with its path in place of the line: nobody can see the lines of a document that is not written."""
    place = f"{issue.path}: " if issue.path else ""
    return attrs.evolve(issue, source=name, line=None, message=place + issue.message)


def _reason_to_refuse(report: ConversionReport | None, fail_on: str | None) -> str | None:
    """What was found that the user wants to fail on."""
    if report is None or fail_on is None:
        return None
    severities = collections.Counter(issue.severity for issue in report.issues)
    found = {
        "error": severities[Severity.ERROR],
        "dropped": len(report.lost),
        "note": len(report.of(Action.NOTE)),
        "warning": severities[Severity.WARNING],
    }
    nouns = {
        "error": ("error", "errors"),
        "dropped": ("lost value", "lost values"),
        "note": ("value kept only in a note", "values kept only in notes"),
        "warning": ("warning", "warnings"),
    }
    levels = FAIL_ON[: FAIL_ON.index(fail_on) + 1]
    return ", ".join(counted(found[level], *nouns[level]) for level in levels if found[level]) or None


def _write(task: Task, report: ConversionReport | None, data: bytes | None) -> None:
    """Write the report and the document, files before standard output, so that a failure leaves no half of them."""
    contents: dict[str, bytes] = {}
    if task.report is not None and report is not None and not task.dry_run:
        contents[task.report] = f"{dumped(report.as_dict())}\n".encode()
    if data is not None and task.target != STANDARD_STREAM:
        contents[task.target] = data
    with open_targets(*contents) as streams:
        for stream, content in zip(streams, contents.values(), strict=True):
            stream.write(content)
    if data is not None and task.target == STANDARD_STREAM:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
