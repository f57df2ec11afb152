"""Takes a record apart into leaves: every element with text and every attribute, each with its path."""

from __future__ import annotations

import base64
import dataclasses
import enum
import typing
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

import attrs
from xsdata.formats.dataclass.models.generics import DerivedElement

__all__ = ["Leaf", "View", "attribute_leaves_of", "fields_of", "leaves_of"]


# Not frozen, although nobody changes one: there are very many, and making a frozen object takes twice the time.
@attrs.define(kw_only=True, unsafe_hash=True)
class Leaf:
    """One element with text, or one attribute, of a source record.

    Attributes:
        path: XPath below the record, such as ``LearningOpportunity/Title[2]/@language``.
        field: The same without positions, which names the field.
        value: The text, or the code as it is written in XML.
        language: The attribute ``language`` of the element, None where it has none.
    """

    path: str
    field: str
    value: str
    language: str | None = None

    @property
    def name(self) -> str:
        """The last step of the path, such as ``Title``."""
        return self.field.rpartition("/")[2]

    def language_leaf(self) -> Leaf | None:
        """The attribute that gives the language of this text or address, or None where it has none."""
        if self.language is None:
            return None
        return Leaf(path=f"{self.path}/@language", field=f"{self.field}/@language", value=self.language)


@attrs.frozen
class View:
    """The leaves of a record or of a block in it, looked up by name.

    Attributes:
        field: The field of the record or block itself, such as ``LearningOpportunity/Qualifications``.
        leaves: All leaves in it, in document order.
    """

    field: str
    leaves: tuple[Leaf, ...]
    _by_field: Mapping[str, list[Leaf]] = attrs.field(init=False, repr=False, eq=False)

    @_by_field.default
    def _index(self) -> Mapping[str, list[Leaf]]:
        found: dict[str, list[Leaf]] = {}
        for leaf in self.leaves:
            found.setdefault(leaf.field, []).append(leaf)
        return found

    def all(self, name: str) -> list[Leaf]:
        """The leaves of a field, in document order.

        Args:
            name: The field below this one, such as ``Title`` or ``ThematicAreas/ThematicAreas2013``.
        """
        return list(self._by_field.get(f"{self.field}/{name}", ()))

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
        depth = field.count("/") + 1
        beginning = f"{field}/"
        inside = {each for each in self._by_field if each.startswith(beginning)}
        found: dict[str, list[Leaf]] = {}
        for leaf in self.leaves if inside else ():
            if leaf.field in inside:
                found.setdefault("/".join(leaf.path.split("/")[:depth]), []).append(leaf)
        return [View(field, tuple(leaves)) for leaves in found.values()]


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
    _walk(record, name, name, found)
    return tuple(found)


