"""How one studies: languages, forms of study, duration, dates."""

from __future__ import annotations

import attrs
import pytest
from xsdata.models.datatype import XmlDate, XmlDuration

from loms.convert.accounting import Action
from loms.model import (
    ActivityType,
    ActivityTypeCode,
    Identifier,
    IdReference,
    Language,
    LanguageCode,
    LearningModeType,
    LearningModeTypeCode,
    LearningScheduleType,
    LearningScheduleTypeCode,
    SubjectType,
)
from loms.text import label
from tests.convert.loms_to_loq.records import (
    BASE,
    SETTINGS,
    Back,
    activity,
    back,
    back_of_offer,
    back_of_specification,
    note,
    offer,
    said,
    specification,
)

ONLINE, WORKBASED = LearningModeType.ONLINE, LearningModeType.WORKBASED
ACTIVITY = IdReference(idref=f"{BASE}activity/1")


def study_types(result: Back) -> list[str]:
    return [code.value for code in result.record.study_type]


def of_modes(
    *modes: LearningModeType, kinds: list[ActivityType] | None = None, phrase: str = "", settings: object = SETTINGS
) -> Back:
    learned = specification(
        mode=[LearningModeTypeCode(uri=mode) for mode in modes], learning_activity_specification=ACTIVITY
    )
    return back(
        settings,  # type: ignore[arg-type]
        offers=[offer(additional_note=[note(phrase)] if phrase else [])],
        specifications=[learned],
        activities=[activity(type=[ActivityTypeCode(uri=kind) for kind in kinds or []])],
    )


@pytest.mark.parametrize(
    ("mode", "kinds", "phrase", "codes"),
    [
        (LearningModeType.PRESENTIAL, [], "", ["FF"]),
        (LearningModeType.BLENDED, [], "", ["BL"]),
        (ONLINE, [], "", ["ON"]),
        (ONLINE, [ActivityType.ELEARNING], "", ["ON"]),
        (ONLINE, [], "Study type: distance learning", ["DL"]),
        (ONLINE, [ActivityType.ELEARNING], "Study type: distance learning", ["DL", "ON"]),
        (WORKBASED, [ActivityType.APPRENTICESHIP], "", ["AP"]),
        (WORKBASED, [ActivityType.INTERNSHIP], "", ["TR"]),
        (WORKBASED, [ActivityType.INTERNSHIP, ActivityType.APPRENTICESHIP], "", ["AP", "TR"]),
        (WORKBASED, [], "", []),
    ],
)
def test_modes_activities_and_phrases_together_say_the_form_of_study(
    mode: LearningModeType, kinds: list[ActivityType], phrase: str, codes: list[str]
) -> None:
    assert study_types(of_modes(mode, kinds=kinds, phrase=phrase)) == codes


def test_a_mode_without_a_form_of_study_is_lost() -> None:
    assert of_modes(WORKBASED).fate("learningSpecification/mode[1]/@uri") == [(Action.DROPPED, None, True)]


def test_what_wk_means_is_a_setting_on_the_way_back_too() -> None:
    known = attrs.evolve(SETTINGS, study_type_wk="workbased")
    assert study_types(of_modes(WORKBASED, settings=known)) == ["WK"]
    apprentices = of_modes(WORKBASED, kinds=[ActivityType.APPRENTICESHIP], settings=known)
    assert study_types(apprentices) == ["AP"]
    shop = attrs.evolve(SETTINGS, study_type_wk="workShop")
    assert study_types(of_modes(kinds=[ActivityType.WORK_SHOP], settings=shop)) == ["WK"]
    assert study_types(of_modes(kinds=[ActivityType.WORK_SHOP])) == []


@pytest.mark.parametrize(
    ("schedule", "code", "lost"),
    [
        (LearningScheduleType.FULL_TIME, "FT", False),
        (LearningScheduleType.PART_TIME_LIGHT, "PT", True),
        (LearningScheduleType.PART_TIME_INTENSIVE, "PT", True),
    ],
)
def test_the_hours_of_part_time_are_lost(schedule: LearningScheduleType, code: str, lost: bool) -> None:
    result = back_of_offer(learning_schedule=LearningScheduleTypeCode(uri=schedule))
    assert study_types(result) == [code]
    assert any(entry.lost for entry in result.entries("learningOpportunity/learningSchedule/@uri")) is lost


def test_hours_that_are_a_setting_are_not_lost() -> None:
    settings = attrs.evolve(SETTINGS, study_type_pt="partTimeLight")
    schedule = LearningScheduleTypeCode(uri=LearningScheduleType.PART_TIME_LIGHT)
    result = back(settings, offers=[offer(learning_schedule=schedule)])
    assert not any(entry.lost for entry in result.entries("learningOpportunity/learningSchedule/@uri"))


def test_the_language_of_the_record_is_what_it_says() -> None:
    result = back_of_offer(reference_language=LanguageCode(uri=Language.FRA))
    assert result.record.information_language.value == "fr"


