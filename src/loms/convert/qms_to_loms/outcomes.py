"""Learning outcomes, each a record of its own; LOMS requires at least one."""

from __future__ import annotations

from loms.convert.accounting import Spot
from loms.convert.identifiers import quoted_address
from loms.convert.leaves import View
from loms.convert.qms_to_loms.draft import QualificationDraft
from loms.convert.to_loms.sections import OUTCOME
from loms.convert.to_loms.texts import normalized, write_labels, write_notes
from loms.convert.uris import ESCO
from loms.model import Identifier, IdReference, LearningOutcome, RelatedEscoSkill

__all__ = ["write_outcomes"]

_OF_ESCO = "A skill of ESCO belongs to ESCO anyway."


def write_outcomes(draft: QualificationDraft) -> None:
    """The learning outcomes, or one that stands for all where the source has none. The names must be written first.

    Args:
        draft: The records to write to.
    """
    for block in draft.view.blocks("LearningOutComes"):
        _write_outcome(draft, block)
    if not draft.outcomes:
        outcome, spot = _begin(draft)
        name = draft.view.one("Identifier")
        value = f"{normalized(name.value) if name else ''}#outcome"
        outcome.identifier.append(Identifier(value=value, scheme_id=draft.settings.scheme(), type="synthetic"))
        draft.ledger.synthesise(spot.at("identifier"))
        _take_title(draft, outcome, spot)


def _begin(draft: QualificationDraft) -> tuple[LearningOutcome, Spot]:
    id = draft.context.id_of("", "outcome", *draft.name, "qualification", str(len(draft.outcomes) + 1))
    outcome = LearningOutcome(id=id)
    draft.outcomes.append(outcome)
    draft.record.learning_outcomes.learning_outcome.append(IdReference(idref=id))
    spot = Spot(OUTCOME, id)
    draft.ledger.synthesise(spot.at("@id"))
    draft.ledger.synthesise(draft.spot.at("learningOutcomes/learningOutcome/@idref"))
    return outcome, spot


def _take_title(draft: QualificationDraft, outcome: LearningOutcome, spot: Spot) -> None:
    """Name an outcome that has no name like the qualification."""
    outcome.pref_label += draft.record.title
    draft.ledger.synthesise(spot.at("prefLabel/text"))


def _write_outcome(draft: QualificationDraft, block: View) -> None:
    outcome, spot = _begin(draft)
    labels = [(outcome.pref_label, spot.at("prefLabel/text"))]
    write_labels(draft, block.all("targetName"), labels, aside=draft.aside, required=True)
    if not outcome.pref_label:
        _take_title(draft, outcome, spot)
    write_notes(draft, block.all("targetDescription"), outcome.description, spot.at("description/text"))
    for name in ("IssuedDate", "targetUrl"):
        draft.drop_all(block.all(name))
    target = block.one("target")
    if target is not None and target.value.strip().startswith(ESCO):
        _write_skill(draft, block, outcome, spot)
    else:
        _write_target(draft, block, outcome, spot)


def _write_skill(draft: QualificationDraft, block: View, outcome: LearningOutcome, spot: Spot) -> None:
    skill = RelatedEscoSkill()
    outcome.related_esco_skill.append(skill)
    for leaf in block.all("target"):
        skill.target_id = quoted_address(leaf.value)
        draft.keep_same(leaf, skill.target_id, spot.at("relatedEscoSkill/@targetID"))
    for leaf in block.all("targetNotation"):
        skill.description = " ".join(leaf.value.split())
        if skill.description:
            draft.keep_same(leaf, skill.description, spot.at("relatedEscoSkill/@description"))
        else:
            draft.ledger.drop(leaf, lost=False)
    for framework in block.blocks("targetFramework"):
        for leaf in framework.leaves:
            is_implied = leaf in framework.all("URI") and leaf.value.strip().startswith(ESCO)
            draft.ledger.drop(leaf, lost=not is_implied and bool(leaf.value.strip()), detail=_OF_ESCO)


def _write_target(draft: QualificationDraft, block: View, outcome: LearningOutcome, spot: Spot) -> None:
    for leaf in block.all("target"):
        value = normalized(leaf.value)
        if value.strip():
            outcome.identifier.append(Identifier(value=value))
            draft.keep_same(leaf, value, spot.at("identifier"))
        else:
            draft.ledger.drop(leaf, lost=False)
    draft.drop_all(block.all("targetNotation"))
    for framework in block.blocks("targetFramework"):
        draft.drop_all(framework.leaves)
