"""Qualifications: identifiers, texts, levels, awarding body, sources, occupations."""

from __future__ import annotations

import pytest

import loms
from loms.convert.accounting import Action
from loms.model import (
    Country,
    Document,
    Identifier,
    IdReference,
    IscedF,
    IscedFCode,
    Language,
    NqfLevel,
    Nuts,
    QualificationFramework,
    SubjectType,
    SubjectTypeCode,
)
from loms.text import label
from tests.convert.loms_to_loq.records import BASE, KEY, SETTINGS, Given, marked, note, organization, page, said
from tests.convert.loms_to_loq.records import specification as learned
from tests.convert.loms_to_loq_qualifications.records import ID, Back, back, entitlement, occasion, qualification


def test_a_qualification_comes_back_and_nothing_is_lost() -> None:
    result = back(alt_label=[label("Master baker", "en")], homepage=[page("https://q.example/", Language.ENG)])
    record = result.record
    assert (record.qualification_id, record.eqf_level.value, record.nqf_level.value) == ("BAKER", 4, 4)
    assert [code.value for code in record.thematic_areas_2013] == ["0721"]
    assert said(record.title) == [("en", "Baker")]
    assert said(record.non_preferred_terms) == [("en", "Master baker")]
    assert said(record.description) == [("en", "Bakes bread.")]
    assert said(record.url) == [("en", "https://q.example/")]
    assert record.country_code.value == "LU"
    assert result.report.lost == ()


def test_the_key_comes_from_the_settings() -> None:
    assert back().document.key == KEY
    assert Back(qualification(), settings=loms.Settings()).codes == ["CONVERT-NO-KEY"]


def test_the_language_of_the_record_is_guessed_from_the_first_title_or_its_source() -> None:
    titles = [label("Bäcker", "de"), label("Baker", "en")]
    result = back(title=titles)
    assert result.record.information_language.value == "de"
    assert "Qualification/InformationLanguage" in result.made
    sourced = back(title=titles, additional_note=[marked("Register", "fr", "SourceOfInformation", "fr")])
    assert sourced.record.information_language.value == "fr"


def test_without_a_description_the_definition_is_taken_and_else_the_title() -> None:
    assert said(back(description=[], definition=[note("Bakes.")]).record.description) == [("en", "Bakes.")]
    result = back(description=[])
    assert said(result.record.description) == [("en", "Baker")]
    assert "Qualification/Description" in result.made


@pytest.mark.parametrize(
    ("subject", "field"),
    [
        (None, "further_info"),
        (SubjectType.PATHWAYS, "further_info"),
        (SubjectType.CONTACT_INFO, "awarding_body_contact_info"),
        (SubjectType.HISTORY_AND_LIFECYCLE, "expiry_date"),
        (SubjectType.WAYS_TO_ACQUIRE, "ways_to_acquire"),
        (SubjectType.ENTRY_REQUIREMENTS, "access_requirements"),
    ],
)
def test_topics_of_notes_say_the_field(subject: SubjectType | None, field: str) -> None:
    result = back(additional_note=[note("Ask us.", subject=subject)])
    assert said(getattr(result.record, field)) == [("en", "Ask us.")]


@pytest.mark.parametrize(
    ("field", "attribute"),
    [
        ("Title", "title"),
        ("NonPreferredTerms", "non_preferred_terms"),
        ("Description", "description"),
        ("FurtherInfo", "further_info"),
        ("SourceOfFurtherInfo", "source_of_further_info"),
        ("AwardingBodyContactInfo", "awarding_body_contact_info"),
        ("ExpiryDate", "expiry_date"),
        ("WaysToAcquire", "ways_to_acquire"),
        ("AccessRequirements", "access_requirements"),
    ],
)
def test_marked_notes_return_to_their_field(field: str, attribute: str) -> None:
    result = back(additional_note=[marked("R&amp;D", "ca", field)])
    assert ("ca", "R&D") in said(getattr(result.record, attribute))


