"""What the opportunity is called and what is said of it: titles, descriptions, pages."""

from __future__ import annotations

from loms.convert.from_loms.words import Words, read_words
from loms.convert.loms_to_loq.draft import OpportunityDraft, as_labels, as_pages
from loms.convert.refusing import CannotConvertError, no_title
from loms.convert.to_loq.links import write_pages
from loms.convert.to_loq.texts import LABELS, drop_words, write_texts
from loms.legacy import learning_opportunities as loq

__all__ = ["account_for_titles", "write_descriptions", "write_information", "write_pages_of_record", "write_titles"]

_REPEATED = "It repeats a title of the opportunity."
_ANOTHER = "The legacy model has one title, that of the opportunity."
_SYNTHETIC = "It was made only because LOMS requires an outcome."


def write_titles(draft: OpportunityDraft) -> None:
    """Titles and other names of the opportunity.

    Args:
        draft: The record to write to.

    Raises:
        CannotConvertError: There is no title with a word in it.
    """
    draft.opportunity.title = as_labels(write_texts(draft, draft.titles, "Title", between=LABELS))
    if not draft.opportunity.title:
        raise no_title("learningOpportunity/title")
    others = [*read_words(draft.offer, "altLabel"), *draft.notes.of("NonPreferredTerm")]
    draft.opportunity.non_preferred_term = as_labels(write_texts(draft, others, "NonPreferredTerm", between=LABELS))


def account_for_titles(draft: OpportunityDraft) -> None:
    """Titles of the specification and its outcome, which often only repeat those of the opportunity.

    Args:
        draft: The record that is written.
    """
    said = {(words.language, words.value) for words in read_words(draft.offer, "title")}
    if not draft.is_qualification:
        for words in read_words(draft.specification, "title"):
            _account_for_title(draft, words, said)
    for link in draft.specification.all("learningOutcomes/learningOutcome/@idref"):
        outcome = draft.follow(link, "learningOutcome")
        if outcome is None:
            continue
        if any(held.value == "synthetic" for held in outcome.node.all("identifier/@type")):
            draft.drop_all(outcome.node, lost=False, detail=_SYNTHETIC)
    draft.follow(draft.specification.one("assessmentSpecification/@idref"), "assessmentSpecification")
    for link in draft.specification.all("entitlementSpecification/@idref"):
        draft.follow(link, "entitlementSpecification")


def write_descriptions(draft: OpportunityDraft) -> None:
    """The description: that of the opportunity, else that of what is learned, else the title.

    Args:
        draft: The record to write to.
    """
    words = [*read_words(draft.offer, "description"), *draft.notes.of("Description")]
    learned = read_words(draft.specification, "description")
    if all(each.is_blank for each in words):
        words += learned
    written = write_texts(draft, words, "Description")
    if written:
        draft.opportunity.description = as_labels(written)
    else:
        titles = draft.opportunity.title
        draft.opportunity.description = [
            loq.I18nNonEmptyString(value=title.value, language=title.language) for title in titles
        ]
        draft.synthesise("Description")


def write_information(draft: OpportunityDraft) -> None:
    """Further information: notes without another place, the schedule, and what is said of what is learned.

    Args:
        draft: The record to write to.
    """
    words = [*draft.notes.of("MoreInfo"), *read_words(draft.offer, "scheduleInformation")]
    words += read_words(draft.specification, "definition")
    described = [*read_words(draft.offer, "description"), *draft.notes.of("Description")]
    if not draft.is_qualification and any(not each.is_blank for each in described):
        words += read_words(draft.specification, "description")
    draft.opportunity.more_info = as_labels(write_texts(draft, words, "MoreInfo"))


def write_pages_of_record(draft: OpportunityDraft) -> None:
    """The pages of the opportunity, else those of what is learned.

    Args:
        draft: The record to write to.

    Raises:
        CannotConvertError: There is none, and no address can be made up.
    """
    draft.opportunity.url = as_pages(write_pages(draft, draft.offer.blocks("homepage"), "Url"))
    if not draft.opportunity.url:
        draft.opportunity.url = as_pages(write_pages(draft, draft.specification.blocks("homepage"), "Url"))
    if not draft.opportunity.url:
        raise CannotConvertError(
            code="CONVERT-NO-PAGE",
            message="The record has no web page, which the legacy model requires.",
            remedy="Give the opportunity or its specification a homepage.",
            path="learningOpportunity/homepage",
        )


def _account_for_title(draft: OpportunityDraft, words: Words, said: set[tuple[str, str]]) -> None:
    is_said = (words.language, words.value) in said
    drop_words(draft, words, lost=not is_said, detail=_REPEATED if is_said else _ANOTHER)
