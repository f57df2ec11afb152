"""The one door between XML and objects; how the binding is done stays behind it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import functools
import io
import logging
import re
import threading
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from lxml import etree
from xsdata.exceptions import ConverterWarning, ParserError
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.models.generics import DerivedElement
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.parsers.mixins import XmlNode
from xsdata.formats.dataclass.parsers.nodes import PrimitiveNode
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig
from xsdata.logger import logger as log

from loms.errors import InvalidDataError, Issue, Severity, UsageError
from loms.io.compiled.reading import compiled_reader
from loms.io.compiled.values import CannotBindError
from loms.io.compiled.writing import compiled_writer, escaped, quoted
from loms.io.spelling import keep_spelling

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["XSI", "bind", "context", "render", "rendered_record"]

T = TypeVar("T")

XSI = "http://www.w3.org/2001/XMLSchema-instance"
INDENT = "  "
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_ROOT = re.compile(r"\n(<[^ />]+)(.*)", re.DOTALL)
LONGEST_QUOTE = 200
DATES = {
    datetime.datetime: "XmlDateTime.from_datetime(…)",
    datetime.date: "XmlDate.from_date(…)",
    datetime.timedelta: 'XmlDuration("P1Y6M")',
}


@functools.cache
def context() -> XmlContext:
    """What xsdata knows about the classes, gathered once."""
    return XmlContext()


def bind(tree: etree._ElementTree, root_class: type[T], *, source: str, strict: bool) -> T:
    """Make objects of a document.

    Args:
        tree: The document, which holds nothing that the classes have no place for; it is used up.
        root_class: Class of the document element.
        source: Name of the source, for messages.
        strict: Whether a value that fits no type is an error. Otherwise the value stays as raw text, in a repeated
            choice with the name of its element, and what a class requires but the document lacks becomes None.

    Returns:
        The document as objects.

    Raises:
        InvalidDataError: A value fits no type, or something required is missing, and ``strict`` is set.
    """
    with contextlib.suppress(CannotBindError):
        return compiled_reader(root_class)(tree.getroot())
    forget_instance_attributes(tree)
    # What has no place is taken out beforehand, so that nothing is passed over here without a word.
    config = ParserConfig(
        fail_on_unknown_properties=True,
        fail_on_unknown_attributes=True,
        fail_on_converter_warnings=strict,
    )
    if not strict:
        config.class_factory = build_leniently
    parser = (XmlParser if strict else _LenientParser)(config=config, context=context())
    try:
        with keep_spelling(), contextlib.nullcontext() if strict else _silence():
            return parser.parse(tree, root_class)
    except (ParserError, TypeError, ValueError) as error:
        issue = Issue(
            code="BIND-VALUE",
            severity=Severity.ERROR,
            message=f"A value has no place in the typed model: {_shortened(str(error))}.",
            remedy="Write the value as the schema describes it, or read the file with strict=False to keep it as text.",
            source=source,
        )
        raise InvalidDataError.of(issue) from error


def _shortened(text: str) -> str:
    """A text on one line that people can read to its end."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE] + "…"


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


def forget_instance_attributes(tree: etree._ElementTree) -> None:
    """Remove ``xsi:type`` and ``xsi:nil``, which choose no other class here and hold no data."""
    marked = etree.XPath("//*[@xsi:type or @xsi:nil]", namespaces={"xsi": XSI})
    for element in cast("list[etree._Element]", marked(tree)):
        for name in ("type", "nil"):
            element.attrib.pop(f"{{{XSI}}}{name}", "")


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


def build_leniently(kind: type[T], values: dict[str, Any]) -> T:
    """Build an object from what there is; what the class requires and the document lacks becomes None."""
    for each in dataclasses.fields(kind):  # type: ignore[arg-type]
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
            values.setdefault(each.name, None)
    return kind(**values)


def _python_date(value: object, path: str) -> str | None:
    """What to do about the first date of Python's own that stands where one of XML belongs."""
    if isinstance(value, (datetime.date, datetime.timedelta)):
        kind = next(kind for kind in DATES if isinstance(value, kind))
        return f"{path} is a {kind.__module__}.{kind.__name__}; write {DATES[kind]}, from xsdata.models.datatype"
    if isinstance(value, list):
        parts = ((item, f"{path}[{index}]") for index, item in enumerate(value))
    elif dataclasses.is_dataclass(value):
        parts = ((getattr(value, each.name, None), f"{path}.{each.name}") for each in dataclasses.fields(value))
    else:
        return None
    return next((found for part, below in parts if (found := _python_date(part, below))), None)


def _rendered(dataset: object, namespace: str, schema_location: str | None) -> bytes:
    """The document as the serializer of xsdata writes it.

    Raises:
        CannotBindError: An object is not as its class says.
    """
    pieces: list[str] = []
    compiled_writer(type(dataset), namespace=namespace)(dataset, pieces.append, "\n")
    root, rest = _ROOT.match(pieces[0]).groups()  # type: ignore[union-attr]
    declared = f' xmlns="{quoted(namespace)}"'
    if schema_location:
        declared += f' xmlns:xsi="{XSI}"'
        rest = f' xsi:schemaLocation="{quoted(f"{namespace} {schema_location}")}"{rest}'
    pieces[0] = f"{DECLARATION}\n{root}{declared}{rest}"
    return ("".join(pieces) + "\n").encode("utf-8")


def rendered_record(record: object, kind: type[object] | None, *, name: str, namespace: str, indent: str) -> str:
    """A record as it stands in the document that `render` writes, from the white space before its start tag on.

    Args:
        record: The record.
        kind: Its class, or None for a text.
        name: Local name of its element.
        namespace: Namespace of the document.
        indent: The white space before the start tag.

    Raises:
        CannotBindError: It is not as its class says; `render` may make something of it or not.
    """
    if kind is None:
        text = escaped(record)
        return f"{indent}<{name}>{text}</{name}>" if text else f"{indent}<{name}/>"
    pieces: list[str] = []
    compiled_writer(kind, namespace=namespace, tag=name)(record, pieces.append, indent)
    return "".join(pieces)


def render(dataset: object, stream: BinaryIO, *, namespace: str, schema_location: str | None) -> None:
    """Write objects as XML: UTF-8, the format's namespace as the default one, indented, the same bytes every time.

    Args:
        dataset: The document as objects.
        stream: Where the bytes go.
        namespace: Namespace of the document.
        schema_location: Address of the XSD for ``xsi:schemaLocation``, or None for no such hint.

    Raises:
        UsageError: An object holds a value that XML cannot express.
    """
    config = SerializerConfig(
        indent=INDENT,
        schema_location=f"{namespace} {schema_location}" if schema_location else None,
    )
    # An object from which something was deleted lacks an attribute.
    with contextlib.suppress(CannotBindError, AttributeError):
        stream.write(_rendered(dataset, namespace, schema_location))
        return
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
    try:
        XmlSerializer(context=context(), config=config).write(text, dataset, ns_map={None: namespace})
    except (TypeError, ValueError, AttributeError) as error:
        reason = _python_date(dataset, type(dataset).__name__) or _shortened(str(error)).rstrip(".")
        raise UsageError(f"The objects cannot be written as XML: {reason}.") from error
    finally:
        try:
            text.flush()
        finally:
            text.detach()  # or it would close the stream, which belongs to the caller
