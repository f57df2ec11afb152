"""The records that one legacy qualification becomes: ids, titles, organizations, places, and what is left out."""

from __future__ import annotations

import pytest

import loms
from loms.convert.accounting import Action
from loms.errors import Severity
from loms.legacy import qualifications as loq
from tests.convert.documents import NAMESPACE, SECRET
from tests.convert.loq_qualifications_to_loms.documents import (
    Converted,
    converted,
    document,
    labels,
    minted,
    record,
    said,
    supplement,
    texts,
    topics,
    urls,
)


def test_ids_are_made_of_the_namespace_and_the_legacy_identifier() -> None:
    result = Converted(document(record("A 1/ü", relationship_type=texts("leads to"))))
    assert result.qualification.id == minted("qualification", "A%201%2F%C3%BC")
    assert result.outcome.id == minted("outcome", "A%201%2F%C3%BC", "qualification")
    assert result.entitlements[0].id == minted("entitlement", "A%201%2F%C3%BC")


def test_the_legacy_identifier_is_kept_with_scheme_kind_and_country() -> None:
    settings = loms.Settings(namespace=NAMESPACE, identifier_scheme="urn:example:scheme")
    (found,) = Converted(document(record("A\n1", country_code=loq.CountryCode.BE2)), settings).qualification.identifier
    assert (found.value, found.scheme_id, found.type) == ("A 1", "urn:example:scheme", "legacy-loq")
    assert found.spatial_id is not None
    assert found.spatial_id.name == "BEL"


def test_records_of_the_same_identifier_are_both_kept_under_different_ids() -> None:
    occupation = texts("baker")
    result = Converted(document(*(record("A", national_occupation_classification=occupation) for _ in range(2))))
    assert [each.id for each in result.qualifications] == [
        minted("qualification", "A"),
        minted("qualification", "A", "again", "2"),
    ]
    assert len({each.id for each in result.entitlements}) == 2
    assert result.codes == ["CONVERT-DUPLICATE-ID"]


def test_the_required_learning_outcome_is_called_like_the_qualification_and_marked_as_synthetic() -> None:
    result = converted(title=labels({"de": "Bäcker", "fr": "Boulanger"}))
    assert result.outcome.pref_label == result.qualification.title
    assert [(each.value, each.type) for each in result.outcome.identifier] == [("BAKER#outcome", "synthetic")]
    assert [each.idref for each in result.qualification.learning_outcomes.learning_outcome] == [result.outcome.id]


def test_other_names_descriptions_and_pages_have_places_of_their_own() -> None:
    made = converted(
        non_preferred_terms=texts({"en": "Bread maker; pastry maker"}),
        description=labels({"en": "Bakes", "de": "Backt"}),
        further_info=texts({"en": "Ask us"}),
        url=urls({"en": "https://school.example/baker"}),
    ).qualification
    assert said(made.alt_label) == [("en", "Bread maker; pastry maker")]
    assert said(made.description) == [("en", "Bakes"), ("de", "Backt")]
    assert topics(made.description) == ["LEARNING_OUTCOMES", "LEARNING_OUTCOMES"]
    assert said(made.additional_note) == [("en", "Ask us")]
    assert topics(made.additional_note) == []
    assert [(page.uri, [each.uri.name for each in page.language]) for page in made.homepage] == [
        ("https://school.example/baker", ["ENG"])
    ]


def test_terms_are_notes_with_topics() -> None:
    made = converted(
        expiry_date=texts({"en": "2030-12-31"}),
        ways_to_acquire=texts({"en": "School or work"}),
        access_requirements=texts({"en": "Age 16"}),
    ).qualification
    assert said(made.additional_note) == [("en", "2030-12-31"), ("en", "School or work")]
    assert topics(made.additional_note) == ["HISTORY_AND_LIFECYCLE", "WAYS_TO_ACQUIRE"]
    assert said(made.entry_requirements_note) == [("en", "Age 16")]
    assert topics(made.entry_requirements_note) == ["ENTRY_REQUIREMENTS"]


def test_the_awarding_body_is_an_organization_in_the_country_that_awards_in_the_region() -> None:
    result = converted(
        country_code=loq.CountryCode.UKM,
        awarding_body=texts({"en": "Chamber"}),
        awarding_body_contact_info=texts({"en": "Room 2"}),
        awarding_body_url=urls({"en": "https://chamber.example"}),
    )
    (body,) = result.organizations
    assert said(body.pref_label) == [("en", "Chamber")]
    assert said(body.contact_point[0].description) == [("en", "Room 2")]
    assert body.homepage[0].uri == "https://chamber.example"
    assert [each.uri.name for each in body.has_location[0].spatial_code] == ["GBR"]
    assert result.qualification.awarding_opportunities is not None
    (occasion,) = result.qualification.awarding_opportunities.awarding_opportunity
    assert [each.idref for each in occasion.organization] == [body.id]
    assert occasion.location is not None
    assert occasion.location.uri.name == "UKM"


def test_qualifications_of_the_same_body_share_it() -> None:
    bodies = texts({"en": "Chamber"})
    result = Converted(document(record("A", awarding_body=bodies), record("B", awarding_body=bodies)))
    assert len(result.organizations) == 1


def test_contacts_of_an_awarding_body_without_name_stay_with_the_qualification() -> None:
    result = converted(
        awarding_body=texts({"en": " "}),
        awarding_body_contact_info=texts({"en": "Room 2"}),
        awarding_body_url=urls({"fr": "https://chamber.example"}),
    )
    assert result.organizations == []
    assert said(result.qualification.additional_note) == [("en", "Room 2"), ("fr", "https://chamber.example")]
    assert set(topics(result.qualification.additional_note)) == {"CONTACT_INFO"}


