"""Texts: short and full ones change their names, notes hold several languages, and nothing disappears silently."""

from __future__ import annotations

import pytest
from xsdata.utils.text import camel_case as to_camel

from loms import elm
from loms.convert.accounting import Action
from loms.model import IdReference, SubjectType
from loms.text import label
from tests.convert.loms_to_elm.records import lifted, literals, said
from tests.convert.loms_to_loq.records import activity, note, offer, organization, outcome, specification

OUTCOMES = "http://data.europa.eu/snb/qualification-topics#learning-outcomes"
COSTS = "http://data.europa.eu/snb/learningOpportunity-topics#costs"
HTML = "http://publications.europa.eu/resource/authority/file-type/HTML"


class TestDefinitionAndDescription:
    def test_the_definition_becomes_the_description(self) -> None:
        made = lifted(specifications=[specification(definition=[note("Short.")])])
        assert said(made.specification.description) == [("en", "Short.")]

    def test_the_description_becomes_the_summary_of_outcomes_in_all_its_languages(self) -> None:
        made = lifted(specifications=[specification(description=[note("Bakes."), note("Backt.", "de")])])
        assert literals(made.specification.learning_outcome_summary) == [("en", "Bakes."), ("de", "Backt.")]
        assert made.specification.description == []

    def test_a_second_text_of_a_language_becomes_a_note_that_says_what_it_is_about(self) -> None:
        made = lifted(specifications=[specification(description=[note("Bakes."), note("And sells.")])])
        [more] = made.specification.additional_note
        assert (literals(more), more.subject) == ([("en", "And sells.")], elm.Concept(uri=OUTCOMES))
        assert made.fate("learningSpecification/description[2]/text") == [
            (Action.NOTE, "additionalNote/noteLiteral", False)
        ]


class TestNotes:
    def test_a_text_of_another_topic_becomes_a_note_of_its_own(self) -> None:
        notes = [note("Mondays"), note("95 EUR", "de", SubjectType.COSTS)]
        made = lifted(offers=[offer(schedule_information=notes)])
        assert literals(made.opportunity.schedule_information) == [("en", "Mondays")]
        [more] = made.opportunity.additional_note
        assert more.subject == elm.Concept(uri=COSTS)

    def test_html_stays_html_and_says_so(self) -> None:
        given = note('<p>Two <a href="https://a.example">days</a></p>', html=True)
        [kept] = lifted(offers=[offer(additional_note=[given])]).opportunity.additional_note
        assert kept.note_format == elm.Concept(uri=HTML)
        assert literals(kept) == [("en", "<p>Two days (https://a.example)</p>")]

    def test_a_plain_text_beside_html_is_written_so_that_it_reads_the_same(self) -> None:
        notes = [note("<p>Montags</p>", "de", html=True), note("3 < 5")]
        made = lifted(offers=[offer(schedule_information=notes)])
        assert literals(made.opportunity.schedule_information) == [("de", "<p>Montags</p>"), ("en", "3 &lt; 5")]

    def test_the_description_of_an_outcome_is_a_note(self) -> None:
        made = lifted(outcomes=[outcome(description=[note("Feeds a starter.")])])
        section = made.document.learning_outcome_references
        assert section is not None
        assert literals(section.learning_outcome[0].additional_note[0]) == [("en", "Feeds a starter.")]


class TestPlainTexts:
    def test_html_is_reduced_to_its_words(self) -> None:
        made = lifted(offers=[offer(description=[note("<p>Two <b>days</b></p>", html=True)])])
        assert said(made.opportunity.description) == [("en", "Two days")]
        assert made.fate("learningOpportunity/description[1]/text") == [(Action.MAPPED, "description", False)]

    def test_several_of_one_language_become_one(self) -> None:
        made = lifted(
            offers=[offer(description=[note("One."), note("Two.")], title=[label("A", "en"), label("B", "en")])]
        )
        assert said(made.opportunity.description) == [("en", "One.\n\nTwo.")]
        assert said(made.opportunity.title) == [("en", "A; B")]

    def test_what_is_said_already_is_not_said_again(self) -> None:
        made = lifted(organizations=[organization(alt_label=[label("Bakery school", "en"), label("BS", "en")])])
        assert said(made.organisation.alt_label) == [("en", "BS")]
        assert made.fate("organization/altLabel[1]/text") == [(Action.DROPPED, None, False)]

    def test_the_topic_of_a_plain_text_is_lost_and_reported(self) -> None:
        made = lifted(offers=[offer(description=[note("95 EUR", subject=SubjectType.COSTS)])])
        assert made.fate("learningOpportunity/description[1]/subject[1]/@uri") == [(Action.DROPPED, None, True)]

    @pytest.mark.parametrize("field", ["description", "additional_note", "schedule_information"])
    def test_a_topic_without_a_text_is_lost_and_reported(self, field: str) -> None:
        broken = note("", subject=SubjectType.COSTS)
        broken.text = None  # type: ignore[assignment]
        made = lifted(offers=[offer(1, **{field: [broken]})])
        path = f"learningOpportunity/{to_camel(field)}[1]/subject[1]/@uri"
        assert made.fate(path) == [(Action.DROPPED, None, True)]
        assert made.codes == []

    def test_another_title_of_an_opportunity_is_kept_in_a_note(self) -> None:
        made = lifted(offers=[offer(alt_label=[label("Bread class", "en")])])
        assert literals(made.opportunity.additional_note[0]) == [("en", "Bread class")]

    def test_a_language_that_only_texts_have_stays(self) -> None:
        made = lifted(offers=[offer(title=[label("Brød", "no")], reference_language=None)])
        assert said(made.opportunity.title) == [("no", "Brød")]
        assert made.opportunity.default_language.uri is elm.Language.NOR


def test_an_activity_without_a_title_has_that_of_its_specification() -> None:
    teaching = activity()
    link = IdReference(idref=teaching.id)
    made = lifted(specifications=[specification(learning_activity_specification=link)], activities=[teaching])
    section = made.document.learning_activity_specification_references
    assert section is not None
    assert said(section.learning_activity_specification[0].title) == [("en", "Baking bread")]
