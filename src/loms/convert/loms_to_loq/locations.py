"""Where the opportunity takes place."""

from __future__ import annotations

from loms.convert.from_loms.dataset import Node
from loms.convert.from_loms.words import Words, read_words
from loms.convert.loms_to_loq.draft import OpportunityDraft, as_texts, places
from loms.convert.to_loq.places import account_for_place
from loms.convert.to_loq.texts import LABELS, NOTES, write_texts
from loms.legacy import learning_opportunities as loq

__all__ = ["write_locations"]

_BLOCK = "CourseLocation"


def write_locations(draft: OpportunityDraft) -> None:
    """The places of the opportunity, as far as more is said of them than country and region.

    Args:
        draft: The record to write to.
    """
    for location in draft.offer.blocks("providedAt"):
        block = _location(draft, location)
        if block.course_location_info or block.course_address or block.special_arrangements:
            if not block.course_address:
                block.course_address.append(loq.I18nString(value=""))
                draft.synthesise(f"{_BLOCK}/CourseAddress")
            draft.opportunity.course_location.append(block)
    for name in ("providedAt/spatialCode/@uri", "providedAt/hasAddress/country/@uri", "identifier/@spatialID"):
        for held in draft.offer.all(name):
            account_for_place(draft, held, places())


def _location(draft: OpportunityDraft, location: Node) -> loq.CourseLocation:
    def texts(words: list[Words], field: str, between: str = NOTES) -> list[loq.I18nString]:
        every = [*words, *draft.notes.of(field, place=location.number)]
        return as_texts(write_texts(draft, every, f"{_BLOCK}/{field}", between=between))

    addresses = [words for address in location.blocks("hasAddress") for words in read_words(address, "fullAddress")]
    return loq.CourseLocation(
        course_location_info=texts(read_words(location, "name"), "CourseLocationInfo", LABELS),
        course_address=texts(addresses, "CourseAddress"),
        special_arrangements=texts(read_words(location, "description"), "SpecialArrangements"),
    )
