"""The qualifications that an opportunity leads to.

These are, in this order, the specification itself where it is a qualification, and what the activities teach: award
records, which the conversion to LOMS makes, and qualifications. A reference to a qualification of another dataset has
no name, so nothing can be written for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from loms.convert.from_loms.dataset import Node, Record
from loms.convert.from_loms.words import Words, read_words
from loms.convert.loms_to_loq.draft import AWARD_NOTES, OpportunityDraft, as_pages, as_texts, places
from loms.convert.to_loq.links import write_pages
from loms.convert.to_loq.notes import SortedNotes
from loms.convert.to_loq.organizations import divided, open_agent
from loms.convert.to_loq.places import account_for_place
from loms.convert.to_loq.texts import LABELS, LegacyText, drop_words, without_copy, write_texts
from loms.legacy import learning_opportunities as loq
from loms.model import SubjectType

__all__ = ["write_awards"]

_NAMELESS = "The qualification has no name."
_MADE = "The conversion to LOMS made it, to tell award records from other specifications."
_OF_OPPORTUNITY = "It repeats what is said of the opportunity."
_NO_PLACE = "The legacy model has no place for further notes on a qualification."
_BLOCK = "Qualifications"
_MARK = "loq-award"


def write_awards(draft: OpportunityDraft) -> None:
    """The qualifications that the opportunity leads to.

    Args:
        draft: The record to write to.
    """
    if draft.is_qualification:
        _account_for_identifiers(draft, draft.specification)
        _write_award(draft, draft.specification, draft.notes)
    for award in _taught(draft):
        draft.claim(award)
        notes = SortedNotes()
        notes.sort(read_words(award.node, "additionalNote"), AWARD_NOTES)
        _account_for_identifiers(draft, award.node)
        _account_for_rest(draft, award.node, notes)
        _write_award(draft, award.node, notes)


def _taught(draft: OpportunityDraft) -> Iterator[Record]:
    """What the activities teach, apart from what specifies the opportunity."""
    links = draft.activity.all("teaches/@idref") if draft.activity else []
    for held in links:
        found = draft.dataset.find(held.value, "learningSpecification", "qualification")
        if found is not None and found is not draft.specification.record and _is_award(found):
            yield found


def _is_award(record: Record) -> bool:
    return record.kind == "qualification" or any(held.value == _MARK for held in record.node.all("identifier/@type"))


def _account_for_identifiers(draft: OpportunityDraft, award: Node) -> None:
    """Account for the identifier of an award record, which the conversion to LOMS made."""
    if any(held.value == _MARK for held in award.all("identifier/@type")):
        for name in ("identifier", "identifier/@schemeID", "identifier/@type"):
            for held in award.all(name):
                draft.drop(held, lost=False, detail=_MADE)
    for held in award.all("identifier/@spatialID"):
        account_for_place(draft, held, places())


def _account_for_rest(draft: OpportunityDraft, award: Node, notes: SortedNotes) -> None:
    """Account for what an award has from the opportunity, and for notes that have no place."""
    fields = {held.value for held in draft.specification.all("hasISCED-FCode/@uri")}
    for held in award.all("hasISCED-FCode/@uri"):
        if held.value in fields:
            draft.drop(held, lost=False, detail=_OF_OPPORTUNITY)
    for words in notes.of(""):
        drop_words(draft, words, lost=True, detail=_NO_PLACE)


def _write_award(draft: OpportunityDraft, award: Node, notes: SortedNotes) -> None:
    titles = without_copy(draft, read_words(award, "title"), notes.of("QualificationAwarded"))
    block = loq.Qualifications(qualification_awarded=as_texts(_write(draft, titles, "QualificationAwarded", LABELS)))
    if not block.qualification_awarded:
        _ignore(draft, award, notes)
        return
    others = [*read_words(award, "altLabel"), *notes.of("OtherQualificationAwardedTerm")]
    block.other_qualification_awarded_term = as_texts(_write(draft, others, "OtherQualificationAwardedTerm", LABELS))
    pages = write_pages(draft, award.blocks("homepage"), f"{_BLOCK}/QualificationAwardedURL")
    block.qualification_awarded_url = as_pages(pages)
    texts = [*read_words(award, "description"), *notes.of("QualificationAwardedDescription")]
    block.qualification_awarded_description = as_texts(
        write_texts(
            draft,
            texts,
            f"{_BLOCK}/QualificationAwardedDescription",
            subject=SubjectType.LEARNING_OUTCOMES.value,
        )
    )
    _write_awarding_body(draft, award, notes.of("AwardingBodyContactInfo"), block)
    draft.opportunity.qualifications.append(block)


def _write(draft: OpportunityDraft, words: list[Words], field: str, between: str) -> list[LegacyText]:
    return write_texts(draft, words, f"{_BLOCK}/{field}", between=between)


def _ignore(draft: OpportunityDraft, award: Node, notes: SortedNotes) -> None:
    """Account for what is said of a qualification without a name."""
    words = [*read_words(award, "altLabel"), *read_words(award, "description")]
    for name in ("OtherQualificationAwardedTerm", "QualificationAwardedDescription", "AwardingBodyContactInfo"):
        words += notes.of(name)
    for each in words:
        drop_words(draft, each, lost=True, detail=_NAMELESS)


def _write_awarding_body(draft: OpportunityDraft, award: Node, notes: list[Words], block: loq.Qualifications) -> None:
    """The first awarding body, because the legacy model takes one for each qualification; what notes say without it."""
    occasions = award.blocks("awardingOpportunities/awardingOpportunity")
    for occasion in occasions:
        for held in occasion.all("location/@uri"):
            account_for_place(draft, held, places())
    links = [held for occasion in occasions for held in occasion.all("organization/@idref")]
    body = draft.follow(next(iter(links), None), "organization")
    contacts, pages = f"{_BLOCK}/AwardingBodyContactInfo", f"{_BLOCK}/AwardingBodyUrl"
    if body is None:
        addresses, texts = divided(notes)
        subject = SubjectType.CONTACT_INFO.value
        block.awarding_body_contact_info = as_texts(write_texts(draft, texts, contacts, subject=subject))
        block.awarding_body_url = as_pages(write_texts(draft, addresses, pages, subject=subject))
        return
    agent = open_agent(body)
    block.awarding_body = as_texts(agent.write_names(draft, f"{_BLOCK}/AwardingBody"))
    block.awarding_body_contact_info = as_texts(agent.write_contacts(draft, contacts, more=notes))
    block.awarding_body_url = as_pages(write_pages(draft, agent.node.blocks("homepage"), pages))
    agent.account_for_places(draft, places())
