"""Takes a record apart into leaves: every element with text and every attribute, each with its path."""

from __future__ import annotations

import base64
import dataclasses
import enum
import typing
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import cast

import attrs
from xsdata.formats.dataclass.models.generics import DerivedElement

__all__ = ["Leaf", "View", "attribute_leaves_of", "fields_of", "leaves_of"]


@attrs.frozen(kw_only=True)
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

    def all(self, name: str) -> list[Leaf]:
        """The leaves of a field, in document order.

        Args:
            name: The field below this one, such as ``Title`` or ``ThematicAreas/ThematicAreas2013``.
        """
        field = f"{self.field}/{name}"
        return [leaf for leaf in self.leaves if leaf.field == field]

    def one(self, name: str) -> Leaf | None:
        """The first leaf of a field, or None where there is none.

        Args:
            name: The field below this one.
        """
        return next(iter(self.all(name)), None)

    def blocks(self, name: str) -> list[View]:
        """The repeated blocks of a field, in document order, each with its own leaves.

        Args:
            name: The field of the block below this one, such as ``CourseLocation``.
        """
        field = f"{self.field}/{name}"
        depth = field.count("/") + 1
        found: dict[str, list[Leaf]] = {}
        for leaf in self.leaves:
            if leaf.field.startswith(f"{field}/"):
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
    return tuple(_walk(record, name, name))


def attribute_leaves_of(record: object, name: str) -> tuple[Leaf, ...]:
    """The attributes of a record itself, without what is in it.

    Args:
        record: A dataclass instance.
        name: The XML name of the element.
    """
    slots = tuple(slot for slot in _slots(type(record)) if slot.name.startswith("@"))
    return tuple(
        Leaf(path=f"{name}/{slot.name}", field=f"{name}/{slot.name}", value=_written(value))
        for slot, value, _ in _values(record, slots)
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
    for slot in _slots(model):
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


_KNOWN: dict[type[object], tuple[_Slot, ...]] = {}


def _slots(model: type[object]) -> tuple[_Slot, ...]:
    if model not in _KNOWN:
        _KNOWN[model] = tuple(_read_slots(model))
    return _KNOWN[model]


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


def _walk(record: object, path: str, field: str) -> Iterator[Leaf]:
    slots = _slots(type(record))
    text = next((slot for slot in slots if slot.is_text), None)
    if text is not None:
        language = getattr(record, "language", None)
        yield Leaf(
            path=path,
            field=field,
            value=_written(getattr(record, text.attribute)),
            language=None if language is None else _written(language),
        )
    for slot, value, position in _values(record, slots):
        below = f"{path}/{slot.name}{position}"
        if dataclasses.is_dataclass(value):
            yield from _walk(value, below, f"{field}/{slot.name}")
        else:
            yield Leaf(path=below, field=f"{field}/{slot.name}", value=_written(value))


def _values(record: object, slots: tuple[_Slot, ...]) -> Iterator[tuple[_Slot, object, str]]:
    """What the slots of a record hold, with the position of what repeats, choices in document order."""
    choices: dict[str, list[_Slot]] = {}
    for slot in slots:
        if slot.value_type is not None:
            choices.setdefault(slot.attribute, []).append(slot)
    done: set[str] = set()
    for slot in slots:
        if slot.is_text or slot.attribute in done:
            continue
        done.add(slot.attribute)
        held = getattr(record, slot.attribute, None)
        values = held if isinstance(held, list) else [] if held is None else [held]
        counts: Counter[str] = Counter()
        for item in values:
            found, value = _chosen(choices.get(slot.attribute, [slot]), item)
            counts[found.name] += 1
            yield found, value, f"[{counts[found.name]}]" if found.repeats else ""


def _chosen(among: list[_Slot], item: object) -> tuple[_Slot, object]:
    """The slot of an item, and its value; an item that was read leniently says the name of its element itself.

    An element of another name keeps its own, so that the account names it as a field that no rule is about.
    """
    if isinstance(item, DerivedElement):
        name = str(item.qname).rpartition("}")[2]
        return next((slot for slot in among if slot.name == name), attrs.evolve(among[0], name=name)), item.value
    return next((slot for slot in among if slot.value_type is type(item)), among[0]), item


def _written(value: object) -> str:
    """A value as XML has it."""
    if isinstance(value, enum.Enum):
        return str(value.value)
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
