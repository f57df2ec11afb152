"""Where, when and by whom a qualification is awarded."""

from __future__ import annotations

import html
from typing import cast

from loms.convert.accounting import Action
from loms.convert.leaves import Leaf, View
from loms.convert.lexical import date_of
from loms.convert.qms_to_loms.codes import find_location
from loms.convert.qms_to_loms.context import AgentEntry
from loms.convert.qms_to_loms.draft import QualificationDraft
from loms.convert.qms_to_loms.notes import keep_as_phrase
from loms.convert.to_loms.texts import label_content, text_language
from loms.model import (
    AwardingOpportunities,
    AwardingOpportunity,
    Country,
    IdReference,
    LocationCode,
    Nuts,
    SubjectType,
    TextContentType,
)
from loms.text import note

__all__ = ["write_awarding"]

_PLACE = "awardingOpportunities/awardingOpportunity"
_TOPIC = SubjectType.AWARDING_ACTIVITY


def write_awarding(draft: QualificationDraft) -> None:
    """The awarding activities. The organizations must be converted first.

    Args:
        draft: The records to write to.
    """
    found = [
        opportunity
        for block in draft.view.blocks("AwardingActivities/AwardingActivity")
        if (opportunity := _opportunity(draft, block)) != AwardingOpportunity()
    ]
    if found:
        draft.record.awarding_opportunities = AwardingOpportunities(awarding_opportunity=found)


def _opportunity(draft: QualificationDraft, block: View) -> AwardingOpportunity:
    opportunity = AwardingOpportunity()
    for location in block.blocks("Location"):
        target = draft.spot.at(f"{_PLACE}/location/@uri")
        code = cast("Country | Nuts | None", draft.find(location, find_location, target))
        opportunity.location = LocationCode(uri=code) if code else None
    for reference in block.blocks("AssociatedWith"):
        _write_reference(draft, reference, opportunity)
    for leaf in block.all("StartedAtDate"):
        opportunity.started_at_time = date_of(leaf.value)
        _account_for_date(draft, leaf, "startedAtTime", is_read=opportunity.started_at_time is not None)
    for leaf in block.all("EndedAtDate"):
        opportunity.ended_at_time = date_of(leaf.value)
        _account_for_date(draft, leaf, "endedAtTime", is_read=opportunity.ended_at_time is not None)
    return opportunity


def _account_for_date(draft: QualificationDraft, leaf: Leaf, place: str, *, is_read: bool) -> None:
    if is_read:
        draft.ledger.keep(leaf, Action.MAPPED, draft.spot.at(f"{_PLACE}/{place}"))
    else:
        keep_as_phrase(draft, leaf, f"{leaf.name}: {leaf.value}", _TOPIC)


def _write_reference(draft: QualificationDraft, reference: View, opportunity: AwardingOpportunity) -> None:
    """Refer to an organization, or keep in a note which one is meant."""
    leaves = [leaf for leaf in reference.leaves if leaf.value.strip()]
    draft.drop_all([leaf for leaf in reference.leaves if leaf not in leaves], "It is blank.")
    meant = [draft.context.agent(leaf.value) for leaf in leaves]
    first = next((entry for entry in meant if entry is not None), None)
    for leaf, entry in zip(leaves, meant, strict=True):
        if entry is None or entry is not first:
            keep_as_phrase(draft, leaf, f"Awarding body: {leaf.value}", _TOPIC)
            draft.warn(
                "CONVERT-UNKNOWN-AGENT",
                f"The awarding body {leaf.value[:80]!r} is not the agent that the other reference names."
                if first is not None
                else f"The awarding body {leaf.value[:80]!r} is not among the agents of the file.",
                path=leaf.path,
                remedy="Add the agent to the file, or correct the reference.",
            )
        elif entry.id is not None:
            draft.keep_same(leaf, entry.id, draft.spot.at(f"{_PLACE}/organization/@idref"))
        else:
            keep_as_phrase(draft, leaf, f"Awarding body: {leaf.value}", _TOPIC)
    if first is not None and first.id is not None:
        opportunity.organization.append(IdReference(idref=first.id))
    elif first is not None:
        _keep_names(draft, first)


def _keep_names(draft: QualificationDraft, entry: AgentEntry) -> None:
    """Keep the name of an organization that could not be converted."""
    for leaf in entry.names:
        name = label_content(leaf.value).value
        kept = note(f"Awarding body: {name}", text_language(leaf) or draft.fallback, subject=_TOPIC)
        if text_language(leaf) is None:
            language = html.escape(leaf.language or "")
            kept.text.value = f'Awarding body: <span lang="{language}">{html.escape(name, quote=False)}</span>'
            kept.text.content_type = TextContentType.HTML
        draft.record.additional_note.append(kept)
