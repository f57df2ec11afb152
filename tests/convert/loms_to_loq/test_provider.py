"""The provider of an opportunity."""

from __future__ import annotations

from loms.convert.accounting import Action
from loms.model import (
    Address,
    ContactPoint,
    Country,
    IdReference,
    InteractiveWebResource,
    Language,
    LocationCode,
    MailBox,
    Phone,
    SpatialCodeLocation,
    SubjectType,
)
from loms.text import label
from tests.convert.loms_to_loq.records import BASE, back, marked, note, offer, organization, page, said

PROVIDERS = [IdReference(idref=f"{BASE}organization/1"), IdReference(idref=f"{BASE}organization/2")]


def test_name_contacts_and_kind_come_back() -> None:
    school = organization(
        pref_label=[label("École", "fr")],
        contact_point=[ContactPoint(description=[note("Appelez.", "fr")])],
        additional_note=[
            note("Association", "fr", SubjectType.PROVIDER_TYPE),
            marked("Escola", "ca", "ProviderName"),
            marked("Truqueu", "ca", "ProviderContactInfo"),
        ],
    )
    result = back(organizations=[school])
    assert said(result.record.provider_name) == [("fr", "École"), ("ca", "Escola")]
    assert said(result.record.provider_contact_info) == [("fr", "Appelez."), ("ca", "Truqueu")]
    assert said(result.record.provider_type) == [("fr", "Association")]
    assert result.report.lost == ()


def test_marks_of_an_awarding_body_that_says_the_same_count_too() -> None:
    school = organization(additional_note=[marked("Escola", "ca", "AwardingBody")])
    assert said(back(organizations=[school]).record.provider_name)[1] == ("ca", "Escola")


def test_everything_by_which_one_can_reach_the_provider_stands_in_one_text() -> None:
    point = ContactPoint(
        description=[note("Office")],
        note=[note("Closed on Fridays")],
        address=[Address(full_address=[note("1 Mill Street")])],
        phone=[Phone(phone_number="+352 1"), Phone(country_dialing="352", area_dialing="2", dial_number="3")],
        mail_box=[MailBox(uri="mailto:school@example.org")],
        webresource=[InteractiveWebResource(uri="https://school.example/form")],
    )
    seat = SpatialCodeLocation(
        has_address=[Address(full_address=[note("2 Mill Street")])], spatial_code=[LocationCode(uri=Country.LUX)]
    )
    school = organization(
        contact_point=[point], has_location=[seat], homepage=[page("https://school.example/", Language.ENG)]
    )
    result = back(organizations=[school])
    ((language, value),) = said(result.record.provider_contact_info)
    assert language == "en"
    assert value.split("\n\n") == [
        "Office",
        "Closed on Fridays",
        "1 Mill Street",
        "+352 1",
        "352 2 3",
        "school@example.org",
        "https://school.example/form",
        "2 Mill Street",
        "https://school.example/",
    ]


def test_a_part_of_a_number_that_is_blank_is_left_out() -> None:
    phone = Phone(country_dialing=" ", dial_number="3")
    result = back(organizations=[organization(contact_point=[ContactPoint(phone=[phone])])])
    assert said(result.record.provider_contact_info) == [("en", "3")]
    assert result.fate("organization/contactPoint[1]/phone[1]/countryDialing") == [(Action.DROPPED, None, False)]


def test_what_the_legacy_model_has_no_place_for_is_lost() -> None:
    school = organization(alt_label=[label("The old mill", "en")], additional_note=[note("Founded by bakers.")])
    result = back(organizations=[school])
    for path in ("organization/altLabel[1]/text", "organization/additionalNote[1]/text"):
        assert result.fate(path) == [(Action.DROPPED, None, True)]


def test_what_is_blank_is_no_loss() -> None:
    result = back(organizations=[organization(alt_label=[label(" ", "en")])])
    assert result.fate("organization/altLabel[1]/text") == [(Action.DROPPED, None, False)]


def test_of_several_providers_the_first_is_taken() -> None:
    schools = [organization(), organization(2, pref_label=[label("Other school", "en")])]
    result = back(offers=[offer(provided_by=PROVIDERS)], organizations=schools)
    assert said(result.record.provider_name) == [("en", "Bakery school")]
    assert result.fate("learningOpportunity/providedBy[2]/@idref") == [(Action.DROPPED, None, True)]
    assert [entry.lost for entry in result.entries("organization/prefLabel[1]/text")] == [False, True]


def test_a_provider_of_several_opportunities_has_an_entry_for_each() -> None:
    result = back(offers=[offer(), offer(2)])
    entries = result.entries("organization/prefLabel[1]/text")
    assert [entry.target_record for entry in entries] == ["BREAD-1", "BREAD-2"]


def test_a_record_whose_provider_has_no_name_is_left_out() -> None:
    result = back(organizations=[organization(pref_label=[label(" ", "en")])])
    assert "CONVERT-NO-PROVIDER" in result.codes
    assert result.report.records_converted == 0


def test_the_copy_of_a_name_whose_language_has_no_code_does_not_come_back() -> None:
    school = organization(
        pref_label=[label("Escola", "fr")], additional_note=[marked("Escola", "ca", "ProviderName", "fr")]
    )
    assert said(back(organizations=[school]).record.provider_name) == [("ca", "Escola")]
