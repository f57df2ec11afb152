"""Refuses rules that are defined so that they could never say anything, or nothing that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from loms.errors import Severity, UsageError
from loms.formats import FORMATS

__all__ = ["check_code", "check_reach", "check_words", "names_in", "severity_of"]

_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+")


def check_code(code: str) -> None:
    """Refuse what is no code.

    Args:
        code: The code of a rule.

    Raises:
        UsageError: It is none.
    """
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise UsageError(f"{code!r} is no code of a rule. Write it in capitals, with hyphens, such as SCHOOL-NO-LOGO.")


def severity_of(code: str, severity: Severity | str) -> Severity:
    """The severity of a rule.

    Args:
        code: Its code.
        severity: The severity as it was given.

    Raises:
        UsageError: There is no such severity.
    """
    try:
        return Severity(severity)
    except ValueError as error:
        known = ", ".join(map(str, Severity))
        raise UsageError(f"The rule {code} has the severity {severity!r}. Give it one of these: {known}.") from error


def names_in(code: str, what: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names of formats, records or elements. They are easily given as one text, which is a list of its letters.

    Args:
        code: The code of the rule.
        what: What they are names of: ``formats``, ``records`` or ``elements``.
        names: The names as they were given.

    Raises:
        UsageError: That is no list of names.
    """
    if isinstance(names, str):
        raise UsageError(f"The rule {code} gives {what} as one text. Write a list: {what}=[{names!r}].")
    found = tuple(names)
    for each in found:
        if not isinstance(each, str) or not each:
            raise UsageError(f"The rule {code} gives {each!r} among its {what}. Write local names, such as 'title'.")
    return found


def check_reach(code: str, *, formats: tuple[str, ...], records: tuple[str, ...], elements: tuple[str, ...]) -> None:
    """Refuse a rule that would never look at anything.

    Args:
        code: Its code.
        formats: The formats that it is for.
        records: The kinds of record that it looks at.
        elements: The elements that it looks at.

    Raises:
        UsageError: There is nothing to look at, or a format that nobody knows.
    """
    known = [each.name for each in FORMATS]
    for each in formats:
        if each not in known:
            raise UsageError(f"The rule {code} is for the format {each!r}. Known formats: {', '.join(known)}.")
    if not formats:
        raise UsageError(f"The rule {code} is for no format. Leave formats out, or name some: {', '.join(known)}.")
    if not records and not elements:
        raise UsageError(f"The rule {code} looks at nothing. Give it records or elements, such as ['title'].")


def check_words(code: str, *, needed: Mapping[str, object], optional: Mapping[str, object]) -> None:
    """Refuse words that cannot be read.

    Args:
        code: The code of the rule.
        needed: What must be a text, by its name.
        optional: What must be a text or None, by its name.

    Raises:
        UsageError: Something else was given, or an empty text.
    """
    for name, given in needed.items():
        if not isinstance(given, str) or not given.strip():
            raise UsageError(f"The rule {code} has {given!r} for {name}. Write a text.")
    for name, given in optional.items():
        if given is not None and (not isinstance(given, str) or not given):
            raise UsageError(f"The rule {code} has {given!r} for {name}. Write a text, or leave it out.")
