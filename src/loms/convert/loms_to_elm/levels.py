"""Finds the levels of national qualifications frameworks, each of which is a code of its own in ELM."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from loms import elm
from loms.convert.from_loms.dataset import Node
from loms.convert.loms_to_elm.codes import ElmCode, elm_code
from loms.convert.settings import Settings
from loms.convert.tables import rows_by

__all__ = ["chosen_level", "has_levels", "national_level"]

_WORD = re.compile(r"[^\W\d_]{2,}[.:]?")
_OTHER_FRAMEWORKS = re.compile("E[QK][FR]|CEC|MEC", re.IGNORECASE)
"""What the European framework is called: its levels are not those of a country."""


def national_level(framework: str, notation: str) -> ElmCode:
    """The code of a level; that of the framework itself where the level is not known.

    The notation is looked up as it is, and without the words before it, such as the name of the framework and the word
    for level in any language. Nothing is guessed.

    Args:
        framework: URI of the framework; empty where none is named.
        notation: The level, as the source writes it; empty where it says none.

    Examples:
        >>> at = "http://data.europa.eu/esco/qdr/QF/AT"
        >>> national_level(at, "NQR Niveau 4") == national_level(at, "4"), national_level(at, "four").rule
        (True, 'framework')
    """
    levels = _levels(framework.strip())
    none = ElmCode("", "none")
    words = notation.split()
    for count in range(len(words)):
        before, rest = words[:count], " ".join(words[count:])
        if any(_OTHER_FRAMEWORKS.fullmatch(each) or not _WORD.fullmatch(each) for each in before):
            break
        if rest.casefold() in levels:
            return levels[rest.casefold()]
    return levels.get("", none)


def has_levels(node: Node, settings: Settings) -> bool:
    """Whether a qualification has the levels that ELM requires of one: a European and a national.

    Args:
        node: The qualification.
        settings: Those of the conversion.
    """
    has_european = any(elm_code("eqf-level", held.value).uri for held in node.all("eqfLevel/@uri")[:1])
    return has_european and any(
        chosen_level(block.value("@targetFrameworkID"), block.value("@targetNotation"), settings).uri
        for block in node.blocks("nqfLevel")
    )


def chosen_level(framework: str, notation: str, settings: Settings) -> ElmCode:
    """The code that is written for a level: where it only comes near and may not be written, that of the framework.

    Args:
        framework: As for `national_level`.
        notation: As for `national_level`.
        settings: Those of the conversion.
    """
    found = national_level(framework, notation)
    return found if found.is_allowed(settings) else national_level(framework, "")


@functools.cache
def _levels(framework: str) -> Mapping[str, ElmCode]:
    known = {level.value for level in elm.NqfLevel}
    return {
        row["notation"].casefold(): ElmCode(row["elm"], row["rule"])
        for row in rows_by("elm_national_level", "framework").get(framework, ())
        if row["elm"] in known
    }
