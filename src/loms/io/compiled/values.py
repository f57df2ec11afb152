"""Turns texts into values and values into texts, quickly where that can be done by looking up."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Mapping
from decimal import Decimal

from xsdata.exceptions import ConverterError
from xsdata.formats.converter import converter
from xsdata.models.datatype import XmlDate, XmlDateTime

from loms.io.compiled.plan import ValuePlan
from loms.io.spelling import Spelled, keep_spelling

__all__ = ["CannotBindError", "looked_up", "parser", "writer"]

_KEPT = 4_000
_LONGEST_KEPT = 64
# Nobody can change these, so one of them may stand in many records.
_UNCHANGING = (Decimal, int, bool, float, XmlDate, XmlDateTime)


class CannotBindError(Exception):
    """Something is not as the schema has it; who is told why is for the slow way to say."""


def looked_up(plan: ValuePlan) -> Mapping[str, object]:
    """The members of the enumerations of a value by their text; empty where it has other types.

    Args:
        plan: The value.
    """
    if not all(issubclass(kind, enum.Enum) for kind in plan.types):
        return {}
    found: dict[str, object] = {}
    for kind in plan.types:
        for member in kind:  # type: ignore[attr-defined]
            found.setdefault(str(member.value), member)
    return found


@functools.cache
def parser(plan: ValuePlan) -> Callable[[str], object]:
    """What turns a text into a value, as xsdata does; it remembers short texts and values that nobody can change.

    Args:
        plan: The value.
    """
    types, format = plan.types, plan.format
    kept: dict[str, object] = {}

    def parse(text: str) -> object:
        if text in kept:
            return kept[text]
        try:
            with keep_spelling():
                value: object = converter.deserialize(text, types, format=format)
        except (ConverterError, ValueError, ArithmeticError) as error:
            raise CannotBindError(str(error)) from error
        if type(value) in _UNCHANGING and len(text) <= _LONGEST_KEPT and len(kept) < _KEPT:
            kept[text] = value
        return value

    return parse


@functools.cache
def writer(plan: ValuePlan) -> Callable[[object], str]:
    """What turns a value into a text, as xsdata does; it refuses values of other types than the plan has.

    Args:
        plan: The value.
    """
    types, format = plan.types, plan.format
    members = {member: text for text, member in looked_up(plan).items()}

    def write(value: object) -> str:
        if not (type(value) in types or isinstance(value, Spelled)):
            raise CannotBindError
        try:
            text = converter.serialize(value, format=format)
        except (ConverterError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
            raise CannotBindError(str(error)) from error
        if not isinstance(text, str):
            raise CannotBindError
        return text

    def write_member(value: object) -> str:
        try:
            return members[value]
        except (KeyError, TypeError):
            raise CannotBindError from None

    return write_member if members else write
