"""References to qualifications that are published in other datasets."""

from __future__ import annotations

from collections.abc import Sequence

from loms.convert.accounting import Action, Spot
from loms.convert.identifiers import minted_id
from loms.convert.known import QualificationIdentity
from loms.convert.leaves import View
from loms.convert.loq_to_loms.draft import OpportunityDraft
from loms.convert.loq_to_loms.policy import known_by_page
from loms.convert.to_loms.sections import REFERENCE
from loms.model import Identifier, IdReference, QualificationRef

__all__ = ["warn_of_several", "write_reference"]

_SAID_THERE = "The qualification is published in another dataset, which is where this is said of it."


def write_reference(draft: OpportunityDraft, block: View, known: QualificationIdentity) -> None:
    """A reference to a qualification of another dataset, in place of what the block says of it.

    Args:
        draft: The records to write to.
        block: The leaves of the block.
        known: The qualification.
    """
    steps = [step for step in (known.scheme_id, known.identifier) if step is not None]
    reference = QualificationRef(
        id=minted_id(draft.namespace, "qualification-reference", *steps),
        identifier=Identifier(value=known.identifier, scheme_id=known.scheme_id),
    )
    spot = Spot(REFERENCE, reference.id)
    if all(each.id != reference.id for each in draft.references):
        draft.references.append(reference)
        activity, _ = draft.activities()
        activity.teaches.append(IdReference(idref=reference.id))
    for leaf in block.leaves:
        # Other pages of the block lead elsewhere, and the reference does not say them.
        if leaf.name == "QualificationAwardedURL" and known in known_by_page(leaf, draft.settings):
            draft.ledger.keep(leaf, Action.MAPPED, spot.at("identifier"))
        else:
            draft.ledger.drop(leaf, lost=bool(leaf.value.strip()), detail=_SAID_THERE)
    draft.ledger.synthesise(spot.at("@id"))
    if known.scheme_id is not None:
        draft.ledger.synthesise(spot.at("identifier/@schemeID"))


def warn_of_several(draft: OpportunityDraft, block: View, known: Sequence[QualificationIdentity]) -> None:
    """Warn that the page of a qualification is that of several.

    Args:
        draft: The records to write to.
        block: The leaves of the block.
        known: The qualifications.
    """
    names = ", ".join(each.identifier for each in known)
    draft.warn(
        "CONVERT-QUALIFICATION-AMBIGUOUS",
        f"The page of a qualification is that of {len(known)} known qualifications, so none was referred to: {names}.",
        path=block.leaves[0].path.rpartition("/")[0],
        remedy="Give the qualifications pages of their own, or refer to the right one in the converted file.",
    )
