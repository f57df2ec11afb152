"""Writes a document in another way that means the same: prefixes, encodings, comments, CDATA, no indentation."""

from __future__ import annotations

import copy
from typing import cast

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from lxml import etree

import loms
from loms.strategies import documents

__all__ = ["respelled_documents"]

_PARSER = etree.XMLParser(remove_blank_text=True)
_ENCODINGS = ("UTF-8", "UTF-16", "ISO-8859-1", "US-ASCII")
_PREFIXES = (None, "lo", "a.b-c")


@st.composite
def respelled_documents(draw: DrawFn, name: str) -> bytes:
    """Documents as other programs would write them.

    Args:
        draw: What a composite strategy draws with.
        name: Name of the format.
    """
    root = etree.fromstring(loms.dumps(draw(documents(name))), _PARSER)
    root = _with_prefix(root, draw(st.sampled_from(_PREFIXES)))
    # Not into empty ones, where indentation would become a text.
    elements = [element for element in root.iter() if len(element) or element.text]
    places = st.lists(st.integers(0, len(elements) - 1), max_size=3)
    for place in draw(places):
        elements[place].insert(0, etree.Comment(" <seen> & done "))
    for place in draw(places):
        elements[place].append(etree.ProcessingInstruction("editor", 'line="1"'))
    encoding: str = draw(st.sampled_from(_ENCODINGS))
    for place in draw(places):
        _as_cdata(elements[place], any_letter=encoding.startswith("UTF"))
    pretty: bool = draw(st.booleans())
    data: object = etree.tostring(root, encoding=encoding, xml_declaration=True, pretty_print=pretty)
    assert isinstance(data, bytes)
    return data


def _with_prefix(root: etree._Element, prefix: str | None) -> etree._Element:
    prefixes = cast("dict[str, str]", {prefix: etree.QName(root).namespace})  # None is the default namespace
    renamed = etree.Element(root.tag, nsmap=prefixes)
    renamed.attrib.update(root.attrib)
    renamed.text = root.text
    renamed.extend(copy.deepcopy(child) for child in root)
    etree.cleanup_namespaces(renamed, top_nsmap=prefixes)
    return renamed


def _as_cdata(element: etree._Element, *, any_letter: bool) -> None:
    text = element.text
    # CDATA knows no references: what they would be needed for cannot stand in it.
    if text and not len(element) and "]]>" not in text and "\r" not in text and (any_letter or text.isascii()):
        element.text = etree.CDATA(text)
