"""Writes a document in another way that means the same: prefixes, encodings, comments, CDATA, indentation."""

from __future__ import annotations

import copy
from typing import cast

from lxml import etree

from loms.samples.chooser import Chooser

__all__ = ["as_cdata", "respelled"]

_PARSER = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
_ENCODINGS = ("UTF-8", "UTF-16", "ISO-8859-1", "us-ascii")
_PREFIXES = (None, "lo", "a.b-c")
_MOST = 3
"""How many elements get a comment, an instruction or CDATA, at most."""


def respelled(chooser: Chooser, data: bytes) -> bytes:
    """Write a document as another program would write it.

    Args:
        chooser: Makes the choices.
        data: A valid document in XML.

    Returns:
        XML that holds the same.

    Examples:
        >>> from loms.samples.chooser import RandomChooser
        >>> respelled(RandomChooser(seed=0), b'<a xmlns="https://example.org/"><b>c &amp; d</b></a>').splitlines()[-1]
        b'<lo:a xmlns:lo="https://example.org/"><lo:b><![CDATA[c & d]]></lo:b></lo:a>'
    """
    root = _with_prefix(etree.fromstring(data, _PARSER), chooser.pick(_PREFIXES))
    # Not into empty ones, where indentation would become a text.
    elements = [element for element in root.iter() if len(element) or element.text]
    encoding = chooser.pick(_ENCODINGS)
    for element in _some(chooser, elements):
        as_cdata(element, any_letter=encoding.startswith("UTF"))
    for element in _some(chooser, elements):
        element.insert(0, etree.Comment(" <seen> & done "))
    for element in _some(chooser, elements):
        element.append(etree.ProcessingInstruction("editor", 'line="1"'))
    pretty = chooser.pick((False, True))
    return cast("bytes", etree.tostring(root, encoding=encoding, xml_declaration=True, pretty_print=pretty))


def as_cdata(element: etree._Element, *, any_letter: bool = True) -> None:
    """Let the text of an element be written as CDATA, where it can be.

    Args:
        element: The element.
        any_letter: Whether the encoding of the document has all letters.

    Examples:
        >>> element = etree.fromstring("<a>b &amp; c</a>")
        >>> as_cdata(element)
        >>> etree.tostring(element)
        b'<a><![CDATA[b & c]]></a>'
    """
    text = element.text
    # CDATA knows no references: what they would be needed for cannot stand in it.
    if text and not len(element) and "]]>" not in text and "\r" not in text and (any_letter or text.isascii()):
        element.text = etree.CDATA(text)


def _some(chooser: Chooser, elements: list[etree._Element]) -> list[etree._Element]:
    """A few of the elements, or none."""
    return [chooser.pick(elements) for _ in range(chooser.integer(0, _MOST if elements else 0))]


def _with_prefix(root: etree._Element, prefix: str | None) -> etree._Element:
    prefixes = cast("dict[str, str]", {prefix: etree.QName(root).namespace})  # None is the default namespace
    renamed = etree.Element(root.tag, nsmap=prefixes)
    renamed.attrib.update(root.attrib)
    renamed.text = root.text
    renamed.extend(copy.deepcopy(child) for child in root)
    etree.cleanup_namespaces(renamed, top_nsmap=prefixes)
    return renamed
