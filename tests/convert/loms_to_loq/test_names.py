"""Identifiers, titles, descriptions and pages."""

from __future__ import annotations

import pytest

from loms.convert.accounting import Action
from loms.model import Identifier, IdReference, Language, LearningOutcomes
from loms.text import label
from tests.convert.loms_to_loq.records import (
    BASE,
    Given,
    back,
    back_of_offer,
    marked,
    note,
    offer,
    outcome,
    page,
    said,
    specification,
)

TITLE = "learningOpportunity/title[1]/text"


def test_the_legacy_identifier_comes_back() -> None:
    first = Identifier(value="other")
    result = back_of_offer(identifier=[first, Identifier(value="BREAD-7", type="legacy-loq")])
    assert result.record.learning_opportunity_id == "BREAD-7"
    assert result.fate("learningOpportunity/identifier[1]") == [(Action.DROPPED, None, True)]


def test_without_a_legacy_identifier_the_first_is_taken_and_its_scheme_is_lost() -> None:
    result = back_of_offer(identifier=[Identifier(value="A", scheme_id="urn:a"), Identifier(value="B")])
    assert result.record.learning_opportunity_id == "A"
    assert result.fate("learningOpportunity/identifier[1]/@schemeID") == [(Action.DROPPED, None, True)]


def test_without_any_identifier_the_id_is_taken() -> None:
    result = back_of_offer(identifier=[Identifier(value=" ")])
    assert result.record.learning_opportunity_id == f"{BASE}opportunity/1"


def test_identifiers_that_are_there_twice_are_warned_of() -> None:
    second = offer(2, identifier=offer().identifier)
    result = back(offers=[offer(), second])
    assert result.codes == ["CONVERT-DUPLICATE-ID"]
    assert len(result.document.learning_opportunity) == 2


def test_titles_come_back_in_their_languages() -> None:
    result = back_of_offer(title=[label("Brot", "de"), label("Bread", "en")])
    assert said(result.record.title) == [("de", "Brot"), ("en", "Bread")]
    assert result.fate(TITLE) == [(Action.COPIED, "LearningOpportunity/Title", False)]
    assert result.fate(f"{TITLE}/@lang") == [(Action.COPIED, "LearningOpportunity/Title/@language", False)]


def test_several_labels_of_a_language_stand_in_one_text() -> None:
    result = back_of_offer(alt_label=[label("Loaves", "en"), label("Brote", "de"), label("Rolls", "en")])
    assert said(result.record.non_preferred_term) == [("en", "Loaves; Rolls"), ("de", "Brote")]
    assert result.entries("learningOpportunity/altLabel[3]/text")[0].action is Action.MAPPED


def test_a_text_that_is_there_twice_is_written_once() -> None:
    result = back_of_offer(alt_label=[label("Loaves", "en"), label("Loaves", "en")])
    assert said(result.record.non_preferred_term) == [("en", "Loaves")]


def test_several_notes_of_a_language_are_parted_by_a_blank_line() -> None:
    result = back_of_offer(description=[note("Two days."), note("At the oven.")])
    assert said(result.record.description) == [("en", "Two days.\n\nAt the oven.")]


def test_a_record_without_a_title_is_left_out() -> None:
    result = back_of_offer(title=[label(" ", "en")])
    assert result.document.learning_opportunity == []
    assert "CONVERT-NO-TITLE" in result.codes


@pytest.mark.parametrize(
    ("inner", "value"), [("Pa &amp; more", "Pa & more"), ("<b>Pa</b> &amp; more", "<b>Pa</b> &amp; more")]
)
def test_a_title_of_a_language_without_a_code_comes_back_and_its_copy_does_not(inner: str, value: str) -> None:
    result = back_of_offer(title=[label("Pa & more", "fr")], additional_note=[marked(inner, "ca", "Title", "fr")])
    assert said(result.record.title) == [("ca", value)]
    assert result.fate(TITLE) == [(Action.DROPPED, None, False)]


@pytest.mark.parametrize("title", [label("Pain", "fr"), label("Pa", "de")])
def test_a_title_that_says_something_else_or_in_another_language_is_no_copy(title: object) -> None:
    result = back_of_offer(title=[title], additional_note=[marked("Pa", "ca", "Title", "fr")])
    assert [language for language, _ in said(result.record.title)][1] == "ca"


