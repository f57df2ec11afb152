"""The provider of an opportunity."""

from __future__ import annotations

from loms.convert.loq_to_loms.draft import OpportunityDraft
from loms.convert.refusing import CannotConvertError
from loms.convert.to_loms.organizations import write_organization
from loms.model import IdReference

__all__ = ["write_provider"]


def write_provider(draft: OpportunityDraft) -> None:
    """The provider of the opportunity.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: The provider has no name, which LOMS requires.
    """
    view = draft.view
    provider = write_organization(
        draft,
        names=view.all("ProviderName"),
        contacts=view.all("ProviderContactInfo"),
        kinds=view.all("ProviderType"),
    )
    if provider is None:
        raise CannotConvertError(
            code="CONVERT-NO-PROVIDER",
            message="The record has no ProviderName, or only blank ones.",
            remedy="Give it the name of its provider.",
            path="LearningOpportunity/ProviderName",
        )
    draft.opportunity.provided_by.append(IdReference(idref=provider))
    draft.ledger.synthesise(draft.offer.at("providedBy/@idref"))
