"""Where: country and region, and the places of the opportunity."""

from __future__ import annotations

import pytest

from loms.convert.accounting import Action
from loms.convert.tables import read_table
from loms.convert.to_loms.codes import find_place
from loms.model import (
    Address,
    Country,
    CountryCode,
    Identifier,
    Location,
    LocationCode,
    Nuts,
    SpatialCodeLocation,
)
from loms.text import label
from tests.convert.loms_to_loq.records import Back, back, back_of_offer, note, offer, organization, said

CODES = [row["code"] for row in read_table("country")]
NOT_BACK = {
    **dict.fromkeys(["FI13", "FI1A"], "FI"),
    **dict.fromkeys(["HR01", "HR02"], "HR"),
    **dict.fromkeys(["IE01", "IE02"], "IE"),
    **dict.fromkeys(["RS1", "RS2", "RS3", "RS4", "RS5"], "RS"),
}
PLACE = "learningOpportunity/providedAt[1]/spatialCode"


def at(*codes: Country | Nuts, **fields: object) -> Back:
    place = Location(spatial_code=[LocationCode(uri=code) for code in codes])
    return back_of_offer(provided_at=[place], **fields)


@pytest.mark.parametrize("code", CODES)
def test_every_legacy_code_comes_back_but_for_eleven_regions(code: str) -> None:
    place = find_place(code)
    assert place is not None
    assert at(*place.codes).record.country_code.value == NOT_BACK.get(code, code)


def test_a_region_that_was_merged_is_lost_and_its_country_is_kept() -> None:
    result = at(Country.FIN, Nuts.FI1D)
    assert result.record.country_code.value == "FI"
    assert result.fate(f"{PLACE}[1]/@uri") == [(Action.MAPPED, "LearningOpportunity/CountryCode", False)]
    assert [entry.lost for entry in result.entries(f"{PLACE}[2]/@uri")] == [False, True]


def test_a_smaller_region_is_written_as_the_one_around_it_in_the_list() -> None:
    result = at(Nuts.FRF21)
    assert result.record.country_code.value == "FR21"
    assert [entry.lost for entry in result.entries(f"{PLACE}[1]/@uri")] == [False, True]


def test_regions_that_the_list_has_apart_become_their_country() -> None:
    assert at(Nuts.FRF2, Nuts.FRE2).record.country_code.value == "FR"


def test_a_place_in_another_country_is_lost() -> None:
    result = at(Country.LUX, Country.FRA)
    assert result.record.country_code.value == "LU"
    assert result.fate(f"{PLACE}[2]/@uri") == [(Action.DROPPED, None, True)]


def test_a_country_that_the_list_lacks_is_passed_over() -> None:
    assert at(Country.USA, Country.FRA).record.country_code.value == "FR"


def test_the_country_may_stand_in_an_address_an_identifier_or_the_provider() -> None:
    address = Location(has_address=[Address(country=CountryCode(uri=Country.BEL))])
    assert back_of_offer(provided_at=[address]).record.country_code.value == "BE"
    identifier = Identifier(value="A", spatial_id=Country.FRA)
    assert back_of_offer(provided_at=[], identifier=[identifier]).record.country_code.value == "FR"
    seat = SpatialCodeLocation(spatial_code=[LocationCode(uri=Country.MLT)])
    result = back(offers=[offer(provided_at=[])], organizations=[organization(has_location=[seat])])
    assert result.record.country_code.value == "MT"


def test_a_record_in_no_country_of_the_list_is_left_out() -> None:
    seat = SpatialCodeLocation(spatial_code=[LocationCode(uri=Country.USA)])
    result = back(offers=[offer(provided_at=[])], organizations=[organization(has_location=[seat])])
    assert result.codes == ["CONVERT-NO-COUNTRY", "CONVERT-NO-RECORD"]
    assert "USA" in result.report.issues[0].message


def test_a_place_of_codes_only_is_no_course_location() -> None:
    assert at(Country.LUX).record.course_location == []


def test_names_addresses_and_arrangements_come_back() -> None:
    place = Location(
        name=[label("Kitchen", "en")],
        description=[note("Lift available.")],
        has_address=[Address(full_address=[note("1 Mill Street")]), Address(full_address=[note("Back entrance")])],
        spatial_code=[LocationCode(uri=Country.LUX)],
    )
    (location,) = back_of_offer(provided_at=[place]).record.course_location
    assert said(location.course_location_info) == [("en", "Kitchen")]
    assert said(location.course_address) == [("en", "1 Mill Street\n\nBack entrance")]
    assert said(location.special_arrangements) == [("en", "Lift available.")]


def test_a_place_without_an_address_gets_an_empty_one_because_the_schema_wants_it() -> None:
    place = Location(name=[label("Kitchen", "en")], spatial_code=[LocationCode(uri=Country.LUX)])
    (location,) = back_of_offer(provided_at=[place]).record.course_location
    assert said(location.course_address) == [("", "")]
