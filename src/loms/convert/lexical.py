"""Reads numbers, dates, durations and truth values as XML Schema writes them."""

from __future__ import annotations

import re
from decimal import Decimal

from xsdata.models.datatype import XmlDate, XmlDateTime, XmlDuration

__all__ = ["beginning_of", "date_of", "duration_of", "number_of", "truth_of"]

# Python reads more as a number than XML Schema does, such as 1_0E2.
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_SPACE = " \t\r\n"


def number_of(text: str) -> Decimal | None:
    """A decimal number, or None.

    Args:
        text: The text of an element.

    Examples:
        >>> number_of("7.5"), number_of("many"), number_of("NaN"), number_of("1_0E2")
        (Decimal('7.5'), None, None, None)
    """
    written = text.strip(_SPACE)
    return Decimal(written) if _DECIMAL.fullmatch(written) else None


def duration_of(text: str) -> XmlDuration | None:
    """A duration, or None.

    Args:
        text: The text of an element.

    Examples:
        >>> str(duration_of("PT1500H")), duration_of("1500 h")
        ('PT1500H', None)
    """
    try:
        return XmlDuration(text.strip(_SPACE))
    except ValueError:
        return None


def date_of(text: str) -> XmlDateTime | None:
    """The beginning of a day, or None.

    Args:
        text: The text of an element.

    Examples:
        >>> str(date_of("2025-09-01")), date_of("September")
        ('2025-09-01T00:00:00', None)
    """
    try:
        day = XmlDate.from_string(text.strip(_SPACE))
    except ValueError:
        return None
    return beginning_of(day)


def beginning_of(day: XmlDate) -> XmlDateTime:
    """The beginning of a day, in the time zone that the day says, or in none as well.

    Args:
        day: The day.

    Examples:
        >>> str(beginning_of(XmlDate(2025, 9, 1)))
        '2025-09-01T00:00:00'
    """
    return XmlDateTime(day.year, day.month, day.day, 0, 0, 0, 0, day.offset)


def truth_of(text: str) -> bool | None:
    """A truth value, or None.

    Args:
        text: The text of an element, or of the value that it became.

    Examples:
        >>> truth_of("true"), truth_of("False"), truth_of("perhaps")
        (True, False, None)
    """
    return {"true": True, "1": True, "false": False, "0": False}.get(text.strip(_SPACE).lower())
