"""Takes a record apart into leaves: every element with text and every attribute, each with its path."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import attrs

from loms.convert.leaf import Leaf
from loms.convert.shapes import read_slots, shape_of
from loms.convert.walking import values_at, walk, written

__all__ = ["Leaf", "View", "attribute_leaves_of", "fields_of", "leaves_of"]


# Not frozen, as leaves are not.
@attrs.define(unsafe_hash=True)
class View:
    """The leaves of a record or of a block in it, looked up by name.

    Attributes:
        field: The field of the record or block itself, such as ``LearningOpportunity/Qualifications``.
        leaves: All leaves in it, in document order.
    """

    field: str
    leaves: tuple[Leaf, ...]
    _by_field: Mapping[str, list[Leaf]] = attrs.field(init=False, repr=False, eq=False)
    _below: dict[str, set[str]] = attrs.field(init=False, repr=False, eq=False, factory=dict)

    @_by_field.default
    def _index(self) -> Mapping[str, list[Leaf]]:
        found: dict[str, list[Leaf]] = {}
        for leaf in self.leaves:
            found.setdefault(leaf.field, []).append(leaf)
        return found

    def all(self, name: str) -> Sequence[Leaf]:
        """The leaves of a field, in document order.

        Args:
            name: The field below this one, such as ``Title`` or ``ThematicAreas/ThematicAreas2013``.
        """
        return self._by_field.get(f"{self.field}/{name}", ())

    def one(self, name: str) -> Leaf | None:
        """The first leaf of a field, or None where there is none.

        Args:
            name: The field below this one.
        """
        found = self._by_field.get(f"{self.field}/{name}")
        return found[0] if found else None

    def blocks(self, name: str) -> list[View]:
        """The repeated blocks of a field, in document order, each with its own leaves.

        Args:
            name: The field of the block below this one, such as ``CourseLocation``.
        """
        field = f"{self.field}/{name}"
        if not self._below:
            for each in self._by_field:
                for above in _blocks_above(each):
                    self._below.setdefault(above, set()).add(each)
        inside = self._below.get(field)
        if inside is None:
            return []
        depth = field.count("/") + 1
        found: dict[str, list[Leaf]] = {}
        for leaf in self.leaves:
            if leaf.field in inside:
                found.setdefault("/".join(leaf.path.split("/", depth)[:depth]), []).append(leaf)
        return [View(field, tuple(leaves)) for leaves in found.values()]


@functools.lru_cache(maxsize=1 << 12)
def _blocks_above(field: str) -> tuple[str, ...]:
    """The fields of the blocks in which a field of a record is, without that of the record."""
    steps = field.split("/")
    return tuple("/".join(steps[:number]) for number in range(2, len(steps)))


def leaves_of(record: object, name: str) -> tuple[Leaf, ...]:
    """All leaves of a record that is held as objects of a generated model.

    Args:
        record: A dataclass instance.
        name: The XML name of the element.

    Returns:
        One leaf for each element that holds text, empty or not, and for each attribute, in document order.

    Examples:
        >>> from loms.legacy.learning_opportunities import I18nString, LanguageCode
        >>> [(leaf.path, leaf.value) for leaf in leaves_of(I18nString(value="Pain", language=LanguageCode.FR), "Title")]
        [('Title', 'Pain'), ('Title/@language', 'fr')]
    """
    found: list[Leaf] = []
    walk(record, name, name, found)
    return tuple(found)


def attribute_leaves_of(record: object, name: str) -> tuple[Leaf, ...]:
    """The attributes of a record itself, without what is in it.

    Args:
        record: A dataclass instance.
        name: The XML name of the element.
    """
    return tuple(
        Leaf(path=step.field, field=step.field, value=written(value))
        for place in shape_of(type(record), name).places
        if place.steps[0].name.startswith("@")
        for step, value, _ in values_at(place, getattr(record, place.attribute, None))
    )


def fields_of(model: type[object], name: str) -> frozenset[str]:
    """The fields of all leaves that a record of this class can have.

    Args:
        model: A generated dataclass.
        name: The XML name of the element.

    Returns:
        Paths without positions. Attributes of the record itself are included.
    """
    found: set[str] = set()
    for slot in read_slots(model):
        path = name if slot.is_text else f"{name}/{slot.name}"
        found |= fields_of(slot.model, path) if slot.model is not None else {path}
    return frozenset(found)
