"""Providers and awarding bodies, which become records of their own."""

from __future__ import annotations

from collections.abc import Sequence

from loms.convert.accounting import Action, Spot
from loms.convert.identifiers import minted_uuid
from loms.convert.leaves import Leaf, View
from loms.convert.to_loms.draft import Aside, PlacedDraft
from loms.convert.to_loms.links import is_address, write_pages
from loms.convert.to_loms.sections import ORGANIZATION
from loms.convert.to_loms.texts import label_content, plain_note, text_language, write_labels, write_notes
from loms.model import ContactPoint, LocationCode, Organization, SpatialCodeLocation

__all__ = ["keep_contacts", "write_awarding_body", "write_organization"]


def write_awarding_body(draft: PlacedDraft, block: View) -> str | None:
    """The awarding body of a qualification.

    Args:
        draft: The records to write to.
        block: The block of the qualification.

    Returns:
        The id of its record, or None where it has no name and therefore no record.
    """
    return write_organization(
        draft,
        names=block.all("AwardingBody"),
        contacts=block.all("AwardingBodyContactInfo"),
        pages=block.all("AwardingBodyUrl"),
    )


def keep_contacts(draft: PlacedDraft, block: View, aside: Aside) -> None:
    """Keep in notes what is said of an awarding body without a name, which therefore has no record.

    Args:
        draft: The records to write to.
        block: The block of the qualification.
        aside: The notes of the qualification.
    """
    write_labels(draft, block.all("AwardingBody"), [], aside=aside)
    target = aside.spot.at("additionalNote/text")
    write_notes(draft, block.all("AwardingBodyContactInfo"), aside.notes, target, aside=aside)
    pages = block.all("AwardingBodyUrl")
    write_pages(draft, [leaf for leaf in pages if not is_address(leaf.value)], [], target)
    for leaf in pages:
        if is_address(leaf.value):
            _keep_address(draft, leaf, aside)


def write_organization(
    draft: PlacedDraft,
    *,
    names: Sequence[Leaf],
    contacts: Sequence[Leaf],
    kinds: Sequence[Leaf] = (),
    pages: Sequence[Leaf] = (),
) -> str | None:
    """An organization, made of what is said of it; the same content gives the same record.

    Args:
        draft: The records to write to.
        names: Its name in all languages.
        contacts: How to reach it, as texts.
        kinds: What kind of organization it is, as texts.
        pages: Its pages.

    Returns:
        The id of its record, or None where it has no name and therefore no record.
    """
    if all(label_content(leaf.value).is_blank for leaf in names):
        return None
    content = [draft.place.country.value, *(_said(leaves) for leaves in (names, contacts, kinds, pages))]
    organization = Organization(id=minted_uuid(draft.namespace, "organization", content))
    spot = Spot(ORGANIZATION, organization.id)
    aside = Aside(organization.additional_note, spot)
    places = [(organization.pref_label, spot.at("prefLabel/text"))]
    write_labels(draft, names, places, aside=aside, required=True)
    if contacts:
        point = ContactPoint()
        write_notes(draft, contacts, point.description, spot.at("contactPoint/description/text"), aside=aside)
        if point.description:
            organization.contact_point.append(point)
    if kinds:
        write_notes(draft, kinds, organization.additional_note, spot.at("additionalNote/text"), aside=aside)
    if pages:
        write_pages(draft, pages, organization.homepage, spot.at("homepage"))
    organization.has_location.append(SpatialCodeLocation(spatial_code=[LocationCode(uri=draft.place.country)]))
    country = draft.view.one("CountryCode")
    if country is not None:
        draft.ledger.keep(country, Action.MAPPED, spot.at("hasLocation/spatialCode/@uri"))
    draft.ledger.synthesise(spot.at("@id"))
    draft.organizations.setdefault(organization.id, organization)
    return organization.id


def _keep_address(draft: PlacedDraft, leaf: Leaf, aside: Aside) -> None:
    lang = text_language(leaf)
    aside.notes.append(plain_note(leaf.value, lang=lang or draft.fallback, field=leaf.name))
    draft.ledger.keep(leaf, Action.NOTE, aside.spot.at("additionalNote/text"))
    language = leaf.language_leaf()
    if language is None:
        return
    if lang is None:
        draft.ledger.drop(language, lost=True)
    else:
        draft.ledger.keep(language, Action.NOTE, aside.spot.at("additionalNote/text/@lang"))


def _said(leaves: Sequence[Leaf]) -> list[list[str]]:
    """What a field says, the same whatever the order of its languages."""
    return sorted([leaf.language or "en", leaf.value] for leaf in leaves)
