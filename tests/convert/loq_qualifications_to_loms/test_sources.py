"""Sources of information, supplements, and the occupation to which a qualification leads."""

from __future__ import annotations

import pytest

from loms.convert.accounting import Action
from loms.legacy import qualifications as loq
from loms.model import TextContentType
from tests.convert.loq_qualifications_to_loms.documents import (
    Converted,
    converted,
    said,
    supplement,
    texts,
    topics,
    urls,
)

ADDRESS = "https://catalogue.example/baker"


def documents(result: Converted) -> list[tuple[str, list[str], list[str]]]:
    """Address, languages and topics of each supplementary document."""
    return [
        (each.uri, [code.uri.name for code in each.language], topics([each]))
        for each in result.qualification.supplementary_doc
    ]


def test_a_source_that_is_a_web_address_is_a_document_and_that_of_further_information_has_a_language() -> None:
    result = converted(
        source_of_further_info=texts({"fr": ADDRESS, None: f"{ADDRESS}?en"}), source_of_information=f" {ADDRESS} "
    )
    assert documents(result) == [
        (ADDRESS, ["FRA"], []),
        (f"{ADDRESS}?en", ["ENG"], []),
        (ADDRESS, [], []),
    ]
    assert result.qualification.additional_note == []


@pytest.mark.parametrize(
    "value",
    [
        "See https://catalogue.example/baker",
        "https://catalogue.example/baker and the ministry",
        "https://catalogue.example/a, https://catalogue.example/b",
        "https://",
        "https://[catalogue/",
        "https://catalogue.example/<b>baker</b>",
        "www.catalogue.example",
        "ftp://catalogue.example/",
        "mailto:ministry@catalogue.example",
    ],
)
def test_a_source_that_is_more_or_less_than_a_web_address_is_a_note(value: str) -> None:
    result = converted(source_of_further_info=texts({"en": value}), source_of_information=value)
    assert result.qualification.supplementary_doc == []
    assert len(result.qualification.additional_note) == 2


def test_an_address_with_letters_of_other_scripts_is_one() -> None:
    result = converted(source_of_information="https://catalogue.example/Bäcker")
    assert documents(result) == [("https://catalogue.example/B%C3%A4cker", [], [])]
    assert result.fate("SourceOfInformation") == [(Action.MAPPED, "supplementaryDoc/@uri", False)]


def test_a_source_in_words_is_a_note_that_names_its_field_in_html() -> None:
    result = converted(
        further_info=texts({"en": "Ask us"}),
        source_of_further_info=texts({"en": "Ministry <of> work", "de": "<p>Amt</p>"}),
        source_of_information="Register 2014",
    )
    assert said(result.qualification.additional_note) == [
        ("en", "Ask us"),
        ("en", '<section lang="en" class="loq-SourceOfFurtherInfo">Ministry &lt;of&gt; work</section>'),
        ("de", '<section lang="de" class="loq-SourceOfFurtherInfo"><p>Amt</p></section>'),
        ("en", '<section lang="en" class="loq-SourceOfInformation">Register 2014</section>'),
    ]
    kinds = [each.text.content_type for each in result.qualification.additional_note]
    assert kinds == [TextContentType.PLAIN, *[TextContentType.HTML] * 3]


def test_the_source_of_the_record_is_said_in_the_language_of_the_record() -> None:
    result = converted(information_language=loq.LanguageCode.PL, source_of_information="Rejestr")
    assert said(result.qualification.additional_note) == [
        ("pl", '<section lang="pl" class="loq-SourceOfInformation">Rejestr</section>')
    ]
    assert (Action.COPIED, "additionalNote/text/@lang", False) in result.fate("InformationLanguage")
    assert result.codes == []


def test_the_source_of_a_record_in_a_language_without_code_names_it() -> None:
    result = converted(
        country_code=loq.CountryCode.ES, information_language=loq.LanguageCode.CA, source_of_information="Registre"
    )
    assert said(result.qualification.additional_note) == [
        ("es", '<section lang="ca" class="loq-SourceOfInformation">Registre</section>')
    ]
    assert (Action.NOTE, "additionalNote/text", False) in result.fate("InformationLanguage")


@pytest.mark.parametrize("value", ["", " ", "<p></p>"])
def test_a_source_that_is_blank_says_nothing(value: str) -> None:
    result = converted(source_of_information=value, source_of_further_info=texts({"en": value}))
    assert result.qualification.additional_note == []
    assert result.fate("SourceOfInformation") == [(Action.DROPPED, None, False)]
    assert result.fate("InformationLanguage") == [(Action.DROPPED, None, True)]


@pytest.mark.parametrize("language", ["no", "ca"])
def test_the_language_of_a_page_without_uri_is_lost_and_its_page_kept(language: str) -> None:
    result = converted(
        source_of_further_info=texts({language: ADDRESS}),
        url=urls({language: f"{ADDRESS}/2"}),
        supplement_link=[supplement(language=language)],
    )
    assert [languages for _, languages, _ in documents(result)] == [[], []]
    for path in ("SourceOfFurtherInfo[1]/@language", "Url[1]/@language", "SupplementLink[1]/SupplementLanguage"):
        assert result.fate(path) == [(Action.DROPPED, None, True)]
    reasons = {entry.reason for entry in result.report.lost if entry.value == language}
    assert all(reason.startswith("LOMS has no URI for this language") for reason in reasons)


def test_each_supplement_is_a_document_with_language_and_topic() -> None:
    links = [supplement("https://s.example/1", "en"), supplement("https://s.example/1", "de")]
    assert documents(converted(supplement_link=links)) == [
        ("https://s.example/1", ["ENG"], ["REGULATIONS_AND_CERTIFICATES"]),
        ("https://s.example/1", ["DEU"], ["REGULATIONS_AND_CERTIFICATES"]),
    ]


def test_an_occupation_is_an_entitlement_that_may_result_from_the_qualification() -> None:
    result = converted(
        national_occupation_classification=texts({"en": "7512 Bakers", "de": "7512 Bäcker"}),
        relationship_type=texts({"en": "gives access to"}),
    )
    (entitlement,) = result.entitlements
    assert (entitlement.type.uri.name, entitlement.status.uri.name) == ("OCCUPATION", "PROSPECTIVE")
    (occupation,) = entitlement.limit_national_occupation
    assert said(occupation.target_name) == [("en", "7512 Bakers"), ("de", "7512 Bäcker")]
    assert said(entitlement.description) == [("en", "gives access to")]
    assert topics(entitlement.description) == ["LABOUR_MARKET_AND_EMPLOYMENT"]
    assert [each.idref for each in entitlement.may_result_from] == [result.qualification.id]
    assert [each.idref for each in result.qualification.entitlement_specification] == [entitlement.id]


def test_a_relation_without_an_occupation_is_kept_too() -> None:
    (entitlement,) = converted(relationship_type=texts({"en": "regulated"})).entitlements
    assert entitlement.limit_national_occupation == []
    assert said(entitlement.description) == [("en", "regulated")]


def test_without_a_word_about_occupations_there_is_no_entitlement() -> None:
    result = converted(national_occupation_classification=texts({"en": " "}), relationship_type=texts({"en": ""}))
    assert result.entitlements == []
    assert result.qualification.entitlement_specification == []
