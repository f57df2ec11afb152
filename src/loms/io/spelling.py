"""Values remember how they were written, so that ``01.50`` does not come back as ``1.50``.

XML Schema allows several spellings of one value. Read from a document, a value whose spelling is not the usual one
becomes an instance of a subclass that is equal to the plain value and carries the spelling.
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xsdata.formats.converter import Converter, converter
from xsdata.models.datatype import XmlDate, XmlDateTime

__all__ = ["Spelled", "keep_spelling"]


class Spelled:
    """A value that was written in an unusual way.

    Attributes:
        spelling: The text between the tags or quotes.
    """

    spelling: str


class SpelledDecimal(Spelled, Decimal):
    """A decimal such as ``+1.5``."""


class SpelledInteger(Spelled, int):
    """A whole number such as ``007``."""


class SpelledBytes(Spelled, bytes):
    """Base64 in lines."""


class SpelledDate(Spelled, XmlDate):
    """A date such as ``2026-02-28+00:00``."""


class SpelledDateTime(Spelled, XmlDateTime):
    """A moment such as ``2026-02-28T12:00:00.5``."""


_KINDS: dict[type, type] = {
    Decimal: SpelledDecimal,
    int: SpelledInteger,
    bytes: SpelledBytes,
    XmlDate: SpelledDate,
    XmlDateTime: SpelledDateTime,
}
_keeping: contextvars.ContextVar[bool] = contextvars.ContextVar("keeping", default=False)


class _SpellingConverter(Converter):
    """Wraps xsdata's converter of a type; it changes nothing outside of `keep_spelling`."""

    def __init__(self, plain: Converter, kind: type) -> None:
        self._plain = plain
        self._kind = kind

    def deserialize(self, value: Any, **kwargs: Any) -> Any:
        """Convert a text, and remember it where the value would be written differently."""
        result = self._plain.deserialize(value, **kwargs)
        if not _keeping.get() or not isinstance(value, str) or self._plain.serialize(result, **kwargs) == value:
            return result
        spelled = self._kind(*result) if isinstance(result, tuple) else self._kind(result)
        spelled.spelling = value
        return spelled

    def serialize(self, value: Any, **kwargs: Any) -> str:
        """Write a value as it was spelled."""
        if isinstance(value, Spelled):
            return value.spelling
        return self._plain.serialize(value, **kwargs)


for _type, _kind in _KINDS.items():
    converter.register_converter(_type, _SpellingConverter(converter.type_converter(_type), _kind))


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
