"""All rules: those of this library, and those that installed packages add."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points

from loms.errors import UsageError
from loms.io.schema.suggest import nearest_names
from loms.validate.defining import OUR_BEGINNING, Rule, is_own

__all__ = ["ENTRY_POINT_GROUP", "RENAMED", "all_rules", "codes_of", "find_rule", "own_rules"]

ENTRY_POINT_GROUP = "loms.rules"
"""Where packages name their own rules: a rule, or something to iterate over that gives rules."""

RENAMED: Mapping[str, str] = {}
"""Codes that rules had once, each with the code that it has now. Whoever asks for the old one gets the rule."""

_MODULES = (
    "texts",
    "languages",
    "html",
    "homepages",
    "identifiers",
    "ids",
    "dates",
    "amounts",
    "parts",
    "links",
    "levels",
    "places",
    "codes",
    "addresses",
    "contacts",
    "logos",
    "names",
    "elm",
)
"""The modules of our rules, in the order in which they are listed."""


def all_rules() -> tuple[Rule, ...]:
    """All rules, those of this library first.

    Raises:
        UsageError: The rules of a package cannot be loaded, or two rules have the same code.

    Examples:
        >>> all_rules()[0].code
        'LOMS-TEXT-LANGUAGE-TWICE'
    """
    found: dict[str, Rule] = {}
    for each in (*own_rules(), *_added_rules()):
        if found.setdefault(each.code, each) is not each:
            raise UsageError(f"Two rules have the code {each.code}. Rename the one that a package adds.")
    return tuple(found.values())


@functools.cache
def own_rules() -> tuple[Rule, ...]:
    """The rules of this library."""
    modules = (importlib.import_module(f"loms.validate.rules.{name}") for name in _MODULES)
    return tuple(each for module in modules for each in vars(module).values() if isinstance(each, Rule))


def find_rule(code: str) -> Rule:
    """The rule of a code, also of one that was renamed.

    Args:
        code: Its code; capitals make no difference.

    Raises:
        UsageError: No rule has it.

    Examples:
        >>> find_rule("loms-homepage-shared").severity.value
        'error'
    """
    wanted = code.strip().upper()
    wanted = RENAMED.get(wanted, wanted)
    rules = {each.code: each for each in all_rules()}
    if wanted in rules:
        return rules[wanted]
    # What all codes have in common would make any of them look near.
    by_end = {each.removeprefix(OUR_BEGINNING): each for each in rules}
    near = [by_end[each] for each in nearest_names(wanted.removeprefix(OUR_BEGINNING), by_end)]
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    if wanted.startswith(("XSD-", "XML-", "FORMAT-")):
        hint = "That is a code of the schema or of reading, which are always checked. "
    raise UsageError(f"There is no rule {code!r}. {hint}See `loms rules` for all.")


def codes_of(name: str) -> frozenset[str]:
    """The codes that a user means: one, or all that begin with these words.

    Args:
        name: A code, such as ``LOMS-TEXT-BLANK``, or how codes begin, such as ``LOMS-TEXT``.

    Raises:
        UsageError: No rule has such a code.

    Examples:
        >>> sorted(codes_of("LOMS-HOMEPAGE"))
        ['LOMS-HOMEPAGE-REPEATED', 'LOMS-HOMEPAGE-SHARED']
    """
    wanted = name.strip().upper()
    begin = f"{wanted}-"
    found = frozenset(each.code for each in all_rules() if each.code.startswith(begin))
    exact = RENAMED.get(wanted, wanted)
    if found and exact not in {each.code for each in all_rules()}:
        return found
    return found | {find_rule(name).code}


@functools.cache
def _added_rules() -> tuple[Rule, ...]:
    return tuple(each for point in entry_points(group=ENTRY_POINT_GROUP) for each in _rules_of(point))


def _rules_of(point: EntryPoint) -> Iterator[Rule]:
    where = f"{point.value}, which {point.dist.name if point.dist else 'a package'} names as {point.name}"
    try:
        given: object = point.load()
        listed = list(given) if isinstance(given, Iterable) else [given]
    except (Exception, SystemExit) as error:
        raise UsageError(
            f"The rules of {where}, cannot be loaded: {type(error).__name__}: {error}. Mend or uninstall the package."
        ) from error
    for each in listed:
        if not isinstance(each, Rule):
            raise UsageError(f"{where}, gives {each!r}, which is no rule. Make it with loms.validate.rule.")
        if is_own(each.code):
            raise UsageError(f"{where}, gives the rule {each.code}. Codes that begin with LOMS- are ours; rename it.")
        yield each
