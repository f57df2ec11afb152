"""Reads the qualifications of the legacy format 0.7.10."""

from __future__ import annotations

from lxml import etree

from loms.formats import find_format
from loms.resolve.readers.findings import AwardingBody, FoundRecord, Reader, add_title, content

__all__ = ["READER"]

_IN = f"{{{find_format('loq-qualifications').namespace}}}"
_ID, _TITLE, _URL, _EQF_LEVEL, _AWARDING_BODY = (
    f"{_IN}{name}" for name in ("QualificationId", "Title", "Url", "EQFLevel", "AwardingBody")
)


def _read(element: etree._Element) -> FoundRecord:
    identifiers: list[tuple[str, str | None]] = []
    pages: list[str] = []
    titles: dict[str, str] = {}
    level: str | None = None
    bodies: list[AwardingBody] = []
    for child in element.iterchildren(_ID, _TITLE, _URL, _EQF_LEVEL, _AWARDING_BODY):
        tag, text = child.tag, content(child)
        if tag == _TITLE:
            # A text without a language is in English, says the schema.
            add_title(titles, child.get("language") or "en", text)
        elif tag == _ID:
            identifiers.append((text, None))
        elif tag == _URL:
            pages.append(text)
        elif tag == _EQF_LEVEL:
            level = text.strip() or None
        elif text.strip():
            bodies.append(AwardingBody(name=" ".join(text.split())))
    return FoundRecord("qualification", None, identifiers, pages, titles, level, bodies)


READER = Reader(records={f"{_IN}Qualification": _read}, organizations={}, has_schemes=False)
"""The reader of legacy qualifications."""
