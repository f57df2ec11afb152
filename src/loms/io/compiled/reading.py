"""Compiles for a class the function that builds an object from an element."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast

from lxml import etree

from loms.compiling import Source
from loms.io.compiled.plan import NOTHING, ChildPlan, ClassPlan, FieldPlan, ValuePlan, plan_of
from loms.io.compiled.values import CannotBindError, looked_up, parser

__all__ = ["compiled_reader"]

T = TypeVar("T")
Read = Callable[[etree._Element], T]
Odd = Callable[[etree._Element, type[Any], Read[object]], object]
"""Makes the object of an element that is not as its class says; what it gets third gives the objects of children."""

_FEW = 3


def compiled_reader(kind: type[T], *, odd: Odd | None = None) -> Read[T]:
    """The function that builds an object of a class from an element that is valid for it.

    Args:
        kind: A dataclass such as xsdata generates.
        odd: Called with each element that is not valid in a way that matters, from the inside out, with its class and
            a function that must be called with each child that is an object, in their order, and gives that object.
            What it returns takes the place of the object.

    Returns:
        The function. It gives what xsdata's parser gives. Without ``odd`` it raises `CannotBindError` where the element
        is not valid in a way that matters for it; attributes that the class does not know are passed over.

    Raises:
        UsageError: The class, or one of those in it, uses something that the compiler does not know.

    Examples:
        >>> from lxml import etree
        >>> from loms.model import IdReference
        >>> compiled_reader(IdReference)(etree.XML("<specifiedBy idref='urn:example:1'/>"))
        IdReference(idref='urn:example:1')
    """
    any_kind: Any = kind
    return cast("Read[T]", _compiled(any_kind, odd))


@functools.cache
def _compiled(kind: Any, odd: Odd | None) -> Read[Any]:
    return _Readers(odd).reader(kind).read


class _Reader:
    """The reader of a class; classes may hold themselves, so it is there before its function is."""

    read: Read[Any]


class _Readers:
    """The readers that are compiled together.

    Args:
        odd: As for `compiled_reader`.
    """

    def __init__(self, odd: Odd | None) -> None:
        self.odd = odd
        self._readers: dict[type[Any], _Reader] = {}

    def reader(self, kind: type[Any]) -> _Reader:
        """The reader of a class."""
        if kind not in self._readers:
            self._readers[kind] = _Reader()
            self._readers[kind].read = _function(plan_of(kind), self)
        return self._readers[kind]


def _function(plan: ClassPlan, readers: _Readers) -> Read[Any]:
    source = Source()
    with source.block("def read(e):"):
        source.add(f"o = {source.name(object.__new__, 'new')}({source.name(plan.kind, 'kind')})")
        made = [f"v{number}" for number, field in enumerate(plan.fields) if field.children]
        for number, field in enumerate(plan.fields):
            if field.children:
                source.add(f"v{number} = {'[]' if field.is_list else 'None'}")
        if readers.odd is None:
            _fill(source, plan, readers)
        else:
            with source.block("try:"):
                _fill(source, plan, readers)
            with source.block(f"except {_error(source)}:"):
                hand_over = source.name(_HandingOver(plan, readers, readers.odd), "hand_over")
                source.add(f"return {hand_over}(e, ({''.join(f'{each}, ' for each in made)}))")
        source.add("return o")
    read: Read[Any] = source.function("read", f"reader of {plan.kind.__qualname__}")
    return read


class _HandingOver:
    """Hands over an element that is not as its class says.

    Args:
        plan: The plan of the class.
        readers: The readers of the classes in it.
        odd: As for `compiled_reader`.
    """

    def __init__(self, plan: ClassPlan, readers: _Readers, odd: Odd) -> None:
        self._kind = plan.kind
        self._odd = odd
        self._names = [field.name for field in plan.fields if field.children]
        self._fields = {tag: field.name for tag, (field, _) in plan.children.items()}
        self._objects = {
            child.tag: readers.reader(child.kind) for _, child in plan.children.values() if child.kind is not None
        }

    def __call__(self, element: etree._Element, made: tuple[Any, ...]) -> object:
        """Hand over an element, with what was made of its children before one was found odd."""
        ready = iter(self._ready(element, made))

        def child_object(child: etree._Element) -> object:
            found = next(ready, None)
            return self._objects[str(child.tag)].read(child) if found is None else found

        return self._odd(element, self._kind, child_object)

    def _ready(self, element: etree._Element, made: tuple[Any, ...]) -> Iterator[object]:
        """The objects of the first children, which need not be made a second time."""
        left = {
            name: iter(value if type(value) is list else () if value is None else (value,))
            for name, value in zip(self._names, made, strict=True)
        }
        for child in element.iterchildren(etree.Element):
            name = self._fields.get(str(child.tag))
            value = None if name is None else next(left[name], None)
            if value is None:
                return
            if child.tag in self._objects:
                yield value


def _fill(source: Source, plan: ClassPlan, readers: _Readers) -> None:
    """Fill the object ``o``."""
    for field in plan.fields:
        if field.attribute is not None and field.value is not None:
            source.add(f"x = e.get({field.attribute!r})")
            _assign(source, field, field.value, plan)
        elif field.text is not None:
            source.add("x = e.text")
            _assign(source, field, field.text, plan)
    if plan.children:
        _loop(source, plan, readers)
    else:
        with source.block("if len(e):"):
            source.add(f"{source.name(_refuse_elements, 'refuse')}(e)")


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


def _loop(source: Source, plan: ClassPlan, readers: _Readers) -> None:
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
    readers: _Readers,
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


def _take(source: Source, child: ChildPlan, field: FieldPlan, number: int, readers: _Readers) -> None:
    """Take the child ``c`` into its field."""
    if child.kind is not None:
        reader = readers.reader(child.kind)
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
