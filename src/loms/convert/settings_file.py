"""Reads settings of a conversion out of TOML."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence

from loms.convert.known import QualificationIdentity
from loms.errors import UsageError

__all__ = ["settings_of_toml"]

_IDENTITY = ("identifier", "scheme_id")


def settings_of_toml(text: str, *, known: Sequence[str], switches: Sequence[str] = ()) -> dict[str, object]:
    """The settings that a TOML document gives, by name. Only switches are checked: TOML has its own words for them.

    Args:
        text: The document.
        known: Names of the settings that there are.
        switches: Names of those that are true or false.

    Raises:
        UsageError: It is no TOML, it names a setting that there is not, or a switch is neither true nor false.

    Examples:
        >>> settings_of_toml("parse_texts = false", known=["parse_texts"])
        {'parse_texts': False}
    """
    try:
        found: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"The settings are no TOML: {error}.") from error
    for name in found:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known settings: {', '.join(known)}."
            raise UsageError(f"There is no setting {name!r}. {hint}")
    for name in switches:
        if not isinstance(found.get(name, True), bool):
            raise UsageError(f"The setting {name} is {found[name]!r}. Give true or false, without quotes.")
    if "known_qualifications" in found:
        found["known_qualifications"] = _known_qualifications(found["known_qualifications"])
    return found


def _known_qualifications(table: object) -> object:
    """The identities, by address; what is no table is left to be refused."""
    if not isinstance(table, Mapping):
        return table
    return {address: _identity(address, found) for address, found in table.items()}


def _identity(address: str, found: object) -> QualificationIdentity:
    if not isinstance(found, Mapping) or "identifier" not in found or set(found) - set(_IDENTITY):
        raise UsageError(
            f"known_qualifications has {found!r} for {address}. Give a table with the identifier and, where there is "
            'one, scheme_id: {identifier = "Q-1", scheme_id = "https://quals.example/"}.'
        )
    return QualificationIdentity(**found)
