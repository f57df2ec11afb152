"""Finds the country of a place or an organization, which ELM requires of each."""

from __future__ import annotations

from loms.convert.from_loms.dataset import Held, Node
from loms.convert.loms_to_elm.codes import country_of
from loms.convert.settings import Settings

__all__ = ["codes_of_place", "organization_country", "place_country"]

_OF_PLACE = ("hasAddress/country/@uri", "spatialCode/@uri")
_OF_ORGANIZATION = (
    *(f"hasLocation/{name}" for name in _OF_PLACE),
    "registration/@spatialID",
    "vatIdentifier/@spatialID",
    "taxIdentifier/@spatialID",
    "contactPoint/address/country/@uri",
)


def place_country(place: Node, settings: Settings) -> str:
    """The country of a place, by its addresses and its codes; empty where they do not say it.

    Args:
        place: The place.
        settings: Those of the conversion.
    """
    return _first(place, _OF_PLACE, settings)


def codes_of_place(place: Node) -> list[Held]:
    """The codes by which a place says where it is.

    Args:
        place: The place.
    """
    return [held for name in _OF_PLACE for held in place.all(name) if held.value.strip()]


def organization_country(organization: Node, settings: Settings) -> str:
    """The country of an organization, by its places, legal identifiers and contacts; empty where they do not say it.

    Args:
        organization: The organization.
        settings: Those of the conversion.
    """
    return _first(organization, _OF_ORGANIZATION, settings)


def _first(node: Node, names: tuple[str, ...], settings: Settings) -> str:
    found = (country_of(held.value, settings) for name in names for held in node.all(name))
    return next((country for country in found if country), "")
