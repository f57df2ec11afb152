"""Finds by what else than its id people recognise a record."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml import etree

from loms.compare.places import STRONG_KEYS, KeyPlace
from loms.formats import Format
from loms.io.schema.xml_space import collapsed

__all__ = ["strong_keys"]


def strong_keys(record: etree._Element, format: Format) -> Iterator[tuple[str, str]]:
    """The strong keys of a record: names and values.

    Args:
        record: The element of the record.
        format: The format of its document.
    """
    namespace = f"{{{format.namespace}}}"
    for name, place in STRONG_KEYS.get(format.name, {}).items():
        for element in record.iterchildren(f"{namespace}{place.element}"):
            if value := _value(element, place, namespace):
                scheme = element.get(place.scheme, "") if place.scheme else ""
                yield name, json.dumps([value, collapsed(scheme)])


def _value(element: etree._Element, place: KeyPlace, namespace: str) -> str:
    found = element.find(f"{namespace}{place.inner}") if place.inner else element
    if found is None:
        return ""
    return collapsed((found.get(place.attribute) if place.attribute else found.text) or "")
