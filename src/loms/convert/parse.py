"""Reads dates, amounts, credit points and durations out of free text, only where it says them beyond doubt."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from xsdata.models.datatype import XmlDate, XmlDuration

from loms.convert.tables import rows_by
from loms.convert.uris import CURRENCIES
from loms.model import Currency

__all__ = ["amount_of", "credits_of", "date_of", "duration_of"]

_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})\.?")
_NUMBER = r"[0-9]{1,9}(?:[ .,'\u00a0\u202f][0-9]{1,9}){0,3}"
_MONEY = re.compile(rf"(?:(?P<before>€|[A-Za-z]{{3}})\s?)?(?P<number>{_NUMBER})(?:\s?(?P<after>€|[A-Za-z]{{3}}))?")
_GROUPED = re.compile(r"[0-9]{1,3}([ .,'\u00a0\u202f])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)([.,])([0-9]{1,2}))?")
_PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,2}))?")
_CREDITS = re.compile(
    r"(?:(?P<number>[0-9]{1,4}(?:[.,][0-9]{1,2})?)\s?(?P<system>ECTS|ECVET)(?:[ -](?:credits?|points?|credit points?))?"
    r"|(?P<first>ECTS|ECVET)\s?:?\s?(?P<last>[0-9]{1,4}(?:[.,][0-9]{1,2})?))\.?",
    re.IGNORECASE,
)
_DURATION = re.compile(r"([0-9]{1,4})\s?([^\W\d_]+)\.?")


def date_of(text: str) -> XmlDate | None:
    """The date that a text is, as ``2025-09-01`` or ``1.9.2025``.

    Args:
        text: The whole text; anything beside the date makes it a text.

    Examples:
        >>> str(date_of("1.9.2025")), date_of("1.9.25"), date_of("September 2025")
        ('2025-09-01', None, None)
    """
    stripped = text.strip()
    if match := _ISO_DATE.fullmatch(stripped):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(stripped):
        day, month, year = match.groups()
    else:
        return None
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return XmlDate.from_date(found)


def amount_of(text: str) -> tuple[Decimal, Currency] | None:
    """The sum of money that a text is: one number with the euro sign or the code of a currency.

    Args:
        text: The whole text.

    Returns:
        Number and currency. None where there is more or less than that, and where a point or comma may part
        thousands as well as decimals, as in ``1.200 €``.

    Examples:
        >>> amount_of("1 200,50 €")
        (Decimal('1200.50'), <Currency.EUR: 'http://publications.europa.eu/resource/authority/currency/EUR'>)
        >>> amount_of("1.200 €"), amount_of("120"), amount_of("from 120 €")
        (None, None, None)
    """
    match = _MONEY.fullmatch(text.strip())
    if match is None or (match["before"] is None) == (match["after"] is None):
        return None
    code = match["before"] or match["after"]
    try:
        currency = Currency(CURRENCIES + ("EUR" if code == "€" else code.upper()))
    except ValueError:
        return None
    number = _number(match["number"])
    return None if number is None else (number, currency)


def credits_of(text: str) -> tuple[Decimal, str] | None:
    """The credit points that a text is: one number with ECTS or ECVET.

    Args:
        text: The whole text.

    Returns:
        The number, and ``ECTS`` or ``ECVET``.

    Examples:
        >>> credits_of("7,5 ECTS credits"), credits_of("ECTS: 60"), credits_of("60 op")
        ((Decimal('7.5'), 'ECTS'), (Decimal('60'), 'ECTS'), None)
    """
    match = _CREDITS.fullmatch(text.strip())
    if match is None:
        return None
    number, system = match["number"] or match["last"], match["system"] or match["first"]
    return Decimal(number.replace(",", ".")), system.upper()


def duration_of(text: str) -> XmlDuration | None:
    """The duration that a text is: one whole number and one unit, in a language that the table of units knows.

    Args:
        text: The whole text.

    Examples:
        >>> str(duration_of("3 years")), str(duration_of("6 Wochen")), duration_of("3-4 years")
        ('P3Y', 'P42D', None)
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    number = int(match[1])
    rows = rows_by("duration_unit", "word").get(match[2].lower())
    if not rows or not number:
        return None
    unit = rows[0]["unit"]
    written = {"W": f"P{number * 7}D", "H": f"PT{number}H"}.get(unit, f"P{number}{unit}")
    return XmlDuration(written)


def _number(text: str) -> Decimal | None:
    """A number with or without thousands parted, unless it can be read in two ways."""
    if match := _PLAIN.fullmatch(text):
        return Decimal(f"{match[1]}.{match[2]}" if match[2] else match[1])
    match = _GROUPED.fullmatch(text)
    if match is None:
        return None
    separator, _, decimals = match.groups()
    once = text.count(separator) == 1
    if separator in ".," and once and decimals is None:
        return None
    whole = re.split(r"[.,][0-9]{1,2}$", text)[0] if decimals else text
    digits = re.sub("[^0-9]", "", whole)
    return Decimal(f"{digits}.{decimals}" if decimals else digits)
