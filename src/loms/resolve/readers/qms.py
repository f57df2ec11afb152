"""Reads the qualifications of QMS 1.0."""

from __future__ import annotations

from lxml import etree

from loms.formats import find_format
from loms.resolve.readers.findings import AwardingBody, FoundOrganization, FoundRecord, Reader, add_title, content

__all__ = ["READER"]

_IN = f"{{{find_format('qms-1.0').namespace}}}"
_URI, _IDENTIFIER, _LABEL, _HOME_PAGE, _EQF_LEVEL, _CODE, _AWARDING, _AWARDED_BY, _NAME = (
    f"{_IN}{name}"
    for name in (
        "URI",
        "Identifier",
        "PreferredLabel",
        "HomePage",
        "EQFLevel",
        "Code",
        "AwardingActivities",
        "AssociatedWith",
        "Name",
    )
)


def _read(element: etree._Element) -> FoundRecord:
    uri: str | None = None
    identifiers: list[tuple[str, str | None]] = []
    pages: list[str] = []
    titles: dict[str, str] = {}
    level: str | None = None
    bodies: list[AwardingBody] = []
    for child in element.iterchildren(_URI, _IDENTIFIER, _LABEL, _HOME_PAGE, _EQF_LEVEL, _AWARDING):
        tag = child.tag
        if tag == _LABEL:
            add_title(titles, child.get("lang"), content(child))
        elif tag == _IDENTIFIER:
            identifiers.append((content(child), None))
        elif tag == _URI:
            uri = content(child)
        elif tag == _HOME_PAGE:
            pages += _texts(child, _URI)
        elif tag == _EQF_LEVEL:
            level = next((each.strip().rpartition("/")[2] for each in _texts(child, _CODE, _URI)), "") or None
        else:
            bodies += [AwardingBody(id=name) for each in child.iter(_AWARDED_BY) for name in _names(each)]
    return FoundRecord("qualification", uri, identifiers, pages, titles, level, bodies)


def _read_organization(element: etree._Element) -> FoundOrganization:
    names: dict[str, str] = {}
    for each in element.iterchildren(_NAME):
        add_title(names, each.get("lang"), content(each))
    ids = [each.strip() for each in _texts(element, _URI, _IDENTIFIER)]
    return FoundOrganization(ids, names.get("en") or next(iter(names.values()), ""))


def _names(element: etree._Element) -> list[str]:
    """How an awarding activity calls an organization: by its URI, or else by its identifier."""
    return [each.strip() for each in (_texts(element, _URI) or _texts(element, _IDENTIFIER))]


def _texts(element: etree._Element, *tags: str) -> list[str]:
    """The texts of children that say something, tag by tag."""
    texts = [content(child) for tag in tags for child in element.iterchildren(tag)]
    return [text for text in texts if text.strip()]


READER = Reader(
    records={f"{_IN}Qualification": _read}, organizations={f"{_IN}Agent": _read_organization}, has_schemes=False
)
"""The reader of QMS 1.0."""
