"""Codes: countries, fields, levels, languages, forms of study, durations."""

from __future__ import annotations

from enum import Enum

import attrs
import pytest

from loms.convert.accounting import Action
from loms.convert.tables import read_table
from loms.convert.to_loms.codes import find_place
from loms.legacy import learning_opportunities as loq
from tests.convert.documents import SETTINGS, Converted, areas, converted


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("country", loq.CountryCode),
        ("language", loq.LanguageCode),
        ("isced_1997", loq.ThematicAreas1997),
        ("study_type", loq.StudyType),
        ("duration_code", loq.DurationCode),
        ("target_group", loq.SpecialTargetGroup),
    ],
)
def test_a_table_has_every_code_of_the_legacy_list_and_no_other(table: str, codes: type[Enum]) -> None:
    assert {row["code"] for row in read_table(table)} == {each.value for each in codes}


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("LU", ["LUX"]),
        ("EL", ["GRC"]),
        ("UK", ["GBR"]),
        ("AT13", ["AUT", "AT13"]),
        ("FR21", ["FRA", "FRF2"]),
        ("FI18", ["FIN", "FI1B", "FI1C"]),
        ("HR01", ["HRV", "HR04"]),
        ("IE01", ["IRL"]),
        ("RS5", ["SRB"]),
    ],
)
def test_a_place_has_its_country_and_the_region_of_nuts_2016(code: str, codes: list[str]) -> None:
    result = converted(country_code=loq.CountryCode(code))
    (place,) = result.opportunity.provided_at
    assert [each.uri.name for each in place.spatial_code] == codes


def test_all_but_seven_regions_and_all_countries_have_a_place() -> None:
    places = [find_place(each.value) for each in loq.CountryCode]
    assert all(places)
    assert sum(place is not None and place.region_rule == "none" for place in places) == 7


@pytest.mark.parametrize(("code", "lost"), [("IE01", True), ("HR01", False)])
def test_a_region_that_is_no_more_is_warned_of(code: str, lost: bool) -> None:
    result = converted(country_code=loq.CountryCode(code))
    assert result.codes == ["CONVERT-REGION"]
    assert bool(result.report.lost) is lost


def test_the_seat_of_the_provider_is_the_country_never_the_region() -> None:
    (provider,) = converted(country_code=loq.CountryCode.AT13).organizations
    assert [each.uri.name for place in provider.has_location for each in place.spatial_code] == ["AUT"]


def fields(result: Converted) -> list[str]:
    return [each.uri.name for each in result.specification.has_isced_fcode]


def test_fields_of_2013_are_taken_once_each() -> None:
    area = loq.ThematicAreas2013("0721")
    result = converted(thematic_areas=[*areas(area, loq.ThematicAreas2013("011")), *areas(area)])
    assert fields(result) == ["F0721", "F011"]


def test_fields_of_1997_are_kept_and_give_no_code_beside_one_of_2013() -> None:
    result = converted(thematic_areas=areas(loq.ThematicAreas1997("54"), loq.ThematicAreas2013("0721")))
    assert fields(result) == ["F0721"]
    (subject,) = result.specification.has_education_subject
    assert subject.target_notation == "54"
    assert subject.target_framework_id == "https://data.example.org/lo/framework/isced-1997-fields"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("541", ["F0721"]), ("22", ["F02"]), ("421", ["F051"]), ("723", ["F09"]), ("85", ["F0712", "F0522", "F1021"])],
)
def test_a_field_of_1997_alone_gives_its_field_of_2013_or_the_lowest_common_parent(
    code: str, expected: list[str]
) -> None:
    result = converted(thematic_areas=areas(loq.ThematicAreas1997(code)))
    assert fields(result) == expected
    assert result.codes == (["CONVERT-SUBJECT-SEVERAL"] if code == "85" else [])


