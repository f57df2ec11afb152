"""Terms of the offer: admission, costs, grants, credits."""

from __future__ import annotations

from decimal import Decimal

from loms.convert.from_loms.dataset import Held, Node
from loms.convert.from_loms.words import Words, read_words
from loms.convert.lexical import number_of
from loms.convert.loms_to_loq.draft import TOPICS, OpportunityDraft, as_texts
from loms.convert.parse import amount_of, credits_of
from loms.convert.to_loq.texts import says_all, write_texts
from loms.legacy import learning_opportunities as loq
from loms.model import Currency

__all__ = ["write_admission", "write_costs", "write_credits", "write_grants"]

_REPEATED = "It repeats what the text says."


def write_admission(draft: OpportunityDraft) -> None:
    """Who may enter, and how one applies.

    Args:
        draft: The record to write to.
    """
    requirements = read_words(draft.specification, "entryRequirementsNote")
    draft.opportunity.access_requirements = _texts(draft, requirements, "AccessRequirements")
    admission = read_words(draft.offer, "admissionProcedure")
    draft.opportunity.admission_procedure = _texts(draft, admission, "AdmissionProcedure")


def write_costs(draft: OpportunityDraft) -> None:
    """Prices as texts, with amounts that no text says yet.

    Args:
        draft: The record to write to.
    """
    words: list[Words] = []
    blocks = draft.offer.blocks("priceDetails")
    for block in blocks:
        texts = read_words(block, "description")
        if len(blocks) == 1:
            texts += draft.notes.of("Costs")
        words += [*read_words(block, "name"), *_amount(draft, block, texts)]
        words += [*read_words(block, "description"), *read_words(block, "additionalNote")]
    draft.opportunity.costs = _texts(draft, words, "Costs")


def write_grants(draft: OpportunityDraft) -> None:
    """Financial support.

    Args:
        draft: The record to write to.
    """
    draft.opportunity.grants = _texts(draft, [], "Grants")


def write_credits(draft: OpportunityDraft) -> None:
    """Credit points: the texts, with numbers that no text says yet.

    Args:
        draft: The record to write to.
    """
    texts = draft.notes.of("Credits")
    words: list[Words] = []
    for name, usual in (("hasECTSCreditPoints", "ECTS"), ("hasCreditPoints", "credit points")):
        for number in draft.specification.all(name):
            words += _credits(draft, number, name, usual, texts)
    draft.opportunity.credits = _texts(draft, words, "Credits")


def _texts(draft: OpportunityDraft, words: list[Words], field: str) -> list[loq.I18nString]:
    """Texts, then those of the notes that belong to the same field."""
    subject = TOPICS.get(field, "")
    return as_texts(write_texts(draft, [*words, *draft.notes.of(field)], field, subject=subject))


def _amount(draft: OpportunityDraft, block: Node, texts: list[Words]) -> list[Words]:
    found: list[Words] = []
    for held in block.all("amount"):
        units = block.all("amount/@unit")
        currency = units[0].value if units else ""
        if says_all(texts, (number_of(held.value), currency), _price):
            for each in (held, *units):
                draft.drop(each, lost=False, detail=_REPEATED)
        else:
            value = f"{held.value} {currency.rpartition('/')[2]}"
            found.append(Words(text=held, value=value, language=draft.language, others=tuple(units)))
    return found


def _price(text: str) -> tuple[Decimal | None, str] | None:
    found = amount_of(text)
    return None if found is None else (found[0], _uri(found[1]))


def _uri(currency: Currency) -> str:
    return str(currency.value)


def _credits(draft: OpportunityDraft, number: Held, name: str, usual: str, texts: list[Words]) -> list[Words]:
    schemes = [each for each in draft.specification.all(f"{name}/@schemeID") if _is_of(each, number)]
    system = schemes[0].value.rpartition("/")[2].upper() if schemes else usual
    if says_all(texts, (number_of(number.value), system), credits_of):
        for each in (number, *schemes):
            draft.drop(each, lost=False, detail=_REPEATED)
        return []
    language = draft.language if schemes or usual == "ECTS" else "en"
    return [Words(text=number, value=f"{number.value} {system}", language=language, others=tuple(schemes))]


def _is_of(attribute: Held, element: Held) -> bool:
    return attribute.leaf.path.startswith(f"{element.leaf.path}/@")
