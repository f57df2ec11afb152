"""Puts into documents what their format knows nothing of, at any place, and finds out whether it got lost."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from lxml import etree

import loms
from loms.convert.accounting import Action, ConversionReport
from loms.document import Document
from loms.formats import Format, find_format
from loms.io.left_out import Cause
from loms.io.read import Reading
from loms.strategies import documents
from tests.support.documents import EXAMPLES, ROOT
from tests.support.trees import attributes_of

__all__ = ["WithForeign", "characters_kept", "characters_of", "not_told", "values_of", "with_foreign"]

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
VALID = ROOT / "tests" / "data" / "valid"
MOST = 4
FOREIGN_NAMES = ["Colour", "b", "{urn:x-test:other}Colour", "{urn:x-test:other}Title", "{}title"]
FOREIGN_ATTRIBUTES = ["colour", "{urn:x-test:other}lang", "{http://www.w3.org/XML/1998/namespace}lang", "Language"]


@attrs.frozen
class WithForeign:
    """A document with foreign content.

    Attributes:
        data: The document.
        values: All texts and values of attributes that were put in; each is there once and nothing else holds it.
    """

    data: bytes
    values: tuple[str, ...]


@st.composite
def with_foreign(draw: DrawFn, /, name: str) -> WithForeign:
    """Draw a document of a format that was valid before foreign content was put in."""
    format = find_format(name)
    kept = sorted((*VALID.glob(f"{name}-*.xml"), *_examples(name)))
    path = draw(st.sampled_from(kept) | st.none())
    root = etree.fromstring(path.read_bytes() if path else loms.dumps(draw(documents(name))))
    values: list[str] = []

    def new_value() -> str:
        values.append(f"Zq{len(values)}x")
        return values[-1]

    for _ in range(draw(st.integers(1, MOST))):
        element = draw(st.sampled_from([each for each in root.iter() if isinstance(each.tag, str)]))
        draw(st.sampled_from([_put_element, _put_attribute, _put_text, _put_copy]))(draw, element, format, new_value)
    return WithForeign(etree.tostring(root), tuple(values))


def _examples(name: str) -> list[Path]:
    return [EXAMPLES / "courses-loq.xml"] if name == "loq-learning-opportunities" else []


def _put_element(draw: DrawFn, parent: etree._Element, format: Format, new_value: Callable[[], str]) -> None:
    tag = draw(st.sampled_from(FOREIGN_NAMES))
    child = etree.Element(tag if tag.startswith("{") else f"{{{format.namespace}}}{tag}")
    for part in draw(st.sets(st.sampled_from(["text", "attribute", "inner", "tail"]))):
        if part == "text":
            child.text = new_value()
        elif part == "attribute":
            child.set(draw(st.sampled_from(FOREIGN_ATTRIBUTES)), new_value())
        elif part == "tail":
            child.tail = new_value()
        else:
            inner = etree.SubElement(child, draw(st.sampled_from(FOREIGN_NAMES)), {"of": new_value()})
            inner.text, inner.tail = new_value(), new_value()
    parent.insert(draw(st.integers(0, len(parent))), child)


def _put_attribute(draw: DrawFn, element: etree._Element, _format: Format, new_value: Callable[[], str]) -> None:
    name = draw(st.sampled_from(FOREIGN_ATTRIBUTES))
    if name not in attributes_of(element):
        element.set(name, new_value())


def _put_text(draw: DrawFn, element: etree._Element, _format: Format, new_value: Callable[[], str]) -> None:
    if len(element) and draw(st.booleans()):
        child = element[draw(st.integers(0, len(element) - 1))]
        child.tail = f"{new_value()} {child.tail or ''}"
    else:
        element.text = f"{new_value()} {element.text or ''}"


def _put_copy(_draw: DrawFn, element: etree._Element, _format: Format, new_value: Callable[[], str]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    again = copy.deepcopy(element)
    again.text = f"{new_value()} {again.text or ''}"
    parent.insert(parent.index(element) + 1, again)


def not_told(values: Iterable[str], document: Document, report: ConversionReport) -> list[str]:
    """The values that neither a document says, nor an entry of the report on it that says that they are not in it."""
    made = "\n".join(_said(etree.fromstring(loms.dumps(document))))
    changed = "\n".join(entry.value or "" for entry in report.entries if entry.action is not Action.COPIED)
    return [value for value in values if value not in made and value not in changed]


def values_of(data: bytes) -> list[str]:
    """Each text and value of an attribute in a document that is not blank, without white space around it."""
    said = _said(etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True)))
    return [value.strip() for value in said if value.strip()]


def characters_of(data: bytes) -> Counter[str]:
    """How often a document says each character in texts and values of attributes, white space and hints aside."""
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    return _counted(_said(etree.fromstring(data, parser)))


def characters_kept(reading: Reading) -> Counter[str]:
    """The same of what came of reading a document: of the objects, and of what is said to be left out of them."""
    left_out = [each.value or "" for each in reading.left_out if each.lost or each.cause is not Cause.MARKUP]
    return characters_of(loms.dumps(reading.document)) + _counted(left_out)


def _counted(texts: Iterable[str]) -> Counter[str]:
    # A sign and zeros before a code that is a number do not come back.
    return Counter(each for text in texts for each in text if not each.isspace() and each not in "+0")


def _said(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if not _is_key(str(element.tag)):
            yield element.text or ""
        yield element.tail or ""
        for name, value in attributes_of(element).items():
            if not name.startswith(XSI) and not _is_key(name):
                yield value


def _is_key(name: str) -> bool:
    # The upload key is a secret, whose value is told nowhere.
    return etree.QName(name).localname.lower() == "key"
