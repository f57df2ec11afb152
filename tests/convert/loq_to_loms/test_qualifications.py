"""What becomes of the qualifications that an opportunity leads to, by each of the four rules."""

from __future__ import annotations

import attrs
import pytest

import loms
from loms.convert.known import QualificationIdentity
from loms.convert.rules import Action
from loms.legacy import learning_opportunities as loq
from loms.model import LearningSpecification, Qualification, QualificationRef
from tests.convert.documents import SETTINGS, Converted, block, converted, document, record, texts, urls

OWNER = attrs.evolve(SETTINGS, owns_qualifications=True)
BAKER = QualificationIdentity(identifier="Q-1", scheme_id="https://quals.example/")
COOK = QualificationIdentity(identifier="Q-2", scheme_id="https://quals.example/")
PAGE = "https://quals.example/baker"
KNOWING = attrs.evolve(SETTINGS, known_qualifications={PAGE: BAKER})
LEVELS: dict[str, object] = {"eqf_level": loq.EqfLevel(4), "nqf_level": "4a", "country_code": loq.CountryCode.LU}


def records(result: Converted) -> list[LearningSpecification | Qualification | QualificationRef]:
    section = result.document.learning_specification_references
    assert section is not None
    return section.records


class TestOwnQualifications:
    def test_the_only_one_of_a_record_with_both_levels_specifies_the_opportunity(self) -> None:
        result = converted(OWNER, qualifications=[block({"en": "Baker", "fr": "Boulanger"})], **LEVELS)
        [qualification] = records(result)
        assert isinstance(qualification, Qualification)
        assert result.opportunity.specified_by.idref == qualification.id
        assert [each.text.value for each in qualification.title] == ["Baker", "Boulanger"]
        assert qualification.eqf_level.uri.name == "LEVEL_4"
        assert [(each.target_notation, each.target_framework_id) for each in qualification.nqf_level] == [
            ("4a", loms.model.QualificationFramework("http://data.europa.eu/esco/qdr/QF/LU"))
        ]
        assert [level.target_notation for level in qualification.has_education_level] == ["9"]

    def test_it_keeps_what_the_opportunity_says_of_language_and_entry(self) -> None:
        result = converted(
            OWNER,
            qualifications=[block()],
            access_requirements=texts("Courage"),
            study_type=[loq.StudyType.FF],
            **LEVELS,
        )
        [qualification] = records(result)
        assert isinstance(qualification, Qualification)
        assert [note.text.value for note in qualification.entry_requirements_note] == ["Courage"]
        assert [mode.uri.name for mode in qualification.mode] == ["PRESENTIAL"]
        assert [code.uri.name for code in qualification.language] == ["ENG"]

    def test_blocks_without_a_name_do_not_count(self) -> None:
        result = converted(OWNER, qualifications=[block(""), block("Baker")], **LEVELS)
        assert [type(each) for each in records(result)] == [Qualification]

    @pytest.mark.parametrize(
        "fields",
        [
            {"qualifications": [block("Baker"), block("Cook")]},
            {"eqf_level": None},
            {"nqf_level": None},
            {"nqf_level": " "},
        ],
    )
    def test_without_both_levels_or_with_several_blocks_they_are_award_records(self, fields: dict[str, object]) -> None:
        given = LEVELS | {"qualifications": [block("Baker")]} | fields
        result = Converted(document(record(**given)), OWNER)  # type: ignore[arg-type]
        assert {type(each) for each in records(result)} == {LearningSpecification}

    def test_a_data_source_that_does_not_own_them_gets_award_records(self) -> None:
        result = converted(SETTINGS, qualifications=[block("Baker")], **LEVELS)
        assert {type(each) for each in records(result)} == {LearningSpecification}


class TestReferences:
    def test_the_page_of_a_known_qualification_becomes_a_reference_that_the_activities_teach(self) -> None:
        result = converted(KNOWING, qualifications=[block(qualification_awarded_url=urls({"en": PAGE}))])
        specification, reference = records(result)
        assert isinstance(reference, QualificationRef)
        assert (reference.identifier.value, reference.identifier.scheme_id) == ("Q-1", "https://quals.example/")
        assert result.opportunity.specified_by.idref == specification.id
        section = result.document.learning_activity_specification_references
        assert section is not None
        [activity] = section.learning_activity_specification
        assert [link.idref for link in activity.teaches] == [specification.id, reference.id]

    def test_what_the_block_says_is_reported_as_lost_with_the_reason(self) -> None:
        result = converted(KNOWING, qualifications=[block("Baker", qualification_awarded_url=urls({"en": PAGE}))])
        [name] = [entry for entry in result.report.entries if (entry.source or "").endswith("QualificationAwarded[1]")]
        assert (name.action, name.lost, name.value) == (Action.DROPPED, True, "Baker")
        assert "published in another dataset" in name.reason

    def test_a_qualification_that_several_opportunities_lead_to_is_referred_to_by_one_record(self) -> None:
        both = [record(name, qualifications=[block(qualification_awarded_url=urls({"en": PAGE}))]) for name in "AB"]
        result = Converted(document(*both), KNOWING)
        assert [type(each) for each in records(result)] == [
            LearningSpecification,
            QualificationRef,
            LearningSpecification,
        ]

    def test_two_blocks_that_lead_to_one_qualification_refer_to_it_once(self) -> None:
        page = urls({"en": PAGE})
        result = converted(
            KNOWING,
            qualifications=[
                block("Baker", qualification_awarded_url=page),
                block("Bread baker", qualification_awarded_url=page),
            ],
        )
        section = result.document.learning_activity_specification_references
        assert section is not None
        assert len(section.learning_activity_specification[0].teaches) == 2

    def test_a_reference_comes_before_a_qualification_of_ones_own(self) -> None:
        settings = attrs.evolve(KNOWING, owns_qualifications=True)
        result = converted(settings, qualifications=[block(qualification_awarded_url=urls({"en": PAGE}))], **LEVELS)
        assert [type(each) for each in records(result)] == [LearningSpecification, QualificationRef]

    def test_a_page_of_several_qualifications_is_warned_of_and_keeps_the_award_record(self) -> None:
        settings = attrs.evolve(SETTINGS, known_qualifications={PAGE: [BAKER, COOK]})
        result = converted(settings, qualifications=[block(qualification_awarded_url=urls({"en": PAGE}))])
        assert {type(each) for each in records(result)} == {LearningSpecification}
        [issue] = result.report.issues
        assert issue.code == "CONVERT-QUALIFICATION-AMBIGUOUS"
        assert "Q-1, Q-2" in issue.message

    def test_anything_that_finds_qualifications_by_address_serves(self) -> None:
        class Index:
            def find(self, address: str) -> tuple[QualificationIdentity, ...]:
                return (BAKER,) if address.endswith("/baker") else ()

        settings = loms.Settings(namespace=SETTINGS.namespace, known_qualifications=Index())
        result = converted(settings, qualifications=[block(qualification_awarded_url=urls({"en": PAGE}))])
        assert any(isinstance(each, QualificationRef) for each in records(result))
