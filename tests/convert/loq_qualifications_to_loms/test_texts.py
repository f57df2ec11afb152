"""Texts: their languages, and the language of the record."""

from __future__ import annotations

import pytest

from loms.convert.accounting import Action
from loms.legacy import qualifications as loq
from loms.model import TextContentType
from tests.convert.loq_qualifications_to_loms.documents import converted, labels, said, texts, topics

WITHOUT_CODE = ["eu", "ca", "gl", "ru", "gd", "tr", "cy"]


def test_the_title_in_the_language_of_the_record_stands_first() -> None:
    result = converted(
        title=labels({"en": "Baker", "de": "Bäcker", "fr": "Boulanger"}), information_language=loq.LanguageCode.FR
    )
    assert said(result.qualification.title) == [("fr", "Boulanger"), ("en", "Baker"), ("de", "Bäcker")]


def test_a_title_that_says_no_language_is_english() -> None:
    result = converted(title=labels({"fr": "Boulanger", None: "Baker"}), information_language=loq.LanguageCode.EN)
    assert said(result.qualification.title) == [("en", "Baker"), ("fr", "Boulanger")]


def test_the_language_of_the_record_is_lost_because_the_order_of_titles_is_only_a_hint() -> None:
    result = converted(information_language=loq.LanguageCode.EN)
    assert result.fate("InformationLanguage") == [(Action.DROPPED, None, True)]
    assert [entry.value for entry in result.report.lost] == ["en"]
    assert "only a hint" in result.report.lost[0].reason


def test_texts_without_a_language_in_a_record_of_another_are_warned_of_once() -> None:
    result = converted(information_language=loq.LanguageCode.CS, description=labels("Peče"), expiry_date=texts("nikdy"))
    assert result.codes == ["CONVERT-LANGUAGE-ABSENT"]
    assert "has 2 of them" in result.report.issues[0].message


def test_english_that_equals_another_language_is_kept_and_warned_of() -> None:
    result = converted(title=labels({"fi": "Leipuri", "en": "Leipuri"}))
    assert len(result.qualification.title) == 2
    assert result.codes == ["CONVERT-LANGUAGE-SAME-TEXT"]


def test_labels_are_plain_and_notes_keep_their_html() -> None:
    made = converted(title=labels({"en": "<b>Baker</b> &amp; more"}), description=labels({"en": "<p>Bakes"}))
    assert said(made.qualification.title) == [("en", "Baker & more")]
    assert said(made.qualification.description) == [("en", "<p>Bakes</p>")]
    assert made.qualification.description[0].text.content_type is TextContentType.HTML


@pytest.mark.parametrize("language", WITHOUT_CODE)
def test_a_text_in_a_language_without_code_is_kept_in_a_note_that_names_it(language: str) -> None:
    result = converted(country_code=loq.CountryCode.ES, description=labels({language: "3 < 5", "en": "Bakes"}))
    made = result.qualification
    assert said(made.description) == [("en", "Bakes")]
    assert said(made.additional_note) == [
        ("es", f'<section lang="{language}" class="loq-Description">3 &lt; 5</section>'),
    ]
    assert topics(made.additional_note) == ["LEARNING_OUTCOMES"]


def test_a_title_in_no_other_language_also_stands_under_the_language_of_the_country() -> None:
    result = converted(
        country_code=loq.CountryCode.ES,
        title=labels({"eu": "Okina", "ca": "Forner"}),
        information_language=loq.LanguageCode.CA,
    )
    assert said(result.qualification.title) == said(result.outcome.pref_label) == [("es", "Forner")]
    assert len(result.qualification.additional_note) == 2
    assert result.codes == ["CONVERT-LANGUAGE-FALLBACK"]


def test_texts_without_code_stay_with_their_own_record() -> None:
    result = converted(
        awarding_body=texts({"ca": "Cambra", "en": "Chamber"}),
        national_occupation_classification=texts({"ca": "Forner"}),
        relationship_type=texts({"ca": "condueix a"}),
    )
    (body,), (entitlement,) = result.organizations, result.entitlements
    assert [text for _, text in said(body.additional_note)] == [
        '<section lang="ca" class="loq-AwardingBody">Cambra</section>'
    ]
    assert [text for _, text in said(entitlement.additional_note)] == [
        '<section lang="ca" class="loq-NationalOccupationClassification">Forner</section>',
        '<section lang="ca" class="loq-RelationshipType">condueix a</section>',
    ]
    assert result.qualification.additional_note == []


def test_a_blank_text_is_left_out_and_nothing_is_lost() -> None:
    result = converted(further_info=texts({"fr": " "}), ways_to_acquire=texts({"en": ""}))
    assert result.qualification.additional_note == []
    assert result.fate("FurtherInfo[1]") == result.fate("WaysToAcquire[1]") == [(Action.DROPPED, None, False)]
