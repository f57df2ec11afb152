"""Places become records, each with a country; codes that were withdrawn are replaced only when that is asked for."""

from __future__ import annotations

from loms import elm
from loms.convert.accounting import Action
from loms.model import (
    Address,
    AwardingOpportunities,
    AwardingOpportunity,
    Country,
    CountryCode,
    IdReference,
    LegalIdentifier,
    Location,
    LocationCode,
    Nuts,
    SpatialCodeLocation,
)
from loms.text import label
from tests.convert.loms_to_elm.records import choosing, lifted, literals, said
from tests.convert.loms_to_loq.records import BASE, note, offer, organization, specification

WITHDRAWN = Country("http://publications.europa.eu/resource/authority/country/AFI")
VIENNA = Nuts("http://data.europa.eu/esco/nuts/AT130")


def test_a_place_is_a_record_with_an_id_made_of_its_owner() -> None:
    made = lifted(offers=[offer(provided_at=[Location(name=[label("Lab", "en")])])])
    [reference] = made.opportunity.location
    [location, _] = made.locations
    assert reference.idref == location.id
    assert location.id.startswith("https://data.example.org/lo/location/learningOpportunity/")
    assert said(location.geographic_name) == [("en", "Lab")]


def test_its_country_is_that_of_its_code() -> None:
    made = lifted(offers=[offer(provided_at=[Location(spatial_code=[LocationCode(uri=VIENNA)])])])
    assert made.locations[0].spatial_code[0].uri is elm.Nuts("http://data.europa.eu/nuts/code/AT130")
    assert made.locations[0].address[0].country_code.uri is elm.Country.AUT


def test_or_that_of_the_provider() -> None:
    made = lifted(offers=[offer(provided_at=[Location(has_address=[Address(full_address=[note("Street 1")])])])])
    [address] = made.locations[0].address
    assert (address.country_code.uri, literals(address.full_address)) == (elm.Country.LUX, [("en", "Street 1")])


def test_an_empty_place_is_none() -> None:
    assert lifted(offers=[offer(provided_at=[Location()])]).opportunity.location == []


def test_an_award_has_a_place_and_a_body() -> None:
    award = AwardingOpportunity(
        organization=[IdReference(idref=f"{BASE}organization/1")], location=LocationCode(uri=VIENNA)
    )
    awards = AwardingOpportunities(awarding_opportunity=[award, AwardingOpportunity(location=LocationCode(uri=VIENNA))])
    made = lifted(specifications=[specification(awarding_opportunities=awards)])
    [only] = made.specification.awarding_opportunity
    assert only.location is not None
    assert only.location.idref in {each.id for each in made.locations}
    assert made.fate("learningSpecification/awardingOpportunities/awardingOpportunity[2]/location/@uri") == [
        (Action.DROPPED, None, True)
    ]


class TestWithdrawnCodes:
    def test_a_place_in_a_withdrawn_country_is_left_out_and_not_moved_to_that_of_the_provider(self) -> None:
        made = lifted(offers=[offer(provided_at=[Location(spatial_code=[LocationCode(uri=WITHDRAWN)])])])
        assert made.opportunity.location == []
        assert made.codes == ["CONVERT-CODE-WITHOUT-EQUAL"]
        assert made.fate("learningOpportunity/providedAt[1]/spatialCode[1]/@uri") == [(Action.DROPPED, None, True)]

    def test_so_is_an_address_there_of_a_place_that_is_elsewhere_too(self) -> None:
        addresses = [Address(country=CountryCode(uri=country)) for country in (WITHDRAWN, Country.FRA)]
        made = lifted(offers=[offer(provided_at=[Location(has_address=addresses)])])
        place = next(each for each in made.locations if each.id == made.opportunity.location[0].idref)
        assert [each.country_code.uri for each in place.address] == [elm.Country.FRA]
        assert made.codes == ["CONVERT-CODE-WITHOUT-EQUAL"]

    def test_the_place_of_an_award_there_is_reported_too(self) -> None:
        award = AwardingOpportunity(
            organization=[IdReference(idref=f"{BASE}organization/1")], location=LocationCode(uri=WITHDRAWN)
        )
        awards = AwardingOpportunities(awarding_opportunity=[award])
        made = lifted(specifications=[specification(awarding_opportunities=awards)])
        assert made.specification.awarding_opportunity[0].location is None
        assert made.codes == ["CONVERT-CODE-WITHOUT-EQUAL"]

    def test_the_one_that_came_after_it_is_written_when_it_is_asked_for(self) -> None:
        source = [offer(provided_at=[Location(spatial_code=[LocationCode(uri=WITHDRAWN)])])]
        made = lifted(choosing(successor_codes=True), offers=source)
        assert made.locations[0].spatial_code[0].uri is elm.Country.DJI
        assert "CONVERT-CODE-REPLACED" in made.codes

    def test_an_organization_that_is_nowhere_else_is_refused_with_its_opportunities(self) -> None:
        nowhere = organization(has_location=[SpatialCodeLocation(spatial_code=[LocationCode(uri=WITHDRAWN)])])
        made = lifted(organizations=[nowhere])
        assert {"CONVERT-NO-COUNTRY", "CONVERT-NO-PROVIDER"} <= set(made.codes)
        assert made.document.agent_references is None

    def test_one_whose_address_says_more_is_kept(self) -> None:
        place = SpatialCodeLocation(
            spatial_code=[LocationCode(uri=WITHDRAWN)],
            has_address=[Address(country=CountryCode(uri=Country.FRA))],
        )
        made = lifted(organizations=[organization(has_location=[place])])
        assert made.locations[-1].address[0].country_code.uri is elm.Country.FRA

    def test_a_legal_identifier_of_a_withdrawn_country_is_an_identifier_like_others(self) -> None:
        made = lifted(organizations=[organization(registration=LegalIdentifier(value="FN-1", spatial_id=WITHDRAWN))])
        assert made.organisation.registration is None
        assert [each.notation.value for each in made.organisation.identifier] == ["FN-1"]
