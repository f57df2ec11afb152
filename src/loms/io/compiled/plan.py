"""What the compiler has to know of a class, taken from xsdata's own view of it."""

from __future__ import annotations

import dataclasses
import enum
import functools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs
from xsdata.exceptions import XmlContextError
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.models.elements import XmlMeta, XmlVar
from xsdata.models.datatype import XmlDate, XmlDateTime, XmlDuration, XmlPeriod, XmlTime

from loms.errors import UsageError

__all__ = ["NOTHING", "ChildPlan", "ClassPlan", "FieldPlan", "ValuePlan", "plan_of", "shared_context"]

_TYPES = (str, int, bool, Decimal, float, bytes, XmlDate, XmlDateTime, XmlTime, XmlPeriod, XmlDuration)

NOTHING = object()
"""Stands for no default: the field must be given."""


@attrs.frozen
class ValuePlan:
    """A simple value.

    Attributes:
        types: The types that it may have, tried in this order.
        format: How it is written, such as ``base64``; None for the usual way of its type.
    """

    types: tuple[type, ...]
    format: str | None


@attrs.frozen(eq=False)
class ChildPlan:
    """What stands in one kind of child element.

    Attributes:
        tag: Name of the element, with its namespace.
        kind: Class of the object, or None for a simple value.
        value: The simple value, or None for an object.
    """

    tag: str
    kind: type[Any] | None
    value: ValuePlan | None


@attrs.frozen(eq=False, kw_only=True)
class FieldPlan:
    """A field of a class.

    Attributes:
        name: Its name in Python.
        attribute: Name of the attribute that it is, or None.
        children: The elements that it takes.
        text: The value, where it is the text of the element itself; otherwise None.
        value: The value of the attribute, or None.
        is_list: Whether it holds any number of children.
        default: What it is when nothing was given; ``NOTHING`` where something must be. A list has none here.
    """

    name: str
    attribute: str | None = None
    children: Sequence[ChildPlan] = ()
    text: ValuePlan | None = None
    value: ValuePlan | None = None
    is_list: bool = False
    default: object = NOTHING


@attrs.frozen(eq=False)
class ClassPlan:
    """A class.

    Attributes:
        kind: The class.
        tag: Name of the element that it is as a document element.
        fields: Its fields in the order in which they are written.
    """

    kind: type[Any]
    tag: str
    fields: Sequence[FieldPlan]

    @functools.cached_property
    def children(self) -> Mapping[str, tuple[FieldPlan, ChildPlan]]:
        """Field and plan of each child element by its name."""
        return {child.tag: (field, child) for field in self.fields for child in field.children}


@functools.cache
def shared_context() -> XmlContext:
    """What xsdata knows about the classes, gathered once."""
    return XmlContext()


def plan_of(kind: type[Any]) -> ClassPlan:
    """The plan of a class.

    Args:
        kind: A dataclass such as xsdata generates.

    Raises:
        UsageError: The class uses something that the compiler does not know; the message says what and where.

    Examples:
        >>> from loms.model import IdReference
        >>> [(field.name, field.attribute) for field in plan_of(IdReference).fields]
        [('idref', 'idref')]
    """
    meta = _meta_of(kind)
    _check_class(kind, meta)
    defaults = {each.name: _default(each) for each in dataclasses.fields(kind)}
    variables = meta.get_all_vars()
    if {var.name for var in variables} != defaults.keys():
        raise _unknown(kind, None, "a field that stands for nothing in XML")
    fields = tuple(_field(kind, var, defaults[var.name], meta) for var in variables)
    tags = [child.tag for field in fields for child in field.children]
    if len(tags) != len(set(tags)):
        raise _unknown(kind, None, "two fields for one element name")
    return ClassPlan(kind, meta.target_qname or meta.qname, fields)


def _meta_of(kind: type[Any]) -> XmlMeta:
    try:
        return shared_context().build(kind)
    except XmlContextError as error:
        raise UsageError(f"{kind.__module__}.{kind.__qualname__} cannot be compiled: {error}.") from error