def test_levels_stand_in_their_own_frameworks_which_are_declared() -> None:
    result = converted(
        country_code=loq.CountryCode.FR21,
        education_level=loq.EducationLevel("24"),
        eqf_level=loq.EqfLevel(4),
        nqf_level=" IV  a ",
    )
    assert [(each.target_notation, each.target_framework_id) for each in result.specification.has_education_level] == [
        ("24", "https://data.example.org/lo/framework/loq-education-level"),
        ("4", "http://data.europa.eu/esco/concept-scheme/eqf"),
        ("IV a", "http://data.europa.eu/esco/qdr/QF/FR"),
    ]
    assert result.document.semantic_framework_references is not None
    assert len(result.document.semantic_framework_references.framework) == 3


@pytest.mark.parametrize(
    ("code", "framework"),
    [("BE", None), ("BE10", None), ("BE21", "BE2"), ("BE33", "BE3"), ("UK", "UK"), ("UKM", "UKM")],
)
def test_the_framework_of_a_national_level_is_warned_of_where_it_is_not_certain(
    code: str, framework: str | None
) -> None:
    result = converted(country_code=loq.CountryCode(code), nqf_level="5")
    level = result.specification.has_education_level[-1]
    assert level.target_framework_id == (framework and f"http://data.europa.eu/esco/qdr/QF/{framework}")
    certain = code in ("BE21", "UKM")
    assert (level.target_framework_spatial_id is None) is certain
    assert result.codes == ([] if certain else ["CONVERT-FRAMEWORK"])


def test_languages_of_instruction_are_taken_once_each_and_those_without_uri_are_said() -> None:
    codes = [loq.LanguageCode.DE, loq.LanguageCode.NO, loq.LanguageCode.DE, loq.LanguageCode.CA]
    result = converted(teaching_language=codes)
    assert [each.uri.name for each in result.specification.language] == ["DEU"]
    assert [each.text.value for each in result.opportunity.additional_note] == [
        "Language of instruction: Norwegian [no]",
        "Language of instruction: Catalan [ca]",
    ]


def test_the_language_of_the_information_is_a_code_or_said() -> None:
    known, other = converted(), converted(information_language=loq.LanguageCode.CY)
    assert known.opportunity.reference_language is not None
    assert other.opportunity.reference_language is None
    assert other.opportunity.additional_note[0].text.value == "Language of the information: Welsh [cy]"


def test_target_groups_have_codes_of_the_same_meaning() -> None:
    result = converted(special_target_group=[*loq.SpecialTargetGroup])
    names = {each.uri.name for each in result.specification.target_group}
    assert names == {"ADULTS", "SPECIAL_NEEDS", "INTERNATIONAL", "CULTURE"}


@pytest.mark.parametrize(
    ("codes", "schedule", "modes", "activities", "phrases"),
    [
        ("FT", "FULL_TIME", [], [], []),
        ("PT", None, [], [], ["part-time"]),
        ("FT PT", None, [], [], ["full-time", "part-time"]),
        ("FF", None, ["PRESENTIAL"], [], []),
        ("DL", None, ["ONLINE"], [], ["distance learning"]),
        ("ON DL", None, ["ONLINE"], ["ELEARNING"], ["distance learning"]),
        ("BL", None, ["BLENDED"], [], []),
        ("WK", None, [], [], ["WK"]),
        ("AP TR", None, ["WORKBASED"], ["APPRENTICESHIP", "INTERNSHIP"], []),
    ],
)
def test_forms_of_study_become_codes_where_loms_says_the_same_and_phrases_where_not(
    codes: str, schedule: str | None, modes: list[str], activities: list[str], phrases: list[str]
) -> None:
    result = converted(study_type=[loq.StudyType(code) for code in codes.split()])
    found = result.opportunity.learning_schedule
    assert (found.uri.name if found else None) == schedule
    assert [each.uri.name for each in result.specification.mode] == modes
    section = result.document.learning_activity_specification_references
    made = [
        each.uri.name for record in (section.learning_activity_specification if section else []) for each in record.type
    ]
    assert made == activities
    assert [each.text.value for each in result.opportunity.additional_note] == [
        f"Study type: {each}" for each in phrases
    ]


@pytest.mark.parametrize(("code", "duration"), [("3M", "P3M"), ("6M", "P6M"), ("1Y", "P1Y")])
def test_a_range_of_durations_is_the_maximum_of_the_specification(code: str, duration: str) -> None:
    result = converted(duration_code=loq.DurationCode(code))
    assert str(result.specification.duration) == duration
    assert result.opportunity.duration is None


