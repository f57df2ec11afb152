"""Binding as xsdata does it: slow, with an answer to everything that a document may hold."""

from __future__ import annotations

import contextlib
import contextvars
import dataclasses
import functools
import logging
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from lxml import etree
from xsdata.exceptions import ConverterWarning, ParserError
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.models.generics import DerivedElement
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.parsers.mixins import XmlNode
from xsdata.formats.dataclass.parsers.nodes import ElementNode, PrimitiveNode
from xsdata.logger import logger as log

from loms.io.spelling import keep_spelling

__all__ = ["XSI", "NoPlaceError", "context", "leniently", "one_element", "whole"]

T = TypeVar("T")
ChildObject = Callable[[etree._Element], object]

XSI = "http://www.w3.org/2001/XMLSchema-instance"
# They choose no other class here and hold no data.
_INSTANCE = frozenset(f"{{{XSI}}}{name}" for name in ("type", "nil"))


class NoPlaceError(Exception):
    """Something has no place in the typed model; the text is that of xsdata."""


_lenient: contextvars.ContextVar[bool] = contextvars.ContextVar("lenient", default=False)


@contextlib.contextmanager
def leniently(*, wanted: bool) -> Iterator[None]:
    """Let `one_element` be lenient in this block.

    Args:
        wanted: Whether it is to be; otherwise it is strict.
    """
    token = _lenient.set(wanted)
    try:
        yield
    finally:
        _lenient.reset(token)


@functools.cache
def context() -> XmlContext:
    """What xsdata knows about the classes, gathered once."""
    return XmlContext()


def whole(tree: etree._ElementTree, kind: type[T], *, strict: bool) -> T:
    """Let xsdata make the object of a whole document.

    Args:
        tree: The document; it is used up.
        kind: Class of the document element.
        strict: As for `loms.io.binding.bind`.

    Raises:
        NoPlaceError: xsdata refuses the document.
    """
    for element in tree.iter(etree.Element):
        for name in _INSTANCE:
            element.attrib.pop(name, "")
    with _refusals(), keep_spelling(), contextlib.nullcontext() if strict else _silence():
        return _new_parser(strict=strict).parse(tree, kind)


def one_element(element: etree._Element, kind: type[Any], child_object: ChildObject) -> object:
    """Let xsdata make the object of one element, of whose children that are objects themselves it learns the result.

    Inside of `leniently`, values that fit no type stay text, and what is missing becomes None.

    Args:
        element: The element. It is the same afterwards.
        kind: Its class.
        child_object: Called with each child that is an object, in their order; gives the object.

    Raises:
        NoPlaceError: xsdata refuses the element.
    """
    strict = not _lenient.get()
    parser = _shared_parser(strict=strict)
    queue: list[XmlNode] = []
    objects: list[Any] = []

    def take(each: etree._Element) -> None:
        with _refusals():
            attributes = {name: value for name, value in each.attrib.items() if name not in _INSTANCE}
            parser.start(kind, queue, objects, str(each.tag), attributes, each.nsmap)
        if each is not element and isinstance(queue[-1], ElementNode):
            queue.pop()
            objects.append((each.tag, child_object(each)))
            return
        for below in each.iterchildren(etree.Element):
            take(below)
        with _refusals(), keep_spelling(), contextlib.nullcontext() if strict else _silence():
            parser.end(queue, objects, str(each.tag), each.text, None)

    take(element)
    made: object = objects[-1][1]
    return made


@functools.cache
def _shared_parser(*, strict: bool) -> XmlParser:
    """A parser that takes elements one by one; only of whole documents it would remember the prefixes."""
    return _new_parser(strict=strict)


def _new_parser(*, strict: bool) -> XmlParser:
    # What has no place is taken out beforehand, so that nothing is passed over here without a word.
    config = ParserConfig(
        fail_on_unknown_properties=True,
        fail_on_unknown_attributes=True,
        fail_on_converter_warnings=strict,
    )
    if not strict:
        config.class_factory = _build_leniently
    return (XmlParser if strict else _LenientParser)(config=config, context=context())


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """Tell what xsdata refuses from mistakes of ours."""
    try:
        yield
    except (ParserError, TypeError, ValueError) as error:
        raise NoPlaceError(str(error)) from error


_one_at_a_time = threading.Lock()


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Let xsdata pass over in silence what the schema has reported already.

    Filters of warnings and loggers belong to the whole process, hence one reader at a time.
    """
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore", ConverterWarning)
        log.addFilter(_nothing)
        try:
            yield
        finally:
            log.removeFilter(_nothing)


def _nothing(_record: logging.LogRecord) -> bool:
    return False


class _LenientParser(XmlParser):
    """Keeps the name of the element with a raw value of a repeated choice, since its type no longer tells it."""

    def end(self, queue: list[XmlNode], objects: list[Any], qname: str, text: str | None, tail: str | None) -> bool:
        """Bind what has ended."""
        node = queue[-1]
        done: bool = super().end(queue, objects, qname, text, tail)
        if isinstance(node, PrimitiveNode) and _is_raw_choice(node, objects[-1][1]):
            objects[-1] = (qname, DerivedElement(qname=qname, value=objects[-1][1]))
        return done


def _is_raw_choice(node: PrimitiveNode, value: object) -> bool:
    """Whether a value stayed text in a repeated choice of codes."""
    declared = any(node.var is each for each in node.meta.get_element_vars())
    return not declared and isinstance(value, str) and str not in node.var.types


def _build_leniently(kind: type[T], values: dict[str, Any]) -> T:
    """Build an object from what there is; what the class requires and the document lacks becomes None."""
    for each in dataclasses.fields(cast("Any", kind)):
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
            values.setdefault(each.name, None)
    return kind(**values)
