"""How a qualification is gained and how long it is valid: credit points, volume, entry, ways to acquire, expiry."""

from __future__ import annotations

from loms.convert.accounting import Action
from loms.convert.leaves import Leaf, View
from loms.convert.lexical import duration_of, number_of, truth_of
from loms.convert.qms_to_loms.codes import find_setting
from loms.convert.qms_to_loms.draft import QualificationDraft
from loms.convert.qms_to_loms.notes import keep_as_phrase
from loms.model import (
    EctsCreditPoints,
    EctsCreditPointSystem,
    LearningSettingTypeCode,
    Qualification,
    SubjectType,
)
from loms.text import note

__all__ = [
    "drop_what_has_no_place",
    "write_entry_requirements",
    "write_expiry",
    "write_reference_languages",
    "write_volume",
    "write_ways",
]

_NO_PLACE = (
    "Recognitions",
    "IssuedDate",
    "LastModificationDate",
    "Status",
    "Replaces",
    "ReplacedBy",
    "Creator",
    "Owner",
    "Publisher",
)


def write_volume(draft: QualificationDraft) -> None:
    """Credit points, hours of learning, and whether it is a part of a qualification.

    Args:
        draft: The records to write to.
    """
    record, spot = draft.record, draft.spot
    for leaf in draft.view.all("ECTSCreditPoints"):
        number = number_of(leaf.value)
        if number is None:
            _keep_unread(draft, leaf)
        else:
            record.has_ects_credit_points = EctsCreditPoints(value=number, scheme_id=EctsCreditPointSystem.ECTS)
            draft.ledger.keep(leaf, Action.MAPPED, spot.at("hasECTSCreditPoints"))
            draft.ledger.synthesise(spot.at("hasECTSCreditPoints/@schemeID"))
    for leaf in draft.view.all("VolumeOfLearning"):
        record.volume_of_learning = duration_of(leaf.value)
        if record.volume_of_learning is None:
            _keep_unread(draft, leaf)
        else:
            draft.ledger.keep(leaf, Action.MAPPED, spot.at("volumeOfLearning"))
    for leaf in draft.view.all("IsPartialQualification"):
        is_partial = truth_of(leaf.value)
        if isinstance(record, Qualification) and is_partial is not None:
            record.is_partial_qualification = is_partial
            draft.ledger.keep(leaf, Action.MAPPED, spot.at("isPartialQualification"))
        else:
            keep_as_phrase(draft, leaf, f"Partial qualification: {leaf.value}")


def write_ways(draft: QualificationDraft) -> None:
    """Kinds of learning: LOMS takes one, so a phrase keeps each other one, and each that it has no code for.

    Args:
        draft: The records to write to.
    """
    target = draft.spot.at("learningSettingType/@uri")
    for block in draft.view.blocks("WaysToAcquire/WayToAcquire"):
        leaves = [leaf for leaf in (block.one("Code"), block.one("URI")) if leaf]
        settings = [find_setting(leaf.value.strip()) for leaf in leaves]
        found = next((setting for setting in settings if setting), None)
        taken = draft.record.learning_setting_type
        if found is not None and (taken is None or taken.uri is found):
            draft.record.learning_setting_type = LearningSettingTypeCode(uri=found)
            draft.find(block, find_setting, target)
            continue
        for leaf in leaves:
            keep_as_phrase(draft, leaf, f"Way to acquire: {leaf.value}", SubjectType.WAYS_TO_ACQUIRE)


def write_entry_requirements(draft: QualificationDraft) -> None:
    """Entry requirements: LOMS takes one text for each language, and codes say theirs in none.

    Args:
        draft: The records to write to.
    """
    blocks = draft.view.blocks("EntryRequirements/EntryRequirement")
    said = [phrase for block in blocks if (phrase := _requirement(draft, block))]
    if said:
        text = f"Entry requirements: {'; '.join(said)}"
        draft.record.entry_requirements_note.append(note(text, "en", subject=SubjectType.ENTRY_REQUIREMENTS))


def write_expiry(draft: QualificationDraft) -> None:
    """How long the qualification is valid. The duration of LOMS is that of a course, so this is not one.

    Args:
        draft: The records to write to.
    """
    for leaf in draft.view.all("ExpiryPeriod"):
        keep_as_phrase(draft, leaf, f"Expiry period: {leaf.value}", SubjectType.HISTORY_AND_LIFECYCLE)


def write_reference_languages(draft: QualificationDraft) -> None:
    """The languages in which the record itself is written. The language of LOMS is that of instruction.

    Args:
        draft: The records to write to.
    """
    for block in draft.view.blocks("ReferenceLanguage"):
        said = [leaf for leaf in (block.one("Code"), block.one("URI")) if leaf and leaf.value.strip()]
        for leaf in said[:1]:
            keep_as_phrase(draft, leaf, f"Reference language: {leaf.value}")
        draft.drop_all([leaf for leaf in block.leaves if leaf not in said[:1]])


def drop_what_has_no_place(draft: QualificationDraft) -> None:
    """What the mapping drops: who made the record and when, its status, what replaces what.

    Args:
        draft: The records to write to.
    """
    for name in _NO_PLACE:
        draft.drop_all(draft.view.all(name))


def _requirement(draft: QualificationDraft, block: View) -> str:
    said = []
    for name, words in (("category", ""), ("requirementLevel", "level ")):
        for inner in block.blocks(name):
            draft.drop_all(inner.all("URI"))
            for leaf in inner.all("Code"):
                if leaf.value.strip():
                    said.append(words + leaf.value.strip())
                    draft.ledger.keep(leaf, Action.NOTE, draft.spot.at("entryRequirementsNote/text"))
                else:
                    draft.ledger.drop(leaf, lost=False)
    return ", ".join(said)


def _keep_unread(draft: QualificationDraft, leaf: Leaf) -> None:
    """Keep a value that was read leniently and is none of its type."""
    keep_as_phrase(draft, leaf, f"{leaf.name}: {leaf.value}")
    draft.warn(
        "CONVERT-BAD-VALUE",
        f"{leaf.name} is {leaf.value[:80]!r}, which is no value of its type; a note keeps it.",
        path=leaf.path,
        remedy="Write it as the schema describes it.",
    )
