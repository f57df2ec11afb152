"""Faults of the file itself: what is no XML any more, brings a DOCTYPE, or begins like no format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import attrs

from loms.formats import FORMATS, Format
from loms.samples.chooser import Chooser

__all__ = ["SOURCE_FAULTS", "Spoiled", "with_end_tag"]

_TAG_END = re.compile(rb">")
# The whole attribute, because its value may end like the beginning of one.
_ATTRIBUTE = re.compile(rb'\s(?!xmlns)[\w.:-]+="(?P<value>[^"<]*)"')
_EMPTY = re.compile(rb"<(\w[\w.-]*)([^<>]*)/>")
_CLOSING_TAG = re.compile(rb"</(\w[\w.-]*)>")
_ENTITIES = ("nbsp", "eacute", "undeclared")
_NO_UTF8 = (b"\xff", b"\xe9t\xe9", b"\xc3(", b"\xed\xa0\x80")
_UNKNOWN_ENCODINGS = (b"unknown", b"UTF-88")
_DOCTYPES = (
    "<!DOCTYPE {root}>\n",
    '<!DOCTYPE {root} SYSTEM "https://example.org/{root}.dtd">\n',
    '<!DOCTYPE {root} [<!ENTITY name "text">]>\n',
    '<!DOCTYPE {root} [<!ENTITY name SYSTEM "file:///etc/hostname">]>\n',
)
# What the document element is called and in which namespace it is makes no difference there, unless it is another's.
_KNOWN_BY_CONTENT = {"qms-1.0"}
_INSERTED = (
    (b"&", "a bare &"),
    (b"a < b", "a bare <"),
    (b"\x01", "a control character"),
    (b"&#1;", "the number of a control character"),
    (b"<!-- -- -->", "a comment with -- in it"),
    (b"<a x=1/>", "an attribute without quotes"),
    (b'<a x="1" x="2"/>', "the same attribute twice"),
    (b"<a:b/>", "a prefix that is not declared"),
)


@attrs.frozen(kw_only=True)
class Spoiled:
    """A file with a fault.

    Attributes:
        data: Its bytes.
        fault: One sentence.
        path: Path of the document element where that is at fault.
    """

    data: bytes
    fault: str
    path: str | None = None


def with_end_tag(data: bytes) -> bytes:
    """A document whose document element has an end tag, also where nothing is in it.

    Args:
        data: The document.

    Examples:
        >>> with_end_tag(b'<a x="1"/>'), with_end_tag(b"<a><b/></a>")
        (b'<a x="1"></a>', b'<a><b/></a>')
    """
    return data if b"</" in data else _EMPTY.sub(rb"<\1\2></\1>", data)


def _begin(data: bytes, format: Format) -> int:
    """Where the document element begins."""
    return data.index(f"<{format.root}".encode())


def _inside(chooser: Chooser, data: bytes, format: Format) -> int:
    """Choose a place right behind a tag, or at the beginning of an attribute."""
    begin, end = _begin(data, format), data.rindex(b"</")
    behind_tags = [found.end() for found in _TAG_END.finditer(data, begin, end)]
    values = [found.start("value") for found in _ATTRIBUTE.finditer(data, begin, end)]
    return chooser.pick(behind_tags + values)


def _behind_tag(chooser: Chooser, data: bytes, format: Format) -> int:
    begin, end = _begin(data, format), data.rindex(b"</")
    return chooser.pick([found.end() for found in _TAG_END.finditer(data, begin, end)])


def _with(data: bytes, at: int, inserted: bytes) -> bytes:
    return data[:at] + inserted + data[at:]


def _truncated(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    length = chooser.integer(_begin(data, format) + 1, data.rindex(b">"))
    return Spoiled(data=data[:length], fault=f"The file was cut off after {length} bytes.")


def _not_well_formed(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    way = chooser.pick((_insert, _misname, _append, _prepend))
    return way(chooser, data, format)


def _insert(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    inserted, name = chooser.pick(_INSERTED)
    return Spoiled(
        data=_with(data, _behind_tag(chooser, data, format), inserted), fault=f"{name.capitalize()} was put into it."
    )


def _misname(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    del format
    tag = chooser.pick(list(_CLOSING_TAG.finditer(data)))
    name = tag[1].decode()
    return Spoiled(data=_with(data, tag.end(1), b"s"), fault=f"The closing tag of {name} became that of {name}s.")


def _append(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    appended = chooser.pick((b"x", f"<{format.root}/>".encode()))
    return Spoiled(data=data + appended, fault=f"{appended.decode()} was put behind the end of the document.")


def _prepend(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    del format
    return Spoiled(
        data=chooser.pick((b"\n", b"  ", b"<!-- -->")) + data,
        fault="Something was put before the XML declaration.",
    )


def _entity(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    name = chooser.pick(_ENTITIES)
    return Spoiled(
        data=_with(data, _inside(chooser, data, format), f"&{name};".encode()),
        fault=f"The entity {name}, which is not declared, was put into it.",
    )


def _encoding(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    if chooser.pick((False, True)):
        other = chooser.pick(_UNKNOWN_ENCODINGS)
        return Spoiled(data=data.replace(b"UTF-8", other, 1), fault=f"The encoding was named {other.decode()}.")
    wrong = chooser.pick(_NO_UTF8)
    return Spoiled(
        data=_with(data, _inside(chooser, data, format), wrong), fault=f"The bytes {wrong!r}, no UTF-8, were put in."
    )


def _doctype(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    declaration = chooser.pick(_DOCTYPES).format(root=format.root)
    return Spoiled(
        data=_with(data, _begin(data, format), declaration.encode()),
        fault=f"The declaration {declaration.strip()} was put before the document element.",
    )


def _empty(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    del data, format
    return Spoiled(data=chooser.pick((b"", b"\n")), fault="All that was in the file is gone.")


def _unknown_format(chooser: Chooser, data: bytes, format: Format) -> Spoiled:
    wrong = [(each.namespace, format.root) for each in FORMATS if each is not format]
    if format.name not in _KNOWN_BY_CONTENT:
        wrong = [
            (f"{format.namespace}2", format.root),
            ("", format.root),
            *wrong,
            *((format.namespace, each.root) for each in FORMATS if each is not format),
            (format.namespace, f"{format.root}s"),
        ]
    namespace, root = chooser.pick(wrong)
    begin, end = _begin(data, format), data.rindex(b"</")
    inner = data[begin + 1 + len(format.root) : end]
    inner = inner.replace(f'xmlns="{format.namespace}"'.encode(), f'xmlns="{namespace}"'.encode(), 1)
    name = root.encode()
    return Spoiled(
        data=data[:begin] + b"<" + name + inner + b"</" + name + b">\n",
        fault=f"The document element became {root} in {namespace or 'no namespace'}, which no format has.",
        path=f"/{root}",
    )


SOURCE_FAULTS: Mapping[str, Callable[[Chooser, bytes, Format], Spoiled]] = {
    "XML-NOT-WELL-FORMED": _not_well_formed,
    "XML-TRUNCATED": _truncated,
    "XML-ENTITY": _entity,
    "XML-ENCODING": _encoding,
    "XML-DOCTYPE": _doctype,
    "XML-EMPTY": _empty,
    "FORMAT-UNKNOWN": _unknown_format,
}
"""What spoils a file, by the code of the issue that must be reported."""