@pytest.mark.parametrize("level", [1, 12, 30])
def test_a_national_level_from_1_to_30_comes_back(level: int) -> None:
    assert back(nqf_level=[NqfLevel(target_notation=str(level))]).record.nqf_level.value == level


@pytest.mark.parametrize("notation", ["5a", "4.1", "31", "0", "04", "entry"])
def test_a_national_level_that_is_no_such_number_is_lost_and_99_is_written(notation: str) -> None:
    result = back(nqf_level=[NqfLevel(target_notation=notation)])
    assert result.record.nqf_level.value == 99
    assert result.fate("qualification/nqfLevel[1]/@targetNotation") == [(Action.DROPPED, None, True)]


def test_without_a_national_level_99_is_written_and_the_report_says_so() -> None:
    result = back(nqf_level=[NqfLevel()])
    assert result.record.nqf_level.value == 99
    assert "Qualification/NQFLevel" in result.made
    assert result.report.lost == ()


def test_of_several_national_levels_the_first_number_is_taken() -> None:
    levels = [NqfLevel(target_notation="5a"), NqfLevel(target_notation="5"), NqfLevel(target_notation="6")]
    result = back(nqf_level=levels)
    assert result.record.nqf_level.value == 5
    assert result.fate("qualification/nqfLevel[3]/@targetNotation") == [(Action.DROPPED, None, True)]


def test_the_framework_of_another_country_is_lost() -> None:
    levels = [NqfLevel(target_notation="4", target_framework_id=QualificationFramework.FR)]
    assert [entry.source for entry in back(nqf_level=levels).report.lost] == [
        "qualification/nqfLevel[1]/@targetFrameworkID"
    ]


@pytest.mark.parametrize(
    ("code", "country"),
    [(Nuts.BE2, "BE2"), (Nuts.BE21, "BE2"), (Nuts.UKL, "UKL"), (Country.GBR, "UK"), (Nuts.FR10, "FR")],
)
def test_the_country_or_region_is_that_where_it_is_awarded(code: Country | Nuts, country: str) -> None:
    assert back(awarding_opportunities=occasion(code)).record.country_code.value == country


def test_a_country_that_the_list_of_qualifications_lacks_keeps_the_record_out() -> None:
    result = back(awarding_opportunities=occasion(Country.LIE))
    assert result.codes == ["CONVERT-NO-COUNTRY", "CONVERT-NO-RECORD"]


def test_the_first_awarding_body_comes_back() -> None:
    bodies = [organization(1, homepage=[page("https://b.example/", Language.ENG)]), organization(2)]
    result = Back(qualification(awarding_opportunities=occasion(Country.LUX, 1, 2)), organizations=bodies)
    assert said(result.record.awarding_body) == [("en", "Bakery school")]
    assert said(result.record.awarding_body_url) == [("en", "https://b.example/")]
    assert [fate[2] for fate in result.fate("organization/prefLabel[1]/text")] == [False, True]


def test_without_an_awarding_body_its_address_and_contacts_are_in_notes() -> None:
    contact = SubjectType.CONTACT_INFO
    result = back(additional_note=[note("Call.", subject=contact), note("https://b.example/", subject=contact)])
    assert said(result.record.awarding_body_contact_info) == [("en", "Call.")]
    assert said(result.record.awarding_body_url) == [("en", "https://b.example/")]


def document(uri: str, *languages: Language, subject: SubjectType | None = None) -> Document:
    made = page(uri, *languages)
    made.subject = [SubjectTypeCode(uri=subject)] if subject else []
    return made


