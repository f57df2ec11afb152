"""Finds by what else than its id people recognise a record."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml import etree

from loms.compare.nodes import TEXT
from loms.compare.places import STRONG_KEYS
from loms.formats import Format
from loms.io.schema.sources import local_name
from loms.io.schema.xml_space import collapsed

__all__ = ["strong_keys"]


def strong_keys(record: etree._Element, format: Format) -> Iterator[tuple[str, str]]:
    """The strong keys of a record: names and values.

    Args:
        record: The element of the record.
        format: The format of its document.
    """
    places = STRONG_KEYS.get(format.name, {})
    wanted = {place.element: name for name, place in places.items()}
    for element in record.iterchildren("*"):
        name = wanted.get(local_name(str(element.tag)))
        if name is not None and (value := _said(element, places[name].value)):
            scheme = places[name].scheme
            yield name, json.dumps([value, _said(element, scheme) if scheme else ""])


def _said(element: etree._Element, where: str) -> str:
    """What an element says in the place that a `KeyPlace` names; empty where it says nothing."""
    if where.startswith("@"):
        return collapsed(element.get(where[1:], ""))
    if where == TEXT:
        return collapsed(element.text or "")
    found = next((child for child in element.iterchildren("*") if local_name(str(child.tag)) == where), None)
    return "" if found is None else collapsed(found.text or "")
