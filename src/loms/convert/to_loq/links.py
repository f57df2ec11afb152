"""Writes web addresses to legacy fields, which take one address for each language."""

from __future__ import annotations

from collections.abc import Sequence

from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Held, Node
from loms.convert.identifiers import quoted_address
from loms.convert.to_loms.links import is_address
from loms.convert.to_loq.codes import language_of
from loms.convert.to_loq.draft import LegacyDraft
from loms.convert.to_loq.texts import LegacyText

__all__ = ["drop_page", "page_languages", "write_pages"]

_TAKEN = "The legacy model takes one address for each language, and another page has this language."
_LEFT_OUT = "It goes with its page, which was left out."


def write_pages(draft: LegacyDraft, pages: Sequence[Node], field: str) -> list[LegacyText]:
    """Write the addresses of pages, once for each language of a page. A page that says none gets that of the record.

    Args:
        draft: The record to write to.
        pages: The pages.
        field: Path below the legacy record, such as ``Url``.

    Returns:
        One address for each language.
    """
    taken: dict[str, str] = {}
    silent: list[Node] = []
    for page in pages:
        if page.one("language/@uri") is None:
            silent.append(page)
        else:
            _write_page(draft, page, field, taken)
    for page in silent:
        _write_silent_page(draft, page, field, taken)
    return [LegacyText(value, language) for language, value in taken.items()]


def page_languages(draft: LegacyDraft, page: Node) -> list[tuple[Held, str]]:
    """The languages of a page with their legacy codes.

    Args:
        draft: The record that is written.
        page: The page.

    Raises:
        CannotConvertError: A language is not in the list of LOMS.
    """
    found = []
    for held in page.all("language/@uri"):
        code = language_of(held.value)
        if code is None:
            raise draft.unknown_code(held)
        found.append((held, code))
    return found


def drop_page(draft: LegacyDraft, page: Node, detail: str) -> None:
    """Account for a page that is left out.

    Args:
        draft: The record that is written.
        page: The page.
        detail: Why, one sentence.
    """
    for held in page.all("@uri"):
        draft.drop(held, lost=True, detail=detail)
    for held in page.all("language/@uri"):
        draft.drop(held, lost=False, detail=_LEFT_OUT)


def _write_page(draft: LegacyDraft, page: Node, field: str, taken: dict[str, str]) -> None:
    found = _address(draft, page)
    if found is None:
        return
    held, address = found
    languages = page_languages(draft, page)
    if all(taken.get(code, address) != address for _, code in languages):
        drop_page(draft, page, _TAKEN)
        return
    _keep(draft, held, address, field)
    for language, code in languages:
        if taken.setdefault(code, address) == address:
            draft.keep(language, Action.MAPPED, f"{field}/@language")
        else:
            draft.drop(language, lost=True, detail=_TAKEN)


def _write_silent_page(draft: LegacyDraft, page: Node, field: str, taken: dict[str, str]) -> None:
    found = _address(draft, page)
    if found is None:
        return
    held, address = found
    if address in taken.values():
        _keep(draft, held, address, field)
    elif draft.language in taken:
        drop_page(draft, page, _TAKEN)
    else:
        taken[draft.language] = address
        _keep(draft, held, address, field)
        draft.synthesise(f"{field}/@language")


def _keep(draft: LegacyDraft, held: Held, address: str, field: str) -> None:
    draft.keep(held, Action.COPIED if held.value == address else Action.MAPPED, field)


def _address(draft: LegacyDraft, page: Node) -> tuple[Held, str] | None:
    held = page.one("@uri")
    if held is not None and is_address(held.value):
        return held, quoted_address(held.value)
    drop_page(draft, page, "It is no web address.")
    return None
