"""Carries web addresses over: one page for each address, with all languages that are said of it."""

from __future__ import annotations

from collections.abc import Sequence

from loms.convert.accounting import Action, Target
from loms.convert.identifiers import quoted_address
from loms.convert.leaves import Leaf
from loms.convert.to_loms.codes import find_language
from loms.convert.to_loms.draft import LomsDraft
from loms.errors import Severity
from loms.model import Document, LanguageCode

__all__ = ["is_address", "write_page", "write_pages"]

_NO_URI = "LOMS has no URI for this language; the page itself is kept."


def is_address(value: str) -> bool:
    """Whether LOMS takes a value as a web address.

    Args:
        value: The text of a legacy element.
    """
    return value.strip().startswith(("http://", "https://"))


def write_page(draft: LomsDraft, leaf: Leaf, target: Target) -> Document | None:
    """Carry one address over, without its language.

    Args:
        draft: The records to write to.
        leaf: The address.
        target: Path of the place it goes to, such as ``homepage``.

    Returns:
        The page, or None where it is no address, which is reported.
    """
    if not is_address(leaf.value):
        _drop(draft, leaf)
        return None
    address = quoted_address(leaf.value)
    action = Action.COPIED if address == leaf.value else Action.MAPPED
    draft.ledger.keep(leaf, action, Target(f"{target.path}/@uri", target.record))
    return Document(uri=address)


def write_pages(draft: LomsDraft, leaves: Sequence[Leaf], pages: list[Document], target: Target) -> None:
    """Carry addresses over; one that is given in several languages becomes one page with all of them.

    Args:
        draft: The records to write to.
        leaves: The addresses.
        pages: Where they go.
        target: Path of that place, such as ``homepage``.
    """
    for leaf in leaves:
        made = write_page(draft, leaf, target)
        if made is None:
            continue
        page = next((each for each in pages if each.uri == made.uri), made)
        if page is made:
            pages.append(page)
        _write_language(draft, leaf, page, target)


def _write_language(draft: LomsDraft, leaf: Leaf, page: Document, target: Target) -> None:
    found = find_language(leaf.language or "en")
    attribute = leaf.language_leaf()
    if found is None or found.language is None:
        if attribute is not None:
            draft.ledger.drop(attribute, lost=True, detail=_NO_URI)
        return
    if all(each.uri is not found.language for each in page.language):
        page.language.append(LanguageCode(uri=found.language))
    if attribute is not None:
        draft.ledger.keep(attribute, Action.MAPPED, Target(f"{target.path}/language/@uri", target.record))


def _drop(draft: LomsDraft, leaf: Leaf) -> None:
    lost = bool(leaf.value.strip())
    draft.ledger.drop(leaf, lost=lost)
    attribute = leaf.language_leaf()
    if attribute is not None:
        draft.ledger.drop(attribute, lost=False, detail="Its address was left out.")
    if lost:
        draft.ledger.issue(
            "CONVERT-NO-ADDRESS",
            f"{leaf.name} is not a web address: {leaf.value[:80]!r}.",
            severity=Severity.ERROR,
            path=leaf.path,
            remedy="Write an address that begins with http:// or https://.",
        )
