"""Identifiers, titles and descriptions: what the opportunity is called."""

from __future__ import annotations

import re

from loms.convert.loq_to_loms.draft import OpportunityDraft
from loms.convert.refusing import no_title
from loms.convert.to_loms.draft import Aside
from loms.convert.to_loms.identifiers import write_legacy_identifier
from loms.convert.to_loms.links import write_pages
from loms.convert.to_loms.texts import write_labels, write_notes
from loms.model import Qualification

__all__ = ["write_descriptions", "write_identifiers", "write_titles"]

_FILLER = re.compile(r"no description available\W*", re.IGNORECASE)


def write_identifiers(draft: OpportunityDraft) -> None:
    """The legacy identifier, and the identifiers made of it.

    Args:
        draft: The records to write to.
    """
    identifiers, spot = draft.opportunity.identifier, draft.offer
    write_legacy_identifier(
        draft, "LearningOpportunityId", identifiers, spot, outcome=draft.outcome, result=draft.result
    )


def write_titles(draft: OpportunityDraft) -> None:
    """Titles of the opportunity, of its specification and of its outcome, and the other names of the opportunity.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: There is no title with a word in it.
    """
    aside = Aside(draft.opportunity.additional_note, draft.offer)
    places = [
        (draft.opportunity.title, draft.offer.at("title/text")),
        (draft.outcome.pref_label, draft.result.at("prefLabel/text")),
    ]
    # A qualification has the title of its own block.
    if not isinstance(draft.specification, Qualification):
        places.append((draft.specification.title, draft.spec.at("title/text")))
    write_labels(draft, draft.view.all("Title"), places, aside=aside, required=True)
    if not draft.opportunity.title:
        raise no_title("LearningOpportunity/Title")
    if terms := draft.view.all("NonPreferredTerm"):
        write_labels(draft, terms, [(draft.opportunity.alt_label, draft.offer.at("altLabel/text"))], aside=aside)


def write_descriptions(draft: OpportunityDraft) -> None:
    """Descriptions and further information of the opportunity, and its pages.

    Args:
        draft: The records to write to.
    """
    real = []
    for leaf in draft.view.all("Description"):
        if _FILLER.fullmatch(leaf.value.strip()):
            draft.ledger.drop(leaf, lost=False, detail="It only says that there is no description.")
            draft.drop_language(leaf, "Its text only says that there is no description.")
            draft.warn(
                "CONVERT-FILLER",
                f"The description {leaf.value.strip()!r} was left out, because it says nothing.",
                path=leaf.path,
                remedy="Write a description.",
            )
        else:
            real.append(leaf)
    opportunity, offer = draft.opportunity, draft.offer
    if real:
        write_notes(draft, real, opportunity.description, offer.at("description/text"))
    if leaves := draft.view.all("MoreInfo"):
        write_notes(draft, leaves, opportunity.additional_note, offer.at("additionalNote/text"))
    if leaves := draft.view.all("Url"):
        write_pages(draft, leaves, opportunity.homepage, offer.at("homepage"))