def test_without_a_language_that_of_the_first_title_is_taken() -> None:
    result = back_of_offer(reference_language=None, title=[label("Brot", "de"), label("Bread", "en")])
    assert result.record.information_language.value == "de"
    assert "LearningOpportunity/InformationLanguage" in {each.target for each in result.report.of(Action.SYNTHESISED)}


def test_languages_of_instruction_are_those_of_the_specification() -> None:
    languages = [LanguageCode(uri=Language.FRA), LanguageCode(uri=Language.DEU), LanguageCode(uri=Language.FRA)]
    result = back_of_specification(language=languages)
    assert [code.value for code in result.record.teaching_language] == ["fr", "de"]


def test_without_those_the_languages_of_the_activities_are_taken() -> None:
    learned = specification(language=[], learning_activity_specification=ACTIVITY)
    result = back(specifications=[learned], activities=[activity(language=[LanguageCode(uri=Language.GLE)])])
    assert [code.value for code in result.record.teaching_language] == ["ga"]


def test_a_record_without_a_language_of_instruction_is_left_out_because_none_can_be_made_up() -> None:
    result = back_of_specification(language=[])
    assert "CONVERT-NO-TEACHING-LANGUAGE" in result.codes
    assert result.report.records_converted == 0


@pytest.mark.parametrize(
    ("duration", "code", "lost"),
    [
        ("P3M", "3M", False),
        ("P6M", "6M", False),
        ("P1Y", "1Y", False),
        ("P2M", "3M", True),
        ("P20D", "3M", True),
        ("P4M", "6M", True),
        ("P12M", "1Y", True),
        ("P13M", "MY", True),
        ("P5Y", "MY", True),
    ],
)
def test_a_longest_duration_is_written_as_the_range_that_holds_it(duration: str, code: str, lost: bool) -> None:
    result = back_of_specification(duration=XmlDuration(duration))
    assert result.record.duration_code is not None
    assert result.record.duration_code.value == code
    assert any(entry.lost for entry in result.entries("learningSpecification/duration")) is lost


def test_a_negative_duration_has_no_range() -> None:
    result = back_of_specification(duration=XmlDuration("-P1Y"))
    assert result.record.duration_code is None
    assert result.fate("learningSpecification/duration") == [(Action.DROPPED, None, True)]


def start(*texts: str) -> list[object]:
    return [note(text, lang, SubjectType.START_DATE) for text, lang in zip(texts, ("en", "de"), strict=False)]


def test_a_date_that_the_texts_say_is_not_written_again() -> None:
    result = back_of_offer(additional_note=start("2026-02-02", "2.2.2026"), started_at_date=XmlDate(2026, 2, 2))
    assert said(result.record.start_date) == [("en", "2026-02-02"), ("de", "2.2.2026")]
    assert result.fate("learningOpportunity/startedAtDate") == [(Action.DROPPED, None, False)]


@pytest.mark.parametrize(
    ("texts", "fate"),
    [
        (["In spring"], (Action.MAPPED, "LearningOpportunity/StartDate", False)),
        (["2026-02-02", "Im Winter"], (Action.DROPPED, None, False)),
    ],
    ids=["none of them", "one of them"],
)
def test_a_date_that_not_all_texts_say_is_there_too(texts: list[str], fate: tuple[Action, str | None, bool]) -> None:
    result = back_of_offer(additional_note=start(*texts), started_at_date=XmlDate(2026, 2, 2))
    assert result.record.start_date[0].value.count("2026-02-02") == 1
    assert result.fate("learningOpportunity/startedAtDate") == [fate]


def test_a_date_without_a_text_is_written_in_the_language_of_the_record() -> None:
    result = back_of_offer(
        started_at_date=XmlDate(2026, 2, 2),
        ended_at_date=XmlDate(2026, 7, 1),
        reference_language=None,
        title=[label("Brot", "de")],
    )
    assert said(result.record.start_date) == [("de", "2026-02-02")]
    assert result.fate("learningOpportunity/endedAtDate") == [(Action.DROPPED, None, True)]


def test_durations_and_volumes_without_a_text_are_written_in_english() -> None:
    learned = specification(volume_of_learning=XmlDuration("PT40H"))
    result = back(offers=[offer(duration=XmlDuration("P1Y6M"))], specifications=[learned])
    assert said(result.record.duration_information) == [("en", "1 year 6 months\n\nVolume of learning: 40 hours")]


def test_a_duration_that_the_text_says_is_not_written_again() -> None:
    text = note("3 Jahre", "de", SubjectType.DURATION_INFORMATION)
    result = back_of_offer(additional_note=[text], duration=XmlDuration("P3Y"))
    assert said(result.record.duration_information) == [("de", "3 Jahre")]
    assert result.fate("learningOpportunity/duration") == [(Action.DROPPED, None, False)]


def test_an_identifier_of_others_leaves_phrases_what_they_are() -> None:
    result = back(offers=[offer(identifier=[Identifier(value="B")], additional_note=[note("Study type: part-time")])])
    assert study_types(result) == ["PT"]
