"""Draws the values of texts and attributes, one small function for each type of XML Schema."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from xsdata.models.datatype import XmlDate, XmlDateTime, XmlDuration

from loms.samples.alphabets import LINE, TEXT, URL
from loms.samples.believable import plain_text
from loms.samples.chooser import Chooser

__all__ = ["arbitrary_value", "believable_match", "believable_value", "check_pattern", "matching"]

_DAY_ZERO = datetime.date(2020, 1, 1)
_DAYS_BEFORE = (_DAY_ZERO - datetime.date.min).days
_DAYS_AFTER = (datetime.date.max - _DAY_ZERO).days
_BELIEVABLE_DAYS = 10 * 365
_SECONDS_OF_A_DAY = 24 * 60 * 60
_OFFSETS = (None, 0, 60, -300, 840)
"""Minutes from universal time; None for a moment without time zone."""
_LONGEST = 16
_DURATIONS = ("P1D", "P1Y", "PT1H", "P2Y6M", "P0D", "PT0.5S", "-P1M", "P1Y2M3DT4H5M6.789S", "P400D", "PT36H")
_BELIEVABLE_DURATIONS = ("P1Y", "P6M", "P2Y", "P3Y", "P4Y", "P10D", "P84D", "PT30H", "P1Y6M")
_URL_TAILS = ("", "?id=1&page=2", "#part", "?q=%C3%A9%20%2F")
_HOSTS = ("example.org", "www.example.org", "example.org:8080", "xn--bcher-kva.example", "[2001:db8::1]")


def _day(chooser: Chooser, *, believable: bool) -> datetime.date:
    before, after = (0, _BELIEVABLE_DAYS) if believable else (_DAYS_BEFORE, _DAYS_AFTER)
    return _DAY_ZERO + datetime.timedelta(days=chooser.integer(-before, after))


def _date(chooser: Chooser, *, believable: bool) -> XmlDate:
    day = _day(chooser, believable=believable)
    return XmlDate(day.year, day.month, day.day, None if believable else chooser.pick(_OFFSETS))


def _moment(chooser: Chooser, *, believable: bool) -> XmlDateTime:
    day = _day(chooser, believable=believable)
    if believable:
        return XmlDateTime(day.year, day.month, day.day, chooser.integer(8, 18), 0, 0, 0, 0)
    seconds = chooser.integer(0, _SECONDS_OF_A_DAY - 1)
    fraction = chooser.pick((0, 500_000_000, 1, 999_999_999))
    hour, minute = divmod(seconds // 60, 60)
    return XmlDateTime(day.year, day.month, day.day, hour, minute, seconds % 60, fraction, chooser.pick(_OFFSETS))


def _duration(chooser: Chooser, *, believable: bool) -> XmlDuration:
    return XmlDuration(chooser.pick(_BELIEVABLE_DURATIONS if believable else _DURATIONS))


def _integer(chooser: Chooser, *, believable: bool) -> int:
    return chooser.integer(0, 500) if believable else chooser.integer(-(2**70), 2**70)


def _decimal(chooser: Chooser, *, believable: bool) -> Decimal:
    if believable:
        return Decimal(chooser.integer(0, 240)) / 2
    return Decimal(chooser.integer(-(10**12), 10**12)).scaleb(-chooser.pick((0, 1, 2, 9)))


def _boolean(chooser: Chooser, *, believable: bool) -> bool:
    del believable
    return chooser.pick((False, True))


def _bytes(chooser: Chooser, *, believable: bool) -> bytes:
    return b"GIF89a" if believable else chooser.string(TEXT, shortest=0, longest=_LONGEST).encode()


def _text(chooser: Chooser, *, shortest: int) -> str:
    return chooser.string(TEXT, shortest=shortest, longest=_LONGEST)


def _line(chooser: Chooser, *, shortest: int) -> str:
    return chooser.string(LINE, shortest=shortest, longest=_LONGEST)


def _token(chooser: Chooser, *, shortest: int) -> str:
    words = chooser.string(LINE, shortest=shortest, longest=_LONGEST).split(" ")
    return " ".join(filter(None, words)).ljust(shortest, "0")


def _uri(chooser: Chooser, *, shortest: int) -> str:
    del shortest
    return chooser.pick(("https://", "http://")) + _after_scheme(chooser)


def _after_scheme(chooser: Chooser) -> str:
    shape = chooser.integer(0, len(_HOSTS) * len(_URL_TAILS) - 1)
    host, tail = _HOSTS[shape % len(_HOSTS)], _URL_TAILS[shape // len(_HOSTS)]
    return f"{host}/{chooser.string(URL, shortest=0, longest=_LONGEST)}{tail}"


_STRINGS: Mapping[str, Callable[..., str]] = {
    "string": _text,
    "normalizedString": _line,
    "token": _token,
    "anyURI": _uri,
}
_OTHERS: Mapping[str, Callable[..., object]] = {
    "base64Binary": _bytes,
    "boolean": _boolean,
    "date": _date,
    "dateTime": _moment,
    "decimal": _decimal,
    "duration": _duration,
    "integer": _integer,
}

_PREFIXES = re.compile(r"[^.*+?()\[\]{}\\^$|]+\.\*(\|[^.*+?()\[\]{}\\^$|]+\.\*)*")


def check_pattern(pattern: str) -> tuple[str, ...]:
    """The beginnings that a pattern allows.

    Args:
        pattern: A regular expression of XML Schema, of the only form that is known: beginnings, each with anything
            after it, such as ``http://.*|https://.*``.

    Raises:
        NotImplementedError: The schema has a pattern of another form, for which this module must be extended.

    Examples:
        >>> check_pattern("http://.*|https://.*")
        ('http://', 'https://')
    """
    if not _PREFIXES.fullmatch(pattern):
        raise NotImplementedError(f"No values are known that match the pattern {pattern!r}.")
    return tuple(part.removesuffix(".*") for part in pattern.split("|"))


def matching(chooser: Chooser, pattern: str) -> str:
    """Draw a web or mail address that matches a pattern.

    Args:
        chooser: Makes the choices.
        pattern: A pattern that `check_pattern` knows.
    """
    beginning = chooser.pick(sorted(check_pattern(pattern), key=len, reverse=True))
    if beginning.endswith("//"):
        return beginning + _after_scheme(chooser)
    return f"{beginning}{chooser.string(URL, shortest=1, longest=_LONGEST)}@example.org"


def believable_match(chooser: Chooser, pattern: str) -> str:
    """Draw a believable web or mail address that matches a pattern.

    Args:
        chooser: Makes the choices.
        pattern: A pattern that `check_pattern` knows.
    """
    beginnings = check_pattern(pattern)
    if any(beginning.endswith("//") for beginning in beginnings):
        return plain_text(chooser, kind="url", language=None)
    return beginnings[0] + plain_text(chooser, kind="mail", language=None)


def arbitrary_value(chooser: Chooser, builtin: str, *, shortest: int) -> object:
    """Draw any value of a type.

    Args:
        chooser: Makes the choices.
        builtin: Local name of a type of XML Schema, such as ``token``.
        shortest: How many characters a text must have at least.
    """
    make = _STRINGS.get(builtin)
    return _OTHERS[builtin](chooser, believable=False) if make is None else make(chooser, shortest=shortest)


def believable_value(chooser: Chooser, builtin: str) -> object:
    """Draw a believable value of a type that is no text.

    Args:
        chooser: Makes the choices.
        builtin: Local name of a type of XML Schema, such as ``date``.
    """
    return _OTHERS[builtin](chooser, believable=True)
