"""Rules about codes: they are still in use, and they say enough."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

import attrs
from lxml import etree

from loms.convert.uris import ISCED_F
from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import LOMS, name_of, table

_ATTRIBUTES = ("uri", "unit", "spatialID", "targetFrameworkSpatialID")
_NARROW = 3
"""How many digits a code of ISCED-F has at least that names more than one of the ten broad fields."""


@attrs.frozen
class _Withdrawn:
    """What came after a code that is not in use any more."""

    successor: str
    name: str
    is_listed: bool


@rule(
    "LOMS-CODE-WITHDRAWN",
    "warning",
    says="A code of a country, region, unit or currency is still in use.",
    why="The schema still has it, but the lists of today do not: the value is lost when the data is lifted to ELM.",
    remedy="Use the code of today.",
    limits="Told only of codes that LOMS 2019 has and ELM LOQ 3.3.1 does not have any more.",
    elements=(
        *("spatialCode", "country", "location", "limitJurisdiction", "amount"),
        *("identifier", "registration", "vatIdentifier", "taxIdentifier"),
        *("hasEducationSubject", "hasEducationLevel", "qualificationCode", "limitNationalOccupation"),
    ),
    bad="""
<organization>
  <hasLocation><spatialCode uri="http://data.europa.eu/esco/nuts/NO011"/></hasLocation>
</organization>""",
    good="""
<organization>
  <hasLocation><spatialCode uri="http://publications.europa.eu/resource/authority/country/NOR"/></hasLocation>
</organization>""",
)
def withdrawn(element: etree._Element, here: Here) -> Iterator[Finding]:
    for attribute in _ATTRIBUTES:
        code = element.get(attribute)
        if code is None or (found := _withdrawn_codes().get(code.strip())) is None:
            continue
        what = name_of(element) if attribute == "uri" else f"{attribute} of {name_of(element)}"
        message = f"{what} is {_short(code)}, which was withdrawn"
        if found.successor:
            name = f" ({found.name})" if found.name else ""
            message += f"; its successor is {_short(found.successor)}{name}"
        yield Finding(element, f"{message}.", attribute=attribute, remedy=_remedy(found, attribute))


@rule(
    "LOMS-ISCED-BROAD",
    "warning",
    says="A field of education is more than one of the ten broad fields.",
    why="Whoever looks for courses in a subject finds everything else with it, or looks elsewhere.",
    remedy="Give the detailed field (four digits) or at least the narrow one (three): loms codes isced-f WORD.",
    limits="Told only when none of the fields of a record has three digits or more.",
    records=("learningSpecification", "qualification"),
    bad="""
<learningSpecification>
  <hasISCED-FCode uri="http://data.europa.eu/esco/isced-f/07"/>
</learningSpecification>""",
    good="""
<learningSpecification>
  <hasISCED-FCode uri="http://data.europa.eu/esco/isced-f/0721"/>
</learningSpecification>""",
)
def too_broad(element: etree._Element, here: Here) -> Iterator[Finding]:
    found = list(element.iterchildren(f"{LOMS}hasISCED-FCode"))
    codes = [each.get("uri", "").strip().removeprefix(ISCED_F) for each in found]
    if codes and all(code.isdecimal() and len(code) < _NARROW for code in codes):
        listed = " and ".join(codes)
        message = f"The only field of education is {listed}, which says little."
        if len(codes) > 1:
            message = f"The only fields of education are {listed}, which say little."
        yield Finding(found[0], message, attribute="uri")


def _remedy(found: _Withdrawn, attribute: str) -> str | None:
    """What to do about a code; None where it is what the rule says."""
    if attribute == "unit":
        if found.successor:
            successor = _short(found.successor)
            return f"Work the price out anew in {successor}; another unit alone would make the figure wrong."
        return "No successor is known here: work the price out anew in a currency of today, or say it in a text."
    if not found.successor:
        return "No successor is known here: name what is there today, or leave it out and say it in a text."
    if not found.is_listed:
        return "LOMS 2019 does not have the successor yet; name the country, or a region that it still has."
    return None


def _short(uri: str) -> str:
    """The code as people write it: what stands behind the last slash."""
    return uri.strip().rpartition("/")[2]


@functools.cache
def _withdrawn_codes() -> Mapping[str, _Withdrawn]:
    return {
        row["code"]: _Withdrawn(row["successor"], row["name"], row["listed"] == "yes")
        for row in table("withdrawn_codes")
    }
