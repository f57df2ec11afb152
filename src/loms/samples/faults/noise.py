"""What is no fault and must not be taken for one: comments, processing instructions, CDATA, what ``xsi:`` says."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from loms.samples.chooser import Chooser
from loms.samples.faults.draft import Draft
from loms.samples.respelling import as_cdata

__all__ = ["add_noise"]

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def add_noise(chooser: Chooser, draft: Draft) -> None:
    """Put something without a meaning into a document now and then; mostly nothing.

    Args:
        chooser: Makes the choices.
        draft: The document, with its fault.
    """
    choice = chooser.integer(0, 2 * len(_KINDS))
    if 0 < choice <= len(_KINDS):
        _KINDS[choice - 1](chooser, draft)


def _comment(chooser: Chooser, draft: Draft) -> None:
    _put_between(chooser, draft, etree.Comment(" <title/> & more "))


def _instruction(chooser: Chooser, draft: Draft) -> None:
    _put_between(chooser, draft, etree.ProcessingInstruction("keep", "<title>"))


def _put_between(chooser: Chooser, draft: Draft, node: etree._Element) -> None:
    parent = chooser.pick([draft.root, *(each for each in draft.root.iter("*") if len(each))])
    parent.insert(chooser.integer(0, len(parent)), node)


def _split_text(chooser: Chooser, draft: Draft) -> None:
    """Put a comment into a text, which stays one text."""
    texts = _texts(draft)
    if texts:
        element = chooser.pick(texts)
        at = chooser.integer(0, len(element.text or ""))
        comment = etree.Comment(" x ")
        element.text, comment.tail = (element.text or "")[:at], (element.text or "")[at:]
        element.insert(0, comment)


def _cdata(chooser: Chooser, draft: Draft) -> None:
    texts = _texts(draft)
    if texts:
        as_cdata(chooser.pick(texts))


def _texts(draft: Draft) -> list[etree._Element]:
    return [each for each in draft.root.iter("*") if each.text and not len(each)]


def _schema_location(chooser: Chooser, draft: Draft) -> None:
    del chooser
    draft.root.set(f"{_XSI}schemaLocation", f"{draft.format.namespace} https://example.org/schema.xsd")


def _own_type(chooser: Chooser, draft: Draft) -> None:
    """Say of an element that it has the type that it has."""
    named = [(each, name) for each in draft.root.iter("*") if (name := draft.type_name(each)) is not None]
    if named:
        element, name = chooser.pick(named)
        element.set(f"{_XSI}type", name)


_KINDS: tuple[Callable[[Chooser, Draft], None], ...] = (
    _comment,
    _instruction,
    _split_text,
    _cdata,
    _schema_location,
    _own_type,
)
