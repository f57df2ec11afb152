"""What values of QMS become in LOMS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from urllib.parse import unquote

from loms.convert.accounting import Action, Entry
from loms.convert.qms_to_loms.codes import (
    find_agent_type,
    find_known_language,
    find_location,
    find_setting,
    find_topic,
    place_of,
)
from tests.support import facts
from tests.support.becoming_loms import Case, Wanted, one_line, unquoted
from tests.support.sayings import Said, words

__all__ = ["qms_languages", "qms_value"]

_LOCATIONS = (
    "Qualification/AwardingActivities/AwardingActivity/Location/Code",
    "Qualification/AwardingActivities/AwardingActivity/Location/URI",
    "Agent/MainSite/Code",
    "Agent/MainSite/URI",
)
_SPACES = str.maketrans("\t\r\n", "   ")


def qms_value(said: Said, entry: Entry, case: Case) -> Wanted | None:
    """What a value of QMS must be at a place of LOMS; None where nobody has said it."""
    target = entry.target or ""
    if entry.action is Action.NOTE:
        return None
    for name, look_up in _LISTS.items():
        if f"/{name}/" in said.field and said.field.endswith(("/Code", "/URI")):
            found = look_up(said.value.strip())
            return Wanted([] if found is None else [[str(getattr(found, "value", found))]])
    if target.endswith("/organization/@idref"):
        return Wanted([[each] for each in _called(said.value, "agentReferences/organization", case)])
    if target.endswith(("@targetFrameworkID", "framework/@id")):
        frameworks = _called(said.value, "semanticFrameworkReferences/framework", case)
        return Wanted([[said.value.strip()], *([each] for each in frameworks)])
    spelled = next((each for end, each in _SPELLED.items() if target.endswith(end)), None)
    return Wanted([[said.value]], spelled) if spelled else None


def qms_languages(said: Said, entry: Entry, case: Case) -> tuple[str, frozenset[str]]:
    """The language of a text of QMS, and the codes under which LOMS may have it."""
    if said.name == "Accreditations":
        titles = case.made.at(entry.target_record, f"{'/'.join((entry.target or '').split('/')[:2])}/title/text")
        return "", frozenset(title.language for title in titles[:1] if title.language)
    language = said.language or "en"
    found = facts.text_language(language)
    if found is not None:
        return language, frozenset({found} if entry.action is not Action.NOTE else ())
    return language, frozenset(_fallbacks(case))


def _fallbacks(case: Case) -> Iterator[str]:
    """The languages of all places in the document, and English for records that name none."""
    yield case.fallback("")
    for said in case.source.all:
        found = find_location(said.value.strip()) if said.field in _LOCATIONS else None
        place = place_of(found) if found else None
        if place is not None:
            yield case.fallback(place.code[:2])


def _called(name: str, section: str, case: Case) -> Iterable[str]:
    """The ids of the records of a section that have a name as id or identifier."""
    wanted = name.translate(_SPACES).strip()
    for identity in case.made.ids():
        found = case.made.at(identity, f"{section}/identifier")
        if case.made.at(identity, section) and wanted in (identity, *(each.value.strip() for each in found)):
            yield identity


def _known_language(code: str) -> object | None:
    found = find_known_language(code)
    return found.language if found else None


def _end(code: str) -> str:
    """The last part of a URI, or a bare code."""
    return re.split("[/#]", code)[-1]


def _same_end(code: str, found: Enum | None) -> Enum | None:
    """What a code was found to be, if that ends in it."""
    return found if found is not None and _end(str(found.value)) == _end(code) else None


def _mail(value: str) -> str:
    text = value.strip()
    return unquote(text[7:] if text.lower().startswith("mailto:") else text)


def _number(value: str) -> str:
    try:
        return str(Decimal(value.strip()).normalize())
    except InvalidOperation:
        return value


def _day(value: str) -> str:
    """A day, whether it is written as a date or as the time at which it begins."""
    return value.strip().replace("T00:00:00", "")


def _truth(value: str) -> str:
    return {"1": "true", "0": "false"}.get(value.strip().lower(), value.strip().lower())


_LISTS: Mapping[str, Callable[[str], object | None]] = {
    "DocumentTopic": lambda code: _same_end(code, find_topic(code)),
    "ISCEDFoETField": lambda code: facts.ISCED_F + _end(code),
    "EQFLevel": lambda code: facts.EQF + _end(code),
    "AgentType": lambda code: _same_end(code, find_agent_type(code)),
    "Location": find_location,
    "MainSite": find_location,
    "WayToAcquire": find_setting,
    "Language": _known_language,
}
_SPELLED: Mapping[str, Callable[[str], str]] = {
    "/mailBox/@uri": _mail,
    "homepage/@uri": unquoted,
    "supplementaryDoc/@uri": unquoted,
    "/@targetID": unquoted,
    "/@id": str.strip,
    "/identifier": lambda value: value.translate(_SPACES).strip(),
    "@targetNotation": one_line,
    "relatedEscoSkill/@description": one_line,
    "hasECTSCreditPoints": _number,
    "volumeOfLearning": str.strip,
    "isPartialQualification": _truth,
    "startedAtTime": _day,
    "endedAtTime": _day,
    "@description": words,
}
"""In which form all spellings of a value are the same, by the end of the place."""
