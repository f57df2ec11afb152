"""Web pages and documents, with their titles, languages and topics."""

from __future__ import annotations

from loms.convert.accounting import Target
from loms.convert.leaves import View
from loms.convert.qms_to_loms.codes import find_known_language, find_topic
from loms.convert.qms_to_loms.draft import QmsDraft, QualificationDraft
from loms.convert.to_loms.links import write_page
from loms.convert.to_loms.texts import write_labels
from loms.model import Document, Language, LanguageCode, SubjectTypeCode

__all__ = ["write_documents", "write_pages"]

_LEFT_OUT = "Its address was left out."
_NO_URI = "LOMS has no URI for this language; the page itself is kept."


def write_pages(draft: QualificationDraft) -> None:
    """Pages and documents of a qualification. A landing page becomes one of its documents.

    Args:
        draft: The records to write to.
    """
    record, spot = draft.record, draft.spot
    write_documents(draft, "HomePage", record.homepage, spot.at("homepage"))
    write_documents(draft, "LandingPage", record.supplementary_doc, spot.at("supplementaryDoc"))
    write_documents(draft, "SupplementaryDoc", record.supplementary_doc, spot.at("supplementaryDoc"))


def write_documents(draft: QmsDraft, name: str, documents: list[Document], target: Target) -> None:
    """Documents of a record.

    Args:
        draft: The records to write to.
        name: Name of the elements.
        documents: Where they go.
        target: Path of that place.
    """
    for block in draft.view.blocks(name):
        address = block.one("URI")
        document = write_page(draft, address, target) if address else None
        if document is None:
            draft.drop_all([leaf for leaf in block.leaves if leaf is not address], _LEFT_OUT)
            continue
        documents.append(document)
        titles = [(document.title, Target(f"{target.path}/title/text", target.record))]
        write_labels(draft, block.all("Title"), titles, aside=draft.aside)
        _write_language(draft, block, document, Target(f"{target.path}/language/@uri", target.record))
        for topic in block.blocks("DocumentTopic"):
            found = draft.find(topic, find_topic, Target(f"{target.path}/subject/@uri", target.record))
            if found is not None and all(each.uri is not found for each in document.subject):
                document.subject.append(SubjectTypeCode(uri=found))


def _write_language(draft: QmsDraft, block: View, document: Document, target: Target) -> None:
    for inner in block.blocks("Language"):
        code, uri = inner.one("Code"), inner.one("URI")
        known = find_known_language(code.value.strip()) if code else None
        by_uri = find_known_language(uri.value.strip()) if uri else None
        found = known or by_uri
        if found is not None and found.language is None:
            draft.drop_all(inner.leaves, _NO_URI)
            continue
        language = draft.find(inner, _language_uri, target)
        if language is not None:
            document.language.append(LanguageCode(uri=language))


def _language_uri(code: str) -> Language | None:
    known = find_known_language(code)
    return known.language if known else None
