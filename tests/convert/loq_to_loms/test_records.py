"""The records that one legacy record becomes: ids, values, pages, organizations, places, awards."""

from __future__ import annotations

import pytest
from xsdata.formats.dataclass.models.generics import DerivedElement

import loms
from loms.errors import Severity
from loms.legacy import learning_opportunities as loq
from tests.convert.documents import (
    NAMESPACE,
    SETTINGS,
    Converted,
    areas,
    block,
    converted,
    document,
    labels,
    record,
    texts,
    urls,
)


def test_ids_are_made_of_the_namespace_and_the_legacy_identifier() -> None:
    result = Converted(document(record("A 1/ü")))
    assert result.opportunity.id == f"{NAMESPACE}opportunity/A%201%2F%C3%BC"
    assert result.opportunity.specified_by.idref == f"{NAMESPACE}specification/A%201%2F%C3%BC"


def test_the_legacy_identifier_is_kept_with_scheme_kind_and_country() -> None:
    settings = loms.Settings(namespace=NAMESPACE, identifier_scheme="urn:example:scheme")
    (found,) = Converted(document(record("A\n1")), settings).opportunity.identifier
    assert (found.value, found.scheme_id, found.type) == ("A 1", "urn:example:scheme", "legacy-loq")
    assert found.spatial_id is not None
    assert found.spatial_id.name == "LUX"


def test_records_of_the_same_identifier_are_both_kept_under_different_ids() -> None:
    result = Converted(document(record("A"), record("A"), record("A;2")))
    assert result.report.records_converted == 3
    assert [code for code in result.codes if code != "CONVERT-HOMEPAGE-SHARED"] == ["CONVERT-DUPLICATE-ID"]


def test_a_title_is_the_title_of_the_specification_and_the_label_of_the_outcome_too() -> None:
    result = converted(title=labels({"de": "Brot", "fr": "Pain"}))
    assert result.document.learning_outcome_references is not None
    (outcome,) = result.document.learning_outcome_references.learning_outcome
    assert result.opportunity.title == result.specification.title == outcome.pref_label
    assert outcome.identifier[0].type == "synthetic"


def test_the_same_page_in_several_languages_is_one_page() -> None:
    address = "https://school.example/bread"
    result = converted(url=urls({"de": address, "fr": address, "ca": address, "en": f"{address}?lang=en"}))
    assert [(page.uri, [each.uri.name for each in page.language]) for page in result.opportunity.homepage] == [
        (address, ["DEU", "FRA"]),
        (f"{address}?lang=en", ["ENG"]),
    ]
    assert [(entry.source, entry.value) for entry in result.report.lost] == [
        ("LearningOpportunity/Url[3]/@language", "ca")
    ]


def test_a_page_of_several_records_is_warned_of() -> None:
    page = urls({"en": "https://school.example/"})
    result = Converted(document(record("A", url=page), record("B", url=page)))
    assert result.codes == ["CONVERT-HOMEPAGE-SHARED"]


def test_a_date_that_all_languages_agree_on_is_a_date_and_the_text_stays() -> None:
    result = converted(start_date=texts({"de": "1.9.2025", "en": "2025-09-01"}))
    assert str(result.opportunity.started_at_date) == "2025-09-01"
    assert [each.text.value for each in result.opportunity.additional_note] == ["1.9.2025", "2025-09-01"]


@pytest.mark.parametrize("other", ["2.9.2025", "soon"])
def test_a_date_that_languages_do_not_agree_on_stays_text(other: str) -> None:
    assert converted(start_date=texts({"de": "1.9.2025", "en": other})).opportunity.started_at_date is None


def test_costs_are_one_price_with_an_amount_where_all_languages_say_the_same() -> None:
    (price,) = converted(costs=texts({"de": "1 200 €", "en": "EUR 1200"})).opportunity.price_details
    assert price.amount is not None
    assert (str(price.amount.value), price.amount.unit.name) == ("1200", "EUR")
    assert [each.text.value for each in price.description] == ["1 200 €", "EUR 1200"]


def test_credits_of_a_named_system_are_points_and_the_text_stays() -> None:
    ects, ecvet = converted(credits=texts({"en": "7,5 ECTS"})), converted(credits=texts({"en": "12 ECVET points"}))
    assert ects.specification.has_ects_credit_points is not None
    assert str(ects.specification.has_ects_credit_points.value) == "7.5"
    assert [each.scheme_id and each.scheme_id.name for each in ecvet.specification.has_credit_points] == ["ECVET"]
    assert ects.specification.additional_note[0].subject == []


def test_values_in_texts_can_be_left_alone() -> None:
    source = document(record(start_date=texts("1.9.2025"), costs=texts("5 €"), duration_information=texts("3 years")))
    result = Converted(source, loms.Settings(namespace=NAMESPACE, parse_texts=False))
    assert result.opportunity.started_at_date is None
    assert result.opportunity.duration is None
    assert result.opportunity.price_details[0].amount is None


