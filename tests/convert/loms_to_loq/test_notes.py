"""Notes: marks of languages without a code, topics, and phrases that stand for codes."""

from __future__ import annotations

import pytest

from loms.convert.accounting import Action
from loms.legacy.learning_opportunities import LearningOpportunity
from loms.model import Country, Identifier, Location, LocationCode, SubjectType
from tests.convert.loms_to_loq.records import (
    Back,
    back,
    back_of_offer,
    back_of_specification,
    marked,
    note,
    offer,
    said,
    specification,
)

NOTE = "learningOpportunity/additionalNote[1]"


@pytest.mark.parametrize(
    ("field", "attribute"),
    [
        ("MoreInfo", "more_info"),
        ("NonPreferredTerm", "non_preferred_term"),
        ("StartDate", "start_date"),
        ("DurationInformation", "duration_information"),
        ("AdmissionProcedure", "admission_procedure"),
        ("Costs", "costs"),
        ("Grants", "grants"),
    ],
)
def test_a_marked_note_of_the_opportunity_returns_to_its_field(field: str, attribute: str) -> None:
    result = back_of_offer(additional_note=[marked("pa", "ca", field)])
    assert said(getattr(result.record, attribute)) == [("ca", "pa")]
    assert result.fate(f"{NOTE}/text") == [(Action.MAPPED, f"LearningOpportunity/{field}", False)]


@pytest.mark.parametrize(
    ("field", "attribute"), [("AccessRequirements", "access_requirements"), ("Credits", "credits")]
)
def test_a_marked_note_of_the_specification_returns_to_its_field(field: str, attribute: str) -> None:
    result = back_of_specification(additional_note=[marked("pa", "ca", field)])
    assert said(getattr(result.record, attribute)) == [("ca", "pa")]


def test_a_marked_note_in_a_language_with_a_code_returns_too() -> None:
    result = back_of_offer(additional_note=[marked("pain", "fr", "Title", "fr")])
    assert said(result.record.title) == [("en", "Baking bread"), ("fr", "pain")]
    assert result.fate(f"{NOTE}/text/@lang") == [(Action.COPIED, "LearningOpportunity/Title/@language", False)]


@pytest.mark.parametrize(
    ("inner", "value"),
    [
        ("3 &lt; 5 &amp; more", "3 < 5 & more"),
        ("<p>R&amp;D</p>", "<p>R&amp;D</p>"),
        ("&lt;b&gt;", "&lt;b&gt;"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_the_text_in_a_mark_was_escaped_for_it_unless_it_is_html(inner: str, value: str) -> None:
    result = back_of_offer(additional_note=[marked(inner, "cy", "MoreInfo")])
    assert said(result.record.more_info) == [("cy", value)]


@pytest.mark.parametrize(
    "text",
    [
        '<section lang="ca" class="loq-ProviderName">pa</section>',
        '<section lang="zz" class="loq-MoreInfo">pa</section>',
        '<section lang="ca" class="loq-MoreInfo">pa</section> and more',
        '<section lang="ca" class="loq-CourseAddress">pa</section>',
        '<section lang="ca" class="loq-CourseAddress loq-CourseLocation-2">pa</section>',
        '<section lang="ca" class="loq-MoreInfo loq-CourseLocation-1">pa</section>',
    ],
)
def test_what_is_no_mark_of_this_place_is_further_information_as_it_stands(text: str) -> None:
    result = back_of_offer(additional_note=[note(text, html=True)])
    assert said(result.record.more_info) == [("en", text)]


def test_a_marked_note_of_a_location_returns_to_it() -> None:
    places = [Location(spatial_code=[LocationCode(uri=Country.LUX)]) for _ in range(2)]
    mark = marked("carrer", "ca", "CourseAddress loq-CourseLocation-2")
    result = back_of_offer(provided_at=places, additional_note=[mark])
    (location,) = result.record.course_location
    assert said(location.course_address) == [("ca", "carrer")]


@pytest.mark.parametrize(
    ("subject", "field"),
    [
        (SubjectType.START_DATE, "start_date"),
        (SubjectType.DURATION_INFORMATION, "duration_information"),
        (SubjectType.GRANTS, "grants"),
        (SubjectType.COSTS, "costs"),
        (SubjectType.ENTRY_REQUIREMENTS, "access_requirements"),
    ],
)
def test_a_topic_says_the_field_and_is_no_loss(subject: SubjectType, field: str) -> None:
    result = back_of_offer(additional_note=[note("Ask us.", subject=subject)])
    assert said(getattr(result.record, field)) == [("en", "Ask us.")]
    assert result.fate(f"{NOTE}/subject[1]/@uri") == [(Action.DROPPED, None, False)]


def test_a_topic_without_a_field_is_lost_and_its_note_is_further_information() -> None:
    result = back_of_offer(additional_note=[note("Ask us.", subject=SubjectType.PATHWAYS)])
    assert said(result.record.more_info) == [("en", "Ask us.")]
    assert result.fate(f"{NOTE}/subject[1]/@uri") == [(Action.DROPPED, None, True)]


def test_a_note_of_a_specification_is_about_credits_only_if_the_record_was_once_a_legacy_one() -> None:
    learned = specification(additional_note=[note("30 op")])
    ours = back(specifications=[learned])
    assert said(ours.record.credits) == [("en", "30 op")]
    assert ours.record.more_info == []
    others = back(offers=[offer(identifier=[Identifier(value="B")])], specifications=[learned])
    assert said(others.record.more_info) == [("en", "30 op")]
    assert others.record.credits == []


def codes(record: LearningOpportunity) -> list[list[str]]:
    return [[code.value for code in field] for field in (record.teaching_language, record.study_type)]


def test_phrases_return_to_the_codes_for_which_they_stand() -> None:
    result = back(
        offers=[
            offer(
                reference_language=None,
                additional_note=[
                    note("Language of the information: Basque [eu]"),
                    note("Language of instruction: Norwegian [no]"),
                    note("Study type: part-time"),
                    note("Study type: WK"),
                    note("Duration: more than one year", subject=SubjectType.DURATION_INFORMATION),
                    note("Bring an apron."),
                ],
            )
        ],
        specifications=[specification(language=[])],
    )
    assert result.record.information_language.value == "eu"
    assert codes(result.record) == [["no"], ["PT", "WK"]]
    assert result.record.duration_code is not None
    assert result.record.duration_code.value == "MY"
    assert result.record.duration_information == []
    assert said(result.record.more_info) == [("en", "Bring an apron.")]


def test_a_phrase_in_another_language_is_a_text() -> None:
    result = back_of_offer(additional_note=[note("Study type: WK", "fr")])
    assert said(result.record.more_info) == [("fr", "Study type: WK")]


def ambiguous(result: Back) -> bool:
    (entry,) = result.entries("learningOpportunity/description[1]/text/@content-type")
    return entry.lost


@pytest.mark.parametrize(
    ("value", "html", "lost"),
    [("Bread", False, False), ("<p>Bread</p>", True, False), ("use <b>", False, True), ("AT&amp;T", False, True)],
)
def test_that_a_text_is_plain_is_lost_only_where_it_can_be_read_as_html(value: str, html: bool, lost: bool) -> None:
    assert ambiguous(back_of_offer(description=[note(value, html=html)])) is lost


def test_a_blank_text_is_left_out_and_nothing_is_lost() -> None:
    result = back_of_offer(additional_note=[note("<p> </p>", html=True)])
    assert result.record.more_info == []
    assert result.fate(f"{NOTE}/text") == [(Action.DROPPED, None, False)]
