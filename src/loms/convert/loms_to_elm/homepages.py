"""Finds the page of an opportunity that has none, because ELM requires one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from loms.convert.identifiers import is_any_uri, is_web_address

if TYPE_CHECKING:
    from loms.convert.from_loms.dataset import Node, Record
    from loms.convert.loms_to_elm.context import Context

__all__ = ["has_homepage", "other_homepage"]

_PROVIDER = "provider"
_REFUSE = "refuse"
_ID = "id"


def has_homepage(node: Node) -> bool:
    """Whether a record has a page with an address.

    Args:
        node: The record.
    """
    return any(is_any_uri(held.value) for held in node.all("homepage/@uri"))


def other_homepage(node: Node, context: Context) -> str:
    """The page of what an opportunity leads to, else what the settings say; empty where that is nothing.

    Args:
        node: The opportunity.
        context: What all records share.
    """
    chosen = context.settings.missing_homepage
    found = _first(node, "specifiedBy/@idref", context, "learningSpecification", "qualification")
    if found or chosen == _REFUSE:
        return found
    if chosen == _PROVIDER:
        return _first(node, "providedBy/@idref", context, "organization")
    if chosen == _ID:
        identity = node.record.id.strip()
        return identity if is_web_address(identity) and is_any_uri(identity) else ""
    return _filled(chosen, node.record)


def _first(node: Node, link: str, context: Context, *kinds: str) -> str:
    for held in node.all(link):
        record = context.dataset.find(held.value, *kinds)
        pages = [] if record is None else record.node.all("homepage/@uri")
        address = next((page.value for page in pages if is_any_uri(page.value)), "")
        if address:
            return address
    return ""


def _filled(template: str, record: Record) -> str:
    """The template with what names the record; empty where it has no identifier, and the template wants one."""
    found = (held.value for held in record.node.all("identifier"))
    identifier = next((value for value in found if value.strip()), "")
    if "{identifier}" in template and not identifier:
        return ""
    return template.replace("{identifier}", quote(identifier, safe="")).replace("{id}", quote(record.id, safe=""))