def test_a_qualification_without_an_awarding_body_says_where_it_is_awarded_all_the_same() -> None:
    made = converted().qualification
    assert made.awarding_opportunities is not None
    (occasion,) = made.awarding_opportunities.awarding_opportunity
    assert occasion.organization == []
    assert occasion.location is not None
    assert occasion.location.uri.name == "LUX"


def test_england_and_northern_ireland_have_only_their_country_and_that_is_said() -> None:
    result = converted(country_code=loq.CountryCode("UK-ENI"))
    assert result.qualification.awarding_opportunities is not None
    (occasion,) = result.qualification.awarding_opportunities.awarding_opportunity
    assert occasion.location is not None
    assert occasion.location.uri.name == "GBR"
    assert result.codes == ["CONVERT-REGION"]
    assert (Action.DROPPED, None, True) in result.fate("CountryCode")


def test_a_page_of_several_records_is_warned_of() -> None:
    page = urls({"en": "https://school.example/"})
    result = Converted(document(record("A", url=page), record("B", url=page)))
    (issue,) = result.report.issues
    assert (issue.code, issue.record, issue.path) == ("CONVERT-HOMEPAGE-SHARED", "A", "Qualification/Url")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": labels({"en": " ", "de": "<b></b>"})}, "CONVERT-NO-TITLE"),
        ({"title": []}, "CONVERT-NO-TITLE"),
        ({"thematic_areas_2013": []}, "CONVERT-NO-SUBJECT"),
        ({"eqf_level": None}, "CONVERT-NO-LEVEL"),
        ({"country_code": "FR10"}, "CONVERT-UNKNOWN-CODE"),
        ({"country_code": None}, "CONVERT-UNKNOWN-CODE"),
        ({"identifier": None}, "CONVERT-NO-ID"),
        ({"identifier": "  "}, "CONVERT-NO-ID"),
    ],
)
def test_a_record_that_cannot_be_converted_is_left_out_and_the_others_go_on(
    fields: dict[str, object], code: str
) -> None:
    left_out = record(**{"identifier": "A", **fields})  # type: ignore[arg-type]
    result = Converted(document(left_out, record("B")))
    assert (result.report.records_read, result.report.records_converted) == (2, 1)
    assert result.qualification.identifier[0].value == "B"
    assert [(issue.code, issue.severity) for issue in result.report.issues] == [(code, Severity.ERROR)]
    entries = [entry for entry in result.report.entries if entry.record == result.report.issues[0].record]
    assert {entry.action.value for entry in entries} == {"dropped"}
    assert "Qualification/Description[1]" in {entry.source for entry in result.report.lost}


def test_all_reasons_for_which_a_record_is_left_out_are_told_at_once() -> None:
    result = converted(title=[], eqf_level=None, thematic_areas_2013=[])
    assert result.codes == ["CONVERT-NO-TITLE", "CONVERT-NO-LEVEL", "CONVERT-NO-SUBJECT", "CONVERT-NO-RECORD"]


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("eqf_level", "9", "EQFLevel"),
        ("nqf_level", "31", "NQFLevel"),
        ("nqf_level", "5a", "NQFLevel"),
        ("thematic_areas_2013", [loq.ThematicAreas2013("0721"), "zz"], "ThematicAreas2013[2]"),
        ("information_language", "xx", "InformationLanguage"),
        (
            "supplement_link",
            [loq.SupplementLink(supplement_language="xx", supplement_url="https://s.example")],  # type: ignore[arg-type]
            "SupplementLink[1]/SupplementLanguage",
        ),
    ],
)
def test_an_unknown_code_keeps_the_record_out_and_says_which_field_it_is(field: str, value: object, path: str) -> None:
    result = converted(**{field: value})  # type: ignore[arg-type]
    issue, _ = result.report.issues
    assert (issue.code, issue.record, issue.severity) == ("CONVERT-UNKNOWN-CODE", "BAKER", Severity.ERROR)
    assert issue.path == f"Qualification/{path}"
    assert result.document.learning_specification_references is None


def test_an_address_that_is_none_is_left_out_alone() -> None:
    result = converted(url=urls({"en": "www.school.example"}), supplement_link=[supplement("supplement.pdf")])
    assert result.qualification.homepage == result.qualification.supplementary_doc == []
    assert result.codes == ["CONVERT-NO-ADDRESS", "CONVERT-NO-ADDRESS"]
    assert result.fate("Url[1]") == [(Action.DROPPED, None, True)]
    assert result.fate("SupplementLink[1]/SupplementLanguage") == [(Action.DROPPED, None, False)]


def test_a_document_of_qualifications_has_no_opportunities() -> None:
    assert converted().document.learning_opportunities.learning_opportunity == []


@pytest.mark.parametrize(("value", "codes"), [("true", ["CONVERT-INCREMENTAL"]), ("0", [])])
def test_an_increment_is_warned_of_because_a_loms_file_is_whole(value: str, codes: list[str]) -> None:
    assert Converted(document(record(), incremental=loq.Incremental(value))).codes == codes


def test_the_key_appears_nowhere() -> None:
    result = Converted(document(record(), datasource_comment="full export"))
    assert SECRET.encode() not in result.xml
    assert SECRET not in repr(result.report)
    assert SECRET not in str(result.report.as_dict())
    assert {each.source for each in result.report.lost} == {
        "Qualifications/@DatasourceComment",
        "Qualification/InformationLanguage",
    }


def test_ids_need_a_namespace() -> None:
    with pytest.raises(loms.UsageError, match="needs a namespace"):
        loms.convert(document(record()), to="loms-2019")
