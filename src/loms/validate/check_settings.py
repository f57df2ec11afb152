"""Reads what to check out of the table ``[tool.loms]`` of a project."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from loms.errors import UsageError
from loms.io.schema.suggest import nearest_names
from loms.validate.checks import Checks

__all__ = ["ALL_ISSUES", "KEYS", "check_settings", "issues_to_list"]

KEYS = ("profile", "select", "ignore", "severity", "date", "max-issues")
"""What may stand in the table."""

ALL_ISSUES = -1
"""How many issues to list where there is no limit."""
_NO_LIMIT = "none"
_HIGHEST = 999_999_999
_JUDGES: Mapping[str, Callable[[object], object]] = {
    "profile": lambda given: Checks(profile=cast("str", given)),
    "select": lambda given: Checks(select=cast("Sequence[str]", given)),
    "ignore": lambda given: Checks(ignore=cast("Sequence[str]", given)),
    "severity": lambda given: Checks(severities=cast("Mapping[str, str]", given)),
    "max-issues": lambda given: issues_to_list(given),
}
"""What says whether the value of a key has a meaning, by key."""


def issues_to_list(given: object) -> int:
    """How many issues to list, as the command line and a file say it.

    Args:
        given: A number, or ``none`` for no limit.

    Returns:
        The number; `ALL_ISSUES` for no limit.

    Raises:
        ValueError: It is neither.

    Examples:
        >>> issues_to_list(500), issues_to_list("none")
        (500, -1)
    """
    if isinstance(given, str) and given.strip().lower() == _NO_LIMIT:
        return ALL_ISSUES
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= _HIGHEST:
        return given
    raise ValueError


def check_settings(text: str, *, source: str, is_named: bool = False) -> Mapping[str, object]:
    r"""The settings of checks in a TOML document.

    Args:
        text: The document. The settings are its table ``[tool.loms]``, or the whole of one without a table ``[tool]``.
        source: Its name, for messages.
        is_named: Whether somebody named the file for its settings, so that one without any is a mistake.

    Returns:
        What it says, by the names of `KEYS`; empty where it says nothing of loms.

    Raises:
        UsageError: It is no TOML, a key is unknown, a value has no meaning, or nothing is said where it should be.

    Examples:
        >>> text = '[tool.loms]\nprofile = "strict"\nignore = ["LOMS-ID-RANDOM"]'
        >>> dict(check_settings(text, source="pyproject.toml"))
        {'profile': 'strict', 'ignore': ['LOMS-ID-RANDOM']}
    """
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{source} is no TOML: {error}. Mend it, or name another file with --config.") from error
    tool = whole.get("tool")
    found: object = whole if tool is None else tool.get("loms", {}) if isinstance(tool, dict) else {}
    if not isinstance(found, dict):
        raise UsageError(f"{source}: tool.loms is {found!r}. Make it a table.")
    if (tool is None and not set(found) & set(KEYS)) or (tool is not None and "loms" not in tool):
        if is_named:
            raise UsageError(_nothing_said(whole, source))
        # A project that says nothing of loms.
        return {}
    for name, value in found.items():
        _check(name, value, source)
    return cast("Mapping[str, object]", found)


def _check(name: str, value: object, source: str) -> None:
    """Make sure that a setting has a meaning.

    Raises:
        UsageError: It has none.
    """
    if name not in KEYS:
        near = nearest_names(name, KEYS, limit=1) or KEYS
        hint = f"Did you mean {near[0]}?" if len(near) == 1 else f"It may hold {', '.join(KEYS)}."
        raise UsageError(f"{source}: the table for loms holds {name!r}, which means nothing. {hint}")
    wanted: Mapping[str, tuple[type | tuple[type, ...], str]] = {
        "profile": (str, "a name, such as 'strict'"),
        "select": (list, "a list of codes"),
        "ignore": (list, "a list of codes"),
        "severity": (dict, "a table of severities by code"),
        "date": (datetime.date, "a date without quotes, such as 2026-09-01"),
        "max-issues": ((int, str), "a whole number from 0, or 'none' for no limit"),
    }
    kind, words = wanted[name]
    is_text = name in ("select", "ignore") and isinstance(value, list) and not all(isinstance(x, str) for x in value)
    if not isinstance(value, kind) or isinstance(value, bool | datetime.datetime) or is_text:
        raise UsageError(f"{source}: {name} is {value!r}. Give {words}.")
    try:
        if name in _JUDGES:
            _JUDGES[name](value)
    except ValueError as error:
        raise UsageError(f"{source}: {name} is {value!r}. Give {words}.") from error
    except UsageError as error:
        raise UsageError(f"{source}: {error}") from error


def _nothing_said(whole: Mapping[str, object], source: str) -> str:
    tool = whole.get("tool")
    names = [*(f"tool.{name}" for name in tool), *whole] if isinstance(tool, dict) else list(whole)
    near = nearest_names("tool.loms", [name for name in names if name != "tool"], limit=1)
    found = near or (["loms"] if "loms" in whole else [])
    hint = f"It holds [{found[0]}]; write" if found else "Write"
    return f"{source} says nothing of what to check. {hint} [tool.loms], and below it {', '.join(KEYS)}."
