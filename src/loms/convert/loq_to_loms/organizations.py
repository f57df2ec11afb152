"""Providers and awarding bodies, which become records of their own."""

from __future__ import annotations

from collections.abc import Sequence

from loms.convert.accounting import Action, Spot
from loms.convert.identifiers import minted_uuid
from loms.convert.leaves import Leaf, View
from loms.convert.loq_to_loms.draft import CannotConvertError, Draft
from loms.convert.loq_to_loms.links import write_pages
from loms.convert.loq_to_loms.sections import ORGANIZATION
from loms.convert.loq_to_loms.texts import Aside, label_content, write_labels, write_notes
from loms.model import ContactPoint, IdReference, LocationCode, Organization, SpatialCodeLocation

__all__ = ["write_awarding_body", "write_provider"]


def write_provider(draft: Draft) -> None:
    """The provider of the opportunity.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: The provider has no name, which LOMS requires.
    """
    view = draft.view
    provider = _write(
        draft,
        names=view.all("ProviderName"),
        contacts=view.all("ProviderContactInfo"),
        kinds=view.all("ProviderType"),
    )
    if provider is None:
        raise CannotConvertError(
            code="CONVERT-NO-PROVIDER",
            message="The record has no ProviderName, or only blank ones.",
            remedy="Give it the name of its provider.",
            path="LearningOpportunity/ProviderName",
        )
    draft.opportunity.provided_by.append(IdReference(idref=provider))
    draft.ledger.synthesise(draft.offer.at("providedBy/@idref"))


def write_awarding_body(draft: Draft, block: View) -> str | None:
    """The awarding body of a qualification.

    Args:
        draft: The records to write to.
        block: The block of the qualification.

    Returns:
        The id of its record, or None where it has no name and therefore no record.
    """
    return _write(
        draft,
        names=block.all("AwardingBody"),
        contacts=block.all("AwardingBodyContactInfo"),
        pages=block.all("AwardingBodyUrl"),
    )


def _write(
    draft: Draft,
    *,
    names: Sequence[Leaf],
    contacts: Sequence[Leaf],
    kinds: Sequence[Leaf] = (),
    pages: Sequence[Leaf] = (),
) -> str | None:
    if all(label_content(leaf.value).is_blank for leaf in names):
        return None
    content = [draft.place.country.value, *(_said(leaves) for leaves in (names, contacts, kinds, pages))]
    organization = Organization(id=minted_uuid(draft.namespace, "organization", content))
    spot = Spot(ORGANIZATION, organization.id)
    aside = Aside(organization.additional_note, spot)
    places = [(organization.pref_label, spot.at("prefLabel/text"))]
    write_labels(draft, names, places, aside=aside, required=True)
    point = ContactPoint()
    write_notes(draft, contacts, point.description, spot.at("contactPoint/description/text"), aside=aside)
    if point.description:
        organization.contact_point.append(point)
    write_notes(draft, kinds, organization.additional_note, spot.at("additionalNote/text"), aside=aside)
    write_pages(draft, pages, organization.homepage, spot.at("homepage"))
    organization.has_location.append(SpatialCodeLocation(spatial_code=[LocationCode(uri=draft.place.country)]))
    country = draft.view.one("CountryCode")
    if country is not None:
        draft.ledger.keep(country, Action.MAPPED, spot.at("hasLocation/spatialCode/@uri"))
    draft.ledger.synthesise(spot.at("@id"))
    draft.organizations.setdefault(organization.id, organization)
    return organization.id


def _said(leaves: Sequence[Leaf]) -> list[list[str]]:
    """What a field says, the same whatever the order of its languages."""
    return sorted([leaf.language or "en", leaf.value] for leaf in leaves)
