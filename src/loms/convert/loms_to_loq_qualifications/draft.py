"""The legacy record that one qualification becomes, while it is being written."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from loms.convert.from_loms.dataset import Dataset, Held, Node, Record
from loms.convert.from_loms.words import Words, read_words
from loms.convert.refusing import no_title
from loms.convert.settings import Settings
from loms.convert.to_loq.draft import LegacyDraft
from loms.convert.to_loq.elements import LegacyElements
from loms.convert.to_loq.identifiers import account_for_identifier, choose_identifier
from loms.convert.to_loq.notes import NotePlaces, SortedNotes
from loms.convert.to_loq.places import LegacyPlaces, legacy_places, require_place
from loms.convert.to_loq.texts import without_copy
from loms.legacy import qualifications as loq
from loms.model import SubjectType

__all__ = ["TOPICS", "QualificationDraft", "as_labels", "as_pages", "as_texts", "places", "start_draft"]

TOPICS = {
    "AwardingBodyContactInfo": SubjectType.CONTACT_INFO.value,
    "ExpiryDate": SubjectType.HISTORY_AND_LIFECYCLE.value,
    "WaysToAcquire": SubjectType.WAYS_TO_ACQUIRE.value,
    "AccessRequirements": SubjectType.ENTRY_REQUIREMENTS.value,
}
"""URI of the topic that a legacy field says itself, by field."""

_NOTES = NotePlaces(
    marks=(
        "Title",
        "NonPreferredTerms",
        "Description",
        "FurtherInfo",
        "SourceOfFurtherInfo",
        "SourceOfInformation",
        "AwardingBodyContactInfo",
        "ExpiryDate",
        "WaysToAcquire",
        "AccessRequirements",
    ),
    topics={subject: field for field, subject in TOPICS.items()},
    default="FurtherInfo",
)

_LATER = loq.NqfLevel(99)
_UNKNOWN = loq.EqfLevel(1)


@attrs.define(kw_only=True)
class QualificationDraft(LegacyDraft):
    """What the steps of the conversion read from and write to, for one qualification.

    Attributes:
        qualification: The legacy record.
        titles: The titles of the qualification.
        notes: Its notes.
    """

    qualification: loq.Qualification
    titles: list[Words]
    notes: SortedNotes


def places() -> LegacyPlaces:
    """The legacy list of countries and regions."""
    return legacy_places("qualification_country")


_ELEMENTS = LegacyElements(
    text=lambda value, language: loq.I18nString(value=value, language=loq.LanguageCode(language)),
    label=lambda value, language: loq.I18nNonEmptyString(value=value, language=loq.LanguageCode(language)),
    page=lambda value, language: loq.I18nUrl(value=value, language=loq.LanguageCode(language)),
)
as_texts, as_labels, as_pages = _ELEMENTS.as_texts, _ELEMENTS.as_labels, _ELEMENTS.as_pages


def start_draft(dataset: Dataset, settings: Settings, record: Record) -> QualificationDraft:
    """Begin a legacy record: its identifier, place and language.

    Args:
        dataset: All records.
        settings: What the conversion cannot know by itself.
        record: The qualification.

    Raises:
        CannotConvertError: It has no identifier, place or title.
    """
    node = record.node
    chosen = choose_identifier(node)
    country = require_place(
        places(), _said_places(dataset, node), codes="loq-qualifications/country", path="qualification/identifier"
    )
    draft = QualificationDraft(
        settings=settings,
        dataset=dataset,
        main=node,
        element="Qualification",
        name=chosen.held.value,
        is_legacy=chosen.is_legacy,
        country=country,
        notes=SortedNotes(),
        titles=[],
        # The levels and the language are written by later steps.
        qualification=loq.Qualification(
            qualification_id=chosen.held.value,
            eqf_level=_UNKNOWN,
            nqf_level=_LATER,
            information_language=loq.LanguageCode.EN,
            country_code=loq.CountryCode(country),
        ),
    )
    draft.claim(record)
    account_for_identifier(draft, chosen, "QualificationId")
    draft.notes.sort(read_words(node, "additionalNote"), _NOTES)
    draft.titles = without_copy(draft, read_words(node, "title"), draft.notes.of("Title"))
    _choose_language(draft)
    return draft


def _choose_language(draft: QualificationDraft) -> None:
    """The language of the record: that of its source, which is said to be in it, else that of the first title."""
    said = [*draft.notes.of("SourceOfInformation"), *draft.titles]
    draft.language = next((words.language for words in said if not words.is_blank), "")
    if not draft.language:
        raise no_title("qualification/title")


def _said_places(dataset: Dataset, node: Node) -> Iterator[list[Held]]:
    """The codes of places of a qualification, the most telling first."""
    occasions = node.blocks("awardingOpportunities/awardingOpportunity")
    yield from (occasion.all("location/@uri") for occasion in occasions)
    yield node.all("identifier/@spatialID")
    for occasion in occasions:
        for held in occasion.all("organization/@idref"):
            body = dataset.find(held.value, "organization")
            if body is not None:
                yield body.node.all("hasLocation/spatialCode/@uri")
