"""What the parser's errors mean, as data: for each number of libxml2 our code, what happened, and what to do."""

from __future__ import annotations

__all__ = ["BY_NUMBER", "DOCTYPE", "EMPTY", "NOT_WELL_FORMED", "OTHER_FILES", "TRUNCATED"]

Message = tuple[str, str, str]
"""Code, sentence (``{detail}`` stands for the parser's own words), remedy."""

TRUNCATED: Message = (
    "XML-TRUNCATED",
    "The file ends too early, in the middle of the document.",
    "Export or transfer the file again.",
)
DOCTYPE: Message = (
    "XML-DOCTYPE",
    "The file brings a document type declaration (DOCTYPE), which no format allows.",
    "Remove the DOCTYPE and write characters in place of entities.",
)
NOT_WELL_FORMED: Message = (
    "XML-NOT-WELL-FORMED",
    "The XML is not well formed: {detail}.",
    "Mend the XML at this place.",
)
EMPTY: Message = (
    "XML-EMPTY",
    "The file is empty.",
    "Check that this is the file you meant; a command whose output is redirected into the file it reads empties it.",
)
_STRAY_AMPERSAND: Message = (
    "XML-NOT-WELL-FORMED",
    "A bare & stands here, which XML reads as the beginning of an entity.",
    "Write &amp; in its place.",
)
_LIMIT: Message = (
    "XML-LIMIT",
    "A limit that protects this machine was reached (10 MB in one text, 256 nested elements): {detail}.",
    "Look at this place: such data is damaged or hostile.",
)

BY_NUMBER: dict[int, Message] = {
    4: ("XML-NOT-XML", "There is no XML here.", "Check that this is the file you meant."),
    5: (
        "XML-NOT-WELL-FORMED",
        "Something follows the end of the document.",
        "Delete what stands behind the last closing tag.",
    ),
    9: (
        "XML-NOT-WELL-FORMED",
        "A character stands here that XML does not allow: {detail}.",
        "Delete the control character.",
    ),
    23: _STRAY_AMPERSAND,
    26: (
        "XML-ENTITY",
        "An entity is used that XML does not know: {detail}.",
        "Write the character itself, or its number such as &#160;.",
    ),
    32: ("XML-ENCODING", "The declared encoding is not known: {detail}.", "Save the file as UTF-8."),
    64: (
        "XML-NOT-WELL-FORMED",
        "The XML declaration does not stand at the very beginning of the file.",
        "Delete what stands before <?xml, blank lines too; a file holds one document.",
    ),
    68: (
        "XML-NOT-WELL-FORMED",
        "A bare & or < stands here.",
        "In texts write &amp; for & and &lt; for <.",
    ),
    76: ("XML-NOT-WELL-FORMED", "A closing tag does not fit: {detail}.", "Close the elements in the order they began."),
    77: TRUNCATED,
    81: (
        "XML-ENCODING",
        "The bytes do not fit the encoding that the file declares: {detail}.",
        "Save the file as UTF-8, or declare the encoding it really has.",
    ),
    114: _LIMIT,
}

OTHER_FILES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "This is a zip archive.", "Unpack it and name the XML file in it."),
    (b"\x1f\x8b", "This is gzip inside of gzip.", "Unpack it once."),
    (b"BZh", "This is a bzip2 archive.", "Unpack it, or compress with gzip."),
    (b"\xfd7zXZ", "This is an xz archive.", "Unpack it, or compress with gzip."),
    (b"%PDF", "This is a PDF.", "Name the XML file."),
    (b"{", "This is JSON.", "Turn it into XML first: `loms convert FILE.json -o FILE.xml`."),
    (b"[", "This is JSON.", "Turn it into XML first: `loms convert FILE.json -o FILE.xml`."),
)
"""How files begin that are no XML, each with what to say about it."""
