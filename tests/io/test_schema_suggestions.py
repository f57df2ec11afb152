"""Which code is proposed for a wrong one."""

from __future__ import annotations

import pytest

from loms.formats import find_format
from loms.io.schema.declarations import declarations
from loms.io.schema.suggest import CodeFinder, Effort, nearest_names

COUNTRY = "http://publications.europa.eu/resource/authority/country/"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
ISCED = "http://data.europa.eu/esco/isced-f/"
NUTS = "http://data.europa.eu/esco/nuts/"


def finder(format: str, *steps: str) -> CodeFinder:
    """The codes of an element, or of its attribute ``uri``, by the names on the way to it."""
    declared = declarations(find_format(format))
    element = declared.root
    for step in steps:
        element = declared.children(element)[step]
    kind = declared.attributes(element).get("uri") or declared.text(element)
    assert kind is not None
    return CodeFinder(kind.codes)


SPECIFICATION = ("learningSpecificationReferences", "learningSpecification")
LOCATION = ("agentReferences", "organization", "hasLocation", "spatialCode")


@pytest.mark.parametrize(
    ("steps", "wrong", "right"),
    [
        (LOCATION, "France", f"{COUNTRY}FRA"),
        (LOCATION, f"{COUNTRY}FR", f"{COUNTRY}FRA"),
        (LOCATION, f"{COUNTRY}fra", f"{COUNTRY}FRA"),
        (LOCATION, "Luxemburg", f"{COUNTRY}LUX"),
        (LOCATION, "http://data.europa.eu/nuts/code/AT130", f"{NUTS}AT130"),
        (LOCATION, f"{NUTS}AT139", f"{NUTS}AT13"),
        ((*SPECIFICATION, "language"), "fr", f"{LANGUAGE}FRA"),
        ((*SPECIFICATION, "language"), "french", f"{LANGUAGE}FRA"),
        ((*SPECIFICATION, "hasISCED-FCode"), "0721", f"{ISCED}0721"),
        ((*SPECIFICATION, "hasISCED-FCode"), "Food Processing", f"{ISCED}0721"),
    ],
)
def test_the_code_that_was_meant_is_among_the_nearest(steps: tuple[str, ...], wrong: str, right: str) -> None:
    assert right in [code.value for code in finder("loms-2019", *steps).find(wrong)]


@pytest.mark.parametrize(("wrong", "right"), [("FRA", "FR"), ("fr", "FR"), ("France", "FR"), ("Greece", "EL")])
def test_legacy_country_codes_are_found_too(wrong: str, right: str) -> None:
    found = finder("loq-learning-opportunities", "LearningOpportunity", "CountryCode").find(wrong)
    assert found[0].value == right


def test_a_code_that_is_like_no_other_gives_nothing() -> None:
    assert finder("loms-2019", *LOCATION).find("☃☃☃☃") == ()


def test_at_most_three_codes_are_proposed() -> None:
    assert len(finder("loms-2019", *LOCATION).find(f"{NUTS}FRX")) <= 3


def test_spelling_is_no_longer_compared_when_the_effort_is_spent() -> None:
    countries = finder("loms-2019", *LOCATION)
    effort = Effort(left=10)
    assert countries.find("Luxemburg", effort=effort) == ()
    assert countries.find("Luxembourg", effort=effort) != ()
    assert nearest_names("providedB", ["providedBy"] * 20, effort=effort) == []
