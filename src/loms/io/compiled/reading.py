"""Compiles for a class the function that builds an object from an element."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from lxml import etree

from loms.io.compiled.plan import NOTHING, ChildPlan, ClassPlan, FieldPlan, ValuePlan, plan_of
from loms.io.compiled.source import Source
from loms.io.compiled.values import CannotBindError, looked_up, parser

__all__ = ["compiled_reader"]

T = TypeVar("T")
Read = Callable[[etree._Element], T]

_FEW = 3


def compiled_reader(kind: type[T]) -> Read[T]:
    """The function that builds an object of a class from an element that is valid for it.

    Args:
        kind: A dataclass such as xsdata generates.

    Returns:
        The function. It gives what xsdata's parser gives, and raises `CannotBindError` where the element is not valid
        in a way that matters for it; attributes that the class does not know are passed over.

    Raises:
        UsageError: The class, or one of those in it, uses something that the compiler does not know.

    Examples:
        >>> from lxml import etree
        >>> from loms.model import IdReference
        >>> compiled_reader(IdReference)(etree.XML("<specifiedBy idref='urn:example:1'/>"))
        IdReference(idref='urn:example:1')
    """
    any_kind: Any = kind
    return cast("Read[T]", _compiled(any_kind))


@functools.cache
def _compiled(kind: Any) -> Read[Any]:
    return _reader(kind, {}).read


class _Reader:
    """The reader of a class; classes may hold themselves, so it is there before its function is."""

    read: Read[Any]


def _reader(kind: type[Any], readers: dict[type[Any], _Reader]) -> _Reader:
    if kind not in readers:
        readers[kind] = _Reader()
        readers[kind].read = _function(plan_of(kind), readers)
    return readers[kind]


def _function(plan: ClassPlan, readers: dict[type[Any], _Reader]) -> Read[Any]:
    source = Source()
    with source.block("def read(e):"):
        kind = source.name(plan.kind, "kind")
        source.add(f"o = {source.name(object.__new__, 'new')}({kind})")
        for number, field in enumerate(plan.fields):
            if field.attribute is not None and field.value is not None:
                source.add(f"x = e.get({field.attribute!r})")
                _assign(source, field, field.value, plan)
            elif field.text is not None:
                source.add("x = e.text")
                _assign(source, field, field.text, plan)
            else:
                source.add(f"v{number} = {'[]' if field.is_list else 'None'}")
        if plan.children:
            _loop(source, plan, readers)
        else:
            with source.block("if len(e):"):
                source.add(f"{source.name(_refuse_elements, 'refuse')}(e)")
        source.add("return o")
    read: Read[Any] = source.function("read", f"reader of {plan.kind.__qualname__}")
    return read


def _assign(source: Source, field: FieldPlan, value: ValuePlan, plan: ClassPlan) -> None:
    """Set a field to the value of the text ``x``, or to its default where there is none."""
    expression = _expression(source, value)
    if field.default is NOTHING:
        with source.block("if x is None:"):
            source.add(f"raise {_error(source)}({f'{plan.kind.__qualname__} has no {field.name}'!r})")
        source.add(f"o.{field.name} = {expression}")
    elif field.default is None and expression == "x":
        source.add(f"o.{field.name} = x")
    elif field.default == "" and expression == "x":
        source.add(f"o.{field.name} = x or ''")
    else:
        default = "None" if field.default is None else source.name(field.default, "default")
        source.add(f"o.{field.name} = {default} if x is None else {expression}")


def _loop(source: Source, plan: ClassPlan, readers: dict[type[Any], _Reader]) -> None:
    numbers = {field.name: number for number, field in enumerate(plan.fields)}
    cases = [(child, field, numbers[field.name]) for field, child in plan.children.values()]
    refuse = source.name(_refuse_unknown, "refuse")
    with source.block("for c in e:"):
        if len(cases) <= _FEW:
            source.add("t = c.tag")
            for position, case in enumerate(cases):
                with source.block(f"{'el' if position else ''}if t == {case[0].tag!r}:"):
                    _take(source, *case, readers)
            with source.block("else:"):
                source.add(f"{refuse}(e, c)")
        else:
            positions = {child.tag: position for position, (child, _, _) in enumerate(cases)}
            source.add(f"i = {source.name(positions.get, 'position')}(c.tag, -1)")
            with source.block("if i < 0:"):
                source.add(f"{refuse}(e, c)")
            with source.block("else:"):
                _choose(source, cases, 0, len(cases), readers)
    for field in plan.fields:
        if not field.children:
            continue
        if not field.is_list and field.default is NOTHING:
            with source.block(f"if v{numbers[field.name]} is None:"):
                source.add(f"raise {_error(source)}({f'{plan.kind.__qualname__} has no {field.name}'!r})")
        source.add(f"o.{field.name} = v{numbers[field.name]}")


def _choose(
    source: Source,
    cases: Sequence[tuple[ChildPlan, FieldPlan, int]],
    low: int,
    high: int,
    readers: dict[type[Any], _Reader],
) -> None:
    """Find the case with number ``i``, by halves."""
    if high - low == 1:
        _take(source, *cases[low], readers)
        return
    middle = (low + high) // 2
    with source.block(f"if i < {middle}:"):
        _choose(source, cases, low, middle, readers)
    with source.block("else:"):
        _choose(source, cases, middle, high, readers)


def _take(source: Source, child: ChildPlan, field: FieldPlan, number: int, readers: dict[type[Any], _Reader]) -> None:
    """Take the child ``c`` into its field."""
    if child.kind is not None:
        reader = _reader(child.kind, readers)
        # A class that holds itself has no function yet while it is compiled.
        expression = f"{source.name(reader, 'reader')}.read(c)"
        if hasattr(reader, "read"):
            expression = f"{source.name(reader.read, 'read')}(c)"
    else:
        assert child.value is not None  # noqa: S101 - a child is an object or a value
        with source.block("if len(c):"):
            source.add(f"{source.name(_refuse_elements, 'refuse')}(c)")
        if (inner := _expression(source, child.value)) == "x":
            expression = "c.text or ''"
        else:
            source.add("x = c.text")
            # Nothing is a text and no bytes, but no code, number or date.
            empty = "b''" if bytes in child.value.types else "''" if str in child.value.types else None
            with source.block("if x is None:") if empty is None else contextlib.nullcontext():
                if empty is None:
                    source.add(f"raise {_error(source)}({f'{child.tag} is empty'!r})")
            expression = inner if empty is None else f"{empty} if x is None else {inner}"
    if field.is_list:
        source.add(f"v{number}.append({expression})")
        return
    with source.block(f"if v{number} is not None:"):
        source.add(f"raise {_error(source)}({f'{child.tag} is there twice'!r})")
    source.add(f"v{number} = {expression}")


def _expression(source: Source, value: ValuePlan) -> str:
    """The value of the text ``x``."""
    if value.types == (str,):
        return "x"
    parse = source.name(parser(value), "parse")
    members = looked_up(value)
    if members:
        return f"({source.name(members.get, 'member')}(x) or {parse}(x))"
    return f"{parse}(x)"


def _error(source: Source) -> str:
    return source.name(CannotBindError, "Error")


def _refuse_elements(element: etree._Element) -> None:
    """Refuse elements where only text may be, and comments, which would cut the text in two."""
    raise CannotBindError(f"{element.tag} holds elements.")


def _refuse_unknown(element: etree._Element, child: etree._Element) -> None:
    """Refuse an element that has no place in another."""
    if isinstance(child.tag, str):
        raise CannotBindError(f"{element.tag} has no element {child.tag}.")
