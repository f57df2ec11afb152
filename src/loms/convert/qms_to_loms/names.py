"""What a record is called: URI, identifiers, labels."""

from __future__ import annotations

from loms.convert.accounting import Spot
from loms.convert.qms_to_loms.draft import AgentDraft, QmsDraft, QualificationDraft
from loms.convert.refusing import CannotConvertError
from loms.convert.to_loms.texts import normalized, write_labels
from loms.model import Identifier, LanguageString

__all__ = ["write_agent_names", "write_identifiers", "write_names"]

_SOURCE = "qms"
_URI = "uri"


def write_names(draft: QualificationDraft) -> None:
    """Identifiers and names of a qualification.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: It has no name with a word in it.
    """
    record = draft.record
    write_identifiers(draft, record.identifier, draft.spot)
    _write_label(draft, "PreferredLabel", record.title, draft.spot, "title/text")
    others = [(record.alt_label, draft.spot.at("altLabel/text"))]
    write_labels(draft, draft.view.all("AlternativeLabel"), others, aside=draft.aside)


def write_agent_names(draft: AgentDraft) -> None:
    """Identifiers and names of an organization.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: It has no name with a word in it.
    """
    organization = draft.organization
    write_identifiers(draft, organization.identifier, draft.spot)
    _write_label(draft, "Name", organization.pref_label, draft.spot, "prefLabel/text")
    others = [(organization.alt_label, draft.spot.at("altLabel/text"))]
    write_labels(draft, draft.view.all("AlternativeLabel"), others, aside=draft.aside)


def write_identifiers(draft: QmsDraft, identifiers: list[Identifier], spot: Spot) -> None:
    """Identifiers, and the URI: as the id of the record, or as one more identifier where it cannot be that.

    Args:
        draft: The records to write to.
        identifiers: Where the identifiers go.
        spot: The record.
    """
    scheme = draft.settings.scheme()
    for leaf in draft.view.all("Identifier"):
        value = normalized(leaf.value)
        identifiers.append(Identifier(value=value, scheme_id=scheme, type=_SOURCE))
        draft.keep_same(leaf, value, spot.at("identifier"))
    if identifiers:
        draft.ledger.synthesise(spot.at("identifier/@schemeID"))
        draft.ledger.synthesise(spot.at("identifier/@type"))
    uri = draft.view.one("URI")
    if uri is None:
        return
    if uri.value.strip() == spot.id:
        draft.keep_same(uri, spot.id, spot.at("@id"))
    elif not uri.value.strip():
        draft.ledger.drop(uri, lost=False, detail="It is blank.")
    else:
        value = normalized(uri.value)
        identifiers.append(Identifier(value=value, type=_URI))
        draft.keep_same(uri, value, spot.at("identifier"))
        draft.warn(
            "CONVERT-URI",
            f"The URI {uri.value[:80]!r} is an identifier now, because the id of a record is an absolute URI that no "
            "other record has.",
            path=uri.path,
            remedy="Give the record a URI of its own.",
        )


def _write_label(draft: QmsDraft, name: str, labels: list[LanguageString], spot: Spot, path: str) -> None:
    write_labels(draft, draft.view.all(name), [(labels, spot.at(path))], aside=draft.aside, required=True)
    if not labels:
        raise CannotConvertError(
            code="CONVERT-NO-TITLE",
            message=f"The record has no {name}, or only blank ones.",
            remedy="Give it a name.",
            path=f"{draft.view.field}/{name}",
        )
