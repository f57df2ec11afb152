"""Reads the qualifications and achievements of ELM LOQ."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import cast

from lxml import etree

from loms.formats import find_format
from loms.links import elm_identifiers
from loms.resolve.readers.findings import AwardingBody, FoundOrganization, FoundRecord, Reader, add_title, content

__all__ = ["READER", "identifiers_of", "titles_of"]

_FORMAT = find_format("elm-loq")
_IN = f"{{{_FORMAT.namespace}}}"
_SKOS = f"{{{dict(_FORMAT.prefixes)['skos']}}}"
_IDENTIFIER, _TITLE, _LEGAL_NAME, _EQF_LEVEL, _CONTENT_URL, _SCHEME_ID, _SCHEME_NAME = (
    f"{_IN}{name}" for name in ("identifier", "title", "legalName", "EQFLevel", "contentUrl", "schemeId", "schemeName")
)
_LABEL, _NOTATION = f"{_SKOS}prefLabel", f"{_SKOS}notation"
# Finding all of them at once takes less time than looking at every child.
_PARTS = etree.XPath(
    "l:title | l:homepage/l:contentUrl | l:EQFLevel | l:awardingOpportunity/l:awardingBody",
    namespaces={"l": _FORMAT.namespace},
)
# What an achievement is called in LOMS, by which all formats are told.
_KINDS = {"qualification": "qualification", "learningAchievementSpecification": "learningSpecification"}


def titles_of(element: etree._Element) -> dict[str, str]:
    """The titles of a record by language, or its names.

    Args:
        element: The element of the record.
    """
    titles: dict[str, str] = {}
    for child in element.iterchildren(_TITLE, _LEGAL_NAME, _LABEL):
        add_title(titles, child.get("language"), content(child))
    return titles


def identifiers_of(element: etree._Element) -> Iterator[tuple[str, str | None]]:
    """The values of the identifiers of a record, each with its scheme: the type of its notation, or else what names it.

    Args:
        element: The element of the record.
    """
    return ((content(notation), scheme) for notation, scheme in elm_identifiers(element))


def _read(kind: str, element: etree._Element) -> FoundRecord:
    pages: list[str] = []
    titles: dict[str, str] = {}
    level: str | None = None
    bodies: list[AwardingBody] = []
    for part in cast("list[etree._Element]", _PARTS(element)):
        tag = part.tag
        if tag == _TITLE:
            add_title(titles, part.get("language"), content(part))
        elif tag == _CONTENT_URL:
            pages.append(content(part))
        elif tag == _EQF_LEVEL:
            level = (part.get("uri") or "").rpartition("/")[2] or None
        elif identity := part.get("idref"):
            bodies.append(AwardingBody(id=identity))
    return FoundRecord(kind, element.get("id"), list(identifiers_of(element)), pages, titles, level, bodies)


def _read_organization(element: etree._Element) -> FoundOrganization:
    names = titles_of(element)
    return FoundOrganization([element.get("id") or ""], names.get("en") or next(iter(names.values()), ""))


READER = Reader(
    records={f"{_IN}{name}": functools.partial(_read, kind) for name, kind in _KINDS.items()},
    organizations={f"{_IN}{name}": _read_organization for name in ("organisation", "agent")},
    has_schemes=True,
)
"""The reader of ELM LOQ."""
