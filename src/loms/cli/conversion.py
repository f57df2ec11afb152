"""What ``loms convert`` does apart from printing: read, convert, check the result, write all or nothing."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING

import attrs

import loms
from loms.cli.documents import Loaded, load, not_valid, stopped_at, valid_content, write_all
from loms.cli.left_out import with_reading
from loms.cli.options import FAIL_ON, NOTHING_TO_DO
from loms.cli.places import shown_name
from loms.cli.terminal import counted
from loms.convert.rules import Action
from loms.errors import InvalidDataError, Issue, Severity, UsageError
from loms.formats import Format, format_of
from loms.io.json import dumped

if TYPE_CHECKING:
    from loms.convert import Conversion
    from loms.convert.accounting import ConversionReport
    from loms.convert.settings import Settings
    from loms.document import Document

__all__ = ["Outcome", "Task", "carry_out"]

_NO_RECORD = "CONVERT-NO-RECORD"


@attrs.frozen(kw_only=True)
class Task:
    """What to convert, to what, and where to.

    Attributes:
        source: Path of the file to read, or ``-``.
        target: Path of the file to write, or ``-``.
        to: Name of the format to convert to, or None to keep the format.
        as_json: Whether to write the document as JSON.
        settings: What the conversion needs to know.
        strict: Whether the first fault of the source, or the first record that cannot be converted, ends it.
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
    strict: bool
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
        faults: What is wrong with the source and what was done about it; a record with such a fault was converted as
            far as possible. The report has them among its issues.
    """

    source_format: Format
    target_format: Format
    report: ConversionReport | None
    refused: str | None
    left_out: int
    written: bool
    faults: tuple[Issue, ...] = ()


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
    loaded = load(task.source, max_unpacked_size=task.max_unpacked_size)
    _check_source(loaded, task)
    if task.to is None and task.as_json == loaded.is_json:
        raise UsageError(NOTHING_TO_DO)
    document = loaded.document
    source_format = target_format = format_of(document)
    report = None
    if task.to == source_format.name and task.report is not None:
        raise UsageError(
            f"{shown_name(task.source)} is {source_format.name} already, so no field changes and there is nothing to "
            "report. Leave --report out."
        )
    if task.to is not None and task.to != source_format.name:
        conversion = _converted(document, task, to=task.to)
        document, report = conversion.document, conversion.report
        target_format = format_of(document)
        report = with_reading(report, issues=loaded.issues, left_out=loaded.left_out)
    refused = _reason_to_refuse(report, task.fail_on) or _nothing_left(report)
    data = None
    if refused is None:
        data = valid_content(document, task.target, as_json=task.as_json, sources=[task.source])
    writes = data is not None and not task.dry_run
    _write(task, report, data if writes else None)
    return Outcome(
        source_format=source_format,
        target_format=target_format,
        report=report,
        refused=refused,
        left_out=report.records_left_out if report is not None else 0,
        written=writes,
        faults=tuple(issue for issue in loaded.issues if issue.severity is Severity.ERROR),
    )


def _converted(document: Document, task: Task, *, to: str) -> Conversion:
    """Convert a document to another format.

    Raises:
        InvalidDataError: A record cannot be converted, and that is to end it.
    """
    try:
        return loms.convert(document, to=to, settings=task.settings, strict=task.strict)
    except InvalidDataError as error:
        if not error.issues:
            raise
        raise stopped_at(error.issues[0], task.source) from error


def _check_source(loaded: Loaded, task: Task) -> None:
    """Refuse a document whose faults nobody wants to pass over.

    Raises:
        InvalidDataError: It has such faults.
    """
    if not loaded.faults:
        return
    if task.strict:
        raise stopped_at(loaded.faults[0], task.source)
    # A document that stays in its format must be valid, since there is no conversion that leaves anything out.
    if task.to in (None, format_of(loaded.document).name):
        raise not_valid(loaded.faults, task.source, nothing_was="converted")


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


def _nothing_left(report: ConversionReport | None) -> str | None:
    """What to say where no record could be converted to a format whose documents have one."""
    issues = () if report is None else report.issues
    return "no record could be converted" if any(issue.code == _NO_RECORD for issue in issues) else None


def _write(task: Task, report: ConversionReport | None, data: bytes | None) -> None:
    contents: dict[str, bytes] = {}
    if task.report is not None and report is not None and not task.dry_run:
        contents[task.report] = f"{dumped(report.as_dict())}\n".encode()
    if data is not None:
        contents[task.target] = data
    write_all(contents)
