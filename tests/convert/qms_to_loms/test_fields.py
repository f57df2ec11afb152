"""Codes, texts and values of QMS, and what becomes of those that LOMS has no field for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from xsdata.models.datatype import XmlDate, XmlDuration

import loms
from loms.convert.accounting import Action
from loms.convert.qms_to_loms.codes import country_of, find_location, find_setting, place_of
from loms.legacy import qms
from loms.model import Country, Nuts
from tests.convert.qms_to_loms.documents import (
    Converted,
    agent,
    code,
    codes,
    converted,
    document,
    note,
    record,
    said,
    text,
    texts,
    topics,
)

COUNTRY = "http://publications.europa.eu/resource/authority/country/"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
NUTS = "http://data.europa.eu/esco/nuts/"


class TestCodes:
    @pytest.mark.parametrize("given", ["6", "http://data.europa.eu/esco/eqf/6"])
    def test_eqf_levels_are_bare_or_uris(self, given: str) -> None:
        assert converted(eqf_level=code(given)).qualification.eqf_level.uri.name == "LEVEL_6"

    @pytest.mark.parametrize("given", ["0721", "http://data.europa.eu/esco/isced-f/0721"])
    def test_fields_are_bare_or_uris(self, given: str) -> None:
        found = converted(isced_fo_et_field=codes(given, "0721")).qualification.has_isced_fcode
        assert [each.uri.name for each in found] == ["F0721"]

    @pytest.mark.parametrize(
        "fields",
        [
            {"eqf_level": code("9")},
            {"isced_fo_et_field": codes("0721", "bread")},
            {"description": [note("Bakes.", "baking")]},
            {"home_page": [qms.Document(uri="https://x.example", language=code("french"))]},
            {"home_page": [qms.Document(uri="https://x.example", document_topic=codes("baking"))]},
            {
                "awarding_activities": qms.AwardingActivities(
                    awarding_activity=[qms.AwardingActivity(location=code("Luxembourg"))]
                )
            },
        ],
    )
    def test_a_record_with_an_unknown_code_is_left_out(self, fields: dict[str, object]) -> None:
        result = Converted(document(record("A"), record("B", **fields)))
        assert len(result.records) == 1
        assert "CONVERT-UNKNOWN-CODE" in result.codes
        [issue] = [each for each in result.report.issues if each.code == "CONVERT-UNKNOWN-CODE"]
        assert (issue.record, issue.severity) == ("B", loms.Severity.ERROR)
        assert "Code has no code" not in issue.message

    def test_an_agent_with_an_unknown_code_is_left_out(self) -> None:
        result = Converted(document(agent("A"), agent("B", agent_type=codes("bakery"))))
        assert len(result.organizations) == 1
        assert result.codes == ["CONVERT-UNKNOWN-CODE"]

    def test_a_uri_speaks_for_a_code_that_nobody_knows(self) -> None:
        result = converted(eqf_level=code("Meister", "http://data.europa.eu/esco/eqf/6"))
        assert result.qualification.eqf_level.uri.name == "LEVEL_6"
        assert result.report.ok

    def test_a_uri_beside_the_code_that_says_something_else_is_lost(self) -> None:
        result = converted(eqf_level=code("4", "https://levels.example/4"))
        assert result.fate("Qualification/EQFLevel/URI") == [(Action.DROPPED, None, True)]

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("LU", Country.LUX),
            ("LUX", Country.LUX),
            (COUNTRY + "LUX", Country.LUX),
            ("GR", Country.GRC),
            ("GB", Country.GBR),
            ("AT13", Nuts.AT13),
            (NUTS + "AT13", Nuts.AT13),
            (NUTS + "AT", Nuts.AT),
            ("FR21", Nuts.FRF2),
            ("luxembourg", None),
            (COUNTRY + "AT13", None),
            ("", None),
        ],
    )
    def test_places_are_bare_or_uris(self, given: str, expected: Country | Nuts | None) -> None:
        assert find_location(given) is expected

    def test_a_region_lies_in_a_country(self) -> None:
        assert country_of(Nuts.AT13) is country_of(Country.AUT) is Country.AUT
        spain = place_of(Nuts.ES51)
        assert spain is not None
        assert spain.code == "ES"
        assert place_of(Country.JPN) is None

    @pytest.mark.parametrize("given", ["nonFormal", "non-formal", "NON_FORMAL", "http://x.example/way#nonFormal"])
    def test_ways_are_spelled_in_many_ways(self, given: str) -> None:
        found = find_setting(given)
        assert found is not None
        assert found.name == "NON_FORMAL"


class TestTexts:
    def test_names_and_texts_keep_their_languages(self) -> None:
        found = converted(
            preferred_label=texts({"en": "Baker", "fr": "Boulanger"}),
            alternative_label=texts({"de": "Bäcker"}),
            description=[note("Bakes."), note("<p>Cuit.", language="fr")],
        ).qualification
        assert said(found.title) == [("en", "Baker"), ("fr", "Boulanger")]
        assert said(found.alt_label) == [("de", "Bäcker")]
        assert [(each.text.content_type.value, each.text.value) for each in found.description] == [
            ("text/plain", "Bakes."),
            ("text/html", "<p>Cuit.</p>"),
        ]

    def test_topics_stay_with_their_texts(self) -> None:
        found = converted(definition=[note("A trade", "pathways", "assessment")]).qualification
        assert topics(found.definition) == ["PATHWAYS", "ASSESSMENT"]

    def test_a_text_in_a_language_without_a_code_is_a_marked_note_with_its_topics(self) -> None:
        found = converted(description=[note("Okindegia", "pathways", language="eu")]).qualification
        [kept] = found.additional_note
        assert kept.text.value == '<section lang="eu" class="qms-Description">Okindegia</section>'
        assert topics([kept]) == ["PATHWAYS"]
        assert found.description == []

    def test_topics_of_a_blank_text_are_dropped_with_it(self) -> None:
        result = converted(additional_note=[note(" ", "pathways")])
        assert result.qualification.additional_note == []
        path = "Qualification/AdditionalNote[1]/DocumentTopic[1]/Code"
        assert result.fate(path) == [(Action.DROPPED, None, True)]

    def test_a_record_without_a_name_is_left_out(self) -> None:
        result = converted(preferred_label=texts("  "))
        assert (result.records, result.codes[0]) == ([], "CONVERT-NO-TITLE")

    def test_a_further_definition_of_a_learning_specification_is_a_note(self) -> None:
        definitions = [note("A trade"), note("A craft"), note("Un métier", language="fr")]
        found = converted(eqf_level=None, definition=definitions).specification
        assert said(found.definition) == [("en", "A trade"), ("fr", "Un métier")]
        assert said(found.additional_note) == [("en", "A craft")]
        assert said(converted(definition=definitions[:2]).qualification.definition) == [
            ("en", "A trade"),
            ("en", "A craft"),
        ]

    def test_notes_on_history_are_marked(self) -> None:
        found = converted(
            change_note=note("New"), history_note=note("Old", "history-and-lifecycle"), additional_note=[note("More")]
        ).qualification
        assert [(each.text.value, topics([each])) for each in found.additional_note] == [
            ("New", ["HISTORY_AND_LIFECYCLE"]),
            ("Old", ["HISTORY_AND_LIFECYCLE"]),
            ("More", []),
        ]

    def test_accreditations_are_a_note_in_the_language_of_the_title(self) -> None:
        found = converted(preferred_label=texts({"fr": "Boulanger"}), accreditations="Chambre").qualification
        assert said(found.additional_note) == [("fr", "Chambre")]
        assert topics(found.additional_note) == ["ACCREDITATION_AND_QUALITY_ASSURANCE"]


class TestValues:
    def test_credit_points_hours_and_part(self) -> None:
        found = converted(
            ects_credit_points=Decimal("7.50"), volume_of_learning=XmlDuration("PT90H"), is_partial_qualification=False
        ).qualification
        assert found.has_ects_credit_points is not None
        assert found.has_ects_credit_points.value == Decimal("7.5")
        assert found.has_ects_credit_points.scheme_id is not None
        assert str(found.volume_of_learning) == "PT90H"
        assert found.is_partial_qualification is False

    def test_a_learning_specification_says_in_words_that_it_is_a_part(self) -> None:
        found = converted(eqf_level=None, is_partial_qualification=True).specification
        assert said(found.additional_note) == [("en", "Partial qualification: true")]

    def test_what_was_read_leniently_and_is_no_value_is_kept_in_a_note(self) -> None:
        result = converted(ects_credit_points="many", volume_of_learning="long")
        assert said(result.qualification.additional_note) == [
            ("en", "ECTSCreditPoints: many"),
            ("en", "VolumeOfLearning: long"),
        ]
        assert result.codes == ["CONVERT-BAD-VALUE", "CONVERT-BAD-VALUE"]

    def test_expiry_is_a_note_and_no_duration(self) -> None:
        found = converted(expiry_period=[XmlDuration("P5Y")]).qualification
        assert found.duration is None
        assert said(found.additional_note) == [("en", "Expiry period: P5Y")]
        assert topics(found.additional_note) == ["HISTORY_AND_LIFECYCLE"]

    def test_one_way_to_acquire_is_a_code_and_the_others_are_notes(self) -> None:
        ways = qms.WaysToAcquire(way_to_acquire=codes("informal", "nonFormal", "formal", "nonFormal"))
        found = converted(ways_to_acquire=ways).qualification
        assert found.learning_setting_type is not None
        assert found.learning_setting_type.uri.name == "NON_FORMAL"
        assert said(found.additional_note) == [("en", "Way to acquire: informal"), ("en", "Way to acquire: formal")]
        assert topics(found.additional_note) == ["WAYS_TO_ACQUIRE", "WAYS_TO_ACQUIRE"]

    def test_entry_requirements_are_one_text(self) -> None:
        requirements = qms.EntryRequirements(
            entry_requirement=[
                qms.EntryRequirement(category=code("education"), requirement_level=code("3")),
                qms.EntryRequirement(category=code("age")),
                qms.EntryRequirement(),
            ]
        )
        found = converted(entry_requirements=requirements).qualification
        assert said(found.entry_requirements_note) == [("en", "Entry requirements: education, level 3; age")]
        assert topics(found.entry_requirements_note) == ["ENTRY_REQUIREMENTS"]


class TestPages:
    def test_pages_keep_title_language_and_topic(self) -> None:
        page = qms.Document(
            uri="https://school.example/a b",
            title=texts("Baker"),
            language=code(LANGUAGE + "FRA"),
            document_topic=codes("pathways"),
        )
        [found] = converted(home_page=[page]).qualification.homepage
        assert (found.uri, said(found.title)) == ("https://school.example/a%20b", [("en", "Baker")])
        assert [each.uri.name for each in found.language] == ["FRA"]
        assert topics([found]) == ["PATHWAYS"]

    def test_a_landing_page_is_a_document(self) -> None:
        pages = [qms.Document(uri=f"https://school.example/{number}") for number in (1, 2)]
        found = converted(landing_page=pages[:1], supplementary_doc=pages[1:]).qualification
        assert [each.uri for each in found.supplementary_doc] == [
            "https://school.example/1",
            "https://school.example/2",
        ]

    @pytest.mark.parametrize("language", ["no", "ja", "JPN", LANGUAGE + "JPN"])
    def test_a_language_that_loms_has_no_uri_for_is_lost_and_the_page_is_not(self, language: str) -> None:
        result = converted(home_page=[qms.Document(uri="https://school.example", language=code(language))])
        assert [each.language for each in result.qualification.homepage] == [[]]
        assert result.fate("Qualification/HomePage[1]/Language/Code") == [(Action.DROPPED, None, True)]

    def test_what_is_no_web_address_is_reported_with_what_belongs_to_it(self) -> None:
        result = converted(home_page=[qms.Document(uri="urn:example:page", title=[text("Baker")])])
        assert result.qualification.homepage == []
        assert result.codes == ["CONVERT-NO-ADDRESS"]
        assert result.fate("Qualification/HomePage[1]/Title[1]") == [(Action.DROPPED, None, True)]


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("recognitions", "Chamber", "Recognitions"),
        ("issued_date", XmlDate(2025, 1, 1), "IssuedDate"),
        ("last_modification_date", XmlDate(2025, 1, 1), "LastModificationDate"),
        ("status", "released", "Status"),
        ("replaces", ["OLD"], "Replaces[1]"),
        ("replaced_by", ["NEW"], "ReplacedBy[1]"),
        ("creator", "Office", "Creator"),
        ("owner", "Office", "Owner"),
        ("publisher", "Office", "Publisher"),
    ],
)
def test_what_loms_has_no_place_for_is_reported_as_lost(field: str, value: object, path: str) -> None:
    result = converted(**{field: value})
    assert result.fate(f"Qualification/{path}") == [(Action.DROPPED, None, True)]
    assert result.qualification.language == []


@pytest.mark.parametrize("eqf", [code("4"), None], ids=["qualification", "specification"])
def test_the_language_of_the_record_is_kept_as_a_note_and_is_none_of_instruction(eqf: qms.Code | None) -> None:
    result = converted(eqf_level=eqf, reference_language=[code("fr", "https://languages.example/fr")])
    [made] = result.records
    assert said(made.additional_note) == [("en", "Reference language: fr")]
    assert made.language == []
    assert result.fate("Qualification/ReferenceLanguage[1]/Code") == [(Action.NOTE, "additionalNote/text", False)]


def test_a_language_of_the_record_that_has_only_a_uri_is_kept_by_that() -> None:
    only_uri = qms.Code(code=None, uri="https://languages.example/fr")  # type: ignore[arg-type]
    notes = converted(reference_language=[only_uri]).qualification.additional_note
    assert said(notes) == [("en", "Reference language: https://languages.example/fr")]
