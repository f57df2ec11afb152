"""What values of LOMS become in the legacy models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from loms.convert.accounting import Action, Entry
from loms.convert.tables import read_table
from loms.convert.to_loq.values import duration_text, months_of
from loms.legacy import learning_opportunities, qualifications
from tests.support import facts
from tests.support.becoming_loms import Case, Wanted, address
from tests.support.sayings import Said, unmarked

__all__ = ["is_phrase", "loms_value", "written_as"]

_LANGUAGES = ("@language", "TeachingLanguage", "InformationLanguage", "SupplementLanguage")
_GROUPS = "http://data.europa.eu/europass/targetGroup/"
_KINDS = {"learningSchedule": "schedule", "mode": "mode", "type": "activity"}


def loms_value(said: Said, entry: Entry, entries: Sequence[Entry], case: Case) -> Wanted | None:
    """What a value of LOMS must be at a place of a legacy record; None where nobody has said it.

    Args:
        said: The value.
        entry: What became of it at that place.
        entries: All that became of it.
        case: The conversion.
    """
    name = (entry.target or "").rpartition("/")[2]
    is_narrower = any(each.action is Action.DROPPED and each.lost for each in entries)
    if said.field.endswith("/text"):
        return Wanted([[code] for code in _PHRASES[name]().get(said.value, ())] if name in _PHRASES else [])
    if name == "@XsdVersion":
        return Wanted([["0.5.10" if case.made.format.name == "loq-learning-opportunities" else "0.7.10"]])
    if name == "CountryCode":
        return Wanted([[code] for code in _places(said.value, case, is_narrower=is_narrower)])
    if name in _LANGUAGES and said.field.endswith("/@uri"):
        return Wanted([[code] for code in facts.inverted(facts.language_uris()).get(said.value, ())])
    if name == "ThematicAreas2013":
        return Wanted(_fields(said.value, is_narrower=is_narrower))
    if name in ("EqfLevel", "EQFLevel") and said.field.endswith("eqfLevel/@uri"):
        return Wanted([[said.value.removeprefix(facts.EQF)]])
    if name == "SpecialTargetGroup":
        groups = facts.inverted(facts.codes("SpecialTargetGroup", "target_group", "group", _GROUPS))
        return Wanted([[code] for code in groups.get(said.value, ())])
    if name == "StudyType":
        forms = facts.inverted(facts.study_codes(_KINDS[said.field.split("/")[-2]]))
        # Both grades of part-time study are one legacy code, which then says less.
        return Wanted(
            [[code] for code in forms.get(said.value, ()) if code != "PT" or _is_grade(said, case, is_narrower)]
        )
    if name == "DurationCode":
        return Wanted(_range(said.value, is_narrower=is_narrower))
    return address(said.value) if name.lower().endswith("url") else None


def written_as(said: Said) -> Sequence[str]:
    """How a text or value may stand in a legacy text."""
    marked = unmarked(said.value)
    if said.field.endswith("/text"):
        return [said.value, *(each for several in marked.values() for each in several)]
    last = said.field.rpartition("/")[2]
    special = _WRITTEN.get("/".join(said.field.split("/")[-2:])) or _WRITTEN.get(last)
    return [said.value] if special is None else [special(said.value)]


def is_phrase(target: str) -> bool:
    """Whether a text at a place is the phrase for a code that stands there.

    Args:
        target: The place.
    """
    return target.rpartition("/")[2] in _PHRASES


def _is_grade(said: Said, case: Case, is_narrower: bool) -> bool:
    return is_narrower or said.value.rpartition("/")[2] == case.settings.study_type_pt


def _places(uri: str, case: Case, *, is_narrower: bool) -> list[str]:
    """The legacy codes of a place, and where the entries say that it was narrower, all codes of its country."""
    is_offer = case.made.format.name == "loq-learning-opportunities"
    kind, table = ("LearningOpportunity", "country") if is_offer else ("Qualification", "qualification_country")
    countries = facts.codes(f"{kind}.CountryCode -> country", table, "country", facts.COUNTRY)
    regions = facts.codes(f"{kind}.CountryCode -> NUTS", table, "regions", facts.NUTS)
    if uri.startswith(facts.COUNTRY):
        return [code for code, found in countries.items() if uri in found]
    region = uri.removeprefix(facts.NUTS)
    if len(region) == 2 or is_narrower:
        return [code for code in countries if code[:2] == region[:2]]
    return [code for code, found in regions.items() if uri in found]


def _fields(uri: str, *, is_narrower: bool) -> list[list[str]]:
    """The field itself, or the next wider one of the legacy list where the entries say so."""
    code = uri.removeprefix(facts.ISCED_F)
    known = {each.value for each in learning_opportunities.ThematicAreas2013}
    known &= {each.value for each in qualifications.ThematicAreas2013}
    wider = next((code[:end] for end in range(len(code), 1, -1) if code[:end] in known), "")
    return [[wider]] if wider == code or is_narrower else []


def _range(value: str, *, is_narrower: bool) -> list[list[str]]:
    bounds = facts.codes("DurationCode", "duration_code", "at_most")
    exact = [[code] for code, found in bounds.items() if value in found]
    months = months_of(value)
    if exact or months is None or not is_narrower:
        return exact
    return [[next((code for code, bound in (("3M", 3), ("6M", 6), ("1Y", 12)) if months <= bound), "MY")]]


def _languages(about: str) -> Mapping[str, frozenset[str]]:
    return {f"{about}: {row['name']} [{row['code']}]": frozenset({row["code"]}) for row in read_table("language")}


def _study() -> Mapping[str, frozenset[str]]:
    return {phrase: frozenset({code}) for code, phrase in facts.phrases_of_study().items()}


def _durations() -> Mapping[str, frozenset[str]]:
    return {row["note"]: frozenset({row["code"]}) for row in read_table("duration_code") if row["note"]}


_PHRASES: Mapping[str, Callable[[], Mapping[str, frozenset[str]]]] = {
    "InformationLanguage": lambda: _languages("Language of the information"),
    "TeachingLanguage": lambda: _languages("Language of instruction"),
    "StudyType": _study,
    "DurationCode": _durations,
}
"""Codes that stand in LOMS as phrases, by legacy field."""


def _tail(value: str) -> str:
    return value.rpartition("/")[2]


_WRITTEN: Mapping[str, Callable[[str], str]] = {
    "learningOpportunity/duration": duration_text,
    "volumeOfLearning": lambda value: f"Volume of learning: {duration_text(value)}",
    "amount/@unit": _tail,
    "hasECTSCreditPoints/@schemeID": lambda value: _tail(value).upper(),
    "hasCreditPoints/@schemeID": lambda value: _tail(value).upper(),
    "mailBox/@uri": lambda value: value.removeprefix("mailto:"),
}
"""How values are written as texts; all others as they stand."""