def test_titles_of_the_specification_that_repeat_those_of_the_opportunity_are_no_loss() -> None:
    result = back()
    assert result.fate("learningSpecification/title[1]/text") == [(Action.DROPPED, None, False)]


@pytest.mark.parametrize(("title", "lost"), [("Module B1", True), (" ", False)])
def test_a_title_that_only_the_specification_has_is_lost_unless_it_is_blank(title: str, lost: bool) -> None:
    result = back(specifications=[specification(title=[label(title, "en")])])
    assert result.fate("learningSpecification/title[1]/text") == [(Action.DROPPED, None, lost)]


def test_the_outcome_that_was_made_up_is_no_loss_and_a_real_one_is() -> None:
    real = outcome(id=f"{BASE}outcome/2", identifier=[])
    outcomes = LearningOutcomes(
        learning_outcome=[IdReference(idref=f"{BASE}outcome/1"), IdReference(idref=f"{BASE}outcome/2")]
    )
    result = back(specifications=[specification(learning_outcomes=outcomes)], outcomes=[outcome(), real])
    assert result.fate("learningOutcome/prefLabel[1]/text") == [
        (Action.DROPPED, None, False),
        (Action.DROPPED, None, True),
    ]


def test_without_a_description_that_of_what_is_learned_is_taken() -> None:
    learned = specification(description=[note("How to bake.")])
    result = back(offers=[offer(description=[])], specifications=[learned])
    assert said(result.record.description) == [("en", "How to bake.")]


def test_with_a_description_that_of_what_is_learned_is_further_information() -> None:
    result = back(specifications=[specification(description=[note("How to bake.")])])
    assert said(result.record.more_info) == [("en", "How to bake.")]


def test_without_any_description_the_title_is_repeated_and_the_report_says_so() -> None:
    result = back_of_offer(description=[])
    assert said(result.record.description) == [("en", "Baking bread")]
    assert "LearningOpportunity/Description" in {each.target for each in result.report.of(Action.SYNTHESISED)}


def test_the_schedule_is_further_information() -> None:
    result = back_of_offer(schedule_information=[note("Mondays.")])
    assert said(result.record.more_info) == [("en", "Mondays.")]


def test_a_page_is_written_once_for_each_of_its_languages() -> None:
    result = back_of_offer(homepage=[page("https://a.example/", Language.FRA, Language.DEU)])
    assert said(result.record.url) == [("fr", "https://a.example/"), ("de", "https://a.example/")]


def test_a_page_without_a_language_gets_that_of_the_record() -> None:
    result = back_of_offer(homepage=[page("https://a.example/", Language.FRA), page("https://b.example/")])
    assert said(result.record.url) == [("fr", "https://a.example/"), ("en", "https://b.example/")]
    assert "LearningOpportunity/Url/@language" in {each.target for each in result.report.of(Action.SYNTHESISED)}


@pytest.mark.parametrize("languages", [[Language.ENG], []])
def test_a_page_whose_language_is_taken_is_lost(languages: list[Language]) -> None:
    result = back_of_offer(homepage=[page("https://a.example/", Language.ENG), page("https://b.example/", *languages)])
    assert said(result.record.url) == [("en", "https://a.example/")]
    assert result.fate("learningOpportunity/homepage[2]/@uri") == [(Action.DROPPED, None, True)]


def test_without_a_page_that_of_what_is_learned_is_taken() -> None:
    learned = specification(homepage=[page("https://a.example/", Language.ENG)])
    result = back(offers=[offer(homepage=[])], specifications=[learned])
    assert said(result.record.url) == [("en", "https://a.example/")]


def test_a_record_without_a_page_is_left_out_because_none_can_be_made_up() -> None:
    result = back_of_offer(homepage=[])
    assert result.document.learning_opportunity == []
    assert result.codes == ["CONVERT-NO-PAGE", "CONVERT-NO-RECORD"]


def test_a_record_whose_specification_is_missing_is_left_out() -> None:
    source = Given(offers=[offer(specified_by=IdReference(idref="urn:example:nowhere"))])
    result = back(offers=source.offers)
    assert "CONVERT-NO-SPECIFICATION" in result.codes
