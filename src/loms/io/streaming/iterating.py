"""Reads a document record by record: ``loms.iter_records`` and ``loms.iter_placed_records``."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Generator
from typing import TYPE_CHECKING

from loms.errors import Issue, LomsWarning, Severity
from loms.io.growing import GrowingDocument
from loms.io.read import OnIssue, refuse_to_guess
from loms.io.record_elements import record_elements
from loms.io.source import Source, open_source, source_name
from loms.io.streaming.record_stream import PlacedRecord, RecordStream, is_record, record_of, unchanged

if TYPE_CHECKING:
    from loms.io.streaming.record_types import Record

__all__ = ["iter_placed_records", "iter_records"]

# From the warning through the generators to the loop of the caller.
_TO_THE_CALLER = 7


def iter_records(
    source: Source,
    *,
    strict: bool = True,
    check: bool = True,
    on_issue: OnIssue | None = None,
    max_unpacked_size: int | None = None,
) -> Generator[Record, None, None]:
    """Read the records of a document one by one, in its order, whatever its size.

    The file is read once, in pieces, so it may be larger than memory and may be a pipe. Only ids and open references
    are kept, 100 to 200 bytes for each record. The file is opened when the first record is asked for, and closed at
    the end, when something is raised, or when the generator is closed.

    What a record is depends on the format: the elements in the sections of a LOMS or QMS document, the children of the
    document element of a legacy one. A withdrawal gives its ids, which are texts.

    Args:
        source: Path of an XML file, or a binary stream. Either may be compressed with gzip.
        strict: Whether the document must be valid. The first record with a fault ends the reading; the records before
            it have come by then. What only the whole document shows is raised at its end: references that lead
            nowhere, what is wrong around the records. Otherwise all that can be kept is kept, as by `loms.read`, and
            each problem goes to ``on_issue``: those of a record before it comes, those of the whole at the end.
        check: Whether to check the document. Without it reading is several times faster. That is for files that were
            found valid before: in others, attributes and texts that the classes have no place for are passed over, and
            neither ids nor references are looked at. Values that fit no type are errors still.
        on_issue: Called with each problem of lenient reading. Without it a Python warning tells the first.
        max_unpacked_size: As for `loms.read`.

    Returns:
        A generator of the records.

    Raises:
        UsageError: Neither strict nor checked is no way to read. It is raised at once, what follows when records are
            asked for.
        SourceError: The file does not exist, is a folder, or may not be read, or it was changed while it was read. A
            file that was removed or replaced by another meanwhile is read to its end.
        InvalidDataError: As for `loms.read`; ``issues`` holds all problems of the record, or of the whole. XML that is
            not well formed or cut off is told when the reading comes to it; the records shortly before it may be
            missing then.

    Examples:
        >>> records = iter_records("examples/courses-loms.xml")
        >>> next(records).title[0].text.value
        'Baking basics: bread and rolls'
        >>> sum(1 for record in records)
        136
    """
    refuse_to_guess(strict=strict, check=check)
    if not check:
        return _unchecked(source, max_unpacked_size)
    return _records(source, strict, on_issue, max_unpacked_size)


def iter_placed_records(
    source: Source, *, strict: bool = True, on_issue: OnIssue | None = None, max_unpacked_size: int | None = None
) -> Generator[PlacedRecord, None, None]:
    """Read the records of a document one by one, each with its kind, its place and what is wrong with it.

    Args:
        source: As for `iter_records`.
        strict: As for `iter_records`.
        on_issue: As for `iter_records`; the issues of a record also come with it.
        max_unpacked_size: As for `iter_records`.

    Returns:
        A generator of the records.

    Raises:
        SourceError: As for `iter_records`.
        InvalidDataError: As for `iter_records`.

    Examples:
        >>> for placed in iter_placed_records("examples/qualifications-loms.xml"):
        ...     if placed.number in (1, 48):
        ...         print(placed.kind, placed.line, placed.path)
        qualification 6 /qmsLearningOpportunities/learningSpecificationReferences/qualification[1]
        framework 817 /qmsLearningOpportunities/semanticFrameworkReferences/framework[1]
    """
    return _placed(source, strict, on_issue, max_unpacked_size)


def _placed(
    source: Source, strict: bool, on_issue: OnIssue | None, max_unpacked_size: int | None
) -> Generator[PlacedRecord, None, None]:
    tell = on_issue or _Warning(source_name(source))
    yield from RecordStream(source=source, max_unpacked_size=max_unpacked_size, strict=strict, on_issue=tell)


def _records(
    source: Source, strict: bool, on_issue: OnIssue | None, max_unpacked_size: int | None
) -> Generator[Record, None, None]:
    tell = on_issue or _Warning(source_name(source))
    stream = RecordStream(source=source, max_unpacked_size=max_unpacked_size, strict=strict, on_issue=tell)
    with contextlib.closing(iter(stream)) as found:
        for placed in found:
            yield placed.record


def _unchecked(source: Source, max_unpacked_size: int | None) -> Generator[Record, None, None]:
    with open_source(source, max_unpacked_size=max_unpacked_size) as opened, unchanged(opened):
        document = GrowingDocument(opened)
        with contextlib.closing(record_elements(document)) as found:
            for element in found:
                if is_record(element, document.format, source=opened.name):
                    yield record_of(element, document.format, source=opened.name, strict=True)


class _Warning:
    """Tells the first issue in a Python warning."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._told = False

    def __call__(self, issue: Issue) -> None:
        if not self._told:
            self._told = True
            # What is no fault is told, not passed over.
            done = "" if issue.severity is Severity.INFO else " passed over, as the others will be"
            text = f"{issue}{done}; pass on_issue= to get each of them"
            warnings.warn(text, LomsWarning, stacklevel=_TO_THE_CALLER)