def test_records_of_the_same_provider_share_it() -> None:
    same = {"provider_name": labels({"de": "Schule", "fr": "École"}), "provider_type": texts({"en": "school"})}
    turned = {**same, "provider_name": labels({"fr": "École", "de": "Schule"})}
    other = {**same, "provider_contact_info": texts({"en": "Room 2"})}
    result = Converted(document(record("A", **same), record("BB", **turned), record("CCC", **other)))
    providers = [each.provided_by[0].idref for each in result.document.learning_opportunities.learning_opportunity]
    assert providers[0] == providers[1] != providers[2]
    assert len(result.organizations) == 2


def test_a_provider_keeps_contact_and_kind() -> None:
    (provider,) = converted(
        provider_contact_info=texts({"en": "Main St<br>Town"}), provider_type=texts({"en": "school"})
    ).organizations
    assert provider.contact_point[0].description[0].text.value == "Main St<br>Town"
    assert [each.uri.name for each in provider.additional_note[0].subject] == ["PROVIDER_TYPE"]


def test_each_place_has_name_address_arrangements_and_codes() -> None:
    places = [
        loq.CourseLocation(
            course_location_info=texts({"en": "<b>Bakery</b>"}),
            course_address=texts({"en": "1 Main St"}),
            special_arrangements=texts({"en": "Ramp"}),
        ),
        loq.CourseLocation(course_address=texts({"en": ""})),
    ]
    first, second = converted(course_location=places).opportunity.provided_at
    assert (first.name[0].text.value, first.description[0].text.value) == ("Bakery", "Ramp")
    assert first.has_address[0].full_address[0].text.value == "1 Main St"
    assert first.has_address[0].country is not None
    assert second.has_address == []
    assert first.spatial_code == second.spatial_code != []


def test_each_named_qualification_is_a_record_that_the_activities_teach() -> None:
    result = converted(
        thematic_areas=areas(loq.ThematicAreas2013("0721")),
        qualifications=[
            block(
                {"en": "Baker"},
                awarding_body=texts({"en": "Chamber"}),
                awarding_body_url=urls({"en": "https://c.example"}),
            ),
            block({"en": "Pastry cook"}),
        ],
    )
    own, baker, cook = result.specifications
    assert [each.title[0].text.value for each in (own, baker, cook)] == ["Baking bread", "Baker", "Pastry cook"]
    assert baker.identifier[0].value == "BREAD-1#qualification-1"
    assert baker.has_isced_fcode == own.has_isced_fcode
    assert baker.learning_outcomes == own.learning_outcomes
    section = result.document.learning_activity_specification_references
    assert section is not None
    assert [each.idref for each in section.learning_activity_specification[0].teaches] == [own.id, baker.id, cook.id]
    body = result.organizations[0]
    assert (body.pref_label[0].text.value, body.homepage[0].uri) == ("Chamber", "https://c.example")
    assert baker.awarding_opportunities is not None
    assert baker.awarding_opportunities.awarding_opportunity[0].organization[0].idref == body.id
    assert cook.awarding_opportunities is None


def test_levels_stay_with_the_opportunity_and_not_with_what_is_awarded() -> None:
    result = converted(eqf_level=loq.EqfLevel(4), qualifications=[block()])
    assert [each.target_notation for each in result.specification.has_education_level] == ["9", "4"]
    assert result.specifications[1].has_education_level == []


def test_contacts_of_an_awarding_body_without_name_stay_with_what_is_awarded() -> None:
    (_, award) = converted(
        qualifications=[
            block(
                awarding_body_contact_info=texts({"en": "Room 2"}), awarding_body_url=urls({"fr": "https://c.example"})
            )
        ]
    ).specifications
    assert [(each.text.lang.value, each.text.value) for each in award.additional_note] == [
        ("en", "Room 2"),
        ("fr", "https://c.example"),
    ]
    assert {each.uri.name for said in award.additional_note for each in said.subject} == {"CONTACT_INFO"}


