"""Draws what can be converted: documents of every format, most of which can, and settings that matter to them."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

import loms
from loms.convert.known import QualificationIdentity
from loms.document import Document
from loms.legacy import qualifications
from loms.legacy.learning_opportunities import (
    EqfLevel,
    I18nString,
    LanguageCode,
    LearningOpportunities,
    LearningOpportunity,
    Qualifications,
)
from loms.legacy.qms import QualificationMetadata
from loms.strategies import documents
from tests.convert.loms_to_loq.completing import convertible_documents
from tests.convert.qms_to_loms.documents import agent, document, known_documents, record
from tests.support.repeating import with_repeats

__all__ = ["KEY", "Case", "cases"]

KEY = "k3y-that-nobody-may-see"

_NAMESPACES = ("https://data.example.org/lo/", "urn:example:lo:", "https://data.example.org/#")
_TELLING = {
    "start_date": ("2026-02-02", "10.03.2026", "Next spring"),
    "duration_information": ("3 Jahre", "3 years", "42 days", "As long as it takes"),
    "costs": ("95 EUR", "1 200,50 €", "USD 7", "A lot"),
    "credits": ("7,5 ECTS", "ECVET: 3", "12 ECTS credits", "Some"),
}
"""Texts that say a value, and one of each kind that does not."""
_EXPIRIES = ("2030-12-31", "31.12.2030", "Never")
"""The same for the expiry of qualifications."""


_TEMPLATES = ("https://school.example/courses/{identifier}", "https://school.example/?course={id}")


@attrs.frozen
class Case:
    """A document, and settings for its conversion.

    Attributes:
        document: The document.
        settings: The settings.
    """

    document: Document
    settings: loms.Settings


@st.composite
def cases(draw: DrawFn, format: str) -> Case:
    """A document of a format and settings, half of the time the usual ones."""
    source = draw(_documents(format))
    if isinstance(source, LearningOpportunities):
        _tell(draw, source)
    elif isinstance(source, qualifications.Qualifications):
        _date(draw, source)
    if hasattr(source, "key"):
        source.key = KEY
    usual = loms.Settings(namespace=_NAMESPACES[0], legacy_key=KEY)
    return Case(source, usual if draw(st.booleans()) else _settings(draw, source))


def _documents(format: str) -> SearchStrategy[Document]:
    found: list[SearchStrategy[Document]]
    if format == "loms-2019":
        found = [
            convertible_documents(),
            convertible_documents(realistic=True),
            documents(),
        ]
    elif format == "qms-1.0":
        known = [known_documents().map(_with_record), known_documents(realistic=True).map(_with_record)]
        found = [*known, documents(format)]
    else:
        found = [documents(format), documents(format, realistic=True)]
    return with_repeats(st.one_of(found))


def _with_record(drawn: QualificationMetadata) -> QualificationMetadata:
    """The same, or a small document in place of an empty one."""
    qualifications = drawn.qualifications.qualification if drawn.qualifications else []
    agents = drawn.agents.agent if drawn.agents else []
    return drawn if qualifications or agents else document(record(), agent())


def _settings(draw: DrawFn, source: Document) -> loms.Settings:
    known: dict[str, list[QualificationIdentity]] = {}
    for number, address in enumerate(dict.fromkeys(_pages(source))):
        count = draw(st.integers(0, 2))
        if count and address.strip():
            known[address.strip()] = [
                QualificationIdentity(identifier=f"Q-{number}-{each}", scheme_id=draw(st.sampled_from([None, "urn:q"])))
                for each in range(count)
            ]
    return loms.Settings(
        namespace=draw(st.sampled_from(_NAMESPACES)),
        identifier_scheme=draw(st.sampled_from([None, "https://schemes.example/a"])),
        fallback_languages=draw(
            st.dictionaries(st.sampled_from(["ES", "DE", "UK", "FI"]), st.sampled_from(["fr", "hr"]))
        ),
        owns_qualifications=draw(st.booleans()),
        known_qualifications=known,
        study_type_pt=draw(st.sampled_from([None, "partTimeIntensive", "partTimeLight"])),
        study_type_wk=draw(st.sampled_from([None, "workbased", "workShop"])),
        approximate_codes=draw(st.booleans()),
        legacy_key=KEY,
        default_language=draw(st.sampled_from([None, "en", "no"])),
        missing_homepage=draw(st.sampled_from(["refuse", "provider", "id", *_TEMPLATES])),
        missing_level=draw(st.sampled_from(["refuse", "specification"])),
        successor_codes=draw(st.booleans()),
        near_codes=draw(st.booleans()),
        parse_texts=draw(st.booleans()),
        expiry_ends_awarding=draw(st.booleans()),
    )


def _pages(source: Document) -> Iterator[str]:
    """The addresses of qualifications that opportunities lead to."""
    if isinstance(source, LearningOpportunities):
        for offer in source.learning_opportunity:
            for block in offer.qualifications:
                yield from (page.value for page in block.qualification_awarded_url)


def _tell(draw: DrawFn, source: LearningOpportunities) -> None:
    """Let some records say what drawn ones seldom say: values in texts, and one qualification with its levels."""
    for offer in source.learning_opportunity:
        for field in draw(st.sets(st.sampled_from(sorted(_TELLING)))):
            languages = draw(st.lists(st.sampled_from([None, LanguageCode.DE, LanguageCode.CA]), max_size=2))
            said = draw(st.sampled_from(_TELLING[field]))
            setattr(offer, field, [I18nString(value=said, language=language) for language in languages])
        if draw(st.integers(0, 2)) == 2:
            _qualify(offer)


def _date(draw: DrawFn, source: qualifications.Qualifications) -> None:
    """Let some qualifications expire on a day, or say in another language that they do not."""
    for each in source.qualification:
        languages = draw(st.lists(st.sampled_from([None, *qualifications.LanguageCode]), max_size=2))
        if languages:
            each.expiry_date = [
                qualifications.I18nString(value=draw(st.sampled_from(_EXPIRIES)), language=language)
                for language in languages
            ]


def _qualify(offer: LearningOpportunity) -> None:
    block = offer.qualifications[0] if offer.qualifications else Qualifications()
    block.qualification_awarded.append(I18nString(value="Added qualification", language=LanguageCode.FR))
    offer.qualifications = [block]
    offer.eqf_level = offer.eqf_level or EqfLevel(4)
    offer.nqf_level = offer.nqf_level or "4 b"