def test_a_range_without_upper_bound_is_said() -> None:
    result = converted(duration_code=loq.DurationCode("MY"))
    assert result.specification.duration is None
    (entry,) = result.report.of(Action.NOTE)
    assert entry.source == "LearningOpportunity/DurationCode"
    (said,) = result.opportunity.additional_note
    assert said.text.value == "Duration: more than one year"
    assert [each.uri.name for each in said.subject] == ["DURATION_INFORMATION"]


class TestWhatOnlyTheDataSourceKnows:
    @pytest.mark.parametrize("hours", ["partTimeIntensive", "partTimeLight"])
    def test_part_time_has_a_code_where_the_settings_say_which(self, hours: str) -> None:
        result = converted(attrs.evolve(SETTINGS, study_type_pt=hours), study_type=[loq.StudyType.PT])
        assert result.opportunity.learning_schedule is not None
        assert result.opportunity.learning_schedule.uri.value.endswith(hours)
        assert result.opportunity.additional_note == []

    def test_part_time_beside_full_time_stays_a_phrase_because_there_is_one_schedule(self) -> None:
        settings = attrs.evolve(SETTINGS, study_type_pt="partTimeLight")
        result = converted(settings, study_type=[loq.StudyType.FT, loq.StudyType.PT])
        assert result.opportunity.learning_schedule is None
        assert [note.text.value for note in result.opportunity.additional_note] == [
            "Study type: full-time",
            "Study type: part-time",
        ]

    def test_wk_is_what_the_settings_say(self) -> None:
        based = converted(attrs.evolve(SETTINGS, study_type_wk="workbased"), study_type=[loq.StudyType.WK])
        assert [mode.uri.name for mode in based.specification.mode] == ["WORKBASED"]
        shop = converted(attrs.evolve(SETTINGS, study_type_wk="workShop"), study_type=[loq.StudyType.WK])
        section = shop.document.learning_activity_specification_references
        assert section is not None
        assert [code.uri.name for code in section.learning_activity_specification[0].type] == ["WORK_SHOP"]
        assert based.opportunity.additional_note == shop.opportunity.additional_note == []

    @pytest.mark.parametrize("other", [loq.StudyType.AP, loq.StudyType.TR])
    def test_beside_another_workbased_form_a_phrase_says_wk(self, other: loq.StudyType) -> None:
        both = converted(attrs.evolve(SETTINGS, study_type_wk="workbased"), study_type=[loq.StudyType.WK, other])
        assert [mode.uri.name for mode in both.specification.mode] == ["WORKBASED"]
        assert [note.text.value for note in both.opportunity.additional_note] == ["Study type: WK"]


class TestApproximateCodes:
    EXACT = attrs.evolve(SETTINGS, approximate_codes=False)

    def test_distance_learning_is_only_a_phrase_without_them(self) -> None:
        assert [each.uri.name for each in converted(study_type=[loq.StudyType.DL]).specification.mode] == ["ONLINE"]
        exact = converted(self.EXACT, study_type=[loq.StudyType.DL])
        assert exact.specification.mode == []
        assert [note.text.value for note in exact.opportunity.additional_note] == ["Study type: distance learning"]

    def test_a_merged_region_is_only_the_country_without_them(self) -> None:
        exact = converted(self.EXACT, country_code=loq.CountryCode.FI13)
        assert [code.uri.name for code in exact.opportunity.provided_at[0].spatial_code] == ["FIN"]
        assert "only the country was written" in exact.report.issues[0].message
        assert [entry.source for entry in exact.report.lost] == ["LearningOpportunity/CountryCode"]

    def test_a_framework_that_is_only_likely_is_left_open_without_them(self) -> None:
        likely = converted(country_code=loq.CountryCode.UK, nqf_level="5")
        exact = converted(self.EXACT, country_code=loq.CountryCode.UK, nqf_level="5")
        assert [level.target_framework_id is None for level in likely.specification.has_education_level] == [
            False,
            False,
        ]
        assert [level.target_framework_id is None for level in exact.specification.has_education_level] == [False, True]
        assert "is not certain, so none was written" in exact.report.issues[0].message
