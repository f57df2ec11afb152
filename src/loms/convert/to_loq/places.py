"""Finds the legacy code of the country or region of a record, and accounts for all codes of places in it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

import attrs

from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Held
from loms.convert.refusing import CannotConvertError
from loms.convert.tables import read_table
from loms.convert.to_loq.draft import LegacyDraft
from loms.convert.uris import COUNTRIES, NUTS

__all__ = ["LegacyPlaces", "account_for_place", "legacy_places", "require_place"]


_FIELD = "CountryCode"
_WIDER = "The legacy list has only the country or a larger region, which was written."
_ELSEWHERE = "The legacy record takes one country or region, and another was written."


@attrs.frozen
class LegacyPlaces:
    """The countries and regions of a legacy list.

    Attributes:
        countries: Legacy code by code of the country in LOMS, such as ``AT`` by ``AUT``.
        regions: Codes of NUTS 2016 that together are a region, by legacy code.
    """

    countries: Mapping[str, str]
    regions: Mapping[str, frozenset[str]]

    def find(self, uris: Sequence[str]) -> str | None:
        """The legacy code of a place.

        Args:
            uris: Its codes in LOMS.

        Returns:
            The code of the region if the list has it, else that of the region or country in which the place is. None
            where the list does not have the country.
        """
        country = next((found for uri in uris if (found := self.country(uri))), None)
        codes = frozenset(code for uri in uris if (code := _region(uri)) and self.country(uri) == country)
        exact = next((name for name, parts in self.regions.items() if parts == codes), None)
        if exact is not None:
            return exact
        around = {self._around(code) for code in codes}
        return around.pop() or country if len(around) == 1 else country

    def country(self, uri: str) -> str | None:
        """The legacy code of the country in which a place is, or None.

        Args:
            uri: Its code in LOMS.
        """
        if uri.startswith(COUNTRIES):
            return self.countries.get(uri.removeprefix(COUNTRIES))
        country = uri.removeprefix(NUTS)[:2]
        return country if uri.startswith(NUTS) and country in self.countries.values() else None

    def says(self, code: str, uri: str) -> bool:
        """Whether a legacy code says all that a code of LOMS says.

        Args:
            code: The legacy code.
            uri: The code of LOMS.
        """
        region = _region(uri)
        return region in self.regions.get(code, ()) if region else self.country(uri) == code[:2]

    def _around(self, region: str) -> str | None:
        """The region of the list in which a region is: codes of NUTS begin with that of the region around them."""
        return next(
            (name for name, parts in self.regions.items() if any(region.startswith(part) for part in parts)), None
        )


def _region(uri: str) -> str | None:
    code = uri.removeprefix(NUTS)
    return code if uri.startswith(NUTS) and len(code) > 2 else None


def account_for_place(draft: LegacyDraft, held: Held, places: LegacyPlaces) -> None:
    """Account for a code of a place, once the country of the record is known.

    Args:
        draft: The record that is written.
        held: The code.
        places: The legacy list.
    """
    if places.country(held.value) != draft.country[:2]:
        draft.drop(held, lost=True, detail=_ELSEWHERE)
        return
    draft.keep(held, Action.MAPPED, _FIELD)
    if not places.says(draft.country, held.value):
        draft.drop(held, lost=True, detail=_WIDER)


@functools.cache
def legacy_places(table: str) -> LegacyPlaces:
    """The countries and regions of a legacy list, as far as they can be told from their codes in LOMS.

    Args:
        table: Name of the table of codes, such as ``country``.

    Examples:
        >>> legacy_places("country").find(["http://data.europa.eu/esco/nuts/FRF2"])
        'FR21'
    """
    rows = read_table(table)
    return LegacyPlaces(
        countries={row["country"]: row["code"] for row in rows if row["region_rule"] == "country"},
        # Two regions that were merged have one code today, so neither comes back.
        regions={
            row["code"]: frozenset(row["regions"].split())
            for row in rows
            if row["regions"] and row["region_rule"] != "merged"
        },
    )


def require_place(places: LegacyPlaces, groups: Iterable[Sequence[Held]], *, codes: str, path: str) -> str:
    """The legacy code of the country or region of a record.

    Args:
        places: The legacy list.
        groups: Codes of places, the most telling first; those of one place together.
        codes: Name of that list, for the message.
        path: Where the record should say it.

    Raises:
        CannotConvertError: The list has none of them.
    """
    said: list[str] = []
    for group in groups:
        code = places.find([held.value for held in group])
        if code is not None:
            return code
        said += [held.value.rpartition("/")[2] for held in group]
    known = ", ".join(dict.fromkeys(said))
    raise CannotConvertError(
        code="CONVERT-NO-COUNTRY",
        message=f"The legacy list has none of the countries of the record: {known}."
        if said
        else "The record says no country.",
        remedy=f"Give it a country that the legacy list has; see: loms codes {codes}.",
        path=path,
    )
