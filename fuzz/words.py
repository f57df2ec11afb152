"""Words that mean something to the readers: names and codes of the formats, values at the edge of what is allowed."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from loms.formats import FORMATS, Format
from loms.io.schema.declarations import declarations
from loms.io.schema.declared import ElementDeclaration, SimpleType

__all__ = ["MARKUP", "VALUES", "dictionary", "names", "words"]

MARKUP: tuple[bytes, ...] = (
    b"<!-- x -->",
    b"<!--",
    b"-->",
    b"<?editor x?>",
    b"<![CDATA[x]]>",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE a>",
    b'<!DOCTYPE a [<!ENTITY e "x">]>',
    b"&e;",
    b"&nbsp;",
    b"&amp;",
    b"&#13;",
    b"&#x1F35E;",
    b"&#0;",
    b"&#xD800;",
    b'<?xml version="1.0" encoding="UTF-8"?>',
    b'<?xml version="1.1"?>',
    b' encoding="UTF-16"',
    b' encoding="ISO-8859-1"',
    b' encoding="EBCDIC-US"',
    b' encoding="UTF-7"',
    b' standalone="yes"',
    b' xmlns=""',
    b' xmlns="urn:other"',
    b' xmlns:a="urn:other"',
    b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    b' xsi:type="xs:string"',
    b' xsi:nil="true"',
    b' xsi:schemaLocation="urn:a http://127.0.0.1:9/a.xsd"',
    b' xml:lang="en"',
    b' xml:space="preserve"',
    b' xml:base="http://127.0.0.1:9/"',
    b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname"/>',
    b"<a/>",
    b"<a>x</a>",
    b'<a xmlns="urn:other"/>',
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\x1f\x8b\x08",
    b"\x00",
)
"""Pieces of XML that stand outside of the formats."""

VALUES: tuple[bytes, ...] = (
    b"",
    b" ",
    b"\n\t ",
    b" x ",
    b"x  y",
    "\u00a0".encode(),
    "\u0085".encode(),
    "\u2028x".encode(),
    "\u202ex".encode(),
    "\U0001f35e\u0301".encode(),
    b"\x7f",
    b"\xc2\x80",
    b"\xed\xa0\x80",
    b"\xef\xbf\xbe",
    b"0",
    b"-0",
    b"+1",
    b"007",
    b" 6 ",
    b"-1",
    b"1e3",
    b"1.",
    b".5",
    b"-.5",
    b"0.10",
    b"99999999999999999999999999",
    b"0.000000000000000000000000000000000001",
    b"INF",
    b"NaN",
    "\u0661".encode(),
    b"1_0",
    b"true",
    b"1",
    b"TRUE",
    b" false ",
    b"2026-02-28",
    b"2026-02-29",
    b" 2026-02-28\n",
    b"2026-02-28Z",
    b"2026-02-28+14:00",
    b"2026-02-28-14:01",
    b"-0001-01-01",
    b"0000-01-01",
    b"12026-01-01",
    b"99999999999999-01-01",
    b"2026-02-28T24:00:00",
    b"2026-02-28T23:59:60",
    b"2026-02-28T12:00:00.1234567890123",
    b"2026-02-28T12:00:00.5-00:00",
    b"P1Y",
    b"-P1Y2M3DT4H5M6.7S",
    b"PT0.5S",
    b"PT.5S",
    b"P",
    b"PT",
    b"P1Y ",
    b"P99999999999999999999Y",
    b"aGk=",
    b"aGk",
    b" a G\nk = ",
    b"====",
    b"en",
    b"EN",
    b"x-a",
    b"http://",
    b"https://a.example/",
    b"https://a.example/\xc3\xbc?a=b&amp;c#d#e",
    b"http://[",
    b"http://a:b/%",
    b"mailto:a@b.example",
    b"javascript:x()",
    b"{urn:x}y",
    b"a:b",
    b"&lt;p&gt;x&lt;/p&gt;",
    b"&lt;b&gt;x &amp;amp; &amp;nbsp; &amp;#xD800; &lt;/i&gt; &lt;",
    b"100 EUR",
    b"1.000,50",
    b"3 ECTS",
    b"from 01/02/2026 to 31.02.2026",
    b"null",
    b"'\"",
    b"\x1b[2J",
)
"""Texts and values that are allowed in some places only."""

_CODES_OF_A_LIST = 4


def dictionary() -> str:
    """The words as a dictionary of libFuzzer, one a line.

    Examples:
        >>> dictionary().splitlines()[0]
        '"<!-- x -->"'
    """
    return "".join(f'"{_escaped(word)}"\n' for word in words())


@functools.cache
def words() -> tuple[bytes, ...]:
    """All words: markup, values, tags, attributes and codes."""
    found = [*MARKUP, *(each for each in VALUES if each)]
    for name in names():
        found += [f"<{name}>".encode(), f"</{name}>".encode(), f"<{name}/>".encode()]
    for format in FORMATS:
        found.append(format.namespace.encode())
        for element in _elements(format):
            for attribute, kind in declarations(format).attributes(element).items():
                found.append(f' {attribute}="'.encode())
                found += _codes(kind)
            text = declarations(format).text(element)
            found += () if text is None else _codes(text)
    return tuple(dict.fromkeys(found))


@functools.cache
def names() -> tuple[str, ...]:
    """The names of all elements of all formats."""
    return tuple(dict.fromkeys(element.name for format in FORMATS for element in _elements(format)))


def _elements(format: Format) -> Iterator[ElementDeclaration]:
    """Every element that a document may have."""
    known = declarations(format)
    seen: set[ElementDeclaration] = set()
    waiting = [known.root]
    while waiting:
        element = waiting.pop(0)
        if element not in seen:
            seen.add(element)
            yield element
            waiting += known.children(element).values()


def _codes(kind: SimpleType) -> Iterator[bytes]:
    yield from (code.value.encode() for code in kind.codes[:_CODES_OF_A_LIST])


def _escaped(word: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02X}" for byte in word)
