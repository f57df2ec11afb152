"""Tells of values that they are certainly as their simple type demands."""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from xsdata.models.datatype import XmlDate, XmlDateTime, XmlDuration

from loms.compiling import Source
from loms.io.compiled.plan import ValuePlan
from loms.io.schema.declared import SimpleType

__all__ = ["UncertainError", "certain_value"]

# A part of what RFC 3986 allows, which no library takes for something else.
_URI_CHARACTER = r"(?:[\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:/{_URI_CHARACTER}*)*"
    rf"|{_URI_CHARACTER}+(?:/{_URI_CHARACTER}*)*)"
    rf"(?:\?(?:{_URI_CHARACTER}|[/?])*)?(?:#(?:{_URI_CHARACTER}|[/?])*)?",
    re.ASCII,
)
_LANGUAGE = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_DURATION = re.compile(
    r"P(?=[0-9T])([0-9]{1,6}Y)?([0-9]{1,6}M)?([0-9]{1,6}D)?"
    r"(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,6}S)?)?"
)
# A pattern that only says how a value begins.
_BEGINNING = re.compile(r"([A-Za-z0-9:/-]+)\.\*")
_LARGEST = 10**12
_SMALLEST_EXPONENT = -9
_WIDEST_OFFSET = 14 * 60
_LAST_YEAR = 9999


class UncertainError(Exception):
    """Of something in a schema or class nothing can be told for certain."""


def certain_value(source: Source, value: ValuePlan, declared: SimpleType) -> str:
    """An expression that is true where the value ``x`` is certainly valid.

    Args:
        source: What the expression is for; it learns the names that the expression uses.
        value: What the class says of the value.
        declared: What the schema says of it.

    Raises:
        UncertainError: Of no such value it can be told.
    """
    if declared.restricted:
        raise UncertainError(f"{declared.builtin} with more facets than patterns")
    if all(issubclass(kind, enum.Enum) for kind in value.types):
        if declared.patterns or declared.shortest:
            raise UncertainError(f"{declared.builtin} with codes and more facets")
        known = {code.value for code in declared.codes}
        for kind in value.types:
            if any(str(member.value) not in known for member in kind):  # type: ignore[attr-defined]
                raise UncertainError(f"{kind.__name__} with other codes than the schema")
        return " or ".join(f"type(x) is {source.name(kind, 'kind')}" for kind in value.types)
    if declared.codes or len(value.types) != 1:
        raise UncertainError(f"{declared.builtin} as several types")
    kind = value.types[0]
    if kind is str:
        return _text(source, declared)
    test = _TESTS.get((kind, declared.builtin))
    if test is None or declared.patterns or declared.shortest:
        raise UncertainError(f"{declared.builtin} as {kind.__name__}")
    return f"type(x) is {source.name(kind, 'kind')} and {source.name(test, 'test')}(x)"


def _text(source: Source, declared: SimpleType) -> str:
    """The expression for a text."""
    if declared.builtin not in _TEXTS:
        raise UncertainError(f"{declared.builtin} as text")
    parts = ["type(x) is str"]
    test = _TEXTS[declared.builtin]
    if test is not None:
        parts.append(f"{source.name(test, 'test')}(x)")
    if declared.shortest:
        parts.append(f"len(x) >= {declared.shortest}")
    if declared.patterns:
        beginnings = [_BEGINNING.fullmatch(pattern) for pattern in declared.patterns]
        # The point of a pattern stands for anything but the end of a line, which no URI holds.
        if declared.builtin != "anyURI" or not all(beginnings):
            raise UncertainError(f"the pattern {declared.patterns[0]}")
        parts.append(f"x.startswith({tuple(found.group(1) for found in beginnings if found)!r})")
    return " and ".join(parts)


def _is_one_line(text: str) -> bool:
    """Whether no rule about white space changes a text."""
    return text.isprintable() and not (text[:1] == " " or text[-1:] == " " or "  " in text)


def _is_small(number: Decimal) -> bool:
    return number.is_finite() and abs(number) < _LARGEST and int(number.as_tuple().exponent) >= _SMALLEST_EXPONENT


def _is_small_integer(number: int) -> bool:
    return -_LARGEST < number < _LARGEST


def _is_date(date: XmlDate) -> bool:
    return _is_day(date.year, date.month, date.day) and _is_offset(date.offset)


def _is_moment(moment: XmlDateTime) -> bool:
    return (
        _is_day(moment.year, moment.month, moment.day)
        and 0 <= moment.hour <= 23
        and 0 <= moment.minute <= 59
        and 0 <= moment.second <= 59
        and 0 <= moment.fractional_second <= 999_999_999
        and _is_offset(moment.offset)
    )


def _is_day(year: int, month: int, day: int) -> bool:
    if not 1 <= year <= _LAST_YEAR:
        return False
    try:
        datetime.date(year, month, day)
    except (ValueError, TypeError):
        return False
    return True


def _is_offset(minutes: int | None) -> bool:
    return minutes is None or -_WIDEST_OFFSET <= minutes <= _WIDEST_OFFSET


def _is_duration(duration: XmlDuration) -> bool:
    return _DURATION.fullmatch(duration.data) is not None


def _anything(_value: object) -> bool:
    return True


_TEXTS: Mapping[str, Callable[[str], object] | None] = {
    "string": None,
    "normalizedString": _is_one_line,
    "token": _is_one_line,
    "anyURI": _URI.fullmatch,
    "language": _LANGUAGE.fullmatch,
}
"""Texts that are certainly of a type; None where every text is."""

_TESTS: Mapping[tuple[type, str], Callable[..., bool]] = {
    (bool, "boolean"): _anything,
    (Decimal, "decimal"): _is_small,
    (int, "integer"): _is_small_integer,
    (bytes, "base64Binary"): _anything,
    (XmlDate, "date"): _is_date,
    (XmlDateTime, "dateTime"): _is_moment,
    (XmlDuration, "duration"): _is_duration,
}
"""Values other than texts that are certainly of a type, by their class and that type."""
