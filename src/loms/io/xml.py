"""Parses XML safely: no entities, no DTD, no network, no endless text; and says plainly what is not well formed."""

from __future__ import annotations

import re
from typing import Any, BinaryIO, TypedDict, cast

from lxml import etree

from loms.errors import InvalidDataError, Issue, Severity
from loms.formats import FORMATS, Format, format_of_root
from loms.io.adoption import adopted_format
from loms.io.source import OpenSource
from loms.io.syntax_messages import BY_NUMBER, DOCTYPE, EMPTY, NOT_WELL_FORMED, OTHER_FILES, TRUNCATED

__all__ = ["PARSER_OPTIONS", "EndInSight", "detect", "feed", "parse_tree", "refuse_doctype", "syntax_error"]


class ParserOptions(TypedDict):
    """The options of lxml's parsers that keep reading safe."""

    resolve_entities: bool
    no_network: bool
    load_dtd: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


# Comments and processing instructions go, because they would split the text around them.
PARSER_OPTIONS: ParserOptions = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}

# The place has a column of its own in an issue, and advice to programmers of libxml2 helps nobody.
_MISMATCH = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+?)(,.*)?$", re.DOTALL)
_PLACE_AND_ADVICE = re.compile(r"(, | )line \d+.*|, (use|try|see) [xX]\w+.*", re.DOTALL)
# libxml2 has no number of its own for what is too long.
_OVER_A_LIMIT = re.compile(r"too (big|long)\b")
# What the parser takes for a fault of its own where a file was cut off: a tag, an entity, a character in UTF-8.
_BEGINNING = re.compile(rb"(<[^<>]*|&#?[\w.-]*|[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
TAKEN_FOR_A_FAULT = (9, 23, 68, 81)
LONGEST_BEGINNING = 200
HEAD = 64
CHUNK = 1 << 16
CHUNKS_TO_THE_END = 4096
NOTHING_THERE = 4
WRONG_BYTES = 81
LIMIT_REACHED = 114


def parse_tree(opened: OpenSource, *, encoding: str | None = None) -> etree._ElementTree:
    """Parse a whole document.

    Args:
        opened: The bytes and their name.
        encoding: The encoding of the bytes where it is known better than the document says; None believes the document.

    Returns:
        The tree, without comments and processing instructions.

    Raises:
        InvalidDataError: The XML is not well formed, goes over a limit, or brings a document type declaration.
    """
    stream = EndInSight(opened.stream)
    try:
        tree = etree.parse(cast("BinaryIO", stream), etree.XMLParser(encoding=encoding, **PARSER_OPTIONS))
    except etree.XMLSyntaxError as error:
        raise syntax_error(error, opened.name, stream=stream) from error
    refuse_doctype(tree, opened.name)
    return tree


def feed(parser: etree.XMLPullParser, chunk: bytes) -> None:
    """Feed a parser; what is not declared is an error, although lxml goes on in this mode.

    Args:
        parser: A pull parser.
        chunk: The next bytes.

    Raises:
        XMLSyntaxError: The bytes are not well formed.
    """
    parser.feed(chunk)
    fatal = list(parser.feed_error_log.filter_from_errors())
    if fatal:
        first = fatal[0]
        raise etree.XMLSyntaxError(first.message, first.type, first.line, first.column)  # type: ignore[call-arg]


class EndInSight:
    """Passes bytes on and remembers how they begin and end.

    A document that was cut off does not end with ``>``, and a file of another kind begins in another way.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._last = b""
        self._tail = b""
        self.head = b""

    def read(self, size: int = -1) -> bytes:
        """Read as the stream does."""
        chunk = self._stream.read(size)
        self.head = self.head or chunk[:HEAD].lstrip()
        self._tail = (self._tail + chunk)[-LONGEST_BEGINNING:]
        self._last = chunk.rstrip(b" \t\r\n\0")[-1:] or self._last
        return chunk

    def is_cut_off(self) -> bool:
        """Whether the last byte ends no tag; reads on, which also tells damaged gzip, but not without end."""
        for _ in range(CHUNKS_TO_THE_END):
            if not self.read(CHUNK):
                return self._last not in (b">", b"")
        return False

    def ends_in_a_beginning(self) -> bool:
        """Whether the last bytes begin a tag, an entity or a character that does not come to its end."""
        self.is_cut_off()
        return _BEGINNING.search(self._tail) is not None


def syntax_error(error: etree.XMLSyntaxError, source: str, *, stream: EndInSight) -> InvalidDataError:
    """Translate a parser error into one that says what, where, why and what to do.

    Args:
        error: What lxml raised.
        source: Name of the source.
        stream: What was read, and is read on to its end.
    """
    mismatch = _MISMATCH.match(error.msg or "")
    if mismatch is not None:
        detail = "{}, begun in line {}, is closed by {}".format(*mismatch.groups())
    else:
        # Behind a line break libxml2 quotes the data.
        detail = _PLACE_AND_ADVICE.sub("", (error.msg or "").partition("\n")[0]).strip().rstrip(".")
    number = getattr(error, "code", 0) if stream.head else NOTHING_THERE
    known = BY_NUMBER.get(number) or (TRUNCATED if stream.is_cut_off() else NOT_WELL_FORMED)
    if number in TAKEN_FOR_A_FAULT and stream.ends_in_a_beginning():
        known = TRUNCATED
    if number == WRONG_BYTES:
        # Damaged gzip gives wrong bytes long before its checksum tells.
        stream.is_cut_off()
    if "amplification" in detail:
        known = DOCTYPE
    elif _OVER_A_LIMIT.search(detail):
        known = BY_NUMBER[LIMIT_REACHED]
    code, message, remedy = known
    if code == "XML-NOT-XML":
        code, message, remedy = _told_by_head(stream.head)
    return _refusal(code, message.format(detail=detail), remedy, line=error.lineno or None, source=source)


def _told_by_head(head: bytes) -> tuple[str, str, str]:
    """What to say of a file that is no XML, by how it begins."""
    code, message, remedy = BY_NUMBER[NOTHING_THERE] if head else EMPTY
    kind = next((each for each in OTHER_FILES if head.startswith(each[0])), None)
    return (code, *kind[1:]) if kind is not None else (code, message, remedy)


def _refusal(code: str, message: str, remedy: str, *, line: int | None, source: str) -> InvalidDataError:
    issue = Issue(code=code, severity=Severity.ERROR, message=message, remedy=remedy, line=line, source=source)
    return InvalidDataError.of(issue)


def refuse_doctype(tree: etree._ElementTree, source: str) -> None:
    """Refuse a document type declaration: no format has one, and entities in it are a way to attack a reader.

    Args:
        tree: A tree whose document element has at least begun.
        source: Name of the source.

    Raises:
        InvalidDataError: There is one.
    """
    declaration: object = tree.docinfo.internalDTD
    if declaration is None:
        return
    raise _refusal(*DOCTYPE, line=1, source=source)


def detect(root: Any, source: str) -> Format:
    """Find the format of a document by its document element, or one of QMS 1.0 by what it holds.

    Args:
        root: The document element, or only its beginning, as far as it tells (`loms.io.adoption.is_undecided`).
        source: Name of the source.

    Returns:
        The entry of the register.

    Raises:
        InvalidDataError: No format begins with this element.
    """
    name = etree.QName(root)
    found = format_of_root(namespace=name.namespace, root=name.localname) or adopted_format(root)
    if found is not None:
        return found
    near = next((each for each in FORMATS if each.root == name.localname), None)
    if near is not None:
        remedy = f'loms reads version {near.version}, whose elements are in xmlns="{near.namespace}".'
    elif name.localname.lower() == "html":
        remedy = "This is a web page, perhaps an error message of a server; download the file again."
    else:
        known = ", ".join(each.root for each in FORMATS)
        remedy = f"A file begins with one of {known}, in the namespace that `loms formats` shows."
    issue = Issue(
        code="FORMAT-UNKNOWN",
        severity=Severity.ERROR,
        message=f"The document element is {name.localname} in {name.namespace or 'no namespace'}, which no format has.",
        remedy=remedy,
        path=f"/{name.localname}",
        line=root.sourceline,
        source=source,
    )
    raise InvalidDataError.of(issue)