def test_documents_about_certificates_are_supplements_once_for_each_language() -> None:
    about = SubjectType.REGULATIONS_AND_CERTIFICATES
    result = back(
        supplementary_doc=[
            document("https://s.example/1", Language.FRA, Language.DEU, subject=about),
            document("https://s.example/2", subject=about),
        ]
    )
    links = [(link.supplement_language.value, link.supplement_url) for link in result.record.supplement_link]
    assert links == [("fr", "https://s.example/1"), ("de", "https://s.example/1"), ("en", "https://s.example/2")]
    assert "Qualification/SupplementLink/SupplementLanguage" in result.made
    assert result.report.lost == ()


def test_other_documents_are_sources_and_the_one_without_a_language_is_that_of_the_record() -> None:
    documents = [document("https://s.example/1", Language.FRA), document("https://s.example/2")]
    result = back(supplementary_doc=documents)
    assert said(result.record.source_of_further_info) == [("fr", "https://s.example/1")]
    assert result.record.source_of_information == "https://s.example/2"


def test_of_a_qualification_that_was_no_legacy_record_all_are_sources_of_further_information() -> None:
    result = back(identifier=[Identifier(value="B")], supplementary_doc=[document("https://s.example/2")])
    assert said(result.record.source_of_further_info) == [("en", "https://s.example/2")]
    assert result.record.source_of_information is None


def test_a_marked_source_of_the_record_comes_back_as_a_text() -> None:
    result = back(additional_note=[marked("Law &amp; order", "en", "SourceOfInformation")])
    assert result.record.source_of_information == "Law & order"
    assert result.record.further_info == []


@pytest.mark.parametrize("points_back", [False, True])
def test_occupations_come_back_whoever_points_to_whom(points_back: bool) -> None:
    link = [IdReference(idref=ID)]
    made = entitlement(may_result_from=link if points_back else [])
    own = qualification(entitlement_specification=[] if points_back else [IdReference(idref=made.id)])
    result = Back(own, entitlements=[made])
    assert said(result.record.national_occupation_classification) == [("en", "Baker")]
    assert said(result.record.relationship_type) == [("en", "Leads to it.")]
    assert result.report.lost == ()


def test_marked_notes_on_an_occupation_come_back_and_others_are_lost() -> None:
    notes = [marked("Forner", "ca", "NationalOccupationClassification"), note("Rare.")]
    own = qualification(entitlement_specification=[IdReference(idref=f"{BASE}entitlement/1")])
    result = Back(own, entitlements=[entitlement(additional_note=notes)])
    assert said(result.record.national_occupation_classification) == [("en", "Baker"), ("ca", "Forner")]
    assert result.fate("entitlementSpecification/additionalNote[2]/text") == [(Action.DROPPED, None, True)]


def test_an_entitlement_of_no_qualification_is_dropped_with_the_reason() -> None:
    result = Back(qualification(), entitlements=[entitlement(9)])
    reasons = {entry.reason for entry in result.report.entries if entry.record == f"{BASE}entitlement/9"}
    assert reasons == {"It results from no qualification that was converted."}


def test_opportunities_and_specifications_are_no_qualifications() -> None:
    source = Given(specifications=[learned(), qualification()]).document()
    done = loms.convert(source, to="loq-qualifications", settings=SETTINGS)
    reasons = {(entry.source or "").partition("/")[0]: entry.reason for entry in done.report.lost}
    assert reasons["learningSpecification"] == "It is no qualification."
    assert "convert to loq-learning-opportunities as well" in reasons["learningOpportunity"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": [label(" ", "en")]}, "CONVERT-NO-TITLE"),
        ({"has_isced_fcode": [IscedFCode(uri=IscedF.F07)]}, "CONVERT-NO-SUBJECT"),
        ({"eqf_level": None}, "CONVERT-NO-LEVEL"),
        ({"identifier": [], "id": ""}, "CONVERT-NO-ID"),
    ],
)
def test_a_record_that_lacks_what_the_legacy_model_requires_is_left_out(fields: dict[str, object], code: str) -> None:
    result = back(**fields)
    assert code in result.codes
    assert result.document.qualification == []
