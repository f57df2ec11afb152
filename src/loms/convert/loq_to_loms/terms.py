"""Terms of the offer: admission, costs, grants, credits."""

from __future__ import annotations

from loms.convert.accounting import Action
from loms.convert.loq_to_loms.draft import OpportunityDraft
from loms.convert.parse import amount_of, credits_of
from loms.convert.to_loms.draft import Aside
from loms.convert.to_loms.texts import write_notes
from loms.convert.to_loms.values import agreed
from loms.model import (
    Amount,
    CreditPoints,
    CreditPointSystem,
    EctsCreditPoints,
    EctsCreditPointSystem,
    PriceDetails,
)

__all__ = ["write_admission", "write_costs", "write_credits", "write_grants"]


def write_admission(draft: OpportunityDraft) -> None:
    """Who may enter, and how one applies.

    Args:
        draft: The records to write to.
    """
    if leaves := draft.view.all("AccessRequirements"):
        notes = draft.specification.entry_requirements_note
        aside = Aside(draft.specification.additional_note, draft.spec)
        write_notes(draft, leaves, notes, draft.spec.at("entryRequirementsNote/text"), aside=aside)
    if leaves := draft.view.all("AdmissionProcedure"):
        target = draft.offer.at("admissionProcedure/text")
        write_notes(draft, leaves, draft.opportunity.admission_procedure, target)


def write_costs(draft: OpportunityDraft) -> None:
    """Price: the text, and the amount where it says one.

    Args:
        draft: The records to write to.
    """
    leaves = draft.view.all("Costs")
    if not leaves:
        return
    price = PriceDetails()
    write_notes(draft, leaves, price.description, draft.offer.at("priceDetails/description/text"))
    found = agreed(draft, leaves, amount_of)
    if found is not None:
        price.amount = Amount(value=found[0], unit=found[1])
        for leaf in leaves:
            draft.ledger.keep(leaf, Action.MAPPED, draft.offer.at("priceDetails/amount"))
    if price.amount or price.description:
        draft.opportunity.price_details.append(price)


def write_grants(draft: OpportunityDraft) -> None:
    """Financial support.

    Args:
        draft: The records to write to.
    """
    if leaves := draft.view.all("Grants"):
        write_notes(draft, leaves, draft.opportunity.additional_note, draft.offer.at("additionalNote/text"))


def write_credits(draft: OpportunityDraft) -> None:
    """Credit points: the text, and the number where it says one of ECTS or ECVET.

    Args:
        draft: The records to write to.
    """
    leaves = draft.view.all("Credits")
    if not leaves:
        return
    specification, spec = draft.specification, draft.spec
    aside = Aside(specification.additional_note, spec)
    write_notes(draft, leaves, specification.additional_note, spec.at("additionalNote/text"), aside=aside)
    found = agreed(draft, leaves, credits_of)
    if found is None:
        return
    number, system = found
    if system == "ECTS":
        specification.has_ects_credit_points = EctsCreditPoints(value=number, scheme_id=EctsCreditPointSystem.ECTS)
    else:
        specification.has_credit_points.append(CreditPoints(value=number, scheme_id=CreditPointSystem.ECVET))
    for leaf in leaves:
        place = "hasECTSCreditPoints" if system == "ECTS" else "hasCreditPoints"
        draft.ledger.keep(leaf, Action.MAPPED, spec.at(place))
