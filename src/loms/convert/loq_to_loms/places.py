"""Where the opportunity takes place."""

from __future__ import annotations

from collections.abc import Sequence

from loms.convert.accounting import Action
from loms.convert.leaves import View
from loms.convert.loq_to_loms.draft import OpportunityDraft
from loms.convert.to_loms.draft import Aside
from loms.convert.to_loms.texts import write_labels, write_notes
from loms.model import Address, Country, CountryCode, Location, LocationCode, Nuts

__all__ = ["write_places"]

_REGIONS = {
    "none": "NUTS 2016 has no code for the region {code}, whose boundary was drawn anew; only the country was written.",
    "merged": "The region {code} was merged with another, so {regions} covers more than it does.",
    "omitted": "The region {code} was merged with another in NUTS 2016; only the country was written.",
}


def write_places(draft: OpportunityDraft) -> None:
    """The places of the opportunity, each with the codes of the record; one with only the codes where there is none.

    Args:
        draft: The records to write to.
    """
    rule = _rule(draft)
    codes = draft.place.codes[:1] if rule == "omitted" else draft.place.codes
    locations = draft.opportunity.provided_at
    for number, block in enumerate(draft.view.blocks("CourseLocation"), start=1):
        locations.append(_location(draft, block, number, _coded(codes)))
    if not locations:
        locations.append(_coded(codes))
    country = draft.view.one("CountryCode")
    if country is None:
        return
    draft.ledger.keep(country, Action.MAPPED, draft.offer.at("providedAt/spatialCode/@uri"))
    draft.ledger.keep(country, Action.MAPPED, draft.offer.at("identifier/@spatialID"))
    if any(location.has_address for location in locations):
        draft.ledger.keep(country, Action.MAPPED, draft.offer.at("providedAt/hasAddress/country/@uri"))
    if rule in ("none", "omitted"):
        draft.ledger.drop(country, lost=True, detail="NUTS 2016 has no code for the region; the country is kept.")
    if rule in _REGIONS:
        regions = " ".join(region.name for region in draft.place.regions)
        draft.warn(
            "CONVERT-REGION",
            _REGIONS[rule].format(code=draft.place.code, regions=regions),
            path=country.path,
            remedy="Nothing, unless the region matters: then write its new code into the converted record.",
        )


def _coded(codes: Sequence[Country | Nuts]) -> Location:
    return Location(spatial_code=[LocationCode(uri=code) for code in codes])


def _rule(draft: OpportunityDraft) -> str:
    """How the regions follow from the legacy code, and whether they are wanted."""
    rule = draft.place.region_rule
    return "omitted" if rule == "merged" and not draft.settings.approximate_codes else rule


def _location(draft: OpportunityDraft, block: View, number: int, location: Location) -> Location:
    aside = Aside(draft.opportunity.additional_note, draft.offer, (f"loq-CourseLocation-{number}",))
    names = [(location.name, draft.offer.at("providedAt/name/text"))]
    write_labels(draft, block.all("CourseLocationInfo"), names, aside=aside)
    address = Address()
    target = draft.offer.at("providedAt/hasAddress/fullAddress/text")
    write_notes(draft, block.all("CourseAddress"), address.full_address, target, aside=aside)
    if address.full_address:
        address.country = CountryCode(uri=draft.place.country)
        location.has_address.append(address)
    target = draft.offer.at("providedAt/description/text")
    write_notes(draft, block.all("SpecialArrangements"), location.description, target, aside=aside)
    return location
