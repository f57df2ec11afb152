"""What all records of a conversion to ELM share: settings, what becomes of each, and the notations that are taken."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence

import attrs

from loms.convert.from_loms.dataset import Dataset, Record
from loms.convert.identifiers import is_uri, minted_id
from loms.convert.loms_to_elm.verdicts import ELEMENTS, problems_of, target_of
from loms.convert.occurrences import Pages
from loms.convert.refusing import CannotConvertError
from loms.convert.settings import Settings
from loms.text_numbers import TextNumbers

__all__ = ["LINKS", "Context"]

LINKS = (
    ("learningOpportunity", "specifiedBy/@idref"),
    *(
        (kind, f"{name}/@idref")
        for kind in ("learningSpecification", "qualification")
        for name in ("learningActivitySpecification", "assessmentSpecification", "entitlementSpecification")
    ),
)
"""Where records are looked for by what they refer to: names of their elements, and the field."""

_REFERENCE = "qualificationRef"
_NAME = re.compile("[A-Za-z0-9._~-]+")
_BECOMES = ("", *dict.fromkeys(ELEMENTS.values()))
"""What a record may become, so that a byte can say it of each of millions."""


@attrs.define(eq=False)
class Context:
    """What the records of a conversion share.

    Attributes:
        settings: What the conversion cannot know by itself.
        dataset: All records.
        references: The references to qualifications of other datasets, whose identifiers nothing may take.
        pages: The pages of the opportunities.
    """

    settings: Settings
    dataset: Dataset
    references: Iterable[Record] = attrs.field(repr=False)
    pages: Pages = attrs.field(factory=lambda: Pages("learningOpportunity/homepage"), init=False)
    _reserved: TextNumbers = attrs.field(factory=TextNumbers, init=False)
    _holders: array[int] = attrs.field(factory=lambda: array("Q"), init=False)
    _taken: TextNumbers = attrs.field(factory=TextNumbers, init=False)
    _becomes: dict[str, bytearray] = attrs.field(factory=lambda: defaultdict(bytearray), init=False)
    """By kind and number of a record: one more than the place of what it becomes, 0 where that is not known yet."""
    _same: dict[int, int] = attrs.field(factory=dict, init=False)
    """Numbers of references to the qualification to which an earlier one leads, and the number of that."""

    def __attrs_post_init__(self) -> None:
        for record in self.references:
            for held in record.node.all("identifier")[:1]:
                if not held.value.strip():
                    continue
                number = self._reserved.add(held.value)
                if number == len(self._holders):
                    self._holders.append(record.number)
                elif self._scheme(self.dataset.load(_REFERENCE, self._holders[number])) == self._scheme(record):
                    self._same[record.number] = self._holders[number]

    @property
    def namespace(self) -> str:
        """The namespace of the ids that are minted."""
        return self.settings.minting_namespace()

    def meant(self, kind: str, number: int) -> tuple[str, int]:
        """The record that stands for another: the first of several references to the same qualification, or itself.

        Args:
            kind: Name of the element of LOMS.
            number: Which record of its kind it is, counted from 1.
        """
        return kind, self._same.get(number, number) if kind == _REFERENCE else number

    def becomes(self, kind: str, number: int, *, record: Record | None = None) -> str:
        """Name of the element that a record becomes; empty where it is left out.

        Args:
            kind: Name of the element of LOMS.
            number: Which record of its kind it is, counted from 1.
            record: The record, where it is at hand.
        """
        kind, number = self.meant(kind, number)
        known = self._becomes[kind]
        if number < len(known) and known[number]:
            return _BECOMES[known[number] - 1]
        found = record or self.dataset.load(kind, number)
        becomes = "" if self.problems(found) else target_of(found, self)
        if number >= len(known):
            known.extend(bytes(number + 1 - len(known)))
        known[number] = _BECOMES.index(becomes) + 1
        return becomes

    def problems(self, record: Record) -> Sequence[CannotConvertError]:
        """Why a record cannot be converted; nothing where it can.

        Args:
            record: A LOMS record.
        """
        return problems_of(record, self)

    def identity(self, kind: str, identity: str) -> str:
        """The ``@id`` of the record that another becomes. Only ids of scoring schemes need not be URIs.

        Args:
            kind: Name of the element of LOMS.
            identity: The ``@id`` there.
        """
        if kind != "scoringScheme" or is_uri(identity) or _NAME.fullmatch(identity):
            return identity
        return minted_id(self.namespace, "grading-scheme", identity)

    def is_holder(self, record: Record, notation: str) -> bool:
        """Whether a record is the first reference to a qualification with that identifier.

        Args:
            record: A reference.
            notation: The identifier.
        """
        number = self._reserved.find(notation)
        return number is not None and self._holders[number] == record.number

    def _scheme(self, reference: Record) -> str:
        return reference.node.value("identifier/@schemeID").strip()

    def take(self, notation: str, record: Record) -> bool:
        """Take a notation, which may stand only once in a document.

        Args:
            notation: The notation.
            record: The record that wants it.

        Returns:
            Whether it is free.
        """
        if self._reserved.find(notation) is not None:
            return record.kind == _REFERENCE and self.is_holder(record, notation)
        known = len(self._taken)
        return self._taken.add(notation) == known
