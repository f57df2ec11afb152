"""Texts: language, plain or HTML, labels, and languages that LOMS has no code for."""

from __future__ import annotations

import pytest

import loms
from loms.convert.accounting import Action
from loms.legacy import learning_opportunities as loq
from loms.model import LanguageString, Note, TextContentType, TextLanguage
from tests.convert.documents import NAMESPACE, Converted, block, converted, document, labels, record, texts

HTML, PLAIN = TextContentType.HTML, TextContentType.PLAIN
WITHOUT_CODE = ["eu", "ca", "gl", "ru", "gd", "tr", "cy"]


def said(held: list[LanguageString] | list[Note]) -> list[tuple[str, str]]:
    return [(each.text.lang.value, each.text.value) for each in held]


def test_a_text_without_a_language_is_english() -> None:
    assert said(converted(description=labels("Two days.")).opportunity.description) == [("en", "Two days.")]


def test_texts_without_a_language_in_a_record_of_another_are_warned_of_once() -> None:
    result = converted(
        information_language=loq.LanguageCode.FR, description=labels("Deux jours."), more_info=labels("Apportez")
    )
    assert result.codes == ["CONVERT-LANGUAGE-ABSENT"]


def test_english_that_equals_another_language_is_kept_and_warned_of() -> None:
    result = converted(title=labels({"fi": "Leivonta", "en": "Leivonta"}))
    assert len(result.opportunity.title) == 2
    assert result.codes == ["CONVERT-LANGUAGE-SAME-TEXT"]


@pytest.mark.parametrize(
    ("value", "written", "content_type"),
    [
        ("3 < 5", "3 < 5", PLAIN),
        ("C++ <beginner>", "C++ <beginner>", PLAIN),
        ("  two\nlines ", "  two\nlines ", PLAIN),
        ("AT&amp;T", "AT&T", PLAIN),
        ("1 &lt; 2", "1 < 2", PLAIN),
        ("&amp;amp;", "&amp;", PLAIN),
        ("<p>now</p>", "<p>now</p>", HTML),
        ("<p>now", "<p>now</p>", HTML),
        ("&lt;p&gt;now&lt;/p&gt;", "<p>now</p>", HTML),
        ('<a href="https://b.example">now</a>', "now (https://b.example)", HTML),
    ],
)
def test_each_note_decides_for_itself_what_it_is(value: str, written: str, content_type: TextContentType) -> None:
    result = converted(more_info=labels({"en": value}))
    (made,) = result.opportunity.additional_note
    assert (made.text.value, made.text.content_type) == (written, content_type)
    (entry,) = [each for each in result.report.entries if each.source == "LearningOpportunity/MoreInfo[1]"]
    assert entry.action is (Action.COPIED if value == written else Action.MAPPED)


def test_languages_of_one_field_may_differ_in_kind() -> None:
    result = converted(description=labels({"en": "<b>Bread</b>", "de": "Brot & Kuchen"}))
    assert [each.text.content_type for each in result.opportunity.description] == [HTML, PLAIN]


def test_labels_are_plain_and_on_one_line() -> None:
    result = converted(title=labels({"en": " <b>Bread</b> &amp;\n\tcake<br>for all "}))
    assert said(result.opportunity.title) == [("en", "Bread & cake for all")]
    assert result.opportunity.title[0].text.content_type is PLAIN


@pytest.mark.parametrize("value", [" ", "\u00a0", "<p> </p>", "&nbsp;"])
def test_a_blank_text_is_left_out_and_nothing_is_lost(value: str) -> None:
    result = converted(more_info=labels({"fr": value}))
    assert result.opportunity.additional_note == []
    found = [each for each in result.report.entries if (each.source or "").startswith("LearningOpportunity/MoreInfo")]
    assert [(each.action, each.lost) for each in found] == [(Action.DROPPED, False)] * 2


def fate(result: Converted, path: str) -> list[tuple[Action, str | None, bool]]:
    """Action, value and loss of each entry on a text."""
    return [(each.action, each.value, each.lost) for each in result.report.entries if each.source == path]


@pytest.mark.parametrize(
    ("value", "left_out", "lost"),
    [
        ('<input value="95 EUR">', "95 EUR", True),
        ('<a href="javascript:go()">', "javascript:go()", True),
        ("<!-- deadline 1 May -->", "deadline 1 May", False),
        ("<script>price(5)</script>", "price(5)", False),
        ("<style>p {}</style>", "p {}", False),
    ],
)
def test_what_html_held_and_a_text_cannot_hold_has_an_entry_of_its_own(value: str, left_out: str, lost: bool) -> None:
    source = f"<b>Bread</b>{value}"
    result = converted(title=labels(source), description=labels(source), more_info=labels({"ca": source}))
    dropped = (Action.DROPPED, left_out, lost)
    kept = (Action.MAPPED, source, False)
    assert fate(result, "LearningOpportunity/Title[1]") == [kept, kept, kept, dropped]
    assert fate(result, "LearningOpportunity/Description[1]") == [kept, dropped]
    assert fate(result, "LearningOpportunity/MoreInfo[1]") == [(Action.NOTE, source, False), dropped]


