"""Identifiers, titles and texts: what the qualification is called, and what is said of it."""

from __future__ import annotations

from loms.convert.loq_qualifications_to_loms.draft import QualificationDraft
from loms.convert.refusing import no_title
from loms.convert.to_loms.codes import find_language
from loms.convert.to_loms.identifiers import write_legacy_identifier
from loms.convert.to_loms.links import write_pages
from loms.convert.to_loms.texts import write_labels, write_notes

__all__ = ["write_identifiers", "write_language", "write_terms", "write_texts", "write_titles"]


def write_identifiers(draft: QualificationDraft) -> None:
    """The legacy identifier, and the identifiers made of it.

    Args:
        draft: The records to write to.
    """
    identifiers, spot = draft.qualification.identifier, draft.spot
    write_legacy_identifier(draft, "QualificationId", identifiers, spot, outcome=draft.outcome, result=draft.result)


def write_titles(draft: QualificationDraft) -> None:
    """Titles of the qualification and its outcome, that in the language of the record first, and the other names.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: There is no title with a word in it.
    """
    places = [
        (draft.qualification.title, draft.spot.at("title/text")),
        (draft.outcome.pref_label, draft.result.at("prefLabel/text")),
    ]
    information = draft.view.one("InformationLanguage")
    first = information.value if information else None
    titles = sorted(draft.view.all("Title"), key=lambda leaf: (leaf.language or "en") != first)
    write_labels(draft, titles, places, aside=draft.aside, required=True)
    if not draft.qualification.title:
        raise no_title("Qualification/Title")
    others = [(draft.qualification.alt_label, draft.spot.at("altLabel/text"))]
    write_labels(draft, draft.view.all("NonPreferredTerms"), others, aside=draft.aside)


def write_language(draft: QualificationDraft) -> None:
    """The language of the record, for which a qualification has no place.

    Args:
        draft: The records to write to.
    """
    leaf = draft.view.one("InformationLanguage")
    if leaf is None:
        return
    if find_language(leaf.value) is None:
        draft.unknown_code(leaf)
    else:
        draft.ledger.drop(leaf, lost=True)


def write_texts(draft: QualificationDraft) -> None:
    """Descriptions, further information and pages.

    Args:
        draft: The records to write to.
    """
    qualification, spot, view = draft.qualification, draft.spot, draft.view
    write_notes(draft, view.all("Description"), qualification.description, spot.at("description/text"))
    write_notes(draft, view.all("FurtherInfo"), qualification.additional_note, spot.at("additionalNote/text"))
    write_pages(draft, view.all("Url"), qualification.homepage, spot.at("homepage"))


def write_terms(draft: QualificationDraft) -> None:
    """Who may enter, how the qualification is acquired, and what is said of its expiry.

    Args:
        draft: The records to write to.
    """
    qualification, spot, view = draft.qualification, draft.spot, draft.view
    for name in ("ExpiryDate", "WaysToAcquire"):
        write_notes(draft, view.all(name), qualification.additional_note, spot.at("additionalNote/text"))
    requirements = view.all("AccessRequirements")
    write_notes(draft, requirements, qualification.entry_requirements_note, spot.at("entryRequirementsNote/text"))