def test_a_qualification_with_only_blank_names_is_left_out_and_what_it_says_is_reported_as_lost() -> None:
    result = converted(qualifications=[block({"en": " "}, awarding_body=texts({"en": "Chamber"})), block("")])
    assert len(result.specifications) == 1
    assert [entry.value for entry in result.report.lost] == ["Chamber", "en"]
    assert result.codes == ["CONVERT-QUALIFICATION-WITHOUT-NAME"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": labels({"en": " ", "de": "<b></b>"})}, "CONVERT-NO-TITLE"),
        ({"title": []}, "CONVERT-NO-TITLE"),
        ({"provider_name": labels(" ")}, "CONVERT-NO-PROVIDER"),
        ({"thematic_areas": []}, "CONVERT-NO-SUBJECT"),
        ({"country_code": "XX"}, "CONVERT-UNKNOWN-CODE"),
        ({"country_code": None}, "CONVERT-UNKNOWN-CODE"),
        ({"learning_opportunity_id": None}, "CONVERT-NO-ID"),
        ({"learning_opportunity_id": ""}, "CONVERT-NO-ID"),
        ({"learning_opportunity_id": " \t"}, "CONVERT-NO-ID"),
    ],
)
def test_a_record_that_cannot_be_converted_is_left_out_and_the_others_go_on(
    fields: dict[str, object], code: str
) -> None:
    result = Converted(document(record("A", **fields), record("B")))
    assert (result.report.records_read, result.report.records_converted) == (2, 1)
    assert [(issue.code, issue.severity) for issue in result.report.issues] == [(code, Severity.ERROR)]
    left_out = [entry for entry in result.report.entries if entry.record == result.report.issues[0].record]
    assert {entry.action.value for entry in left_out} == {"dropped"}
    assert "LearningOpportunity/Description[1]" in {entry.source for entry in result.report.lost}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("study_type", ["QQ"]),
        ("duration_code", "9Y"),
        ("special_target_group", ["ZZ"]),
        ("teaching_language", [loq.LanguageCode.EN, "xx"]),
        ("information_language", "xx"),
        ("thematic_areas", [loq.ThematicAreas(areas=[loq.ThematicAreas2013("0721"), "zz"])]),  # type: ignore[list-item]
    ],
)
def test_an_unknown_code_keeps_the_record_out_and_says_which_field_it_is(field: str, value: object) -> None:
    result = converted(SETTINGS, **{field: value})
    issue, _ = result.report.issues
    assert (issue.code, issue.record, issue.severity) == ("CONVERT-UNKNOWN-CODE", "BREAD-1", Severity.ERROR)
    assert field.replace("_", "") in (issue.path or "").lower()
    assert result.document.learning_opportunities.learning_opportunity == []


@pytest.mark.parametrize(
    ("item", "path"),
    [
        (DerivedElement(qname="{urn:other}Foreign", value="zz"), "ThematicAreas[1]/Foreign[1]"),
        (DerivedElement(qname="Foreign", value=["zz"]), "ThematicAreas[1]/Foreign[1]"),
    ],
)
def test_an_element_that_the_model_does_not_have_is_left_out_alone_under_its_own_name(item: object, path: str) -> None:
    group = loq.ThematicAreas(areas=[loq.ThematicAreas2013("0721"), item])  # type: ignore[list-item]
    result = converted(thematic_areas=[group])
    assert [entry.source for entry in result.report.lost] == [f"LearningOpportunity/{path}"]
    assert [issue.severity for issue in result.report.issues] == [Severity.ERROR]


def test_an_address_that_is_none_is_left_out_alone() -> None:
    result = converted(url=urls({"en": "www.school.example"}))
    assert result.opportunity.homepage == []
    assert result.codes == ["CONVERT-NO-ADDRESS"]


@pytest.mark.parametrize(
    ("value", "codes"), [("true", ["CONVERT-INCREMENTAL"]), ("null", ["CONVERT-INCREMENTAL"]), ("0", []), ("false", [])]
)
def test_an_increment_is_warned_of_because_a_loms_file_is_whole(value: str, codes: list[str]) -> None:
    result = Converted(document(record(), incremental=loq.Incremental(value)))
    assert result.codes == codes
    assert bool(result.report.lost) is (value == "true")


def test_a_document_without_records_becomes_one_without_records_which_is_an_error() -> None:
    result = Converted(document())
    assert result.document.learning_opportunities.learning_opportunity == []
    assert result.document.learning_outcome_references is None
    assert result.codes == ["CONVERT-NO-RECORD"]
    assert not result.report.ok


def test_where_no_record_can_be_converted_the_last_issue_says_so() -> None:
    result = Converted(document(record("A", title=[]), record("B", provider_name=[])))
    assert result.codes == ["CONVERT-NO-TITLE", "CONVERT-NO-PROVIDER", "CONVERT-NO-RECORD"]
    assert result.report.issues[-1].message.startswith("None of 2 records could be converted")


def test_where_some_records_can_be_converted_nothing_of_the_kind_is_said() -> None:
    assert Converted(document(record("A", title=[]), record("B"))).codes == ["CONVERT-NO-TITLE"]


def test_a_record_without_an_identifier_is_told_by_its_position_and_title() -> None:
    nameless = record(" ", title=labels({"fr": " ", "en": " Baking\n cakes "}))
    [issue] = Converted(document(record("A"), record("BB"), nameless)).report.issues
    assert (issue.code, issue.path) == ("CONVERT-NO-ID", "LearningOpportunities/LearningOpportunity[3]")
    assert issue.message.startswith("Record number 3, called 'Baking cakes', has no identifier")


def test_a_record_without_an_identifier_and_title_is_told_by_its_position() -> None:
    issue = Converted(document(record("A"), record("", title=[]))).report.issues[0]
    assert issue.path == "LearningOpportunities/LearningOpportunity[2]"
    assert "without a title" in issue.message
