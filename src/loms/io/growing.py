"""Reads a document piece by piece and shows the tree as it grows, whatever the size of the file."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import cast

import attrs
from lxml import etree

from loms.errors import InvalidDataError, Issue, Severity
from loms.formats import Format
from loms.io.adoption import Adoption, adoption_of, is_undecided
from loms.io.schema.sources import source_line
from loms.io.source import OpenSource
from loms.io.xml import PARSER_OPTIONS, EndInSight, detect, feed, refuse_doctype, syntax_error

__all__ = ["GrowingDocument", "Growth"]

_CHUNK = 1 << 16
# A document element that has not come by then will not come.
_LONGEST_PROLOG = 10_000_000
# A record is kept until its end has come, so it may not be endless.
_LARGEST_RECORD = 100_000_000
_MOST_ELEMENTS = 100_000
_COUNT = etree.XPath("count(descendant::*)")


@attrs.frozen(eq=False, kw_only=True)
class Growth:
    """A document as far as it has come.

    Attributes:
        root: Its document element, with the names of our schema. The last element at each level may not have ended yet;
            those before it have, and may be taken out.
        adoption: What gives it those names, where it has others.
        chunk: The bytes that have come since the last time.
        reach: The last node at each level from below the root to that of the records, as far as there are nodes; None
            at the end of the document.
    """

    root: etree._Element
    adoption: Adoption | None
    chunk: bytes
    reach: tuple[etree._Element, ...] | None

    @property
    def is_complete(self) -> bool:
        """Whether this is the end of the document."""
        return self.reach is None


class GrowingDocument:
    """A document that is read piece by piece.

    Iterating over it reads on and gives the document each time that more of it has come, and at its end. What stands
    before XML that is not well formed is given before that is raised. The document is kept in memory as far as nobody
    takes records out of it. A record of more than 100 MB or 100,000 elements ends the reading.
    What is raised below is raised by the iteration too.

    Args:
        opened: The bytes and their name.

    Attributes:
        format: Its format.

    Raises:
        InvalidDataError: The XML is not well formed, no format begins like this, it brings a document type declaration,
            or a record does not end.
        SourceError: The source cannot be read any more.
    """

    def __init__(self, opened: OpenSource) -> None:
        self._name = opened.name
        self._stream = EndInSight(opened.stream)
        try:
            self._head, self._root_tag, self.format = _begin(self._stream, self._name)
        except etree.XMLSyntaxError as error:
            raise syntax_error(error, self._name, stream=self._stream) from error

    def __iter__(self) -> Generator[Growth, None, None]:
        try:
            yield from self._growths()
        except etree.XMLSyntaxError as error:
            raise syntax_error(error, self._name, stream=self._stream) from error

    def _growths(self) -> Iterator[Growth]:
        parser = etree.XMLPullParser(events=("start",), tag=self._root_tag, **PARSER_OPTIONS)
        bound = _Bound(self.format.record_depth, self._name)
        read: etree._Element | None = None
        adoption: Adoption | None = None
        unseen = b""
        chunk = self._head
        while chunk:
            failure = _failure(parser, chunk)
            if failure is not None and not _has_stopped(parser):
                raise failure
            unseen += chunk
            # Only the first: an element within may have the same name.
            if read is None and (read := next(_started(parser), None)) is not None:
                adoption = adoption_of(read)
                bound.depth = (adoption or self.format).record_depth
            if read is not None:
                root = read if adoption is None else adoption.take_in(complete=False)
                reach = _reach(root, self.format.record_depth)
                yield Growth(root=root, adoption=adoption, chunk=unseen, reach=reach)
                unseen = b""
                bound.check(read, len(chunk))
            if failure is not None:
                raise failure
            chunk = self._stream.read(_CHUNK)
        read = parser.close()
        adoption = adoption or adoption_of(read)
        root = read if adoption is None else adoption.take_in(complete=True)
        yield Growth(root=root, adoption=adoption, chunk=unseen, reach=None)


@attrs.define(eq=False)
class _Bound:
    """Refuses a record that does not end."""

    depth: int
    name: str
    record: etree._Element | None = None
    size: int = 0

    def check(self, root: etree._Element, size: int) -> None:
        """Look at the record that is open; ``size`` is how many bytes have come since the last call."""
        record: etree._Element | None = root
        for _ in range(self.depth):
            record = None if record is None or not len(record) else record[-1]
        self.size = self.size + size if record is self.record else 0
        self.record = record
        if record is not None and (self.size > _LARGEST_RECORD or cast("float", _COUNT(record)) > _MOST_ELEMENTS):
            raise _endless_record(self.name, source_line(record))


def _reach(root: etree._Element, depth: int) -> tuple[etree._Element, ...]:
    """The last node at each level below an element, as far as there are nodes."""
    found: list[etree._Element] = []
    node: etree._Element | None = root
    for _ in range(depth):
        node = None if node is None else next(node.iterchildren(reversed=True), None)
        if node is not None:
            found.append(node)
    return tuple(found)


def _failure(parser: etree.XMLPullParser, chunk: bytes) -> etree.XMLSyntaxError | None:
    """Feed a parser, and give what it says against the bytes, if anything."""
    try:
        feed(parser, chunk)
    except etree.XMLSyntaxError as error:
        return error
    return None


def _has_stopped(parser: etree.XMLPullParser) -> bool:
    """Whether a parser that found an error has stopped there, so that only what came before is in the tree."""
    return all(each.level == etree.ErrorLevels.FATAL for each in parser.feed_error_log.filter_from_errors())


def _begin(stream: EndInSight, name: str) -> tuple[bytes, str, Format]:
    """Read until the document element has begun, and find the format by it."""
    parser = etree.XMLPullParser(events=("start",), **PARSER_OPTIONS)
    head = bytearray()
    while len(head) < _LONGEST_PROLOG:
        chunk = stream.read(_CHUNK)
        head += chunk
        failure = _failure(parser, chunk)
        try:
            if not chunk and failure is None:
                parser.close()
        except etree.XMLSyntaxError as error:
            failure = error
        for root in _started(parser):
            # The tag was cut off, which the end of the file closed, or is no name.
            if failure is not None and (not chunk or not _has_a_name(root)):
                raise failure
            refuse_doctype(root.getroottree(), name)
            if failure is None:
                head += _until_decided(parser, root, stream)
            return bytes(head), str(root.tag), detect(root, name)
        if failure is not None:
            raise failure
    raise _endless_prolog(name)


def _started(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    """The elements that have begun since the last call."""
    for _, element in parser.read_events():
        yield cast("etree._Element", element)


def _until_decided(parser: etree.XMLPullParser, root: etree._Element, stream: EndInSight) -> bytearray:
    """Read on until it is clear what format a document has whose document element does not say it."""
    # A stream may give it in small pieces, so what has come is not copied for each of them.
    more = bytearray()
    while is_undecided(root) and len(more) < _LONGEST_PROLOG and (chunk := stream.read(_CHUNK)):
        more += chunk
        if _failure(parser, chunk) is not None:
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
