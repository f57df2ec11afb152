"""Rules about places: the region lies in the country."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping

from lxml import etree

from loms.codes import find_list
from loms.convert.tables import read_table
from loms.convert.uris import COUNTRIES, NUTS
from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import LOMS

_APART = {
    "FRY1": "GLP",
    "FRY2": "MTQ",
    "FRY3": "GUF",
    "FRY4": "REU",
    "FRY5": "MYT",
    "FI20": "ALA",
    "NO0B": "SJM",
}
"""Regions that have a country code of their own beside that of the country of which they are part."""

_MORE = {
    "AL": "ALB",
    "CY": "CYP",
    "EE": "EST",
    "IE": "IRL",
    "IS": "ISL",
    "LI": "LIE",
    "LT": "LTU",
    "LU": "LUX",
    "LV": "LVA",
    "ME": "MNE",
    "MK": "MKD",
    "MT": "MLT",
    "RS": "SRB",
}
"""Countries whose regions no other table of this library knows, by how the codes of their regions begin."""


@rule(
    "LOMS-PLACE-CONTRADICTION",
    "warning",
    says="The region of a place lies in the country that the place names.",
    why="One of the two codes is wrong, so that the place is found in the wrong country.",
    remedy="Correct the code that is wrong.",
    elements=("providedAt", "hasLocation"),
    bad="""
<organization>
  <hasLocation>
    <hasAddress><country uri="http://publications.europa.eu/resource/authority/country/DEU"/></hasAddress>
    <spatialCode uri="http://data.europa.eu/esco/nuts/AT13"/>
  </hasLocation>
</organization>""",
    good="""
<organization>
  <hasLocation>
    <hasAddress><country uri="http://publications.europa.eu/resource/authority/country/AUT"/></hasAddress>
    <spatialCode uri="http://data.europa.eu/esco/nuts/AT13"/>
  </hasLocation>
</organization>""",
)
def region_elsewhere(element: etree._Element, here: Here) -> Iterator[Finding]:
    codes = [each.get("uri", "").strip() for each in element.iterchildren(f"{LOMS}spatialCode")]
    addresses = element.iterfind(f"{LOMS}hasAddress/{LOMS}country")
    countries = {code.removeprefix(COUNTRIES) for code in codes if code.startswith(COUNTRIES)}
    addressed = {each.get("uri", "").strip().removeprefix(COUNTRIES) for each in addresses}
    if not countries and not addressed:
        return
    regions = [code.removeprefix(NUTS) for code in codes if code.startswith(NUTS)]
    for region in regions:
        possible = _countries_of(region)
        named = countries | addressed
        if possible and named.isdisjoint(possible) and named <= _known():
            yield Finding(element, f"The region {region} lies in {_either(possible)}, not in {_either(named)}.")
            return
    is_elsewhere = countries and addressed and countries.isdisjoint(addressed)
    # Of a code that there is not the schema tells.
    if is_elsewhere and not _is_apart(countries, addressed) and countries | addressed <= _known():
        yield Finding(element, f"The place is in {_either(countries)}, but its address is in {_either(addressed)}.")


def _countries_of(region: str) -> set[str]:
    found = _by_prefix().get(region[:2])
    apart = next((country for begin, country in _APART.items() if region.startswith(begin)), None)
    return {each for each in (found, apart) if each is not None}


def _is_apart(countries: set[str], others: set[str]) -> bool:
    """Whether one side names a part of a country that has a code of its own, and the other the whole."""
    wholes = {part: _by_prefix().get(begin[:2]) for begin, part in _APART.items()}
    return any(wholes.get(one) in others for one in countries) or any(wholes.get(one) in countries for one in others)


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(code.value.removeprefix(COUNTRIES) for code in find_list("country").codes)


def _either(countries: set[str]) -> str:
    return " or ".join(sorted(countries))


@functools.cache
def _by_prefix() -> Mapping[str, str]:
    """The country of each region, by how the codes of its regions begin."""
    counts: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_table("country"):
        for region in row["regions"].split():
            counts[region[:2]].add(row["country"])
    return {begin: next(iter(found)) for begin, found in counts.items() if len(found) == 1} | _MORE