def attribute_leaves_of(record: object, name: str) -> tuple[Leaf, ...]:
    """The attributes of a record itself, without what is in it.

    Args:
        record: A dataclass instance.
        name: The XML name of the element.
    """
    return tuple(
        Leaf(path=step.field, field=step.field, value=_written(value))
        for place in _shape(type(record), name).places
        if place.steps[0].name.startswith("@")
        for step, value, _ in _values(place, getattr(record, place.attribute, None))
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
    for slot in _read_slots(model):
        path = name if slot.is_text else f"{name}/{slot.name}"
        found |= fields_of(slot.model, path) if slot.model is not None else {path}
    return frozenset(found)


@attrs.frozen(kw_only=True)
class _Slot:
    """A place in a generated class: its attribute, its name in XML, and the class it holds unless it is a leaf."""

    attribute: str
    name: str
    is_text: bool
    repeats: bool
    model: type[object] | None
    value_type: type[object] | None = None


@attrs.frozen(kw_only=True)
class _Step:
    """From a record to what stands in it: a slot of its class, with the field that it is there."""

    name: str
    field: str
    repeats: bool
    value_type: type[object] | None


@attrs.frozen(kw_only=True)
class _Place:
    """An attribute of a generated class, with the steps that may lead to what it holds."""

    attribute: str
    steps: tuple[_Step, ...]


@attrs.frozen(kw_only=True)
class _Shape:
    """A generated class at a field: the attribute of its text, if it has one, and its places as the schema has them."""

    text: str | None
    places: tuple[_Place, ...]


_SHAPES: dict[tuple[type[object], str], _Shape] = {}


def _shape(model: type[object], field: str) -> _Shape:
    key = model, field
    if key not in _SHAPES:
        _SHAPES[key] = _read_shape(model, field)
    return _SHAPES[key]


def _read_shape(model: type[object], field: str) -> _Shape:
    places: dict[str, tuple[_Step, ...]] = {}
    text = None
    for slot in _read_slots(model):
        if slot.is_text:
            text = slot.attribute
            continue
        step = _Step(name=slot.name, field=f"{field}/{slot.name}", repeats=slot.repeats, value_type=slot.value_type)
        places[slot.attribute] = (*places.get(slot.attribute, ()), step)
    found = tuple(_Place(attribute=attribute, steps=steps) for attribute, steps in places.items())
    return _Shape(text=text, places=found)


def _read_slots(model: type[object]) -> list[_Slot]:
    hints = typing.get_type_hints(model)
    found: list[_Slot] = []
    for field in dataclasses.fields(cast("type", model)):
        kind = field.metadata.get("type")
        if kind == "Elements":
            choices = cast("tuple[Mapping[str, object], ...]", field.metadata["choices"])
            found += (_choice(field.name, choice) for choice in choices)
            continue
        held = [each for each in typing.get_args(hints[field.name]) if each is not type(None)] or [hints[field.name]]
        name = str(field.metadata.get("name", field.name))
        found.append(
            _Slot(
                attribute=field.name,
                name=f"@{name}" if kind == "Attribute" else name,
                is_text=kind is None,
                repeats=typing.get_origin(hints[field.name]) is list,
                model=_dataclass(held[0]),
            )
        )
    return found


def _choice(attribute: str, choice: Mapping[str, object]) -> _Slot:
    held = cast("type[object]", choice["type"])
    return _Slot(
        attribute=attribute,
        name=str(choice["name"]),
        is_text=False,
        repeats=True,
        model=_dataclass(held),
        value_type=held,
    )


def _dataclass(held: object) -> type[object] | None:
    return held if isinstance(held, type) and dataclasses.is_dataclass(held) else None


_ELEMENTS: dict[type[object], bool] = {}
"""Whether objects of a class stand for elements that have something in them."""


def _is_element(kind: type[object]) -> bool:
    if kind not in _ELEMENTS:
        _ELEMENTS[kind] = dataclasses.is_dataclass(kind)
    return _ELEMENTS[kind]


def _walk(record: object, path: str, field: str, found: list[Leaf]) -> None:
    shape = _shape(type(record), field)
    if shape.text is not None:
        language = getattr(record, "language", None)
        found.append(
            Leaf(
                path=path,
                field=field,
                value=_written(getattr(record, shape.text)),
                language=None if language is None else _written(language),
            )
        )
    for place in shape.places:
        held = getattr(record, place.attribute, None)
        # Most places of a record are empty.
        if held is None or held == []:
            continue
        for step, value, position in _values(place, held):
            if _is_element(type(value)):
                _walk(value, f"{path}/{step.name}{position}", step.field, found)
            else:
                found.append(Leaf(path=f"{path}/{step.name}{position}", field=step.field, value=_written(value)))


def _values(place: _Place, held: object) -> Sequence[tuple[_Step, object, str]]:
    """What a place of a record holds, with the position of what repeats, choices in document order."""
    if held is None:
        return ()
    items = held if isinstance(held, list) else (held,)
    # Only choices, and what was read leniently, ask for more than to go through what is there.
    if len(place.steps) == 1 and DerivedElement not in map(type, items):
        step = place.steps[0]
        if not step.repeats:
            return [(step, item, "") for item in items]
        return [(step, item, f"[{number}]") for number, item in enumerate(items, start=1)]
    found = []
    counts: dict[str, int] = {}
    for item in items:
        step, value = _chosen(place.steps, item)
        number = counts[step.name] = counts.get(step.name, 0) + 1
        found.append((step, value, f"[{number}]" if step.repeats else ""))
    return found


def _chosen(among: tuple[_Step, ...], item: object) -> tuple[_Step, object]:
    """The step to an item, and its value; an item that was read leniently says the name of its element itself.

    An element of another name keeps its own, so that the account names it as a field that no rule is about.
    """
    if isinstance(item, DerivedElement):
        name = str(item.qname).rpartition("}")[2]
        field = f"{among[0].field.rpartition('/')[0]}/{name}"
        return next((step for step in among if step.name == name), attrs.evolve(among[0], name=name, field=field)), (
            item.value
        )
    return next((step for step in among if step.value_type is type(item)), among[0]), item


def _written(value: object) -> str:
    """A value as XML has it."""
    if type(value) is str:
        return value
    if isinstance(value, enum.Enum):
        # Its value, without the slow descriptor that gives it to all others.
        return str(value._value_)
    # A value that was read from a file remembers how it was written there.
    spelling = getattr(value, "spelling", None)
    if isinstance(spelling, str) and not isinstance(value, bytes):
        return spelling.strip(" \t\r\n")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)
