"""Who awards the qualification, and where."""

from __future__ import annotations

from loms.convert.accounting import Action
from loms.convert.loq_qualifications_to_loms.draft import QualificationDraft
from loms.convert.to_loms.organizations import keep_contacts, write_awarding_body
from loms.model import AwardingOpportunities, AwardingOpportunity, IdReference, LocationCode

__all__ = ["write_awarding"]


def write_awarding(draft: QualificationDraft) -> None:
    """The occasion at which the qualification is awarded: the country or region, and the awarding body.

    Args:
        draft: The records to write to.
    """
    occasion = AwardingOpportunity(location=LocationCode(uri=draft.place.codes[-1]))
    draft.qualification.awarding_opportunities = AwardingOpportunities(awarding_opportunity=[occasion])
    body = write_awarding_body(draft, draft.view)
    if body is None:
        keep_contacts(draft, draft.view, draft.aside)
    else:
        occasion.organization.append(IdReference(idref=body))
        draft.ledger.synthesise(draft.spot.at("awardingOpportunities/awardingOpportunity/organization/@idref"))
    _account_for_place(draft)


def _account_for_place(draft: QualificationDraft) -> None:
    leaf = draft.view.one("CountryCode")
    if leaf is None:
        return
    draft.ledger.keep(leaf, Action.MAPPED, draft.spot.at("awardingOpportunities/awardingOpportunity/location/@uri"))
    draft.ledger.keep(leaf, Action.MAPPED, draft.spot.at("identifier/@spatialID"))
    if draft.place.region_rule == "none":
        draft.ledger.drop(leaf, lost=True)
        draft.warn(
            "CONVERT-REGION",
            f"NUTS 2016 has no code for {leaf.value}, which is more than one region; only the country was written.",
            path=leaf.path,
            remedy="Nothing, unless the region matters: then write its codes into the converted record.",
        )