def _check_class(kind: type[Any], meta: XmlMeta) -> None:
    unknown = {
        "a wildcard": meta.wildcards,
        "a field for any attributes": meta.any_attributes,
        "mixed content": meta.mixed_content,
        "wrapped elements": meta.wrappers,
        "content that may be nil": meta.nillable,
    }
    for what, found in unknown.items():
        if found:
            raise _unknown(kind, None, what)
    for name in ("__post_init__", "__setattr__", "__new__"):
        if getattr(kind, name, None) is not getattr(object, name, None):
            raise _unknown(kind, None, f"a method {name} of its own")
    if not kind.__dataclass_params__.init:
        raise _unknown(kind, None, "a method __init__ of its own")


def _field(kind: type[Any], var: XmlVar, default: object, meta: XmlMeta) -> FieldPlan:
    unknown = {
        "a value that the class sets itself": not var.init,
        "elements that may be nil": any(each.nillable for each in (var, *var.elements.values())),
        "a sequence that repeats": var.sequence is not None,
        "values of any type": _takes_anything(var),
        "a list of values in one text": any(each.tokens for each in (var, *var.elements.values())),
        "a collection that is no list": var.factory not in (None, list),
        "a default factory": isinstance(default, _Factory) and not var.list_element,
    }
    for what, found in unknown.items():
        if found:
            raise _unknown(kind, var.name, what)
    given = NOTHING if isinstance(default, _Factory) else default
    if var.is_attribute:
        return FieldPlan(name=var.name, attribute=var.qname, value=_value(kind, var), default=given)
    if var.is_text:
        return FieldPlan(name=var.name, text=_value(kind, var), default=given)
    children = [_child(kind, each, meta) for each in (var.elements.values() if var.is_elements else (var,))]
    if given not in (None, NOTHING):
        raise _unknown(kind, var.name, "a default for an element")
    return FieldPlan(name=var.name, children=children, is_list=var.list_element, default=given)


def _takes_anything(var: XmlVar) -> bool:
    """Whether the values of a field may be of any type."""
    if var.is_elements:
        return any(_takes_anything(each) for each in var.elements.values()) or bool(var.wildcards)
    return var.any_type or var.is_wildcard or var.is_attributes


def _child(kind: type[Any], var: XmlVar, meta: XmlMeta) -> ChildPlan:
    if var.clazz is None:
        return ChildPlan(var.qname, None, _value(kind, var))
    if len(var.types) != 1:
        raise _unknown(kind, var.name, "several classes for one element")
    held = _elements(_meta_of(var.clazz))
    # A namespace may also come from further up, through this class to the one that it holds.
    if (meta.namespace or var.qname.startswith("{")) and any(not each.qname.startswith("{") for each in held):
        raise _unknown(kind, var.name, "a class that takes over the namespace of the one that holds it")
    return ChildPlan(var.qname, var.clazz, None)


def _elements(meta: XmlMeta) -> Iterator[XmlVar]:
    """The fields for elements, those of a choice one by one."""
    for var in meta.get_element_vars():
        if not var.is_text:
            yield from var.elements.values() if var.is_elements else (var,)


def _value(kind: type[Any], var: XmlVar) -> ValuePlan:
    for each in var.types:
        if not (each in _TYPES or _is_plain_enumeration(each)):
            raise _unknown(kind, var.name, f"a value of the type {each.__name__}")
    return ValuePlan(tuple(var.types), var.format)


def _is_plain_enumeration(kind: type[Any]) -> bool:
    """Whether the members of a class are nothing but names for texts or whole numbers, as they stand in XML."""
    if not issubclass(kind, enum.Enum) or issubclass(kind, (str, int)):
        return False
    values = [member.value for member in kind]
    return all(type(each) is int or (type(each) is str and each == each.strip()) for each in values)


class _Factory:
    """Stands for a default that is made anew each time."""


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default is not dataclasses.MISSING:
        return field.default
    return NOTHING if field.default_factory is dataclasses.MISSING else _Factory()


def _unknown(kind: type[Any], name: str | None, what: str) -> UsageError:
    where = f"{kind.__module__}.{kind.__qualname__}" + (f".{name}" if name else "")
    return UsageError(f"{where} cannot be compiled: it has {what}, which the compiler does not know.")
