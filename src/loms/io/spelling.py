"""Values remember how they were written, so that ``01.50`` does not come back as ``1.50``.

XML Schema allows several spellings of one value. Read from a document, a value whose spelling is not the usual one
becomes an instance of a subclass that is equal to the plain value and carries the spelling.
"""

from __future__ import annotations

import contextlib
import contextvars
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from xsdata.exceptions import ConverterError
from xsdata.formats.converter import Converter, DecimalConverter, converter
from xsdata.models.datatype import XmlDate, XmlDateTime, XmlDuration

__all__ = ["Spelled", "keep_spelling"]


class Spelled:
    """A value that was written in an unusual way.

    Attributes:
        spelling: The text between the tags or quotes; None for a value that was computed from a spelled one.
    """

    spelling: str | None = None

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        """Copy and pickle with the spelling."""
        return _spell, (_PLAIN[type(self)](self), self.spelling)


class SpelledDecimal(Spelled, Decimal):  # type: ignore[misc]
    """A decimal such as ``+1.5``."""


class SpelledInteger(Spelled, int):
    """A whole number such as ``007``."""


class SpelledBoolean(Spelled, int):
    """A truth value that was written as ``1`` or ``0``; it is equal to True or False."""


class SpelledBytes(Spelled, bytes):
    """Base64 in lines."""


class SpelledDate(Spelled, XmlDate):
    """A date such as ``2026-02-28+00:00``."""


class SpelledDateTime(Spelled, XmlDateTime):
    """A moment such as ``2026-02-28T12:00:00.5``."""


class SpelledDuration(Spelled, XmlDuration):
    """A duration with white space around it."""


_KINDS: dict[type, type[Any]] = {
    Decimal: SpelledDecimal,
    int: SpelledInteger,
    bool: SpelledBoolean,
    bytes: SpelledBytes,
    XmlDate: SpelledDate,
    XmlDateTime: SpelledDateTime,
    XmlDuration: SpelledDuration,
}
_PLAIN: dict[type, Callable[[Any], object]] = {
    SpelledDecimal: Decimal,
    SpelledInteger: int,
    SpelledBoolean: bool,
    SpelledBytes: bytes,
    SpelledDate: lambda value: XmlDate(*value),
    SpelledDateTime: lambda value: XmlDateTime(*value),
    SpelledDuration: lambda value: XmlDuration(value.data),
}
_keeping: contextvars.ContextVar[bool] = contextvars.ContextVar("keeping", default=False)

# What XML Schema, or libxml2 in its name, accepts and xsdata does not: digits behind the nanosecond, no digit before
# the point, white space around a duration.
_BEYOND_NANOSECONDS = re.compile(r"(\.\d{9})\d+")
_MOST_DIGITS = 100_000
_EXPONENT = re.compile("[eE]")
_BARE_POINT = re.compile(r"(?<=[A-Z])\.(?=\d)")


def _spell(value: object, spelling: str | None) -> object:
    """The value as one that remembers its spelling."""
    kind = _KINDS[type(value)]
    parts = value if isinstance(value, tuple) else (value.data if isinstance(value, XmlDuration) else value,)
    spelled: Spelled = kind(*parts)
    spelled.spelling = spelling
    return spelled


def _usual(text: str) -> str:
    """A text with what xsdata cannot read put in a way that it can."""
    return _BARE_POINT.sub("0.", _BEYOND_NANOSECONDS.sub(r"\1", text.strip(" \t\r\n")))


class _SpellingConverter(Converter):
    """Wraps xsdata's converter of a type; it changes nothing outside of `keep_spelling`."""

    def __init__(self, plain: Converter) -> None:
        self._plain = plain

    def deserialize(self, value: Any, **kwargs: Any) -> Any:
        """Convert a text, and remember it where the value would be written differently."""
        if not _keeping.get() or not isinstance(value, str):
            return self._plain.deserialize(value, **kwargs)
        if isinstance(self._plain, DecimalConverter) and _EXPONENT.search(value):
            # Python knows exponents, XML Schema does not; written out, one could fill all memory with zeros.
            raise ConverterError(f"{value[:40]!r} is no decimal.")
        try:
            result = self._plain.deserialize(value, **kwargs)
        except (ConverterError, ValueError):
            result = self._plain.deserialize(_usual(value), **kwargs)
        return result if self._plain.serialize(result, **kwargs) == value else _spell(result, value)

    def serialize(self, value: Any, **kwargs: Any) -> str:
        """Write a value as it was spelled."""
        if isinstance(value, Spelled):
            if value.spelling is not None:
                return value.spelling
            value = _PLAIN[type(value)](value)
        if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) > _MOST_DIGITS:
            raise ConverterError(f"A decimal with more than {_MOST_DIGITS:,} digits is not written.")
        return self._plain.serialize(value, **kwargs)


for _type in _KINDS:
    converter.register_converter(_type, _SpellingConverter(converter.type_converter(_type)))


@contextlib.contextmanager
def keep_spelling() -> Iterator[None]:
    """Let values remember their spelling while a document is read in this block.

    Examples:
        >>> with keep_spelling():
        ...     amount = converter.deserialize("+1.5", [Decimal])
        >>> amount == Decimal("1.5"), converter.serialize(amount)
        (True, '+1.5')
    """
    token = _keeping.set(True)
    try:
        yield
    finally:
        _keeping.reset(token)
