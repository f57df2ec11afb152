"""Fields of education, levels and target groups."""

from __future__ import annotations

import pytest

from loms.convert.accounting import Action
from loms.legacy.learning_opportunities import ThematicAreas1997
from loms.model import (
    Country,
    EducationLevel,
    EducationSubject,
    FrameworkReferences,
    IscedF,
    IscedFCode,
    SemanticFramework,
    TargetGroup,
    TargetGroupCode,
)
from loms.text import label
from tests.convert.loms_to_loq.records import BASE, Back, Given, back_of_specification, specification

OUR_LEVELS = f"{BASE}framework/loq-education-level"
OUR_FIELDS = f"{BASE}framework/isced-1997-fields"
EQF = "http://data.europa.eu/esco/concept-scheme/eqf"
QF = "http://data.europa.eu/esco/qdr/QF/"


def areas(result: Back) -> list[str]:
    (group,) = result.record.thematic_areas
    return [f"{'1997' if isinstance(area, ThematicAreas1997) else '2013'}:{area.value}" for area in group.areas]


def of_fields(*fields: IscedF, subjects: list[EducationSubject] | None = None) -> Back:
    codes = [IscedFCode(uri=field) for field in fields]
    return back_of_specification(has_isced_fcode=codes, has_education_subject=subjects or [])


def subject_1997(code: str) -> EducationSubject:
    return EducationSubject(target_notation=code, target_framework_id=OUR_FIELDS)


def test_fields_of_2013_and_1997_come_back_in_one_group() -> None:
    result = of_fields(IscedF.F0721, IscedF.F0112, subjects=[subject_1997("142")])
    assert areas(result) == ["2013:0721", "2013:0112", "1997:142"]
    assert result.report.lost == ()


def test_a_field_that_the_legacy_list_lacks_is_written_as_the_one_around_it() -> None:
    result = of_fields(IscedF.F0729)
    assert areas(result) == ["2013:072"]
    assert [entry.lost for entry in result.entries("learningSpecification/hasISCED-FCode[1]/@uri")] == [False, True]


def test_a_broad_field_is_lost() -> None:
    result = of_fields(IscedF.F0721, IscedF.F07)
    assert areas(result) == ["2013:0721"]
    assert result.fate("learningSpecification/hasISCED-FCode[2]/@uri") == [(Action.DROPPED, None, True)]


def test_a_broad_field_that_was_made_of_one_of_1997_is_no_loss() -> None:
    result = of_fields(IscedF.F02, subjects=[subject_1997("22")])
    assert areas(result) == ["1997:22"]
    assert result.report.lost == ()


def test_a_record_without_a_field_of_the_legacy_list_is_left_out() -> None:
    result = of_fields(IscedF.F07)
    assert "CONVERT-NO-SUBJECT" in result.codes
    assert result.report.records_converted == 0


def test_a_subject_of_another_framework_is_lost() -> None:
    result = of_fields(IscedF.F0721, subjects=[EducationSubject(target_notation="142")])
    assert areas(result) == ["2013:0721"]
    assert result.fate("learningSpecification/hasEducationSubject[1]/@targetNotation") == [(Action.DROPPED, None, True)]


def of_levels(*levels: EducationLevel) -> Back:
    return back_of_specification(has_education_level=list(levels))


def test_levels_come_back_by_their_frameworks() -> None:
    result = of_levels(
        EducationLevel(target_notation="45", target_framework_id=OUR_LEVELS),
        EducationLevel(target_notation="4", target_framework_id=EQF),
        EducationLevel(target_notation="5a", target_framework_id=f"{QF}LU"),
    )
    record = result.record
    assert record.eqf_level is not None
    assert (record.education_level.value, record.eqf_level.value, record.nqf_level) == ("45", 4, "5a")
    assert result.report.lost == ()


def test_a_level_without_a_framework_is_a_national_one() -> None:
    result = of_levels(EducationLevel(target_notation="6", target_framework_spatial_id=Country.LUX))
    assert result.record.nqf_level == "6"
    assert result.report.lost == ()


def test_the_framework_of_a_national_level_of_elsewhere_is_lost() -> None:
    result = of_levels(EducationLevel(target_notation="6", target_framework_id=f"{QF}FR"))
    assert result.record.nqf_level == "6"
    assert [entry.source for entry in result.report.lost] == [
        "learningSpecification/hasEducationLevel[1]/@targetFrameworkID"
    ]


@pytest.mark.parametrize(
    "level",
    [
        EducationLevel(target_notation="34", target_framework_id=OUR_LEVELS),
        EducationLevel(target_notation="9", target_framework_id=EQF),
        EducationLevel(target_notation="4", target_framework_id="https://levels.example/"),
    ],
)
def test_a_level_that_the_legacy_model_lacks_is_lost(level: EducationLevel) -> None:
    result = of_levels(level)
    path = "learningSpecification/hasEducationLevel[1]/@targetNotation"
    assert result.fate(path) == [(Action.DROPPED, None, True)]


def test_of_two_levels_of_a_kind_the_first_is_taken() -> None:
    result = of_levels(EducationLevel(target_notation="6"), EducationLevel(target_notation="7"))
    assert result.record.nqf_level == "6"
    assert result.fate("learningSpecification/hasEducationLevel[2]/@targetNotation") == [(Action.DROPPED, None, True)]


def test_without_a_level_of_education_9_is_written_and_the_report_says_so() -> None:
    result = of_levels()
    assert result.record.education_level.value == "9"
    assert "LearningOpportunity/EducationLevel" in {each.target for each in result.report.of(Action.SYNTHESISED)}


def test_frameworks_that_stand_for_lists_of_codes_are_no_loss_and_others_are() -> None:
    source = Given(
        specifications=[
            specification(has_education_level=[EducationLevel(target_notation="45", target_framework_id=OUR_LEVELS)])
        ]
    ).document()
    source.semantic_framework_references = FrameworkReferences(
        framework=[
            SemanticFramework(id=OUR_LEVELS, title=[label("LOQ education level", "en")]),
            SemanticFramework(id="urn:example:other", title=[label("Other", "en")]),
        ]
    )
    result = Back(source)
    assert [entry.lost for entry in result.entries("framework/title[1]/text")] == [False, True]


def test_target_groups_come_back_once() -> None:
    groups = [TargetGroup.ADULTS, TargetGroup.CULTURE, TargetGroup.ADULTS]
    result = back_of_specification(target_group=[TargetGroupCode(uri=group) for group in groups])
    assert [code.value for code in result.record.special_target_group] == ["AE", "LC"]
