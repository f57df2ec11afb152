"""Renders records as XML, each as it will stand in the document of which it is a part."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lxml import etree

from loms.errors import InvalidDataError, Issue, Severity, UsageError
from loms.formats import FORMATS, Format
from loms.io.binding import declared_namespaces, render, rendered_record
from loms.io.compiled.values import CannotBindError
from loms.io.streaming.document_frame import with_records
from loms.io.streaming.record_kinds import RecordKind, record_kinds, section_kinds
from loms.io.xml import PARSER_OPTIONS

if TYPE_CHECKING:
    from loms.document import Document
    from loms.io.streaming.record_types import Record

__all__ = ["RecordRenderer"]


class RecordRenderer:
    """Renders the records of one document.

    Args:
        format: Its format.
        root: The document without its records.
        schema_location: As for `loms.write`.
        name: What the caller calls the document.
    """

    def __init__(self, format: Format, *, root: Document, schema_location: str | None = None, name: str) -> None:
        self._format = format
        self._root = root
        self._schema_location = schema_location
        self._name = name
        self._kinds = {kind.kind or str: kind for kind in record_kinds(format).values()}
        self._parser = etree.XMLParser(**PARSER_OPTIONS)
        self._indent = "\n" + "  " * format.record_depth

    def kind_of(self, record: object) -> RecordKind:
        """What an object is among the records of the format.

        Args:
            record: The object.

        Raises:
            UsageError: It is none of them.
        """
        kind = self._kinds.get(type(record))
        if kind is None:
            raise _no_record(record, self._format, self._kinds)
        return kind

    def rendered(self, record: Record, kind: RecordKind) -> str:
        """A record as it will stand in the document, from the white space before it on.

        Args:
            record: The record.
            kind: What it is.

        Raises:
            UsageError: It holds a value that XML cannot express.
            InvalidDataError: No reader would take it.
        """
        with contextlib.suppress(CannotBindError):
            return rendered_record(record, kind.kind, name=kind.name, format=self._format, indent=self._indent)
        # The slow way makes something of what is not as its class says, or says what is wrong.
        whole = self.document(with_records(self._root, kind.section, [record])).decode("utf-8")
        section = kind.section.name
        end = whole.rindex(f"\n  </{section}>" if section else f"\n</{self._format.root}>")
        text = whole[whole.index(f"{self._indent}<{kind.name}") : end]
        # It could use what only the whole declares.
        self.element(text)
        return text

    def element(self, text: str) -> etree._Element:
        """The element of a record.

        Args:
            text: As `rendered` gives it.

        Raises:
            InvalidDataError: No reader would take it.
        """
        whole = f"<records{declared_namespaces(self._format)}>{text}</records>"
        try:
            return etree.fromstring(whole.encode(), self._parser)[0]
        except etree.XMLSyntaxError as error:
            issue = Issue(
                code="XML-LIMIT",
                severity=Severity.ERROR,
                message=f"No reader would take this record: {error.msg}.",
                remedy="Look at its longest text: more than 10 MB are not allowed.",
                source=self._name,
            )
            raise InvalidDataError.of(issue) from error

    def document(self, root: object) -> bytes:
        """A whole document, in UTF-8.

        Args:
            root: The document.

        Raises:
            UsageError: It holds a value that XML cannot express.
        """
        stream = io.BytesIO()
        render(root, stream, format=self._format, schema_location=self._schema_location)
        return stream.getvalue()


def _no_record(given: object, format: Format, kinds: Mapping[type[Any], RecordKind]) -> UsageError:
    """What to say about an object that is no record of the format."""
    kind = type(given)
    what = f"{kind.__module__}.{kind.__qualname__}"
    expected = ", ".join(sorted(each.__name__ for each in kinds))
    if kind.__name__ == "PlacedRecord":
        hint = "Write its record: placed.record."
    elif any(each.root_class == kind.__name__ and kind.__module__.startswith(each.model) for each in FORMATS):
        hint = "It is a whole document; write its records one by one."
    elif any(section.kind is kind for each in FORMATS for section in section_kinds(each)):
        hint = "It is a section; write its records one by one."
    else:
        hint = f"Its records are {expected}."
        if any(kind in _classes(each) for each in FORMATS if each is not format):
            hint += " Convert it first with loms.convert."
    return UsageError(f"{what} is no record of a document of {format.name}. {hint}")


def _classes(format: Format) -> set[type[Any]]:
    return {kind.kind for kind in record_kinds(format).values() if kind.kind is not None}
