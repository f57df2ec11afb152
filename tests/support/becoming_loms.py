"""What values of the legacy models become in LOMS: told apart from how the conversion finds it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from urllib.parse import quote, unquote

import attrs

import loms
from loms.convert.accounting import Action, Entry
from loms.convert.parse import amount_of, credits_of, date_of, duration_of
from loms.convert.tables import read_table
from loms.convert.to_loms.texts import note_content
from tests.support import facts
from tests.support.sayings import Made, Said, Source

__all__ = ["Case", "Wanted", "address", "legacy_languages", "legacy_value", "one_line", "unquoted"]

_GROUPS = "http://data.europa.eu/europass/targetGroup/"


@attrs.frozen(kw_only=True)
class Case:
    """One conversion of one document.

    Attributes:
        source: What was converted.
        made: What came of it.
        settings: What the conversion could not know.
    """

    source: Source
    made: Made
    settings: loms.Settings

    def countries(self, record: str | None) -> set[str]:
        """The first two letters of the legacy country code of a record, or of all that have its identifier."""
        fields = ("LearningOpportunity/CountryCode", "Qualification/CountryCode")
        return {value[:2] for field in fields for value in self.source.values(record, field)}

    def fallback(self, country: str) -> str:
        """The language of texts of a country whose own language has no code."""
        return self.settings.fallback_languages.get(country) or facts.fallback_language(country)


@attrs.frozen
class Wanted:
    """What may stand at a place.

    Attributes:
        alternatives: Values of which all must stand there; one of these is enough.
        spelled: How values are spelled before they are compared.
    """

    alternatives: Sequence[Collection[str]]
    spelled: Callable[[str], str] = str

    def holds(self, values: Iterable[str]) -> bool:
        """Whether values are what is wanted."""
        found = {self.spelled(value) for value in values}
        return any(each and {self.spelled(value) for value in each} <= found for each in self.alternatives)


def legacy_value(said: Said, entry: Entry, case: Case) -> Wanted | None:
    """What a value of a legacy file must be at a place of LOMS; None where nobody has said it."""
    target, value = entry.target or "", said.value
    if target.endswith("/@id"):
        return _minted(value, target, case)
    if entry.action is Action.NOTE:
        return _phrase(said)
    if target.endswith("qualificationRef/identifier"):
        addresses = dict.fromkeys((value.strip(), quote(value.strip(), safe=_KEPT)))
        known = [each for one in addresses for each in case.settings.known_qualifications.find(one)]
        return Wanted([[each.identifier] for each in known])
    if target.endswith(("homepage/@uri", "supplementaryDoc/@uri")):
        return address(value)
    if said.name == "NQFLevel" and target.endswith("@targetFrameworkID"):
        vocabulary = "Qualification.CountryCode -> NQF framework"
        frameworks = facts.codes(vocabulary, "qualification_country", "framework", facts.NATIONAL)
        return Wanted(
            [frameworks.get(code, ()) for code in case.source.values(said.record, "Qualification/CountryCode")]
        )
    special = _SPECIAL.get(said.name)
    if special is not None:
        return special(said, target, case)
    if target.endswith(("/identifier", "@targetNotation")):
        return Wanted([[value]], one_line)
    return _language(value) if target.endswith(("/language/@uri", "referenceLanguage/@uri")) else None


def legacy_languages(said: Said, entry: Entry, case: Case) -> tuple[str, frozenset[str]]:
    """The legacy language of a text, and the codes under which LOMS may have it."""
    language = said.language or "en"
    if said.name == "SourceOfInformation":
        language = next(iter(case.source.values(said.record, "Qualification/InformationLanguage")), "en")
    found = facts.text_language(language)
    if found is not None:
        return language, frozenset({found} if entry.action is not Action.NOTE else ())
    return language, frozenset(map(case.fallback, case.countries(said.record)))


def address(value: str) -> Wanted:
    """A web address, whatever of it is percent-encoded."""
    return Wanted([[value]], unquoted)


def one_line(value: str) -> str:
    """A value with white space reduced."""
    return " ".join(value.split())


_KEPT = "%:/?#[]@!$&'()*+,;=~"


def unquoted(value: str) -> str:
    """An address without any percent-encoding, and without white space around it."""
    return unquote(value.strip())


def _language(value: str) -> Wanted:
    return Wanted([facts.language_uris().get(value, ())])


def _minted(value: str, target: str, case: Case) -> Wanted:
    """The id of what a record became: the namespace, the kind of record, and the identifier."""
    kind = "opportunity" if "learningOpportunity/" in target else "qualification"
    name = quote(value, safe="")
    name = name.replace(".", "%2E") if name in {".", ".."} else name
    start = f"{case.settings.namespace or ''}{kind}/{name}"
    # Further records of the same identifier are numbered.
    return Wanted(
        [[start]], lambda found: found.partition("/again/")[0] if found.startswith(f"{start}/again/") else found
    )


def _phrase(said: Said) -> Wanted | None:
    """The phrase for a code that LOMS does not have."""
    if said.name == "StudyType":
        return Wanted([[facts.phrases_of_study()[said.value]]])
    if said.name == "DurationCode":
        return Wanted([[row["note"] for row in read_table("duration_code") if row["code"] == said.value]])
    about = {"InformationLanguage": "Language of the information", "TeachingLanguage": "Language of instruction"}
    if said.name in about and said.value not in facts.language_uris():
        return None
    if said.name in about and not facts.language_uris()[said.value]:
        (name,) = [row["name"] for row in read_table("language") if row["code"] == said.value]
        return Wanted([[f"{about[said.name]}: {name} [{said.value}]"]])
    return None


def _place(said: Said, target: str, case: Case) -> Wanted:
    kind = "Qualification" if said.field.startswith("Qualification/") else "LearningOpportunity"
    table = "qualification_country" if kind == "Qualification" else "country"
    countries = facts.codes(f"{kind}.CountryCode -> country", table, "country", facts.COUNTRY)
    country = countries.get(said.value, frozenset())
    regions = facts.codes(f"{kind}.CountryCode -> NUTS", table, "regions", facts.NUTS).get(said.value, frozenset())
    if target.endswith("providedAt/spatialCode/@uri"):
        is_merged = any(row["code"] == said.value and row["region_rule"] == "merged" for row in read_table(table))
        return Wanted([country if is_merged and not case.settings.approximate_codes else country | regions])
    if kind == "Qualification" and target.endswith("awardingOpportunity/location/@uri"):
        return Wanted([regions or country])
    return Wanted([country])


def _field_of_1997(said: Said, target: str, _case: Case) -> Wanted:
    if target.endswith("@targetNotation"):
        return Wanted([[said.value]])
    return Wanted([facts.codes("ThematicAreas1997", "isced_1997", "fields", facts.ISCED_F).get(said.value, ())])


def _level(said: Said, target: str, _case: Case) -> Wanted:
    return Wanted([[said.value]] if target.endswith("@targetNotation") else [[facts.EQF + said.value]], one_line)


def _study_type(said: Said, target: str, case: Case) -> Wanted:
    kind = {"learningSchedule": "schedule", "mode": "mode", "type": "activity"}[target.split("/")[-2]]
    known = facts.study_codes(kind).get(said.value, frozenset())
    policy = {"PT": case.settings.study_type_pt, "WK": case.settings.study_type_wk}
    if said.value in policy:
        known = frozenset(each for each in known if each.rpartition("/")[2] == policy[said.value])
    if said.value == "DL" and not case.settings.approximate_codes:
        known = frozenset()
    return Wanted([known])


def _read_by(parse: Callable[[str], object | None]) -> Callable[[Said, str, Case], Wanted]:
    """A value that a text says."""

    def wanted(said: Said, _target: str, _case: Case) -> Wanted:
        found = parse(note_content(said.value).value)
        return Wanted([] if found is None else [[str(found)]])

    return wanted


def _beginning_of_day(text: str) -> str | None:
    day = date_of(text)
    return None if day is None else f"{day}T00:00:00"


_SPECIAL: Mapping[str, Callable[[Said, str, Case], Wanted]] = {
    "CountryCode": _place,
    "ThematicAreas1997": _field_of_1997,
    "ThematicAreas2013": lambda said, _target, _case: Wanted([[facts.ISCED_F + said.value]]),
    "EqfLevel": _level,
    "EQFLevel": _level,
    "EducationLevel": _level,
    "StudyType": _study_type,
    "SpecialTargetGroup": lambda said, _target, _case: Wanted(
        [facts.codes("SpecialTargetGroup", "target_group", "group", _GROUPS).get(said.value, ())]
    ),
    "DurationCode": lambda said, _target, _case: Wanted(
        [facts.codes("DurationCode", "duration_code", "at_most").get(said.value, ())]
    ),
    "DurationInformation": _read_by(duration_of),
    "StartDate": _read_by(date_of),
    "ExpiryDate": _read_by(_beginning_of_day),
    "Costs": _read_by(lambda text: (amount_of(text) or (None,))[0]),
    "Credits": _read_by(lambda text: (credits_of(text) or (None,))[0]),
    "LearningOpportunities": lambda _said, _target, _case: Wanted([["1.1.0"]]),
    "Qualifications": lambda _said, _target, _case: Wanted([["1.1.0"]]),
}
"""What values become by a rule of their own. ``Costs`` and the like are asked for only where a value was read."""
