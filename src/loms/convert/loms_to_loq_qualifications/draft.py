"""The legacy record that one qualification becomes, while it is being written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from loms.convert.settings import Settings
from loms.convert.to_loms.draft import CannotConvertError
from loms.convert.to_loq.dataset import Dataset, Held, Node, Record
from loms.convert.to_loq.draft import Draft
from loms.convert.to_loq.identifiers import account_for_identifier, choose_identifier
from loms.convert.to_loq.notes import NotePlaces, SortedNotes
from loms.convert.to_loq.places import LegacyPlaces, legacy_places, require_place
from loms.convert.to_loq.texts import LegacyText, without_copy
from loms.convert.to_loq.words import Words, read_words
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
class QualificationDraft(Draft):
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


def as_texts(written: Sequence[LegacyText]) -> list[loq.I18nString]:
    """Texts as the legacy model has them where they may be empty.

    Args:
        written: The texts.
    """
    return [loq.I18nString(value=each.value, language=loq.LanguageCode(each.language)) for each in written]


def as_labels(written: Sequence[LegacyText]) -> list[loq.I18nNonEmptyString]:
    """Texts as the legacy model has them where they may not be empty.

    Args:
        written: The texts.
    """
    return [loq.I18nNonEmptyString(value=each.value, language=loq.LanguageCode(each.language)) for each in written]


def as_pages(written: Sequence[LegacyText]) -> list[loq.I18nUrl]:
    """Web addresses as the legacy model has them.

    Args:
        written: The addresses.
    """
    return [loq.I18nUrl(value=each.value, language=loq.LanguageCode(each.language)) for each in written]


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
        raise CannotConvertError(
            code="CONVERT-NO-TITLE",
            message="The record has no title, or only blank ones.",
            remedy="Give it a title.",
            path="qualification/title",
        )


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
