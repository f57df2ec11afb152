"""Goes through records leaf by leaf, with a function for each class and field that is made when it is first needed."""

from __future__ import annotations

import base64
import dataclasses
import enum
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs
from xsdata.formats.dataclass.models.generics import DerivedElement

from loms.compiling import Source
from loms.convert.leaf import Leaf
from loms.convert.shapes import Place, Shape, Step, shape_of

__all__ = ["values_at", "walk", "written"]

_Walk = Callable[[Any, str, list[Leaf]], None]
"""Takes an object of the class, its path, and the list that gets the leaves."""


def walk(record: object, path: str, field: str, found: list[Leaf]) -> None:
    """Take a record or a part of one apart.

    Args:
        record: A dataclass instance.
        path: Where it is.
        field: The same without positions.
        found: Gets a leaf for each element that holds text, empty or not, and for each attribute, in document order.
    """
    _walker(type(record), field).walk(record, path, found)


class _Walker:
    """Goes through the objects of a class that stand at a field."""

    walk: _Walk

    def __init__(self, model: type[object], field: str) -> None:
        self._model = model
        self._field = field
        # A class may hold itself, so nothing is made before it is needed.
        self.walk = self._make_and_walk

    def _make_and_walk(self, record: object, path: str, found: list[Leaf]) -> None:
        self.walk = _function(shape_of(self._model, self._field), self._model)
        self.walk(record, path, found)


_WALKERS: dict[tuple[type[object], str], _Walker] = {}


def _walker(model: type[object], field: str) -> _Walker:
    found = _WALKERS.get((model, field))
    if found is None:
        found = _WALKERS[model, field] = _Walker(model, field)
    return found


class _Plain(dict[type[object], bool]):
    """Whether a class is that of plain values, neither of what has something in it nor of several values."""

    def __missing__(self, kind: type[object]) -> bool:
        found = self[kind] = not (dataclasses.is_dataclass(kind) or issubclass(kind, list))
        return found


_PLAIN: Mapping[type[object], bool] = _Plain()


_Make = Callable[[Shape, Sequence[_Walker | None]], _Walk]
"""Makes the function of a class at a field, from its shape there and the walkers of what its places hold."""

_MAKERS: dict[type[object], _Make] = {}


def _function(shape: Shape, model: type[object]) -> _Walk:
    make = _MAKERS.get(model)
    if make is None:
        # The source of a class is compiled once, although it may stand at many fields.
        make = _MAKERS[model] = _compiled(shape, model)
    steps = [place.steps[0] for place in shape.places]
    return make(shape, [None if step.model is None else _walker(step.model, step.field) for step in steps])


def _compiled(shape: Shape, model: type[object]) -> _Make:
    source = Source()
    with source.block("def make(shape, walkers):"):
        source.add("own_field, language_field = shape.field, shape.field + '/@language'")
        for number in range(len(shape.places)):
            source.add(f"place_{number}, walker_{number} = shape.places[{number}], walkers[{number}]")
            source.add(f"field_{number} = place_{number}.steps[0].field")
            source.add(f"step_{number} = '/' + place_{number}.steps[0].name")
        with source.block("def walk(o, path, found):"):
            if shape.text is not None:
                _add_text(source, shape, shape.text)
            for number, place in enumerate(shape.places):
                _add_place(source, number, place)
            source.add("return")
        source.add("return walk")
    function: _Make = source.function("make", f"walker of {model.__qualname__}")
    return function


def _add_text(source: Source, shape: Shape, text: str) -> None:
    leaf = source.name(Leaf, "Leaf")
    source.add(f"x = {_written(source, f'o.{text}')}")
    if not shape.says_language:
        source.add(f"found.append({leaf}(path=path, field=own_field, value=x))")
        return
    source.add("language = o.language")
    with source.block("if language is None:"):
        source.add(f"found.append({leaf}(path=path, field=own_field, value=x))")
    with source.block("else:"):
        source.add(f"language = {_written(source, 'language')}")
        source.add(f"said = {leaf}(path=f'{{path}}/@language', field=language_field, value=language)")
        source.add(f"found.append({leaf}(path=path, field=own_field, value=x, language=language, said=said))")
        if [place.attribute for place in shape.places] == ["language"]:
            source.add("found.append(said)")
            source.add("return")


def _add_place(source: Source, number: int, place: Place) -> None:
    """Take the straight way with what is as the class says, and leave all else to `_add_others`."""
    step = place.steps[0]
    others = f"{source.name(_add_others, 'add_others')}(place_{number}, x, path, found)"
    source.add(f"x = o.{place.attribute}")
    if len(place.steps) > 1:
        with source.block("if x is not None:"):
            source.add(others)
    elif step.repeats:
        with source.block("if type(x) is not list:"), source.block("if x is not None:"):
            source.add(others)
        with source.block("elif x:"):
            source.add("before = len(found)")
            with source.block("for position, each in enumerate(x, 1):"):
                _add_one(source, number, step, "each", f"f'{{path}}{{step_{number}}}[{{position}}]'")
                with source.block("else:"):
                    source.add("del found[before:]")
                    source.add(others)
                    source.add("break")
    else:
        with source.block("if x is not None:"):
            _add_one(source, number, step, "x", f"path + step_{number}")
            with source.block("else:"):
                source.add(others)


def _add_one(source: Source, number: int, step: Step, value: str, path: str) -> None:
    """Add the leaves of one value under a condition, so that ``else`` may follow."""
    if step.model is not None:
        with source.block(f"if type({value}) is {source.name(step.model, 'kind')}:"):
            source.add(f"walker_{number}.walk({value}, {path}, found)")
        return
    leaf = source.name(Leaf, "Leaf")
    with source.block(f"if {source.name(_PLAIN, 'plain')}[type({value})]:"):
        source.add(f"found.append({leaf}(path={path}, field=field_{number}, value={_written(source, value)}))")


def _written(source: Source, value: str) -> str:
    return f"{source.name(written, 'written')}({value})"


def _add_others(place: Place, held: object, path: str, found: list[Leaf]) -> None:
    for step, value, position in values_at(place, held):
        below = f"{path}/{step.name}{position}"
        if dataclasses.is_dataclass(value):
            walk(value, below, step.field, found)
        else:
            found.append(Leaf(path=below, field=step.field, value=written(value)))


def values_at(place: Place, held: object) -> Sequence[tuple[Step, object, str]]:
    """What a place of a record holds, with the position of what repeats, choices in document order.

    Args:
        place: The place.
        held: What the attribute of the place holds.
    """
    if held is None:
        return ()
    found = []
    counts: dict[str, int] = {}
    for item in held if isinstance(held, list) else (held,):
        step, value = _chosen(place.steps, item)
        number = counts[step.name] = counts.get(step.name, 0) + 1
        found.append((step, value, f"[{number}]" if step.repeats else ""))
    return found


def _chosen(among: tuple[Step, ...], item: object) -> tuple[Step, object]:
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


def written(value: object) -> str:
    """A value as XML has it.

    Args:
        value: A text, a code, a number, a date.

    Examples:
        >>> written(True), written(Decimal("1E+3"))
        ('true', '1000')
    """
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
