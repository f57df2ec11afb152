"""Validates a file of any size against the schema of its format, reading it once and keeping little of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import attrs
from lxml import etree

from loms.errors import InvalidDataError, Issue, Severity
from loms.formats import Format, find_format
from loms.io.adoption import Adoption, adoption_of, is_undecided
from loms.io.schema.check import DocumentCheck
from loms.io.schema.sources import source_line
from loms.io.source import OpenSource, Source, open_source, source_name
from loms.io.xml import PARSER_OPTIONS, EndInSight, detect, feed, refuse_doctype, syntax_error
from loms.validate.lines import TagLines
from loms.validate.report import Report

__all__ = ["validate"]

_CHUNK = 1 << 16
# A document element that has not come by then will not come.
_LONGEST_PROLOG = 10_000_000
# A record is kept until its end has come, so it may not be endless.
_LARGEST_RECORD = 100_000_000
_MOST_ELEMENTS = 100_000
_MOST_FAULTS = 100_000
_COUNT = etree.XPath("count(descendant::*)")


def validate(source: Source, *, format: str | None = None, max_unpacked_size: int | None = None) -> Report:
    """Validate a file against the schema of its format.

    The file is read once, in pieces, so it may be of any size and may be a pipe. All faults are found, not only the
    first; of more than 100,000 the first 100,000 are told. Of what was read only ids and open references are kept. A
    record of more than 100 MB or 100,000 elements ends the reading.

    Args:
        source: Path of an XML file, or a binary stream. Either may be compressed with gzip.
        format: Name of the format that the file must have, such as ``loms-2019``; None takes what it is.
        max_unpacked_size: The most bytes to which a compressed file may unpack. None allows 100 times its compressed
            size, and 10 MB in any case. Files that are not compressed have no limit.

    Returns:
        The report. Data that is not well formed, of no known format or over the limit is an issue in it, not an
        exception.

    Raises:
        SourceError: The file does not exist, is a folder, or may not be read.
        UsageError: There is no format of that name, or the limit is no number of bytes.

    Examples:
        >>> import io
        >>> report = validate(io.BytesIO(b'<Delete xmlns="http://ec.europa.eu/delete/v0_1_1"/>'))
        >>> report.ok
        False
        >>> for issue in report.issues:
        ...     print(issue.line, issue.code, issue.message)
        1 XSD-MISSING-ATTRIBUTE Delete has no attribute Key, which is required.
        1 XSD-MISSING-ATTRIBUTE Delete has no attribute XsdVersion, which is required.
        1 XSD-MISSING-ATTRIBUTE Delete has no attribute XsdType, which is required.
        1 XSD-MISSING-ELEMENT Delete has no EntityType, which is required.
        1 XSD-MISSING-ELEMENT Delete has no Id, which is required.
    """
    run = _Run(name=source_name(source), expected=None if format is None else find_format(format))
    failed: tuple[Issue, ...] = ()
    try:
        with open_source(source, max_unpacked_size=max_unpacked_size) as opened:
            run.read(opened)
    except InvalidDataError as error:
        failed = error.issues
    return run.report(failed)


@attrs.define(eq=False, kw_only=True)
class _Run:
    """One reading of one file, and how far it came."""

    name: str
    expected: Format | None
    format: Format | None = None
    check: DocumentCheck | None = None
    root: etree._Element | None = None
    adoption: Adoption | None = None
    open_record: etree._Element | None = None
    open_size: int = 0

    def read(self, opened: OpenSource) -> None:
        """Read and check; whatever stops it is raised as InvalidDataError."""
        stream = EndInSight(opened.stream)
        try:
            self._read(stream)
        except etree.XMLSyntaxError as error:
            raise syntax_error(error, self.name, stream=stream) from error

    def report(self, failed: tuple[Issue, ...]) -> Report:
        """What was found; when something stopped the reading, that alone, since the rest may change everything."""
        issues = failed
        if not failed and self.check is not None and self.root is not None:
            issues = self.check.issues(self.root)
        records = 0 if self.check is None else self.check.records
        return Report(source=self.name, format=self.format, issues=issues, records=records)

    def _read(self, stream: EndInSight) -> None:
        head, root_tag = self._begin(stream)
        assert self.format is not None  # noqa: S101 - it begins with the format
        lines = TagLines()
        read: etree._Element | None = None
        parser = etree.XMLPullParser(events=("start",), tag=root_tag, **PARSER_OPTIONS)
        chunk = head
        while chunk:
            feed(parser, chunk)
            lines.feed(chunk)
            # Only the first: an element within may have the same name.
            read = next(_started(parser), None) if read is None else read
            if read is not None:
                self._take(read, lines, complete=False)
                self._bound_record(read, len(chunk))
            chunk = stream.read(_CHUNK)
        self._take(parser.close(), lines, complete=True)

    def _take(self, read: etree._Element, lines: TagLines, *, complete: bool) -> None:
        """Check what has come since the last call."""
        assert self.format is not None  # noqa: S101 - it begins with the format
        if self.check is None:
            self.adoption = adoption_of(read)
            told = lines if self.adoption is None else self.adoption.lines(lines)
            self.check = DocumentCheck(self.format, source=self.name, lines=told, most=_MOST_FAULTS)
        self.root = read if self.adoption is None else self.adoption.take_in(complete=complete)
        self.check.take(self.root, complete=complete, drop=True)

    def _bound_record(self, root: etree._Element, size: int) -> None:
        """Refuse a record that does not end; ``size`` is how many bytes have come since the last call."""
        assert self.format is not None  # noqa: S101 - it begins with the format
        record: etree._Element | None = root
        for _ in range((self.adoption or self.format).record_depth):
            record = None if record is None or not len(record) else record[-1]
        self.open_size = self.open_size + size if record is self.open_record else 0
        self.open_record = record
        if record is not None and (self.open_size > _LARGEST_RECORD or cast("float", _COUNT(record)) > _MOST_ELEMENTS):
            raise _endless_record(self.name, source_line(record))

    def _begin(self, stream: EndInSight) -> tuple[bytes, str]:
        """Read until the document element has begun, and find the format by it."""
        parser = etree.XMLPullParser(events=("start",), **PARSER_OPTIONS)
        head = b""
        while len(head) < _LONGEST_PROLOG:
            chunk = stream.read(_CHUNK)
            head += chunk
            failure: etree.XMLSyntaxError | None = None
            try:
                feed(parser, chunk)
                if not chunk:
                    parser.close()
            except etree.XMLSyntaxError as error:
                failure = error
            for root in _started(parser):
                # The tag was cut off, which the end of the file closed, or is no name.
                if failure is not None and (not chunk or not _has_a_name(root)):
                    raise failure
                refuse_doctype(root.getroottree(), self.name)
                if failure is None:
                    head += _until_decided(parser, root, stream)
                self.format = detect(root, self.name)
                self._expect(self.format)
                return head, str(root.tag)
            if failure is not None:
                raise failure
        raise _endless_prolog(self.name)

    def _expect(self, found: Format) -> None:
        if self.expected is None or self.expected is found:
            return
        issue = Issue(
            code="FORMAT-UNEXPECTED",
            severity=Severity.ERROR,
            message=f"This is a {found.name} file, but {self.expected.name} was expected.",
            remedy="Name the right file, or the format that it has.",
            path=f"/{found.root}",
            source=self.name,
        )
        raise InvalidDataError.of(issue)


def _started(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    """The elements that have begun since the last call."""
    for _, element in parser.read_events():
        yield cast("etree._Element", element)


def _until_decided(parser: etree.XMLPullParser, root: etree._Element, stream: EndInSight) -> bytes:
    """Read on until it is clear what format a document has whose document element does not say it."""
    more = b""
    while is_undecided(root) and len(more) < _LONGEST_PROLOG and (chunk := stream.read(_CHUNK)):
        more += chunk
        try:
            feed(parser, chunk)
        except etree.XMLSyntaxError:
            # It is told when the document is read.
            break
        for _ in _started(parser):
            pass
    return more


def _has_a_name(element: etree._Element) -> bool:
    """Whether the name of an element is one: a prefix that nobody declared and a namespace with a brace spoil it."""
    try:
        etree.QName(element)
    except ValueError:
        return False
    return True


def _endless_prolog(name: str) -> InvalidDataError:
    message = f"No document element has begun in the first {_LONGEST_PROLOG // 1_000_000} MB."
    return _over_a_limit(name, message, 1, "Look at the beginning of the file")


def _endless_record(name: str, line: int | None) -> InvalidDataError:
    message = (
        f"A record is larger than {_LARGEST_RECORD // 1_000_000} MB or holds more than {_MOST_ELEMENTS:,} elements."
    )
    return _over_a_limit(name, message, line, "Look at this place")


def _over_a_limit(name: str, message: str, line: int | None, advice: str) -> InvalidDataError:
    remedy = f"{advice}: such data is damaged or hostile."
    issue = Issue(code="XML-LIMIT", severity=Severity.ERROR, message=message, remedy=remedy, line=line, source=name)
    return InvalidDataError.of(issue)
