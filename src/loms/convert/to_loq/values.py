"""Writes values that the legacy models have no element for as texts."""

from __future__ import annotations

from decimal import Decimal

from loms.convert.lexical import duration_of

__all__ = ["duration_text", "months_of"]

_UNITS = ("year", "month", "day", "hour", "minute")


def duration_text(value: str) -> str:
    """A duration in English.

    Args:
        value: As XML Schema writes it, such as ``P3Y``.

    Examples:
        >>> duration_text("P1Y6M"), duration_text("P42D"), duration_text("PT1.5S")
        ('1 year 6 months', '42 days', '1.5 seconds')
        >>> duration_text("-P1D"), duration_text("PT0S")
        ('-P1D', 'PT0S')
    """
    duration = duration_of(value)
    if duration is None or duration.negative:
        return value
    numbers = (duration.years, duration.months, duration.days, duration.hours, duration.minutes)
    parts = [_counted(str(number), unit) for number, unit in zip(numbers, _UNITS, strict=True) if number]
    if duration.seconds:
        parts.append(_counted(f"{Decimal(str(duration.seconds)).normalize():f}", "second"))
    return " ".join(parts) or value


def months_of(value: str) -> Decimal | None:
    """How many months a duration is long; a month counts as 30.4375 days. None where it is no length.

    Args:
        value: As XML Schema writes it.

    Examples:
        >>> months_of("P1Y"), months_of("-P1Y")
        (Decimal('12'), None)
    """
    duration = duration_of(value)
    if duration is None or duration.negative:
        return None
    hours = (duration.hours or 0) + Decimal(duration.minutes or 0) / 60 + Decimal(str(duration.seconds or 0)) / 3600
    days = (duration.days or 0) + hours / 24
    return (duration.years or 0) * 12 + (duration.months or 0) + days / Decimal("30.4375")


def _counted(number: str, unit: str) -> str:
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"
