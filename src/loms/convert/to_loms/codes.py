"""Looks up the codes of the legacy model: what each is called in LOMS."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import attrs

from loms.convert.tables import read_table, rows_by
from loms.convert.uris import COUNTRIES, ISCED_F, LANGUAGES, NATIONAL_FRAMEWORKS, NUTS
from loms.model import Country, IscedF, Language, Nuts, SubjectType, TextLanguage

__all__ = ["Place", "fallback_language", "find_language", "find_place", "framework_title", "isced_f", "subject_of"]


@attrs.frozen(kw_only=True)
class Place:
    """A country or region of the legacy list.

    Attributes:
        code: The legacy code.
        country: The country.
        regions: Codes of NUTS 2016 that together are the region; empty for a whole country.
        region_rule: How they follow from the legacy code: ``country``, ``same``, ``recoded``, ``shifted``, ``merged``,
            ``split`` or ``none``.
        framework: URI of the national qualifications framework, None where none can be named.
        framework_rule: ``certain``, ``ambiguous`` or ``none``.
    """

    code: str
    country: Country
    regions: tuple[Nuts, ...]
    region_rule: str
    framework: str | None
    framework_rule: str

    @property
    def codes(self) -> tuple[Country | Nuts, ...]:
        """The country, then its regions."""
        return (self.country, *self.regions)


@attrs.frozen(kw_only=True)
class LegacyLanguage:
    """A language of the legacy list.

    Attributes:
        code: The legacy code.
        name: English name.
        text: Code for texts, None where LOMS has none.
        language: URI, None where LOMS has none.
    """

    code: str
    name: str
    text: TextLanguage | None
    language: Language | None


def find_place(code: str, table: str = "country") -> Place | None:
    """The country or region with that legacy code, or None.

    Args:
        code: A legacy code such as ``FR21``.
        table: The table of the legacy list; that of learning opportunities unless told otherwise.
    """
    return _places(table).get(code)


def find_language(code: str) -> LegacyLanguage | None:
    """The language with that legacy code, or None.

    Args:
        code: A legacy code such as ``fr``.
    """
    return _languages().get(code)


def fallback_language(country: str) -> TextLanguage:
    """The code that texts of a country get where LOMS has none for their language.

    Args:
        country: The first two letters of a legacy country code.
    """
    rows = rows_by("fallback_language", "country").get(country, ())
    return TextLanguage(rows[0]["text"]) if rows else TextLanguage.EN


@functools.cache
def subject_of(field: str) -> SubjectType | None:
    """The topic by which notes made from a legacy field are marked, or None.

    Args:
        field: Name of the legacy element, or the whole path: then the topic of exactly this field goes first.
    """
    table = rows_by("subject", "field")
    rows = table.get(field) or table.get(field.rpartition("/")[2], ())
    return SubjectType(rows[0]["subject"]) if rows else None


@functools.lru_cache(maxsize=1024)
def isced_f(code: str) -> IscedF | None:
    """The field of education with that code of 2013, or None.

    Args:
        code: Two to four digits.
    """
    try:
        return IscedF(ISCED_F + code)
    except ValueError:
        return None


def framework_title(framework: str) -> str:
    """The title of a framework to which levels and fields refer.

    Args:
        framework: Its URI, or for a framework of our own the end of it.
    """
    return rows_by("framework", "id")[framework][0]["title"]


@functools.cache
def _places(table: str) -> Mapping[str, Place]:
    return {
        row["code"]: Place(
            code=row["code"],
            country=Country(COUNTRIES + row["country"]),
            regions=tuple(Nuts(NUTS + region) for region in row["regions"].split()),
            region_rule=row["region_rule"],
            framework=NATIONAL_FRAMEWORKS + row["framework"] if row["framework"] else None,
            framework_rule=row["framework_rule"],
        )
        for row in read_table(table)
    }


@functools.cache
def _languages() -> Mapping[str, LegacyLanguage]:
    return {
        row["code"]: LegacyLanguage(
            code=row["code"],
            name=row["name"],
            text=TextLanguage(row["text"]) if row["text"] else None,
            language=Language(LANGUAGES + row["language"]) if row["language"] else None,
        )
        for row in read_table("language")
    }
