"""Supplements, and the sources of the record and of further information.

Documents about certificates are supplements. Of the others, those with a language are sources of further information;
the last one without was the source of the record itself, if the record was once made of a legacy record.
"""

from __future__ import annotations

from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Held, Node
from loms.convert.from_loms.words import Words
from loms.convert.loms_to_loq_qualifications.draft import QualificationDraft, as_texts
from loms.convert.to_loms.links import is_address
from loms.convert.to_loq.links import drop_page, page_languages
from loms.convert.to_loq.texts import NOTES, drop_words, write_texts
from loms.legacy import qualifications as loq
from loms.model import SubjectType

__all__ = ["write_sources", "write_supplements"]

_FURTHER = "SourceOfFurtherInfo"
_SOURCE = "SourceOfInformation"
_LINK = "SupplementLink"

_FIELD_SAYS = "The legacy field says the topic itself."
_MARK = "It goes with its text, of which the legacy model does not say it."


def write_supplements(draft: QualificationDraft) -> None:
    """Certificate or diploma supplements, once for each language.

    Args:
        draft: The record to write to.
    """
    for page in draft.main.blocks("supplementaryDoc"):
        address = page.one("@uri")
        if address is None or not _is_supplement(page):
            continue
        if not is_address(address.value):
            drop_page(draft, page, "It is no web address.")
            continue
        languages = page_languages(draft, page)
        draft.keep(address, Action.COPIED, f"{_LINK}/SupplementUrl")
        for held, _ in languages:
            draft.keep(held, Action.MAPPED, f"{_LINK}/SupplementLanguage")
        if not languages:
            draft.synthesise(f"{_LINK}/SupplementLanguage")
        for code in [code for _, code in languages] or [draft.language]:
            link = loq.SupplementLink(supplement_language=loq.LanguageCode(code), supplement_url=address.value)
            draft.qualification.supplement_link.append(link)
        for subject in page.all("subject/@uri"):
            if subject.value == SubjectType.REGULATIONS_AND_CERTIFICATES.value:
                draft.drop(subject, lost=False, detail=_FIELD_SAYS)


def write_sources(draft: QualificationDraft) -> None:
    """The source of the record, and sources of further information.

    Args:
        draft: The record to write to.
    """
    words = draft.notes.of(_FURTHER)
    sources = [each for each in draft.notes.of(_SOURCE) if not each.is_blank]
    for blank in draft.notes.of(_SOURCE):
        if blank not in sources:
            drop_words(draft, blank, lost=False, detail="It is blank.")
    said = [each.value for each in sources]
    for each in sources:
        _account_for_source(draft, each)
    pages = [page for page in draft.main.blocks("supplementaryDoc") if not _is_supplement(page)]
    silent = [page for page in pages if page.one("language/@uri") is None]
    own = silent[-1] if silent and draft.is_legacy and not said else None
    for page in pages:
        address = page.one("@uri")
        if address is None:
            continue
        if page is own:
            said.append(address.value)
            draft.keep(address, Action.COPIED, _SOURCE)
        else:
            words += _further(draft, page, address)
    draft.qualification.source_of_further_info = as_texts(write_texts(draft, words, _FURTHER))
    draft.qualification.source_of_information = NOTES.join(dict.fromkeys(said)) or None


def _is_supplement(page: Node) -> bool:
    supplement = SubjectType.REGULATIONS_AND_CERTIFICATES.value
    return any(subject.value == supplement for subject in page.all("subject/@uri"))


def _further(draft: QualificationDraft, page: Node, address: Held) -> list[Words]:
    """The address as a text, once for each language of the page."""
    languages = page_languages(draft, page)
    for held, _ in languages:
        draft.keep(held, Action.MAPPED, f"{_FURTHER}/@language")
    if not languages:
        draft.synthesise(f"{_FURTHER}/@language")
    codes = [code for _, code in languages] or [draft.language]
    return [Words(text=address, value=address.value, language=code) for code in codes]


def _account_for_source(draft: QualificationDraft, words: Words) -> None:
    draft.keep(words.text, Action.MAPPED, _SOURCE)
    if words.lang is not None and words.lang.value == draft.language:
        draft.keep(words.lang, Action.COPIED, "InformationLanguage")
    elif words.lang is not None:
        draft.drop(words.lang, lost=words.lang.value == words.language, detail=_MARK)
    for about in (words.content_type, *words.subjects):
        if about is not None:
            draft.drop(about, lost=False, detail=_MARK)
