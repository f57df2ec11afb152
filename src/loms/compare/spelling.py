"""Writes values in one spelling where XML Schema allows several."""

from __future__ import annotations

import re

from loms.io.schema.xml_space import normalized

__all__ = ["usual"]

_NUMBER = re.compile(r"([+-]?)0*(\d*?)(?:\.(\d*?)0*)?", re.ASCII)
_SPACE = re.compile(r"[ \t\r\n]+")
_NUMBERS = ("decimal", "integer", "nonNegativeInteger", "positiveInteger", "int")
_MOMENTS = ("date", "dateTime", "time", "gYear", "gYearMonth")


def usual(value: str, builtin: str) -> str:
    """A value in the usual spelling of its type, so that two spellings of one value are no difference.

    Args:
        value: The value as it is written.
        builtin: Local name of the XSD type on which its type stands.

    Examples:
        >>> usual("01.50", "decimal"), usual("1", "boolean"), usual(" a ", "string")
        ('1.5', 'true', ' a ')
    """
    text = normalized(value, builtin)
    if builtin == "boolean":
        return {"1": "true", "0": "false"}.get(text, text)
    if builtin in _NUMBERS:
        return _usual_number(text)
    if builtin == "base64Binary":
        return _SPACE.sub("", text)
    if builtin in _MOMENTS and text.endswith(("+00:00", "-00:00")):
        return f"{text[:-6]}Z"
    return text


def _usual_number(text: str) -> str:
    match = _NUMBER.fullmatch(text)
    if match is None or not any(character.isdigit() for character in text):
        return text
    sign, whole, fraction = match[1].replace("+", ""), match[2] or "0", match[3] or ""
    number = f"{whole}.{fraction}" if fraction else whole
    return number if number == "0" else f"{sign}{number}"
