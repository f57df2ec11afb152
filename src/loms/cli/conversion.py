"""What ``loms convert`` does, apart from options and printing: read, convert, check the result, write all or nothing."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import TYPE_CHECKING

import attrs

import loms
from loms.cli.options import STANDARD_STREAM
from loms.errors import InvalidDataError, Issue
from loms.formats import Format, format_of
from loms.io.json import from_json, to_json
from loms.io.read import read
from loms.io.source import Source, open_source
from loms.io.target import open_target
from loms.io.write import dumps

if TYPE_CHECKING:
    from loms.convert.accounting import ConversionReport
    from loms.convert.settings import Settings
    from loms.io.document import Document

__all__ = ["FAIL_ON", "Outcome", "Task", "carry_out", "names_json"]

FAIL_ON = ("dropped", "note", "warning")
"""What a user may want to fail on, each including those before it."""


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
        fail_on: Which loss keeps the document from being written, or None.
        dry_run: Whether to write nothing at all.
    """

    source: str
    target: str
    to: str | None
    as_json: bool
    settings: Settings | None
    report: str | None
    fail_on: str | None
    dry_run: bool


@attrs.frozen(kw_only=True)
class Outcome:
    """What came of a task.

    Attributes:
        source_format: Format of the file that was read.
        target_format: Format of the document that was made.
        report: What became of every field, or None where only the notation changed.
        refused: Why the document was not written although it is valid, or None.
        written: Whether the document was written.
    """

    source_format: Format
    target_format: Format
    report: ConversionReport | None
    refused: str | None
    written: bool


def names_json(path: str) -> bool:
    """Whether a file name says that the file holds JSON.

    Examples:
        >>> names_json("courses.json"), names_json("courses.json.gz"), names_json("courses.xml")
        (True, True, False)
    """
    return path.lower().removesuffix(".gz").endswith(".json")


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
    document = _load(task.source)
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
        source_format=source_format, target_format=target_format, report=report, refused=refused, written=writes
    )
