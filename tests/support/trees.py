"""Looks into trees of lxml, with types as narrow as what lxml returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, cast

from lxml import etree


class LogEntry(Protocol):
    """One complaint of libxml2."""

    message: str
    type_name: str


def text_of(element: etree._Element) -> str:
    """All text in an element, that of its descendants included."""
    return "".join(cast("Iterable[str]", element.itertext()))


def attributes_of(element: etree._Element) -> Mapping[str, str]:
    """The attributes of an element by name."""
    return cast("Mapping[str, str]", element.attrib)


def elements_at(
    start: etree._Element | etree._ElementTree, path: str, namespaces: Mapping[str, str] | None = None, **values: str
) -> list[etree._Element]:
    """The elements that an XPath leads to; ``values`` are those of its variables."""
    find = etree.XPath(path, namespaces=None if namespaces is None else dict(namespaces))
    return cast("list[etree._Element]", find(start, **values))


def prefixes_of(root: etree._Element) -> Mapping[str, str]:
    """The prefixes that a document element declares, each with its namespace."""
    return {prefix: uri for prefix, uri in root.nsmap.items() if prefix is not None}


def complaints(schema: etree.XMLSchema) -> list[LogEntry]:
    """What a schema had against the document that it looked at last."""
    return list(cast("Iterable[LogEntry]", schema.error_log))