def test_the_entry_on_what_was_left_out_says_what_it_was() -> None:
    result = converted(description=labels({"en": '<input value="95 EUR"> a day'}))
    (entry,) = result.report.lost
    assert entry.reason == "Left out of the text: the attribute value of <input>, which a text of LOMS cannot hold."


def test_a_text_of_which_nothing_can_be_kept_does_not_count_as_blank() -> None:
    result = converted(description=labels({"en": '<input value="95 EUR">'}))
    assert result.opportunity.description == []
    entries = [each for each in result.report.entries if each.source == "LearningOpportunity/Description[1]"]
    assert [(each.action, each.lost) for each in entries] == [(Action.DROPPED, False), (Action.DROPPED, True)]
    assert entries[0].reason != "It is blank."


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('<a href="/course/1.html">apply</a>', "apply (/course/1.html)"),
        ('<img src="/x.png">', "(/x.png)"),
        ('<iframe src="https://x.example/map"></iframe>', "(https://x.example/map)"),
        ('<abbr title="Framework">F</abbr>', "F (Framework)"),
    ],
)
def test_addresses_and_explanations_are_kept_as_text_and_nothing_is_lost(value: str, written: str) -> None:
    result = converted(title=labels({"en": value}), description=labels({"en": value}))
    assert said(result.opportunity.title) == said(result.opportunity.description) == [("en", written)]
    assert result.report.lost == ()


def test_norwegian_text_has_a_code() -> None:
    assert said(converted(more_info=labels({"no": "Ta med"})).opportunity.additional_note) == [("no", "Ta med")]


@pytest.mark.parametrize("language", WITHOUT_CODE)
def test_a_text_in_a_language_without_code_is_kept_in_a_note_that_names_it(language: str) -> None:
    result = converted(country_code=loq.CountryCode.ES51, description=labels({language: "3 < 5", "en": "Bread"}))
    assert said(result.opportunity.description) == [("en", "Bread")]
    assert said(result.opportunity.additional_note) == [
        ("es", f'<section lang="{language}" class="loq-Description">3 &lt; 5</section>')
    ]
    assert result.opportunity.additional_note[0].text.content_type is HTML


def test_html_in_a_language_without_code_is_cleaned_inside_of_its_mark() -> None:
    result = converted(more_info=labels({"ca": "<p>pa<br>blanc"}))
    assert (
        result.opportunity.additional_note[0].text.value
        == '<section lang="ca" class="loq-MoreInfo"><p>pa<br>blanc</p></section>'
    )


def test_a_marked_note_keeps_the_topic_of_its_field() -> None:
    (made,) = converted(grants=texts({"ca": "beca"})).opportunity.additional_note
    assert [each.uri.name for each in made.subject] == ["GRANTS"]


def test_the_marked_note_of_a_place_says_which_place_it_is() -> None:
    places = [loq.CourseLocation(course_address=texts({"ca": name})) for name in ("Vic", "Reus")]
    notes = converted(course_location=places).opportunity.additional_note
    assert [each.text.value for each in notes] == [
        '<section lang="ca" class="loq-CourseAddress loq-CourseLocation-1">Vic</section>',
        '<section lang="ca" class="loq-CourseAddress loq-CourseLocation-2">Reus</section>',
    ]


def test_a_required_label_in_no_other_language_also_stands_under_the_language_of_the_country() -> None:
    result = converted(country_code=loq.CountryCode.ES51, title=labels({"ca": "Pa", "eu": "Ogia"}))
    assert said(result.opportunity.title) == said(result.specification.title) == [("es", "Pa")]
    assert len(result.opportunity.additional_note) == 2
    assert result.codes == ["CONVERT-LANGUAGE-FALLBACK"]


def test_an_optional_label_in_no_other_language_stands_in_the_note_only() -> None:
    result = converted(non_preferred_term=labels({"ca": "Pa"}))
    assert result.opportunity.alt_label == []
    assert result.codes == []


def test_texts_without_code_stay_with_their_own_record() -> None:
    result = converted(
        provider_name=labels({"ca": "Escola", "en": "School"}),
        qualifications=[block({"ca": "Forner", "en": "Baker"})],
        credits=texts({"ca": "6 crèdits"}),
    )
    assert '<section lang="ca" class="loq-ProviderName">Escola</section>' in [
        v for _, v in said(result.organizations[0].additional_note)
    ]
    assert said(result.specifications[1].additional_note)[0][1].startswith(
        '<section lang="ca" class="loq-QualificationAwarded">'
    )
    assert said(result.specification.additional_note)[0][1].startswith('<section lang="ca" class="loq-Credits">')


def test_the_fallback_language_can_be_chosen() -> None:
    settings = loms.Settings(namespace=NAMESPACE, fallback_languages={"ES": "en"})
    result = Converted(document(record(country_code=loq.CountryCode.ES, more_info=labels({"ca": "Pa"}))), settings)
    assert [each.text.lang for each in result.opportunity.additional_note] == [TextLanguage.EN]


def test_a_description_that_says_there_is_none_is_left_out_with_a_warning() -> None:
    result = converted(description=labels({"en": "No description available", "fi": "Kuvaus"}))
    assert said(result.opportunity.description) == [("fi", "Kuvaus")]
    assert result.codes == ["CONVERT-FILLER"]
