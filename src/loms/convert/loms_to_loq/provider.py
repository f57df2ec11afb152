"""The provider of an opportunity, of which the legacy model takes one."""

from __future__ import annotations

from loms.convert.loms_to_loq.draft import OpportunityDraft, as_labels, as_texts, places
from loms.convert.refusing import CannotConvertError
from loms.convert.to_loq.organizations import open_agent

__all__ = ["write_provider"]

_FURTHER = "The legacy model takes one provider, and another was written."


def write_provider(draft: OpportunityDraft) -> None:
    """The first provider of the opportunity.

    Args:
        draft: The record to write to.

    Raises:
        CannotConvertError: There is none with a name.
    """
    links = draft.offer.all("providedBy/@idref")
    provider = draft.follow(next(iter(links), None), "organization")
    if provider is not None:
        agent = open_agent(provider)
        record = draft.opportunity
        record.provider_name = as_labels(agent.write_names(draft, "ProviderName"))
        record.provider_contact_info = as_texts(agent.write_contacts(draft, "ProviderContactInfo", with_pages=True))
        record.provider_type = as_texts(agent.write_kinds(draft, "ProviderType"))
        agent.account_for_places(draft, places())
    if not draft.opportunity.provider_name:
        raise CannotConvertError(
            code="CONVERT-NO-PROVIDER",
            message="The record has no provider with a name.",
            remedy="Give it a provider, and the provider a name.",
            path="learningOpportunity/providedBy",
        )
    for held in links[1:]:
        draft.drop(held, lost=held.uri != links[0].uri, detail=_FURTHER)
