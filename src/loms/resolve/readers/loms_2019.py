"""Reads the qualifications and specifications of LOMS 2019."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import cast

from lxml import etree

from loms.formats import find_format
from loms.links import loms_identifiers
from loms.resolve.readers.findings import AwardingBody, FoundOrganization, FoundRecord, Reader, add_title, content

__all__ = ["READER", "identifiers_of", "titles_of"]

_NAMESPACE = find_format("loms-2019").namespace
_IDENTIFIER, _TITLE, _HOMEPAGE, _EQF_LEVEL, _ORGANIZATION, _LABEL, _TEXT = (
    f"{{{_NAMESPACE}}}{name}"
    for name in ("identifier", "title", "homepage", "eqfLevel", "organization", "prefLabel", "text")
)
# Finding all of them at once takes less time than looking at every child.
_PARTS = etree.XPath(
    "l:identifier | l:title/l:text | l:homepage | l:eqfLevel | l:awardingOpportunities//l:organization",
    namespaces={"l": _NAMESPACE},
)


def titles_of(element: etree._Element) -> dict[str, str]:
    """The titles of a record by language.

    Args:
        element: The element of the record.
    """
    titles: dict[str, str] = {}
    for child in element.iterchildren(_TITLE, _LABEL):
        _add_texts(titles, child)
    return titles


def identifiers_of(element: etree._Element) -> Iterator[tuple[str, str | None]]:
    """The values of the identifiers of a record, each with its scheme.

    Args:
        element: The element of the record.
    """
    return ((content(identifier), scheme) for identifier, scheme in loms_identifiers(element))


def _read(kind: str, element: etree._Element) -> FoundRecord:
    identifiers: list[tuple[str, str | None]] = []
    pages: list[str] = []
    titles: dict[str, str] = {}
    level: str | None = None
    bodies: list[AwardingBody] = []
    for part in cast("list[etree._Element]", _PARTS(element)):
        tag = part.tag
        if tag == _TEXT:
            add_title(titles, part.get("lang"), content(part))
        elif tag == _IDENTIFIER:
            identifiers.append((content(part), part.get("schemeID")))
        elif tag == _HOMEPAGE:
            if address := part.get("uri"):
                pages.append(address)
        elif tag == _EQF_LEVEL:
            level = (part.get("uri") or "").rpartition("/")[2] or None
        elif identity := part.get("idref"):
            bodies.append(AwardingBody(id=identity))
    return FoundRecord(kind, element.get("id"), identifiers, pages, titles, level, bodies)


def _read_organization(element: etree._Element) -> FoundOrganization:
    names = titles_of(element)
    return FoundOrganization([element.get("id") or ""], names.get("en") or next(iter(names.values()), ""))


def _add_texts(texts: dict[str, str], element: etree._Element) -> None:
    for text in element.iterchildren(_TEXT):
        add_title(texts, text.get("lang"), content(text))


READER = Reader(
    records={
        f"{{{_NAMESPACE}}}{kind}": functools.partial(_read, kind) for kind in ("qualification", "learningSpecification")
    },
    organizations={_ORGANIZATION: _read_organization},
    has_schemes=True,
)
"""The reader of LOMS 2019."""
