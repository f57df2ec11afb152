"""Texts of a qualification with their topics, and phrases for values that LOMS has no field for."""

from __future__ import annotations

from loms.convert.accounting import Action, Target
from loms.convert.leaves import Leaf, View
from loms.convert.qms_to_loms.codes import find_topic
from loms.convert.qms_to_loms.draft import QmsDraft, QualificationDraft
from loms.convert.to_loms.texts import write_notes
from loms.model import LearningSpecification, Note, SubjectType, SubjectTypeCode
from loms.text import note

__all__ = ["keep_as_phrase", "write_texts"]

_WITHOUT_TEXT = "It belongs to a text that is blank."
_HISTORY = SubjectType.HISTORY_AND_LIFECYCLE


def write_texts(draft: QualificationDraft) -> None:
    """Definition, description and the three notes, each with its topics.

    Args:
        draft: The records to write to.
    """
    record = draft.record
    for block in draft.view.blocks("Definition"):
        if _has_definition_in_language_of(draft, block):
            _write(draft, block, record.additional_note, "additionalNote")
        else:
            _write(draft, block, record.definition, "definition")
    for block in draft.view.blocks("Description"):
        _write(draft, block, record.description, "description")
    for name, subject in (("ChangeNote", _HISTORY), ("HistoryNote", _HISTORY), ("AdditionalNote", None)):
        for block in draft.view.blocks(name):
            _write(draft, block, record.additional_note, "additionalNote", subject)
    accreditations = draft.view.one("Accreditations")
    if accreditations is not None:
        _write_accreditations(draft, accreditations)


def keep_as_phrase(draft: QualificationDraft, leaf: Leaf, phrase: str, subject: SubjectType | None = None) -> None:
    """Keep a value in a note as an English phrase.

    Args:
        draft: The records to write to.
        leaf: The value.
        phrase: What it says.
        subject: Topic of the note.
    """
    draft.record.additional_note.append(note(phrase, "en", subject=subject))
    draft.ledger.keep(leaf, Action.NOTE, draft.spot.at("additionalNote/text"))


def _write(
    draft: QualificationDraft, block: View, notes: list[Note], place: str, subject: SubjectType | None = None
) -> None:
    """Write one text: where it belongs or, in a language that LOMS has no code for, among the notes."""
    asides = draft.record.additional_note
    before = len(notes), len(asides)
    write_notes(draft, block.all("Text"), notes, draft.spot.at(f"{place}/text"))
    topics = block.blocks("DocumentTopic")
    if (len(notes), len(asides)) == before:
        for topic in topics:
            draft.drop_all(topic.leaves, _WITHOUT_TEXT)
        return
    is_aside = len(notes) == before[0]
    written = asides[-1] if is_aside else notes[-1]
    target = draft.spot.at(f"{'additionalNote' if is_aside else place}/subject/@uri")
    if subject is not None and subject not in _subjects(written):
        written.subject.append(SubjectTypeCode(uri=subject))
        draft.ledger.synthesise(target)
    for topic in topics:
        _add_topic(draft, topic, written, target)


def _add_topic(draft: QmsDraft, topic: View, written: Note, target: Target) -> None:
    found = draft.find(topic, find_topic, target)
    if found is not None and found not in _subjects(written):
        written.subject.append(SubjectTypeCode(uri=found))


def _subjects(written: Note) -> list[SubjectType]:
    return [each.uri for each in written.subject]


def _has_definition_in_language_of(draft: QualificationDraft, block: View) -> bool:
    """Whether a definition must become a note: in a learning specification there is one for each language."""
    text = block.one("Text")
    if text is None or not isinstance(draft.record, LearningSpecification):
        return False
    return text.language in [each.text.lang.value for each in draft.record.definition]


def _write_accreditations(draft: QualificationDraft, leaf: Leaf) -> None:
    """Write a text that says no language: in that of the title."""
    notes, target = draft.record.additional_note, draft.spot.at("additionalNote/text")
    before = len(notes)
    write_notes(draft, [leaf], notes, target, language=draft.language.value)
    for written in notes[before:]:
        written.subject.append(SubjectTypeCode(uri=SubjectType.ACCREDITATION_AND_QUALITY_ASSURANCE))
        draft.ledger.synthesise(draft.spot.at("additionalNote/subject/@uri"))
