"""What the readers of records have in common: what they find, and how they take texts from elements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import attrs
from lxml import etree

__all__ = ["AwardingBody", "FoundOrganization", "FoundRecord", "Reader", "add_title", "content"]

NO_LANGUAGE = "und"


class AwardingBody(NamedTuple):
    """Who awards a qualification.

    Attributes:
        name: The name, where it stands in the record itself.
        id: The id of an organization of the same file, otherwise.
    """

    name: str | None = None
    id: str | None = None


# There are as many as there are records, and attrs would take longer to make one than to read it.
class FoundRecord(NamedTuple):
    """What is found in a record.

    Attributes:
        kind: Name of the element that it is in LOMS.
        id: Its ``@id`` or URI.
        identifiers: Values of its identifiers, each with its scheme.
        pages: The addresses of its pages.
        titles: Its titles by language.
        eqf_level: Its level in the European Qualifications Framework.
        awarding_bodies: Who awards it.
    """

    kind: str
    id: str | None
    identifiers: Sequence[tuple[str, str | None]]
    pages: Sequence[str]
    titles: Mapping[str, str]
    eqf_level: str | None
    awarding_bodies: Sequence[AwardingBody]


@attrs.frozen
class FoundOrganization:
    """What is found in the record of an organization.

    Attributes:
        ids: What other records call it.
        name: What it is called.
    """

    ids: Sequence[str]
    name: str


@attrs.frozen(kw_only=True)
class Reader:
    """Reads the records of one format.

    Attributes:
        records: What reads a record, by the tag of its element.
        organizations: What reads an organization, by the tag of its element.
        has_schemes: Whether identifiers of the format name their schemes.
    """

    records: Mapping[str, Callable[[etree._Element], FoundRecord]]
    organizations: Mapping[str, Callable[[etree._Element], FoundOrganization]]
    has_schemes: bool


def content(element: etree._Element) -> str:
    """The text of an element as it stands there; that of elements within counts too.

    Args:
        element: An element that should hold nothing but text.
    """
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def add_title(titles: dict[str, str], language: str | None, text: str) -> None:
    """Add a title, unless it says nothing or there is one in its language.

    Args:
        titles: The titles by language.
        language: Language of the title; None where it says none.
        text: The title.
    """
    if title := " ".join(text.split()):
        titles.setdefault(language or NO_LANGUAGE, title)
