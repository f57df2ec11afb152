"""Carries web addresses over: one page for each address, with all languages that are said of it."""

from __future__ import annotations

from collections.abc import Sequence

from loms.convert.accounting import Action, Target
from loms.convert.identifiers import quoted_address
from loms.convert.leaves import Leaf
from loms.convert.to_loms.codes import find_language
from loms.convert.to_loms.draft import Draft
from loms.errors import Severity
from loms.model import Document, LanguageCode

__all__ = ["is_address", "write_pages"]


def is_address(value: str) -> bool:
    """Whether LOMS takes a value as a web address.

    Args:
        value: The text of a legacy element.
    """
    return value.strip().startswith(("http://", "https://"))


def write_pages(draft: Draft, leaves: Sequence[Leaf], pages: list[Document], target: Target) -> None:
    """Carry addresses over; one that is given in several languages becomes one page with all of them.

    Args:
        draft: The records to write to.
        leaves: The addresses.
        pages: Where they go.
        target: Path of that place, such as ``homepage``.
    """
    for leaf in leaves:
        if not is_address(leaf.value):
            _drop(draft, leaf)
            continue
        address = quoted_address(leaf.value)
        page = next((each for each in pages if each.uri == address), None)
        if page is None:
            page = Document(uri=address)
            pages.append(page)
        same = address == leaf.value
        draft.ledger.keep(leaf, Action.COPIED if same else Action.MAPPED, Target(f"{target.path}/@uri", target.record))
        _write_language(draft, leaf, page, target)


def _write_language(draft: Draft, leaf: Leaf, page: Document, target: Target) -> None:
    found = find_language(leaf.language or "en")
    attribute = leaf.language_leaf()
    if found is None or found.language is None:
        if attribute is not None:
            draft.ledger.drop(attribute, lost=True)
        return
    if all(each.uri is not found.language for each in page.language):
        page.language.append(LanguageCode(uri=found.language))
    if attribute is not None:
        draft.ledger.keep(attribute, Action.MAPPED, Target(f"{target.path}/language/@uri", target.record))


def _drop(draft: Draft, leaf: Leaf) -> None:
    lost = bool(leaf.value.strip())
    draft.ledger.drop(leaf, lost=lost)
    attribute = leaf.language_leaf()
    if attribute is not None:
        draft.ledger.drop(attribute, lost=False)
    if lost:
        draft.ledger.issue(
            "CONVERT-NO-ADDRESS",
            f"{leaf.name} is not a web address: {leaf.value[:80]!r}.",
            severity=Severity.ERROR,
            path=leaf.path,
            remedy="Write an address that begins with http:// or https://.",
        )
