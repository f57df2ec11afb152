"""What the codes of QMS are in LOMS: bare ones such as ``6``, and URIs."""

from __future__ import annotations

import enum
import re
from typing import TypeVar

import attrs

from loms.convert.tables import rows_by
from loms.convert.to_loms.codes import Place, find_language, find_place, isced_f
from loms.convert.uris import COUNTRIES, LANGUAGES, NUTS
from loms.legacy.qms import TextLanguage
from loms.model import Country, EqfLevel, EscoOrganizationType, IscedF, Language, LearningSettingType, Nuts, SubjectType

__all__ = [
    "KnownLanguage",
    "country_of",
    "find_agent_type",
    "find_field",
    "find_known_language",
    "find_level",
    "find_location",
    "find_setting",
    "find_topic",
    "place_of",
]

_FIELD = re.compile(r"(?:https?://\S*/isced-f/)?([0-9]{2,4})")
_LEVEL = re.compile(r"(?:https?://\S*/eqf/)?([1-8])")
_LETTERS = re.compile(r"[A-Z]{3}")
# The countries that the European Union abbreviates in another way than ISO 3166.
_ALIASES = {"GR": "EL", "GB": "UK"}

E = TypeVar("E", bound=enum.Enum)


@attrs.frozen
class KnownLanguage:
    """A language.

    Attributes:
        language: Its URI, None where LOMS has none.
    """

    language: Language | None


def find_field(code: str) -> IscedF | None:
    """The field of education, or None.

    Args:
        code: Two to four digits, or a URI that ends with them.

    Examples:
        >>> find_field("0613").name, find_field("http://data.europa.eu/esco/isced-f/0613").name, find_field("0619x")
        ('F0613', 'F0613', None)
    """
    match = _FIELD.fullmatch(code)
    return isced_f(match[1]) if match else None


def find_level(code: str) -> EqfLevel | None:
    """The level of the European Qualifications Framework, or None.

    Args:
        code: A digit, or a URI that ends with it.

    Examples:
        >>> find_level("6").name, find_level("http://data.europa.eu/esco/eqf/6").name, find_level("9")
        ('LEVEL_6', 'LEVEL_6', None)
    """
    match = _LEVEL.fullmatch(code)
    return EqfLevel[f"LEVEL_{match[1]}"] if match else None


def find_topic(code: str) -> SubjectType | None:
    """The topic of a text or document, or None.

    Args:
        code: A URI, or its last part.

    Examples:
        >>> find_topic("pathways") is find_topic("http://data.europa.eu/esco/qualification-topics#pathways")
        True
    """
    return _by_last_part(SubjectType, code)


def find_agent_type(code: str) -> EscoOrganizationType | None:
    """The kind of organization, or None.

    Args:
        code: A URI, or its last part.
    """
    return _by_last_part(EscoOrganizationType, code)


def find_setting(code: str) -> LearningSettingType | None:
    """The kind of learning that LOMS has a code for, or None.

    Args:
        code: A URI or its last part, such as ``nonFormal``, ``non-formal`` or ``NON_FORMAL``.
    """
    word = re.sub("[^a-z]", "", re.split("[/#]", code)[-1].lower())
    return {"formal": LearningSettingType.FORMAL, "nonformal": LearningSettingType.NON_FORMAL}.get(word)


def find_known_language(code: str) -> KnownLanguage | None:
    """A language, or None for what is none.

    Args:
        code: Two letters, three letters of the authority table, or a URI of that table.

    Examples:
        >>> find_known_language("fr").language.name, find_known_language("ja"), find_known_language("french")
        ('FRA', KnownLanguage(language=None), None)
    """
    two = code.lower()
    if _member(TextLanguage, two) is not None:
        found = find_language(two)
        return KnownLanguage(found.language if found else None)
    three = code.removeprefix(LANGUAGES).upper()
    if not _LETTERS.fullmatch(three):
        return None
    return KnownLanguage(Language.__members__.get(three))


def find_location(code: str) -> Country | Nuts | None:
    """A country or region, or None.

    Args:
        code: A URI of the authority table of countries or of NUTS, or the part of one behind the last slash, or two
            letters of a country, or a code of an older NUTS.

    Examples:
        >>> find_location("IE").name, find_location("AUT").name, find_location("AT13").name, find_location("XY")
        ('IRL', 'AUT', 'AT13', None)
    """
    bare = code.removeprefix(COUNTRIES).removeprefix(NUTS)
    place = find_place(_ALIASES.get(bare, bare))
    if place is not None and place.region_rule == "country" and not code.startswith(NUTS):
        return place.country
    country, region = _member(Country, COUNTRIES + bare), _member(Nuts, NUTS + bare)
    if country is not None and not code.startswith(NUTS):
        return country
    if region is not None and not code.startswith(COUNTRIES):
        return region
    if place is None or bare != code:
        return None
    return place.regions[0] if len(place.regions) == 1 else place.country


def country_of(location: Country | Nuts) -> Country | Nuts:
    """The country in which a region lies; the region itself where that is not known.

    Args:
        location: A country or region.
    """
    place = find_place(location.value.removeprefix(NUTS)[:2]) if isinstance(location, Nuts) else None
    return place.country if place else location


def place_of(location: Country | Nuts) -> Place | None:
    """The place of the legacy list in which a country or region lies, which says what languages its texts may have.

    None where the list does not have it.

    Args:
        location: A country or region.
    """
    country = country_of(location)
    rows = rows_by("country", "country").get(country.value.removeprefix(COUNTRIES), ())
    return find_place(rows[0]["code"]) if rows else None


def _member(codes: type[E], value: str) -> E | None:
    try:
        return codes(value)
    except ValueError:
        return None


def _by_last_part(codes: type[E], code: str) -> E | None:
    return next((each for each in codes if code in (each.value, re.split("[/#]", str(each.value))[-1])), None)
