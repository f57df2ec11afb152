"""Reads what to check out of the table ``[tool.loms]`` of a project."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from typing import cast

from loms.errors import UsageError
from loms.io.schema.suggest import nearest_names

__all__ = ["KEYS", "check_settings"]

KEYS = ("profile", "select", "ignore", "severity", "date", "max-issues")
"""What may stand in the table."""


def check_settings(text: str, *, source: str) -> Mapping[str, object]:
    r"""The settings of checks in a TOML document.

    Args:
        text: The document. The settings are its table ``[tool.loms]``, or the whole of one without a table ``[tool]``.
        source: Its name, for messages.

    Returns:
        What it says, by the names of `KEYS`; empty where it says nothing of loms.

    Raises:
        UsageError: It is no TOML, a key is unknown, or a value has no meaning.

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
    if tool is None and not set(found) & set(KEYS):
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
    wanted = {
        "profile": (str, "a name, such as 'strict'"),
        "select": (list, "a list of codes"),
        "ignore": (list, "a list of codes"),
        "severity": (dict, "a table of severities by code"),
        "date": (datetime.date, "a date, such as 2026-09-01"),
        "max-issues": (int, "a number"),
    }
    kind, words = wanted[name]
    is_text = name in ("select", "ignore") and isinstance(value, list) and not all(isinstance(x, str) for x in value)
    if not isinstance(value, kind) or isinstance(value, bool | datetime.datetime) or is_text:
        raise UsageError(f"{source}: {name} is {value!r}. Give {words}.")
