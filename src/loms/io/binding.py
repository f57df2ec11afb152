"""The one door between XML and objects; how the binding is done stays behind it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import io
import re
from typing import TYPE_CHECKING, TypeVar

from lxml import etree
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig

from loms.errors import InvalidDataError, Issue, Severity, UsageError
from loms.formats import Format
from loms.io.by_xsdata import XSI, NoPlaceError, context, leniently, one_element, whole
from loms.io.compiled.reading import compiled_reader
from loms.io.compiled.values import CannotBindError
from loms.io.compiled.writing import compiled_writer, escaped, quoted

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["XSI", "bind", "context", "declared_namespaces", "render", "rendered_record"]

T = TypeVar("T")

INDENT = "  "
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_ROOT = re.compile(r"\n(<[^ />]+)(.*)", re.DOTALL)
LONGEST_QUOTE = 200
DATES = {
    datetime.datetime: "XmlDateTime.from_datetime(…)",
    datetime.date: "XmlDate.from_date(…)",
    datetime.timedelta: 'XmlDuration("P1Y6M")',
}


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
    try:
        try:
            with leniently(wanted=not strict):
                return compiled_reader(root_class, odd=one_element)(tree.getroot())
        except RecursionError:
            # Elements that hold themselves many times over; xsdata needs no stack for them.
            return whole(tree, root_class, strict=strict)
    except NoPlaceError as error:
        issue = Issue(
            code="BIND-VALUE",
            severity=Severity.ERROR,
            message=f"A value has no place in the typed model: {_shortened(str(error))}.",
            remedy="Write the value as the schema describes it, or read the file with strict=False to keep it as text.",
            source=source,
        )
        raise InvalidDataError.of(issue) from error.__cause__


def _shortened(text: str) -> str:
    """A text on one line that people can read to its end."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE] + "…"


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


def _rendered(dataset: object, format: Format, schema_location: str | None) -> bytes:
    """The document as the serializer of xsdata writes it.

    Raises:
        CannotBindError: An object is not as its class says.
    """
    pieces: list[str] = []
    write = compiled_writer(type(dataset), namespace=format.namespace, prefixes=format.prefixes)
    write(dataset, pieces.append, "\n")
    root, rest = _ROOT.match(pieces[0]).groups()  # type: ignore[union-attr]
    declared = declared_namespaces(format)
    if schema_location:
        declared += f' xmlns:xsi="{XSI}"'
        rest = f' xsi:schemaLocation="{quoted(f"{format.namespace} {schema_location}")}"{rest}'
    pieces[0] = f"{DECLARATION}\n{root}{declared}{rest}"
    pieces.append("\n")
    return "".join(pieces).encode("utf-8")


def declared_namespaces(format: Format) -> str:
    """The namespaces of a format as the document element declares them, with a space before each.

    Args:
        format: An entry of the register.

    Examples:
        >>> from loms.formats import find_format
        >>> declared_namespaces(find_format("loq-delete"))
        ' xmlns="http://ec.europa.eu/delete/v0_1_1"'
    """
    prefixes = "".join(f' xmlns:{prefix}="{quoted(uri)}"' for prefix, uri in format.prefixes)
    return f' xmlns="{quoted(format.namespace)}"{prefixes}'


def rendered_record(record: object, kind: type[object] | None, *, name: str, format: Format, indent: str) -> str:
    """A record as it stands in the document that `render` writes, from the white space before its start tag on.

    Args:
        record: The record.
        kind: Its class, or None for a text.
        name: Local name of its element.
        format: Format of the document.
        indent: The white space before the start tag.

    Raises:
        CannotBindError: It is not as its class says; `render` may make something of it or not.
    """
    if kind is None:
        text = escaped(record)
        return f"{indent}<{name}>{text}</{name}>" if text else f"{indent}<{name}/>"
    pieces: list[str] = []
    write = compiled_writer(kind, namespace=format.namespace, prefixes=format.prefixes, tag=name)
    write(record, pieces.append, indent)
    return "".join(pieces)


def render(dataset: object, stream: BinaryIO, *, format: Format, schema_location: str | None) -> None:
    """Write objects as XML: UTF-8, the format's namespace as the default one, indented, the same bytes every time.

    Args:
        dataset: The document as objects.
        stream: Where the bytes go.
        format: Format of the document.
        schema_location: Address of the XSD for ``xsi:schemaLocation``, or None for no such hint.

    Raises:
        UsageError: An object holds a value that XML cannot express.
    """
    config = SerializerConfig(
        indent=INDENT,
        schema_location=f"{format.namespace} {schema_location}" if schema_location else None,
    )
    # An object from which something was deleted lacks an attribute.
    with contextlib.suppress(CannotBindError, AttributeError):
        stream.write(_rendered(dataset, format, schema_location))
        return
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
    namespaces: dict[str | None, str] = {None: format.namespace}
    namespaces.update(format.prefixes)
    try:
        XmlSerializer(context=context(), config=config).write(text, dataset, ns_map=namespaces)
    except (TypeError, ValueError, AttributeError) as error:
        reason = _python_date(dataset, type(dataset).__name__) or _shortened(str(error)).rstrip(".")
        raise UsageError(f"The objects cannot be written as XML: {reason}.") from error
    finally:
        try:
            text.flush()
        finally:
            text.detach()  # or it would close the stream, which belongs to the caller
