"""What the qualification is called and what is said of it: titles, texts, pages, terms."""

from __future__ import annotations

from loms.convert.from_loms.words import Words, read_words
from loms.convert.loms_to_loq_qualifications.draft import TOPICS, QualificationDraft, as_labels, as_pages, as_texts
from loms.convert.refusing import no_title
from loms.convert.to_loms.codes import find_language
from loms.convert.to_loq.links import write_pages
from loms.convert.to_loq.texts import LABELS, write_texts
from loms.legacy import qualifications as loq
from loms.model import SubjectType

__all__ = ["account_for_outcomes", "write_descriptions", "write_pages_of_record", "write_terms", "write_titles"]

_SYNTHETIC = "It was made only because LOMS requires an outcome."


def write_titles(draft: QualificationDraft) -> None:
    """Titles, other names and the language of the record.

    Args:
        draft: The record to write to.

    Raises:
        CannotConvertError: There is no title with a word in it, or its language is not in the list.
    """
    qualification = draft.qualification
    qualification.title = as_labels(write_texts(draft, draft.titles, "Title", between=LABELS))
    if not qualification.title:
        raise no_title("qualification/title")
    others = [*read_words(draft.main, "altLabel"), *draft.notes.of("NonPreferredTerms")]
    qualification.non_preferred_terms = as_texts(write_texts(draft, others, "NonPreferredTerms", between=LABELS))
    if find_language(draft.language) is not None:
        qualification.information_language = loq.LanguageCode(draft.language)
        draft.synthesise("InformationLanguage")


def write_descriptions(draft: QualificationDraft) -> None:
    """The description, else the definition, else the title; and further information.

    Args:
        draft: The record to write to.
    """
    described = [*read_words(draft.main, "description"), *draft.notes.of("Description")]
    defined = read_words(draft.main, "definition")
    further = draft.notes.of("FurtherInfo")
    if all(words.is_blank for words in described):
        described += defined
    else:
        further += defined
    subject = SubjectType.LEARNING_OUTCOMES.value
    written = write_texts(draft, described, "Description", subject=subject)
    draft.qualification.description = as_labels(written)
    if not written:
        titles = draft.qualification.title
        draft.qualification.description = [
            loq.I18nNonEmptyString(value=title.value, language=title.language) for title in titles
        ]
        draft.synthesise("Description")
    draft.qualification.further_info = as_texts(write_texts(draft, further, "FurtherInfo"))


def write_pages_of_record(draft: QualificationDraft) -> None:
    """The pages of the qualification.

    Args:
        draft: The record to write to.
    """
    draft.qualification.url = as_pages(write_pages(draft, draft.main.blocks("homepage"), "Url"))


def write_terms(draft: QualificationDraft) -> None:
    """Who may enter, how the qualification is acquired, and what is said of its expiry.

    Args:
        draft: The record to write to.
    """
    requirements = read_words(draft.main, "entryRequirementsNote")
    draft.qualification.access_requirements = _terms(draft, "AccessRequirements", requirements)
    draft.qualification.ways_to_acquire = _terms(draft, "WaysToAcquire", [])
    draft.qualification.expiry_date = _terms(draft, "ExpiryDate", [])


def account_for_outcomes(draft: QualificationDraft) -> None:
    """Account for the outcome that the conversion to LOMS made; all others have no place.

    Args:
        draft: The record that is written.
    """
    for link in draft.main.all("learningOutcomes/learningOutcome/@idref"):
        outcome = draft.follow(link, "learningOutcome")
        if outcome is not None and any(held.value == "synthetic" for held in outcome.node.all("identifier/@type")):
            draft.drop_all(outcome.node, lost=False, detail=_SYNTHETIC)


def _terms(draft: QualificationDraft, field: str, words: list[Words]) -> list[loq.I18nString]:
    return as_texts(write_texts(draft, [*words, *draft.notes.of(field)], field, subject=TOPICS[field]))
