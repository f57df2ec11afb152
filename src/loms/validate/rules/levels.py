"""Rules about levels of qualifications frameworks."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from loms.convert.uris import EQF, EQF_LEVELS, NATIONAL_FRAMEWORKS
from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import LOMS, shortened, table

_LEVEL = re.compile(
    r"(?:level|niveau|nivel|livello|niveli|taso|nivå|tase|poziom)?\s*(\d{1,2})(?:[.,]?\d|\s?[A-Za-z+])?", re.I
)
_SEVERAL_FRAMEWORKS = ("UK",)
"""Legacy codes of countries that do not tell which of several frameworks a level is of."""


@rule(
    "LOMS-LEVEL-CONTRADICTION",
    "warning",
    says="The EQF level of a qualification is the one to which its national level was referenced.",
    why="One of the two levels is wrong, and learners compare qualifications of different countries by them.",
    remedy="Correct the level that is wrong, or the framework.",
    limits=(
        "Told only when the level is a number, of the EQF itself or of one of these frameworks: "
        f"{', '.join(sorted({row['framework'] for row in table('nqf_levels')}))}. "
        "A legacy level is taken for one of the framework of CountryCode, but for UK, which has several."
    ),
    formats=("loms-2019", "loq-qualifications"),
    records=("qualification", "Qualification"),
    bad="""
<qualification>
  <eqfLevel uri="http://data.europa.eu/esco/eqf/7"/>
  <nqfLevel targetNotation="8" targetFrameworkID="http://data.europa.eu/esco/qdr/QF/IE"/>
</qualification>""",
    good="""
<qualification>
  <eqfLevel uri="http://data.europa.eu/esco/eqf/6"/>
  <nqfLevel targetNotation="8" targetFrameworkID="http://data.europa.eu/esco/qdr/QF/IE"/>
</qualification>""",
)
def contradicting_levels(element: etree._Element, here: Here) -> Iterator[Finding]:
    if here.seen.kind == "Qualification":
        yield from _of_legacy(element)
        return
    eqf = element.find(f"{LOMS}eqfLevel")
    level = "" if eqf is None else eqf.get("uri", "").removeprefix(EQF_LEVELS)
    if not level.isdecimal():
        return
    for national in element.iterchildren(f"{LOMS}nqfLevel"):
        framework = national.get("targetFrameworkID", "").strip()
        notation = national.get("targetNotation", "").strip()
        possible = _eqf_levels(framework, notation)
        if possible and int(level) not in possible:
            name = "EQF" if framework == EQF else framework.removeprefix(NATIONAL_FRAMEWORKS)
            yield _contradiction(national, level, shortened(notation), f"the framework {name}", possible)


def _of_legacy(element: etree._Element) -> Iterator[Finding]:
    """A legacy record names no framework, so it is that of its country."""
    eqf, national = element.find("{*}EQFLevel"), element.find("{*}NQFLevel")
    if eqf is None or national is None:
        return
    level, notation = (eqf.text or "").strip(), (national.text or "").strip()
    country = element.findtext("{*}CountryCode", "").strip()
    if not level.isdecimal() or country in _SEVERAL_FRAMEWORKS:
        return
    possible = _eqf_levels(NATIONAL_FRAMEWORKS + country, notation)
    if possible and int(level) not in possible:
        yield _contradiction(national, level, notation, f"the framework of {country}", possible)


def _contradiction(
    national: etree._Element, level: str, notation: str, framework: str, possible: tuple[int, ...]
) -> Finding:
    fits = " or ".join(map(str, possible))
    message = f"The EQF level is {level}, but level {notation} of {framework} is EQF level {fits}."
    return Finding(national, message)


def _eqf_levels(framework: str, notation: str) -> tuple[int, ...]:
    """The levels of the EQF to which a national level was referenced; empty where that is not known."""
    match = _LEVEL.fullmatch(notation)
    if match is None:
        return ()
    level = int(match[1])
    if framework == EQF:
        return (level,)
    levels = _referenced().get(framework.removeprefix(NATIONAL_FRAMEWORKS), {})
    if "*" in levels:
        return (level,) if 1 <= level <= 8 else ()
    return tuple(map(int, levels.get(str(level), "").split()))


@functools.cache
def _referenced() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in table("nqf_levels"):
        found.setdefault(row["framework"], {})[row["level"]] = row["eqf"]
    return found
