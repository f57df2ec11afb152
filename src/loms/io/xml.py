"""Parses XML safely: no entities, no DTD, no network, no endless text; and says plainly what is not well formed."""

from __future__ import annotations

import re
from typing import Any, BinaryIO, TypedDict, cast

from lxml import etree

from loms.errors import InvalidDataError, Issue, Severity
from loms.formats import FORMATS, Format, format_of_root
from loms.io.source import OpenSource

__all__ = ["PARSER_OPTIONS", "EndInSight", "detect", "parse_tree", "refuse_doctype", "syntax_error"]


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

# libxml2's error numbers, each with our code, what happened, and what to do.
_SYNTAX: dict[int, tuple[str, str, str]] = {
    4: ("XML-EMPTY", "There is no XML here: {detail}.", "Check that this is the file you meant."),
    26: (
        "XML-ENTITY",
        "An entity is used that XML does not know: {detail}.",
        "Write the character itself, or its number such as &#160;.",
    ),
    32: ("XML-ENCODING", "The declared encoding is not known: {detail}.", "Save the file as UTF-8."),
    77: ("XML-TRUNCATED", "The file ends too early: {detail}.", "Export or transfer the file again."),
    81: (
        "XML-ENCODING",
        "The bytes do not fit the encoding that the file declares: {detail}.",
        "Save the file as UTF-8, or declare the encoding it really has.",
    ),
    114: (
        "XML-LIMIT",
        "A limit that protects this machine was reached (10 MB in one text, 256 nested elements): {detail}.",
        "Look at this place: such data is damaged or hostile.",
    ),
}
_DOCTYPE = (
    "XML-DOCTYPE",
    "The file brings a document type declaration (DOCTYPE), which no format allows.",
    "Remove the DOCTYPE and write characters in place of entities.",
)
# The place has a column of its own in an issue, and advice to programmers of libxml2 helps nobody.
_PLACE_AND_ADVICE = re.compile(r"(, | )line \d+.*|, (use|try|see) [xX]\w+.*", re.DOTALL)
_NOT_WELL_FORMED = ("XML-NOT-WELL-FORMED", "The XML is not well formed: {detail}.", "Mend the XML at this place.")


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
        raise syntax_error(error, opened.name, cut_off=stream.is_cut_off()) from error
    refuse_doctype(tree, opened.name)
    return tree


class EndInSight:
    """Passes bytes on and remembers the last ones, because a document that was cut off does not end with ``>``."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        """Read as the stream does."""
        chunk = self._stream.read(size)
        self._last = chunk.rstrip(b" \t\r\n\0")[-1:] or self._last
        return chunk

    def is_cut_off(self) -> bool:
        """Whether all bytes were read and the last one ends no tag."""
        return not self.read(1) and self._last not in (b">", b"")


def syntax_error(error: etree.XMLSyntaxError, source: str, *, cut_off: bool = False) -> InvalidDataError:
    """Translate a parser error into one that says what, where, why and what to do.

    Args:
        error: What lxml raised.
        source: Name of the source.
        cut_off: Whether the bytes end in the middle of something.
    """
    detail = _PLACE_AND_ADVICE.sub("", error.msg or "").strip().rstrip(".")
    known = _SYNTAX.get(getattr(error, "code", 0), _SYNTAX[77] if cut_off else _NOT_WELL_FORMED)
    code, message, remedy = _DOCTYPE if "amplification" in detail else known
    return _refusal(code, message.format(detail=detail), remedy, line=error.lineno or None, source=source)


def _refusal(code: str, message: str, remedy: str, *, line: int | None, source: str) -> InvalidDataError:
    issue = Issue(code=code, severity=Severity.ERROR, message=message, remedy=remedy, line=line, source=source)
    return InvalidDataError(str(issue), issues=[issue])


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
    raise _refusal(*_DOCTYPE, line=1, source=source)


def detect(root: Any, source: str) -> Format:
    """Find the format of a document by its document element.

    Args:
        root: The document element, or only its beginning.
        source: Name of the source.

    Returns:
        The entry of the register.

    Raises:
        InvalidDataError: No format begins with this element.
    """
    name = etree.QName(root)
    found = format_of_root(namespace=name.namespace, root=name.localname)
    if found is not None:
        return found
    known = ", ".join(each.root for each in FORMATS)
    issue = Issue(
        code="FORMAT-UNKNOWN",
        severity=Severity.ERROR,
        message=f"The document element is {name.localname} in {name.namespace or 'no namespace'}, which no format has.",
        remedy=f"A file begins with one of {known}, in the namespace that `loms formats` shows.",
        path=f"/{name.localname}",
        line=root.sourceline,
        source=source,
    )
    raise InvalidDataError(str(issue), issues=[issue])
