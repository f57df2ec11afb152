"""Writes the places of LOMS, which stand inside of other records, as locations, which are records of ELM."""

from __future__ import annotations

from collections.abc import Sequence

from loms import elm
from loms.convert.accounting import Spot
from loms.convert.from_loms.dataset import Held, Node
from loms.convert.from_loms.words import read_words
from loms.convert.identifiers import minted_id
from loms.convert.loms_to_elm.codes import country_of, place_code
from loms.convert.loms_to_elm.countries import codes_of_place, place_country
from loms.convert.loms_to_elm.draft import REPEATED, ElmDraft, Place
from loms.convert.loms_to_elm.texts import LABELS, write_note, write_strings
from loms.convert.loms_to_elm.values import write_identifiers

__all__ = ["LOCATION", "begin_location", "write_addresses", "write_locations", "write_place_code"]

LOCATION = "locationReferences/location"

_NO_COUNTRY = "ELM requires the country of a place, and nothing says it."
_OTHER_COUNTRY = "ELM requires the country of a place, and the one that it names cannot be written."


def write_locations(draft: ElmDraft, name: str, place: Place, *, country: str) -> list[elm.IdReference]:
    """Write places as locations, and refer to them.

    Args:
        draft: The record to write to.
        name: Name of the element that holds a place.
        place: The element that takes the references.
        country: The country of places that do not say theirs; empty where there is none.
    """
    found = []
    for block in draft.node.blocks(name):
        codes = codes_of_place(block)
        own = place_country(block, draft.context.settings) or ("" if codes else country)
        if not own:
            _leave_out(draft, block, codes)
            continue
        spot, reference = begin_location(draft, place, str(block.number))
        location = elm.Location(
            id=spot.id,
            identifier=write_identifiers(draft, block, "identifier", Place(spot, "identifier")),
            geographic_name=write_strings(draft, block, "name", Place(spot, "geographicName"), between=LABELS),
            spatial_code=_write_codes(draft, block.all("spatialCode/@uri"), Place(spot, "spatialCode/@uri")),
            description=write_strings(draft, block, "description", Place(spot, "description")),
        )
        location.address = write_addresses(draft, block.blocks("hasAddress"), Place(spot, "address"), country=own)
        if not location.address:
            location.address = [elm.Address(country_code=elm.CountryCode(uri=elm.Country(own)))]
            draft.synthesise(Place(spot, "address/countryCode/@uri"))
        draft.locations.append(location)
        found.append(reference)
    return found


def write_place_code(draft: ElmDraft, held: Held | None, place: Place, *steps: str) -> elm.IdReference | None:
    """Write the code of a place as a location, and refer to it.

    Args:
        draft: The record to write to.
        held: The code, if there is one.
        place: The element that takes the reference.
        *steps: What the id of the location is made of, beside the record.
    """
    if held is None:
        return None
    uri, country = draft.allow(held, place_code(held.value)), country_of(held.value, draft.context.settings)
    if not uri or not country:
        draft.drop(held, lost=True)
        return None
    spot, reference = begin_location(draft, place, *steps)
    draft.write(held, uri, Place(spot, "spatialCode/@uri"))
    draft.synthesise(Place(spot, "address/countryCode/@uri"))
    draft.locations.append(
        elm.Location(
            id=spot.id,
            spatial_code=[_code(uri)],
            address=[elm.Address(country_code=elm.CountryCode(uri=elm.Country(country)))],
        )
    )
    return reference


def write_addresses(draft: ElmDraft, blocks: Sequence[Node], place: Place, *, country: str) -> list[elm.Address]:
    """Write addresses.

    Args:
        draft: The record to write to.
        blocks: The addresses.
        place: The element that takes them.
        country: The country of those that do not say theirs; empty where there is none.
    """
    found = []
    for block in blocks:
        held = block.one("country/@uri")
        codes = [] if held is None or not held.value.strip() else [held]
        own = country_of(held.value, draft.context.settings) if held is not None and codes else ""
        if not own and (codes or not country):
            _leave_out(draft, block, codes)
            continue
        if held is not None:
            draft.write_code(held, "country", place.at("countryCode/@uri"))
        if not own:
            draft.synthesise(place.at("countryCode/@uri"))
        found.append(
            elm.Address(
                identifier=write_identifiers(draft, block, "identifier", place.at("identifier")),
                full_address=write_note(draft, read_words(block, "fullAddress"), place.at("fullAddress")),
                country_code=elm.CountryCode(uri=elm.Country(own or country)),
            )
        )
    return found


def begin_location(draft: ElmDraft, place: Place, *steps: str) -> tuple[Spot, elm.IdReference]:
    """Begin a location, and refer to it.

    Args:
        draft: The record to write to.
        place: The element that takes the reference.
        *steps: What the id of the location is made of, beside the record.
    """
    record = draft.node.record
    identity = minted_id(draft.context.namespace, "location", record.kind, record.id, *steps)
    draft.synthesise(place.at("@idref"))
    return Spot(LOCATION, identity), elm.IdReference(idref=identity)


def _leave_out(draft: ElmDraft, block: Node, codes: Sequence[Held]) -> None:
    """Account for a place that is left out, because ELM does not have the country that its codes name, or none does."""
    for held in codes:
        draft.allow(held, place_code(held.value))
    draft.drop_all(block.leaves, lost=True, detail=_OTHER_COUNTRY if codes else _NO_COUNTRY)


def _write_codes(draft: ElmDraft, leaves: Sequence[Held], place: Place) -> list[elm.LocationCode]:
    found: dict[str, elm.LocationCode] = {}
    for held in leaves:
        code = place_code(held.value)
        if code.uri in found:
            draft.drop(held, lost=False, detail=REPEATED)
        elif uri := draft.write_code(held, "country", place, code=code):
            found[uri] = _code(uri)
    return list(found.values())


def _code(uri: str) -> elm.LocationCode:
    return elm.LocationCode(uri=elm.Nuts(uri) if "/nuts/" in uri else elm.Country(uri))
