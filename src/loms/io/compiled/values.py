"""Turns texts into values and values into texts, quickly where that can be done by looking up."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Mapping

from xsdata.exceptions import ConverterError
from xsdata.formats.converter import converter

from loms.io.compiled.plan import ValuePlan
from loms.io.spelling import Spelled, keep_spelling

__all__ = ["CannotBindError", "looked_up", "parser", "writer"]

_KEPT = 20_000


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


def parser(plan: ValuePlan) -> Callable[[str], object]:
    """What turns a text into a value, as xsdata does, and remembers the latest texts.

    Args:
        plan: The value.
    """
    types, format = plan.types, plan.format

    def parse(text: str) -> object:
        try:
            with keep_spelling():
                if plan.is_list:
                    return [converter.deserialize(each, types, format=format) for each in text.split()]
                return converter.deserialize(text, types, format=format)
        except (ConverterError, ValueError) as error:
            raise CannotBindError(str(error)) from error

    # Lists can be changed by who gets them, and data of files is long and comes once.
    return parse if plan.is_list or bytes in types else functools.lru_cache(_KEPT)(parse)


def writer(plan: ValuePlan) -> Callable[[object], str]:
    """What turns a value into a text, as xsdata does; it refuses values of other types than the plan has.

    Args:
        plan: The value.
    """
    types, format = plan.types, plan.format
    members = {member: text for text, member in looked_up(plan).items()}

    def write(value: object) -> str:
        if plan.is_list or not (type(value) in types or isinstance(value, Spelled)):
            raise CannotBindError
        text = converter.serialize(value, format=format)
        if not isinstance(text, str):
            raise CannotBindError
        return text

    def write_member(value: object) -> str:
        try:
            return members[value]
        except (KeyError, TypeError):
            raise CannotBindError from None

    return write_member if members else write
