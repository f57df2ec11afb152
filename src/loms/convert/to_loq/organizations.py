"""Providers and awarding bodies: their names, how to reach them, and what notes say of them."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from loms.convert.from_loms.dataset import Held, Node, Record
from loms.convert.from_loms.words import Words, read_words
from loms.convert.identifiers import quoted_address
from loms.convert.to_loms.links import is_address
from loms.convert.to_loq.draft import LegacyDraft
from loms.convert.to_loq.notes import NotePlaces, SortedNotes
from loms.convert.to_loq.places import LegacyPlaces, account_for_place
from loms.convert.to_loq.texts import LABELS, LegacyText, without_copy, write_texts
from loms.model import SubjectType

__all__ = ["Agent", "divided", "open_agent"]

# A provider and an awarding body that say the same are one record, whose marks name either.
_NAMES = ("ProviderName", "AwardingBody")
_CONTACTS = ("ProviderContactInfo", "AwardingBodyContactInfo")
_KIND = "ProviderType"

_NOTES = NotePlaces(marks=(*_NAMES, *_CONTACTS, _KIND), topics={SubjectType.PROVIDER_TYPE.value: _KIND})


@attrs.frozen
class Agent:
    """An organization as a part of a legacy record.

    Attributes:
        node: The record.
        notes: Its notes.
    """

    node: Node
    notes: SortedNotes

    def write_names(self, draft: LegacyDraft, field: str) -> list[LegacyText]:
        """Write its names.

        Args:
            draft: The record to write to.
            field: Path below the legacy record.
        """
        marked = [note for name in _NAMES for note in self.notes.of(name)]
        names = without_copy(draft, read_words(self.node, "prefLabel"), marked)
        return write_texts(draft, names, field, between=LABELS)

    def write_contacts(
        self, draft: LegacyDraft, field: str, *, more: Sequence[Words] = (), with_pages: bool = False
    ) -> list[LegacyText]:
        """Write how to reach it: texts, addresses, and what has no language, which is said in that of the record.

        Args:
            draft: The record to write to.
            field: Path below the legacy record.
            more: What is said of that elsewhere.
            with_pages: Whether its pages belong here, because the legacy model has no place of their own for them.
        """
        words = [each for point in self.node.blocks("contactPoint") for each in _of_point(draft, point)]
        for location in self.node.blocks("hasLocation"):
            words += _addresses(location.blocks("hasAddress"))
        if with_pages:
            words += [Words(text=held, value=held.value, language=draft.language) for held in self._pages()]
        words += [note for name in _CONTACTS for note in self.notes.of(name)]
        return write_texts(draft, [*words, *more], field, subject=SubjectType.CONTACT_INFO.value)

    def write_kinds(self, draft: LegacyDraft, field: str) -> list[LegacyText]:
        """Write what kind of organization it is.

        Args:
            draft: The record to write to.
            field: Path below the legacy record.
        """
        return write_texts(draft, self.notes.of(_KIND), field, subject=SubjectType.PROVIDER_TYPE.value)

    def account_for_places(self, draft: LegacyDraft, places: LegacyPlaces) -> None:
        """Account for where it is.

        Args:
            draft: The record that is written.
            places: The legacy list of countries.
        """
        for name in ("hasLocation/spatialCode/@uri", "hasLocation/hasAddress/country/@uri"):
            for held in self.node.all(name):
                account_for_place(draft, held, places)
        for held in self.node.all("contactPoint/address/country/@uri"):
            account_for_place(draft, held, places)

    def _pages(self) -> list[Held]:
        return self.node.all("homepage/@uri")


def open_agent(record: Record) -> Agent:
    """An organization with its notes sorted.

    Args:
        record: The record of the organization.
    """
    notes = SortedNotes()
    notes.sort(read_words(record.node, "additionalNote"), _NOTES)
    return Agent(record.node, notes)


def divided(notes: Sequence[Words]) -> tuple[list[Words], list[Words]]:
    """Divide notes on an awarding body without a name into addresses of its pages and all others.

    Args:
        notes: The notes.

    Returns:
        Notes that are an address, the first of each language; then the others.
    """
    pages: dict[str, Words] = {}
    for words in notes:
        if words.mark is None and is_address(words.value) and len(words.value.splitlines()) == 1:
            pages.setdefault(words.language, words)
    found = list(pages.values())
    addresses = [attrs.evolve(words, value=quoted_address(words.value)) for words in found]
    return addresses, [words for words in notes if words not in found]


def _of_point(draft: LegacyDraft, point: Node) -> list[Words]:
    words = [*read_words(point, "description"), *read_words(point, "note"), *_addresses(point.blocks("address"))]
    for phone in point.blocks("phone"):
        words += _numbers(draft, phone)
    for name in ("mailBox/@uri", "webresource/@uri"):
        words += [
            Words(text=held, value=held.value.removeprefix("mailto:"), language=draft.language)
            for held in point.all(name)
        ]
    return words


def _addresses(blocks: list[Node]) -> list[Words]:
    return [words for block in blocks for words in read_words(block, "fullAddress")]


def _numbers(draft: LegacyDraft, phone: Node) -> list[Words]:
    """The number as it is written as a whole, and its parts as another."""
    found = [Words(text=held, value=held.value, language=draft.language) for held in phone.all("phoneNumber")]
    parts = [held for name in ("countryDialing", "areaDialing", "dialNumber") for held in phone.all(name)]
    for held in parts:
        if not held.value.strip():
            draft.drop(held, lost=False, detail="It is blank.")
    parts = [held for held in parts if held.value.strip()]
    if parts:
        value = " ".join(held.value for held in parts)
        found.append(Words(text=parts[0], value=value, language=draft.language, others=tuple(parts[1:])))
    return found
