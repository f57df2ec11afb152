"""Who awards the qualification, and where."""

from __future__ import annotations

from loms.convert.loms_to_loq_qualifications.draft import TOPICS, QualificationDraft, as_pages, as_texts, places
from loms.convert.to_loq.links import write_pages
from loms.convert.to_loq.organizations import divided, open_agent
from loms.convert.to_loq.places import account_for_place
from loms.convert.to_loq.texts import write_texts

__all__ = ["write_awarding"]

_CONTACTS = "AwardingBodyContactInfo"


def write_awarding(draft: QualificationDraft) -> None:
    """The first awarding body, because the legacy model takes one; without it, what notes say of it.

    Args:
        draft: The record to write to.
    """
    qualification, notes = draft.qualification, draft.notes.of(_CONTACTS)
    occasions = draft.main.blocks("awardingOpportunities/awardingOpportunity")
    for occasion in occasions:
        for held in occasion.all("location/@uri"):
            account_for_place(draft, held, places())
    links = [held for occasion in occasions for held in occasion.all("organization/@idref")]
    body = draft.follow(next(iter(links), None), "organization")
    if body is None:
        addresses, texts = divided(notes)
        subject = TOPICS[_CONTACTS]
        qualification.awarding_body_contact_info = as_texts(write_texts(draft, texts, _CONTACTS, subject=subject))
        qualification.awarding_body_url = as_pages(write_texts(draft, addresses, "AwardingBodyUrl", subject=subject))
        return
    agent = open_agent(body)
    qualification.awarding_body = as_texts(agent.write_names(draft, "AwardingBody"))
    qualification.awarding_body_contact_info = as_texts(agent.write_contacts(draft, _CONTACTS, more=notes))
    qualification.awarding_body_url = as_pages(write_pages(draft, agent.node.blocks("homepage"), "AwardingBodyUrl"))
    agent.account_for_places(draft, places())
