"""What a check knows of the elements that hold records, and of the kinds of element in them."""

from __future__ import annotations

from collections import Counter

import attrs
from lxml import etree

from loms.io.schema.declarations import Declarations
from loms.io.schema.declared import ElementDeclaration, Slot
from loms.io.schema.sources import local_name

__all__ = ["Container", "Kind"]


@attrs.frozen(eq=False, kw_only=True)
class Kind:
    """The elements of one tag in one container.

    Attributes:
        name: Their local name.
        names: Local names on the way from below the document element to them.
        path: Their XPath without a number.
        slot: Their place in the order of the children; None where the format does not know them.
        declaration: How they are declared; None where they are not.
    """

    name: str
    names: tuple[str, ...]
    path: str
    slot: Slot | None
    declaration: ElementDeclaration | None

    @property
    def is_record(self) -> bool:
        """Whether they are records, of which there may be several."""
        return self.slot is not None and self.slot.many


@attrs.define(eq=False, kw_only=True)
class Container:
    """An element that holds records: a section, or the document element itself.

    Attributes:
        element: The element.
        path: Its XPath.
        names: Local names on the way from below the document element to it.
        declaration: How it is declared; None where it is not.
        declared: The declarations of its format.
        counts: How many elements in it have come, by local name.
        last: The last element in it that was checked and has stayed there.
        last_slot: The place of the last element that was checked in the order of the children.
        begun: Whether it was said that it has begun.
        ended: Whether it has ended.
    """

    element: etree._Element
    path: str
    names: tuple[str, ...]
    declaration: ElementDeclaration | None
    declared: Declarations
    counts: Counter[str] = attrs.field(factory=Counter)
    last: etree._Element | None = None
    last_slot: Slot | None = None
    begun: bool = False
    ended: bool = False
    # By tag.
    _slots: dict[str, Slot] = attrs.field(init=False)
    # By tag; worked out once, since a file has millions of records.
    _kinds: dict[str, Kind] = attrs.field(factory=dict, init=False)

    @_slots.default
    def _slots_by_tag(self) -> dict[str, Slot]:
        slots = () if self.declaration is None else self.declared.slots(self.declaration)
        return {each.tag: slot for slot in slots for each in slot.elements}

    def kind(self, element: etree._Element) -> Kind:
        """What an element in the container is.

        Args:
            element: The element.
        """
        tag = str(element.tag)
        known = self._kinds.get(tag)
        if known is not None:
            return known
        name = local_name(tag)
        slot = self._slots.get(tag)
        kind = Kind(
            name=name,
            names=(*self.names, name),
            path=f"{self.path}/{name}",
            slot=slot,
            declaration=self._declaration_of(name) if slot is not None else None,
        )
        # Names that the format does not know are not kept: of those there may be any number.
        if slot is not None:
            self._kinds[tag] = kind
        return kind

    def _declaration_of(self, name: str) -> ElementDeclaration | None:
        return None if self.declaration is None else self.declared.children(self.declaration)[name]
