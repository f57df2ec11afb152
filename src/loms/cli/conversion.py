"""What ``loms convert`` does apart from printing: read, convert, check the result, write all or nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import attrs

import loms
from loms.cli.documents import (
    Loaded,
    given_source,
    is_json,
    load_from,
    not_valid,
    stopped_at,
    valid_content,
    write_all,
)
from loms.cli.notations import LINKED, Notation, linked_content
from loms.cli.options import NOTHING_TO_DO, STANDARD_STREAM
from loms.cli.places import shown_name
from loms.errors import InvalidDataError, UsageError
from loms.formats import Format, format_of
from loms.migration.files import convert_file, format_of_file
from loms.migration.invalid_result import InvalidResultError
from loms.migration.left_out import with_left_out
from loms.migration.refusal import refusal
from loms.migration.report import MigrationReport

if TYPE_CHECKING:
    from loms.convert import Conversion
    from loms.convert.settings import Settings
    from loms.document import Document
    from loms.io.source import Source
    from loms.io.target import Target
    from loms.migration.levels import FailOn

__all__ = ["Outcome", "Task", "carry_out"]


@attrs.frozen(kw_only=True)
class Task:
    """What to convert, to what, and where to.

    Attributes:
        source: Path of the file to read, or ``-``.
        target: Path of the file to write, or ``-``.
        to: Name of the format to convert to, or None to keep the format.
        notation: How to write the document.
        settings: What the conversion needs to know.
        strict: Whether the first fault of the source, or the first record that cannot be converted, ends it.
        report: Path of the file for the report, or None.
        fail_on: What keeps the document from being written, one of ``FAIL_ON``; None lets nothing keep it.
        keep_entries: Whether the entries of the report are to be printed.
        jobs: How many processes share the work.
        dry_run: Whether to write nothing at all.
        max_unpacked_size: The most bytes to which a compressed source may unpack; None takes the usual limit.
    """

    source: str
    target: str
    to: str | None
    notation: Notation
    settings: Settings
    strict: bool
    report: str | None
    fail_on: FailOn | None
    keep_entries: bool
    jobs: int
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
    report: MigrationReport | None
    refused: str | None
    left_out: int
    written: bool

    @property
    def faults(self) -> int:
        """How many faults the source has; a record with one was converted as far as possible."""
        return 0 if self.report is None else self.report.source_faults


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
    with given_source(task.source) as source:
        if task.to is not None and task.notation is Notation.XML and not is_json(source):
            found = format_of_file(source, max_unpacked_size=task.max_unpacked_size)
            if found.name != task.to:
                return _convert_file(source, task, to=task.to)
        return _convert_in_memory(source, task)


def _convert_file(source: Source, task: Task, *, to: str) -> Outcome:
    target: Target | None = task.target
    if task.dry_run:
        target = None
    elif task.target == STANDARD_STREAM:
        target = sys.stdout.buffer
    try:
        done = convert_file(
            source,
            target,
            to=to,
            settings=task.settings,
            strict=task.strict,
            fail_on=task.fail_on,
            report=None if task.dry_run else task.report,
            keep_entries=task.keep_entries,
            jobs=task.jobs,
            max_unpacked_size=task.max_unpacked_size,
        )
    except InvalidDataError as error:
        if not task.strict or not error.issues or isinstance(error, InvalidResultError):
            raise
        raise stopped_at(error.issues[0], task.source) from error
    return Outcome(
        source_format=done.source_format,
        target_format=done.target_format,
        report=done.report,
        refused=done.refused,
        left_out=done.report.records_left_out,
        written=done.written,
    )


def _convert_in_memory(source: Source, task: Task) -> Outcome:
    """Convert from or to JSON, to linked data, or within a format."""
    loaded = load_from(source, max_unpacked_size=task.max_unpacked_size)
    _check_source(loaded, task)
    if task.to is None and task.notation is (Notation.JSON if loaded.is_json else Notation.XML):
        raise UsageError(NOTHING_TO_DO)
    document = loaded.document
    source_format = target_format = format_of(document)
    account = None
    if task.to == source_format.name and task.report is not None:
        raise UsageError(
            f"{shown_name(task.source)} is {source_format.name} already, so no field changes and there is nothing to "
            "report. Leave --report out."
        )
    if task.to is not None and task.to != source_format.name:
        conversion = _converted(document, task, to=task.to)
        document = conversion.document
        target_format = format_of(document)
        report = with_left_out(conversion.report, loaded.left_out)
        account = MigrationReport.of(report, of_source=loaded.issues, keeps_entries=True)
    refused = None if account is None else refusal(account, task.fail_on)
    data = None
    if refused is None:
        data = _content(document, task)
    writes = data is not None and not task.dry_run
    _write(task, account, data if writes else None)
    return Outcome(
        source_format=source_format,
        target_format=target_format,
        report=account,
        refused=refused,
        left_out=account.records_left_out if account is not None else 0,
        written=writes,
    )


def _content(document: Document, task: Task) -> bytes:
    """What to write for a document, which has to be valid."""
    data = valid_content(document, task.target, as_json=task.notation is Notation.JSON, sources=[task.source])
    if task.notation not in LINKED:
        return data
    return linked_content(document, task.notation, name=shown_name(task.source), base=task.settings.namespace)


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


def _write(task: Task, account: MigrationReport | None, data: bytes | None) -> None:
    contents: dict[str, bytes] = {}
    if task.report is not None and account is not None and not task.dry_run:
        contents[task.report] = "".join((*account.json_pieces(), "\n")).encode()
    if data is not None:
        contents[task.target] = data
    write_all(contents)
