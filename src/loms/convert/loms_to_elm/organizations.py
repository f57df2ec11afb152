"""Writes organizations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loms import elm
from loms.convert.from_loms.dataset import Held, Node
from loms.convert.from_loms.words import read_words
from loms.convert.loms_to_elm.codes import elm_code
from loms.convert.loms_to_elm.countries import organization_country
from loms.convert.loms_to_elm.draft import ElmDraft, Place
from loms.convert.loms_to_elm.places import begin_location, write_addresses, write_locations
from loms.convert.loms_to_elm.texts import LABELS, write_notes, write_strings
from loms.convert.loms_to_elm.values import write_identifiers, write_legal_identifiers, write_moment, write_pages

__all__ = ["convert_organization"]

_NO_IMAGE = "The image has no content or no kind that ELM knows."
_INTEGER = re.compile("[+-]?[0-9]{1,18}")


def convert_organization(draft: ElmDraft) -> elm.Organisation:
    """Write an organization.

    Args:
        draft: What it is written from and to.
    """
    place, node = draft.place, draft.node
    country = organization_country(node, draft.context.settings)
    names = write_strings(draft, node, "prefLabel", place.at("legalName"), between=LABELS)
    made = elm.Organisation(
        id=node.record.id,
        alt_label=write_strings(draft, node, "altLabel", place.at("altLabel"), between=LABELS, unlike=names),
        legal_name=names,
        type=draft.write_codes(node.all("type/@uri"), "organization-type", "type", lambda uri: elm.Concept(uri=uri)),
        identifier=write_identifiers(draft, node, "identifier", place.at("identifier")),
        homepage=write_pages(draft, node, "homepage", place.at("homepage")),
        additional_note=write_notes(draft, read_words(node, "additionalNote"), place.at("additionalNote")),
        location=write_locations(draft, "hasLocation", place.at("location"), country=country),
        contact_point=_contacts(draft, country=country),
        has_sub_organization=_organizations(draft, node.all("hasUnit/@idref"), "hasSubOrganization"),
        sub_organization_of=next(iter(_organizations(draft, node.all("unitOf/@idref"), "subOrganizationOf")), None),
        logo=_logo(draft),
        modified=write_moment(draft, node.one("lastModificationDate"), place.at("modified")),
    )
    for name, field in (
        ("registration", "registration"),
        ("vatIdentifier", "vat_identifier"),
        ("taxIdentifier", "tax_identifier"),
    ):
        found, others = write_legal_identifiers(draft, name, place.at(name), otherwise=place.at("identifier"))
        setattr(made, field, found if name != "registration" else next(iter(found), None))
        made.identifier += others
    if not made.location:
        made.location = [_bare_location(draft, country)]
    return made


def _bare_location(draft: ElmDraft, country: str) -> elm.IdReference:
    """A location of which only the country is known, where the organization has no place at all."""
    spot, reference = begin_location(draft, draft.place.at("location"), "1")
    address = elm.Address(country_code=elm.CountryCode(uri=elm.Country(country)))
    draft.synthesise(Place(spot, "address/countryCode/@uri"))
    draft.locations.append(elm.Location(id=spot.id, address=[address]))
    return reference


def _organizations(draft: ElmDraft, leaves: Sequence[Held], path: str) -> list[elm.IdReference]:
    return draft.link(leaves, draft.place.at(path), "organisation", kinds=("organization",))


def _contacts(draft: ElmDraft, *, country: str) -> list[elm.ContactPoint]:
    place = draft.place.at("contactPoint")
    return [
        elm.ContactPoint(
            additional_note=write_notes(draft, read_words(block, "note"), place.at("additionalNote")),
            description=write_strings(draft, block, "description", place.at("description")),
            address=write_addresses(draft, block.blocks("address"), place.at("address"), country=country),
            phone=[_phone(draft, phone, place.at("phone")) for phone in block.blocks("phone")],
            email_address=[
                elm.Mailbox(value=uri)
                for held in block.all("mailBox/@uri")
                if (uri := draft.write_uri(held, place.at("emailAddress")))
            ],
            contact_form=[
                elm.WebResource(content_url=uri)
                for held in block.all("webresource/@uri")
                if (uri := draft.write_uri(held, place.at("contactForm/contentUrl")))
            ],
        )
        for block in draft.node.blocks("contactPoint")
    ]


def _phone(draft: ElmDraft, block: Node, place: Place) -> elm.Phone:
    def number(name: str) -> str | None:
        held = block.one(name)
        return None if held is None else draft.write(held, held.value, place.at(name))

    return elm.Phone(
        phone_number=number("phoneNumber"),
        country_dialing=number("countryDialing"),
        area_dialing=number("areaDialing"),
        dial_number=number("dialNumber"),
    )


def _logo(draft: ElmDraft) -> elm.MediaObject | None:
    place = draft.place.at("logo")
    for block in draft.node.blocks("logo"):
        held = [block.one(name) for name in ("content", "contentType/@uri", "contentEncoding/@uri")]
        content, kind, encoding = held
        if content is None or kind is None or encoding is None or not _is_image(content, kind, encoding):
            draft.drop_all(block.leaves, lost=True, detail=_NO_IMAGE)
            continue
        made = elm.MediaObject(
            content_type=elm.FileTypeCode(
                uri=elm.FileType(draft.write_code(kind, "media-type", place.at("contentType/@uri")))
            ),
            content_encoding=elm.ContentEncodingCode(
                uri=elm.ContentEncoding(
                    draft.write_code(encoding, "content-encoding", place.at("contentEncoding/@uri"))
                )
            ),
            content=draft.write(content, "".join(content.value.split()), place.at("content")),
        )
        size = block.one("contentSize")
        if size is not None and _INTEGER.fullmatch(size.value.strip()):
            made.content_size = int(size.value)
            draft.write(size, str(made.content_size), place.at("contentSize"))
        else:
            draft.drop(size, lost=True)
        return made
    return None


def _is_image(content: Held, kind: Held, encoding: Held) -> bool:
    known = elm_code("media-type", kind.value).uri and elm_code("content-encoding", encoding.value).uri
    return bool(content.value.strip() and known)
