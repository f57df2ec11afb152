"""What the generated classes look like to somebody who takes records apart: their places, as the schema has them."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping, Sequence
from typing import cast

import attrs

__all__ = ["Place", "Shape", "Slot", "Step", "read_slots", "shape_of"]


@attrs.frozen(kw_only=True)
class Slot:
    """A place in a generated class.

    Attributes:
        attribute: Its attribute.
        name: Its name in XML, with ``@`` before that of an attribute.
        is_text: Whether it is the text of the element itself.
        repeats: Whether there may be several.
        model: The class that it holds; None for a leaf.
        value_type: What tells the items of a choice apart; None where there is no choice.
    """

    attribute: str
    name: str
    is_text: bool
    repeats: bool
    model: type[object] | None
    value_type: type[object] | None = None


@attrs.frozen(kw_only=True)
class Step:
    """From a record to what stands in it: a slot of its class, with the field that it is there.

    Attributes:
        name: Name of the slot in XML.
        field: The field.
        repeats: Whether there may be several.
        model: As in `Slot`.
        value_type: As in `Slot`.
    """

    name: str
    field: str
    repeats: bool
    model: type[object] | None
    value_type: type[object] | None


@attrs.frozen(kw_only=True)
class Place:
    """An attribute of a generated class, with the steps that may lead to what it holds.

    Attributes:
        attribute: The attribute.
        steps: The steps; several for a choice.
    """

    attribute: str
    steps: tuple[Step, ...]


@attrs.frozen(kw_only=True)
class Shape:
    """A generated class at a field.

    Attributes:
        field: The field.
        text: The attribute of its text, None where it has none.
        says_language: Whether it has an attribute ``language``.
        places: Its places, as the schema has them.
    """

    field: str
    text: str | None
    says_language: bool
    places: tuple[Place, ...]


def shape_of(model: type[object], field: str) -> Shape:
    """The shape of a class.

    Args:
        model: A generated dataclass.
        field: The field where it stands, such as ``LearningOpportunity/Title``.

    Examples:
        >>> from loms.legacy.learning_opportunities import I18nString
        >>> [step.field for place in shape_of(I18nString, "Title").places for step in place.steps]
        ['Title/@language']
    """
    places: dict[str, tuple[Step, ...]] = {}
    text = None
    for slot in read_slots(model):
        if slot.is_text:
            text = slot.attribute
            continue
        step = Step(
            name=slot.name,
            field=f"{field}/{slot.name}",
            repeats=slot.repeats,
            model=slot.model,
            value_type=slot.value_type,
        )
        places[slot.attribute] = (*places.get(slot.attribute, ()), step)
    return Shape(
        field=field,
        text=text,
        says_language="language" in places,
        places=tuple(Place(attribute=attribute, steps=steps) for attribute, steps in places.items()),
    )


_SLOTS: dict[type[object], Sequence[Slot]] = {}


def read_slots(model: type[object]) -> Sequence[Slot]:
    """The places of a class, in the order of the schema.

    Args:
        model: A generated dataclass.
    """
    if model not in _SLOTS:
        _SLOTS[model] = _read_slots(model)
    return _SLOTS[model]


def _read_slots(model: type[object]) -> Sequence[Slot]:
    hints = typing.get_type_hints(model)
    found: list[Slot] = []
    for field in dataclasses.fields(cast("type", model)):
        kind = field.metadata.get("type")
        if kind == "Elements":
            choices = cast("tuple[Mapping[str, object], ...]", field.metadata["choices"])
            found += (_choice(field.name, choice) for choice in choices)
            continue
        held = [each for each in typing.get_args(hints[field.name]) if each is not type(None)] or [hints[field.name]]
        name = str(field.metadata.get("name", field.name))
        found.append(
            Slot(
                attribute=field.name,
                name=f"@{name}" if kind == "Attribute" else name,
                is_text=kind is None,
                repeats=typing.get_origin(hints[field.name]) is list,
                model=_dataclass(held[0]),
            )
        )
    return found


def _choice(attribute: str, choice: Mapping[str, object]) -> Slot:
    held = cast("type[object]", choice["type"])
    return Slot(
        attribute=attribute,
        name=str(choice["name"]),
        is_text=False,
        repeats=True,
        model=_dataclass(held),
        value_type=held,
    )


def _dataclass(held: object) -> type[object] | None:
    return held if isinstance(held, type) and dataclasses.is_dataclass(held) else None
