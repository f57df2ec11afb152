"""Who awards the qualification, where, and until when."""

from __future__ import annotations

from xsdata.models.datatype import XmlDateTime

from loms.convert.accounting import Action
from loms.convert.lexical import beginning_of
from loms.convert.loq_qualifications_to_loms.draft import QualificationDraft
from loms.convert.parse import date_of
from loms.convert.to_loms.organizations import keep_contacts, write_awarding_body
from loms.convert.to_loms.values import agreed
from loms.model import AwardingOpportunities, AwardingOpportunity, IdReference, LocationCode

__all__ = ["write_awarding"]


def write_awarding(draft: QualificationDraft) -> None:
    """The occasion at which the qualification is awarded: the country or region, the awarding body, and the end.

    Args:
        draft: The records to write to.
    """
    occasion = AwardingOpportunity(location=LocationCode(uri=draft.place.codes[-1]), ended_at_time=_end(draft))
    draft.qualification.awarding_opportunities = AwardingOpportunities(awarding_opportunity=[occasion])
    body = write_awarding_body(draft, draft.view)
    if body is None:
        keep_contacts(draft, draft.view, draft.aside)
    else:
        occasion.organization.append(IdReference(idref=body))
        draft.ledger.synthesise(draft.spot.at("awardingOpportunities/awardingOpportunity/organization/@idref"))
    _account_for_place(draft)


def _end(draft: QualificationDraft) -> XmlDateTime | None:
    """When awarding ends: the expiry, where the settings say that it means this and its text is a date."""
    texts = draft.view.all("ExpiryDate")
    day = agreed(draft, texts, date_of) if draft.settings.expiry_ends_awarding else None
    if day is None:
        return None
    for text in texts:
        draft.ledger.keep(text, Action.MAPPED, draft.spot.at("awardingOpportunities/awardingOpportunity/endedAtTime"))
    return beginning_of(day)


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
