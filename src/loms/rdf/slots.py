"""The elements that a class of the model holds, in the order of the schema."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from typing import cast

import attrs

from loms.formats import find_format

__all__ = ["Slot", "held_types", "slots_of"]

_NAMESPACE = find_format("elm-loq").namespace


@attrs.frozen(kw_only=True)
class Slot:
    """An element of a class.

    Attributes:
        field: Field of the class that holds it.
        namespace: Namespace of the element.
        name: Its local name.
        types: The classes that its objects may have.
        required: How often it must be there.
        repeats: Whether it may be there more than once.
    """

    field: str
    namespace: str
    name: str
    types: tuple[type[object], ...]
    required: int
    repeats: bool


_SLOTS: dict[type[object], tuple[Slot, ...]] = {}


def slots_of(model: type[object]) -> tuple[Slot, ...]:
    """The elements of a class.

    Args:
        model: A class of ``loms.elm``.

    Examples:
        >>> from loms.elm import Amount
        >>> [(slot.name, slot.required, slot.repeats) for slot in slots_of(Amount)]
        [('unit', 1, False), ('value', 1, False)]
    """
    if model not in _SLOTS:
        _SLOTS[model] = tuple(_slots(model))
    return _SLOTS[model]


def _slots(model: type[object]) -> Iterator[Slot]:
    hints = typing.get_type_hints(model)
    for field in dataclasses.fields(cast("type", model)):
        hint = hints[field.name]
        if field.metadata.get("type") == "Elements":
            for choice in cast("tuple[Mapping[str, object], ...]", field.metadata["choices"]):
                kind = cast("type[object]", choice["type"])
                yield _slot(field.name, choice, types=(kind,), required=0, repeats=True)
        elif field.metadata.get("type") == "Element":
            repeats = typing.get_origin(hint) is list
            is_optional = type(None) in typing.get_args(hint)
            required = int(field.metadata.get("min_occurs", 0)) if repeats else int(not is_optional)
            yield _slot(field.name, field.metadata, types=held_types(hint), required=required, repeats=repeats)


def _slot(
    field: str, said: Mapping[str, object], *, types: tuple[type[object], ...], required: int, repeats: bool
) -> Slot:
    return Slot(
        field=field,
        namespace=str(said.get("namespace", _NAMESPACE)),
        name=str(said.get("name", field)),
        types=types,
        required=required,
        repeats=repeats,
    )


def held_types(hint: object) -> tuple[type[object], ...]:
    """The classes in a type hint, without that of None.

    Args:
        hint: The hint of a field, such as ``list[A | B]``.

    Examples:
        >>> held_types(list[int | str] | None)
        (<class 'int'>, <class 'str'>)
    """
    inner = typing.get_args(hint)
    if not inner:
        return () if hint is type(None) else (cast("type[object]", hint),)
    return tuple(each for part in inner for each in held_types(part))
