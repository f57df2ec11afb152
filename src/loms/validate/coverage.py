"""How much of what the register demands beyond the schema a file was checked for."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping

from loms.errors import Severity
from loms.formats import Format
from loms.validate.defining import Rule, is_own

__all__ = ["WITHOUT_RULES", "Coverage", "coverage_of"]

WITHOUT_RULES = "schema"
"""Name of the profile in which no rule is run."""

_HEAVY_FIRST = tuple(Severity)


class Coverage(enum.StrEnum):
    """How much of what the register demands beyond the schema a file was checked for."""

    ALL = "all"
    """All rules of this library for the format, none of whose findings weighs less than the rule itself says."""
    SOME = "some"
    """Rules were left out, or what they found weighs less than they themselves say."""
    NONE = "none"
    """There is no rule for the format, or it could not be found out; the schema alone was checked."""
    SCHEMA = "schema"
    """The profile is ``schema``: rules were not asked for."""


def coverage_of(
    format: Format | None,
    *,
    known: Collection[Rule],
    run: Mapping[Rule, Severity],
    found: Collection[str],
) -> Coverage:
    """How much a file was checked for, in a profile with rules.

    Args:
        format: Format of the file, or None where it could not be found out.
        known: All rules that there are. Those that other packages add are not what the register demands.
        run: The rules that were run, each with how much its findings weigh.
        found: The codes of what was found: a rule that found nothing hides nothing, whatever it weighs.
    """
    wanted = [each for each in known if is_own(each.code) and format is not None and format.name in each.formats]
    if not wanted:
        return Coverage.NONE
    is_whole = all(each in run and not (each.code in found and _is_lowered(each, run[each])) for each in wanted)
    return Coverage.ALL if is_whole else Coverage.SOME


def _is_lowered(rule: Rule, severity: Severity) -> bool:
    return _HEAVY_FIRST.index(severity) > _HEAVY_FIRST.index(rule.severity)
