"""The legacy record that one opportunity becomes, while it is being written."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Dataset, Held, Node, Record
from loms.convert.from_loms.words import Words, read_words
from loms.convert.loms_to_loq.phrases import INFORMATION, language_phrases
from loms.convert.refusing import CannotConvertError, no_title
from loms.convert.settings import Settings
from loms.convert.to_loms.codes import find_language
from loms.convert.to_loq.codes import language_of
from loms.convert.to_loq.draft import LegacyDraft
from loms.convert.to_loq.elements import LegacyElements
from loms.convert.to_loq.identifiers import account_for_identifier, choose_identifier
from loms.convert.to_loq.notes import NotePlaces, SortedNotes
from loms.convert.to_loq.places import LegacyPlaces, legacy_places, require_place
from loms.convert.to_loq.texts import without_copy
from loms.legacy import learning_opportunities as loq
from loms.model import SubjectType

__all__ = [
    "AWARD_NOTES",
    "TOPICS",
    "OpportunityDraft",
    "as_labels",
    "as_pages",
    "as_texts",
    "keep_phrase",
    "places",
    "start_draft",
]

TOPICS = {
    "StartDate": SubjectType.START_DATE.value,
    "DurationInformation": SubjectType.DURATION_INFORMATION.value,
    "Grants": SubjectType.GRANTS.value,
    "Costs": SubjectType.COSTS.value,
    "AccessRequirements": SubjectType.ENTRY_REQUIREMENTS.value,
}
"""URI of the topic that a legacy field says itself, by field."""

_TOPICS = {subject: field for field, subject in TOPICS.items()}

_OPPORTUNITY_MARKS = (
    "Title",
    "NonPreferredTerm",
    "MoreInfo",
    "Description",
    "DurationInformation",
    "StartDate",
    "AdmissionProcedure",
    "Costs",
    "Grants",
)
_LOCATION_MARKS = ("CourseLocationInfo", "CourseAddress", "SpecialArrangements")
_AWARD_MARKS = (
    "QualificationAwarded",
    "OtherQualificationAwardedTerm",
    "QualificationAwardedDescription",
    "AwardingBodyContactInfo",
)
_SPECIFICATION_MARKS = ("AccessRequirements", "Credits")
_CONTACTS = {SubjectType.CONTACT_INFO.value: "AwardingBodyContactInfo"}

AWARD_NOTES = NotePlaces(marks=_AWARD_MARKS, topics=_CONTACTS)
"""Where the notes of what is awarded go."""


@attrs.define(kw_only=True)
class OpportunityDraft(LegacyDraft):
    """What the steps of the conversion read from and write to, for one opportunity.

    Attributes:
        opportunity: The legacy record.
        titles: The titles of the opportunity.
        specification: What is learned.
        activity: The activities, where there is something said of them.
        notes: The notes of the opportunity and its specification.
    """

    opportunity: loq.LearningOpportunity
    titles: list[Words]
    specification: Node
    activity: Node | None
    notes: SortedNotes

    @property
    def offer(self) -> Node:
        """The opportunity."""
        return self.main

    @property
    def is_qualification(self) -> bool:
        """Whether what is learned is itself a qualification, which the opportunity leads to."""
        return self.specification.record.kind == "qualification"


def places() -> LegacyPlaces:
    """The legacy list of countries and regions."""
    return legacy_places("country")


_ELEMENTS = LegacyElements(
    text=lambda value, language: loq.I18nString(value=value, language=loq.LanguageCode(language)),
    label=lambda value, language: loq.I18nNonEmptyString(value=value, language=loq.LanguageCode(language)),
    page=lambda value, language: loq.I18nUrl(value=value, language=loq.LanguageCode(language)),
)
as_texts, as_labels, as_pages = _ELEMENTS.as_texts, _ELEMENTS.as_labels, _ELEMENTS.as_pages


def start_draft(dataset: Dataset, settings: Settings, record: Record) -> OpportunityDraft:
    """Begin a legacy record: what it is made of, its identifier, place and language.

    Args:
        dataset: All records.
        settings: What the conversion cannot know by itself.
        record: The opportunity.

    Raises:
        CannotConvertError: It has no identifier, specification, place or title.
    """
    offer = record.node
    chosen = choose_identifier(offer)
    link = offer.one("specifiedBy/@idref")
    found = dataset.find(link.value, "learningSpecification", "qualification", "qualificationRef") if link else None
    if found is None:
        raise CannotConvertError(
            code="CONVERT-NO-SPECIFICATION",
            message="The record that specifies the opportunity is missing.",
            remedy="Add the record to which specifiedBy refers.",
            path="learningOpportunity/specifiedBy",
        )
    activity = dataset.find(found.node.value("learningActivitySpecification/@idref"), "learningActivitySpecification")
    country = require_place(
        places(),
        _said_places(dataset, offer),
        codes="loq-learning-opportunities/country",
        path="learningOpportunity/providedAt",
    )
    draft = OpportunityDraft(
        settings=settings,
        dataset=dataset,
        main=offer,
        element="LearningOpportunity",
        name=chosen.held.value,
        is_legacy=chosen.is_legacy,
        country=country,
        specification=found.node,
        activity=activity.node if activity else None,
        notes=SortedNotes(),
        titles=[],
        opportunity=loq.LearningOpportunity(
            learning_opportunity_id=chosen.held.value,
            country_code=loq.CountryCode(country),
            education_level=loq.EducationLevel("9"),
            information_language=loq.LanguageCode.EN,
        ),
    )
    for each in (record, found, *([activity] if activity else [])):
        draft.claim(each)
    account_for_identifier(draft, chosen, "LearningOpportunityId")
    _sort_notes(draft)
    draft.titles = without_copy(draft, read_words(offer, "title"), draft.notes.of("Title"))
    _write_language(draft)
    return draft


def _sort_notes(draft: OpportunityDraft) -> None:
    numbers = [location.number for location in draft.offer.blocks("providedAt")]
    numbered = dict.fromkeys(_LOCATION_MARKS, numbers)
    draft.notes.sort(
        read_words(draft.offer, "additionalNote"),
        NotePlaces(marks=_OPPORTUNITY_MARKS, numbered=numbered, topics=_TOPICS, default="MoreInfo"),
    )
    marks = _SPECIFICATION_MARKS + (_AWARD_MARKS if draft.is_qualification else ())
    topics = _TOPICS | (_CONTACTS if draft.is_qualification else {})
    # The legacy credits became the only notes of the specification without a topic.
    default = "Credits" if draft.is_legacy else "MoreInfo"
    draft.notes.sort(
        read_words(draft.specification, "additionalNote"),
        NotePlaces(marks=marks, topics=topics, default=default),
    )


def _write_language(draft: OpportunityDraft) -> None:
    """The language of the record: what it says, else that of the first title."""
    held = draft.offer.one("referenceLanguage/@uri")
    phrases = language_phrases(INFORMATION)
    if held is not None:
        code = language_of(held.value)
        if code is None:
            raise draft.unknown_code(held)
        draft.keep(held, Action.MAPPED, "InformationLanguage")
    elif said := draft.notes.take("MoreInfo", phrases):
        code = phrases[said[0].value]
        for words in said:
            keep_phrase(draft, words, "InformationLanguage")
    else:
        code = _language_of_title(draft)
        draft.synthesise("InformationLanguage")
    if not code:
        raise no_title("learningOpportunity/title")
    draft.language = code
    draft.opportunity.information_language = loq.LanguageCode(code)


def _language_of_title(draft: OpportunityDraft) -> str:
    """The legacy code of the language of the first title; empty where there is none.

    Raises:
        CannotConvertError: It is not in the list, as may be where a document was read leniently.
    """
    first = next((words for words in draft.titles if not words.is_blank), None)
    if first is None:
        return ""
    if find_language(first.language) is None:
        raise draft.unknown_code(first.lang or first.text)
    return first.language


def keep_phrase(draft: OpportunityDraft, words: Words, field: str) -> None:
    """Account for a note that is a phrase for a code.

    Args:
        draft: The record that is written.
        words: The note.
        field: Path of the code below the legacy record.
    """
    draft.keep(words.text, Action.MAPPED, field)
    for about in (words.lang, words.content_type, *words.subjects):
        if about is not None:
            draft.drop(about, lost=False, detail="It goes with a phrase that stands for a code.")


def _said_places(dataset: Dataset, offer: Node) -> Iterator[list[Held]]:
    """The codes of places of an opportunity, the most telling first."""
    locations = offer.blocks("providedAt")
    yield from (location.all("spatialCode/@uri") for location in locations)
    yield from (location.all("hasAddress/country/@uri") for location in locations)
    yield offer.all("identifier/@spatialID")
    for held in offer.all("providedBy/@idref"):
        provider = dataset.find(held.value, "organization")
        if provider is not None:
            yield provider.node.all("hasLocation/spatialCode/@uri")
