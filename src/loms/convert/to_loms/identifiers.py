"""The identifier by which a record is known in its data source, and that of the outcome which LOMS requires."""

from __future__ import annotations

from loms.convert.accounting import Action, Spot
from loms.convert.to_loms.draft import PlacedDraft
from loms.convert.to_loms.texts import normalized
from loms.model import Identifier, LearningOutcome

__all__ = ["write_legacy_identifier"]


def write_legacy_identifier(
    draft: PlacedDraft, field: str, identifiers: list[Identifier], spot: Spot, *, outcome: LearningOutcome, result: Spot
) -> None:
    """Write the legacy identifier of a record, marked as such, and that of its outcome, which is made of it.

    Args:
        draft: The records to write to.
        field: Name of the legacy element, such as ``QualificationId``.
        identifiers: Where the identifier goes.
        spot: The record of these.
        outcome: The learning outcome that LOMS requires.
        result: The record of that.
    """
    leaf = draft.view.one(field)
    scheme, country = draft.settings.scheme(), draft.place.country
    value = normalized(leaf.value) if leaf else ""
    identifiers.append(Identifier(value=value, scheme_id=scheme, type="legacy-loq", spatial_id=country))
    made = Identifier(value=f"{value}#outcome", scheme_id=scheme, type="synthetic", spatial_id=country)
    outcome.identifier.append(made)
    if leaf is not None:
        action = Action.COPIED if value == leaf.value else Action.MAPPED
        draft.ledger.keep(leaf, action, spot.at("identifier"))
        draft.ledger.keep(leaf, Action.MAPPED, spot.at("@id"))
    draft.ledger.synthesise(spot.at("identifier/@schemeID"))
    draft.ledger.synthesise(spot.at("identifier/@type"))
    draft.ledger.synthesise(result.at("identifier"))
