"""Where more is to be found: sources of the information, and the supplement that comes with a certificate or diploma.

LOMS has no place for sources. One that is a web address becomes a supplementary document, any other a note. Two things
tell them apart: a note names its field in HTML, and only the page of further information has a language.
"""

from __future__ import annotations

import string
from urllib.parse import quote

from loms.convert.accounting import Action
from loms.convert.identifiers import is_uri
from loms.convert.leaves import Leaf, View
from loms.convert.loq_qualifications_to_loms.draft import QualificationDraft
from loms.convert.to_loms.codes import find_language
from loms.convert.to_loms.links import is_address, write_page, write_pages
from loms.convert.to_loms.texts import text_language, write_notes
from loms.model import Document, LanguageCode, SubjectType, SubjectTypeCode

__all__ = ["write_sources", "write_supplements"]

_NO_URI = "LOMS has no URI for this language; the document itself is kept."


def write_sources(draft: QualificationDraft) -> None:
    """Sources of further information and of the record itself.

    Args:
        draft: The records to write to.
    """
    qualification = draft.qualification
    documents, notes = draft.spot.at("supplementaryDoc"), draft.spot.at("additionalNote/text")
    pages: list[Document] = []
    for leaf in draft.view.all("SourceOfFurtherInfo"):
        if _is_address(leaf):
            write_pages(draft, [leaf], pages, documents)
        else:
            write_notes(draft, [leaf], qualification.additional_note, notes, marked=True)
    qualification.supplementary_doc += pages
    source = draft.view.one("SourceOfInformation")
    if source is None:
        return
    page = write_page(draft, source, documents) if _is_address(source) else None
    if page is not None:
        qualification.supplementary_doc.append(page)
    else:
        _write_source(draft, source)


def write_supplements(draft: QualificationDraft) -> None:
    """Certificate or diploma supplements.

    Args:
        draft: The records to write to.
    """
    for block in draft.view.blocks("SupplementLink"):
        address = block.one("SupplementUrl")
        page = write_page(draft, address, draft.spot.at("supplementaryDoc")) if address else None
        if page is not None:
            page.subject.append(SubjectTypeCode(uri=SubjectType.REGULATIONS_AND_CERTIFICATES))
            draft.qualification.supplementary_doc.append(page)
            draft.ledger.synthesise(draft.spot.at("supplementaryDoc/subject/@uri"))
        _write_language(draft, block, page)


def _write_source(draft: QualificationDraft, source: Leaf) -> None:
    """The source of the record is said to be in the language of the record, because it says none itself."""
    information = draft.view.one("InformationLanguage")
    language = information.value if information else "en"
    notes, target = draft.qualification.additional_note, draft.spot.at("additionalNote/text")
    before = len(notes)
    write_notes(draft, [source], notes, target, marked=True, language=language)
    if information is None or len(notes) == before:
        return
    if text_language(source, language) is None:
        draft.ledger.keep(information, Action.NOTE, target)
    else:
        draft.ledger.keep(information, Action.COPIED, draft.spot.at("additionalNote/text/@lang"))


def _write_language(draft: QualificationDraft, block: View, page: Document | None) -> None:
    leaf = block.one("SupplementLanguage")
    if leaf is None:
        return
    found = find_language(leaf.value)
    if found is None:
        draft.unknown_code(leaf)
    elif page is None:
        draft.ledger.drop(leaf, lost=False, detail="Its address was left out.")
    elif found.language is None:
        draft.ledger.drop(leaf, lost=True, detail=_NO_URI)
    else:
        page.language.append(LanguageCode(uri=found.language))
        draft.ledger.keep(leaf, Action.MAPPED, draft.spot.at("supplementaryDoc/language/@uri"))


def _is_address(leaf: Leaf) -> bool:
    """Whether a text is one web address and nothing else."""
    words = leaf.value.split()
    return len(words) == 1 and is_address(words[0]) and is_uri(quote(words[0], safe=string.printable))
