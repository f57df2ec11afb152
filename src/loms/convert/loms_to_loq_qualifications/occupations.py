"""The occupations to which the qualification may lead."""

from __future__ import annotations

from loms.convert.from_loms.dataset import Record
from loms.convert.from_loms.words import Words, read_words
from loms.convert.loms_to_loq_qualifications.draft import QualificationDraft, as_texts
from loms.convert.to_loq.notes import NotePlaces, SortedNotes
from loms.convert.to_loq.texts import LABELS, drop_words, write_texts
from loms.model import EntitlementStatus, EntitlementType, SubjectType

__all__ = ["OCCUPATION_LINK", "write_occupations"]

OCCUPATION_LINK = ("entitlementSpecification", "mayResultFrom/@idref")
"""How an occupation refers to the qualification from which it may result: kind of record, and field."""

_NAMES = "NationalOccupationClassification"
_RELATION = "RelationshipType"
_NOTES = NotePlaces(marks=(_NAMES, _RELATION))
_MADE = {
    "type/@uri": EntitlementType.OCCUPATION.value,
    "status/@uri": EntitlementStatus.PROSPECTIVE.value,
}

_FIELD_SAYS = "The legacy field means an occupation that may follow."


def write_occupations(draft: QualificationDraft) -> None:
    """The occupations of all entitlements that may result from the qualification, and how they are related to it.

    Args:
        draft: The record to write to.
    """
    names: list[Words] = []
    relations: list[Words] = []
    for entitlement in _entitlements(draft):
        draft.claim(entitlement)
        node = entitlement.node
        notes = SortedNotes()
        notes.sort(read_words(node, "additionalNote"), _NOTES)
        for block in node.blocks("limitNationalOccupation"):
            names += read_words(block, "targetName")
        names += notes.of(_NAMES)
        relations += [*read_words(node, "description"), *notes.of(_RELATION)]
        for words in notes.of(""):
            drop_words(draft, words, lost=True, detail="The legacy model has no notes on occupations.")
        for field, usual in _MADE.items():
            for held in node.all(field):
                if held.value == usual:
                    draft.drop(held, lost=False, detail=_FIELD_SAYS)
    subject = SubjectType.LABOUR_MARKET_AND_EMPLOYMENT.value
    qualification = draft.qualification
    qualification.national_occupation_classification = as_texts(write_texts(draft, names, _NAMES, between=LABELS))
    qualification.relationship_type = as_texts(write_texts(draft, relations, _RELATION, subject=subject))


def _entitlements(draft: QualificationDraft) -> list[Record]:
    """The entitlements to which the qualification refers, and those which refer to it, each once."""
    kind, _ = OCCUPATION_LINK
    found = [draft.dataset.find(held.value, kind) for held in draft.main.all("entitlementSpecification/@idref")]
    found += draft.dataset.referring(draft.main.record.id, *OCCUPATION_LINK)
    return list(dict.fromkeys(record for record in found if record is not None))
