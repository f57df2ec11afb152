"""The tables of the conversion of qualifications have all legacy codes, and say what the crosswalk says."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from enum import Enum

import pytest

from loms.convert.rules import Action, load_rules
from loms.convert.tables import read_table
from loms.convert.to_loms.codes import subject_of
from loms.legacy import qualifications as loq
from tests.support.documents import SHARED

CROSSWALKS = SHARED / "reference" / "crosswalks"
with_crosswalks = pytest.mark.skipif(not CROSSWALKS.is_dir(), reason="the crosswalks are not part of this repository")

EDGE = "loq_qualifications_to_loms"
QUALIFICATION = "learningSpecificationReferences/qualification/"

# What the crosswalk says in its notes only, and what becomes of a field in the two cases that it leaves open.
ONLY_IN_NOTES = {
    ("Qualification/QualificationId", f"{QUALIFICATION}@id"),
    ("Qualification/AwardingBodyContactInfo", f"{QUALIFICATION}additionalNote/text"),
    ("Qualification/AwardingBodyUrl", f"{QUALIFICATION}additionalNote/text"),
    ("Qualification/SourceOfInformation", f"{QUALIFICATION}supplementaryDoc/@uri"),
    ("Qualification/InformationLanguage", f"{QUALIFICATION}additionalNote/text"),
    ("Qualification/InformationLanguage", f"{QUALIFICATION}additionalNote/text/@lang"),
}


def lines(name: str) -> Iterator[Mapping[str, str]]:
    with (CROSSWALKS / name).open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def rows() -> list[Mapping[str, str]]:
    return [row for row in lines("legacy_to_loms_crosswalk.csv") if row["legacy_schema"] == "Qualification 0.7.10"]


def codes(vocabulary: str, column: str = "loms_value") -> dict[str, str]:
    """What the crosswalk says of each legacy code of a vocabulary."""
    return {
        row["legacy_value"]: row[column]
        for row in lines("legacy_to_loms_codes.csv")
        if row["vocabulary"] == f"Qualification.{vocabulary}"
    }


@pytest.mark.parametrize(
    ("table", "listed"), [("qualification_country", loq.CountryCode), ("language", loq.LanguageCode)]
)
def test_a_table_has_every_code_of_the_legacy_list_and_no_other(table: str, listed: type[Enum]) -> None:
    assert {row["code"] for row in read_table(table)} == {each.value for each in listed}


@with_crosswalks
@pytest.mark.parametrize(
    ("vocabulary", "column"),
    [
        ("CountryCode -> country", "country"),
        ("CountryCode -> NUTS", "regions"),
        ("CountryCode -> NQF framework", "framework"),
    ],
)
def test_countries_are_those_of_the_crosswalk(vocabulary: str, column: str) -> None:
    ours = {row["code"]: row[column] for row in read_table("qualification_country")}
    expected = {code: uri.rpartition("/")[2] for code, uri in codes(vocabulary).items()}
    assert {code: value for code, value in ours.items() if value} == {
        code: value for code, value in expected.items() if value
    }


@with_crosswalks
def test_a_framework_is_certain_where_the_crosswalk_names_the_one_of_the_country_or_region() -> None:
    meaning = {"by-country": "certain", "by-region": "certain", "ambiguous": "ambiguous", "none": "none"}
    expected = {code: meaning[rule] for code, rule in codes("CountryCode -> NQF framework", "rule").items()}
    assert {row["code"]: row["framework_rule"] for row in read_table("qualification_country")} == expected


@with_crosswalks
def test_a_region_has_no_code_where_the_crosswalk_has_only_the_country() -> None:
    expected = {code for code, rule in codes("CountryCode -> NUTS", "rule").items() if rule == "country-only"}
    assert {row["code"] for row in read_table("qualification_country") if row["region_rule"] == "none"} == expected


@with_crosswalks
def test_levels_that_few_frameworks_have_are_those_of_the_crosswalk() -> None:
    names = {"Scotland": "UKM", "Ireland": "IE", "Slovenia": "SI"}
    expected = {
        level: {code for name, code in names.items() if name in note}
        for level, note in codes("NQFLevel", "note").items()
        if note.startswith(("only", "no listed framework"))
    }
    assert {row["code"]: set(row["frameworks"].split()) for row in read_table("nqf_level")} == expected


@with_crosswalks
def test_every_field_goes_where_the_crosswalk_sends_it_and_nowhere_else() -> None:
    ours = {
        (rule.source, rule.target)
        for rule in load_rules(EDGE).fields
        if rule.source.startswith("Qualification/") and rule.target and not rule.source.endswith("/@language")
    }
    expected = {
        (row["legacy_path"], row["loms_path"])
        for row in rows()
        if row["legacy_path"].startswith("Qualification/")
        and row["loms_path"]
        and row["rule"] not in ("structure", "synthesise")
    }
    assert ours - expected == ONLY_IN_NOTES
    assert expected - ours == set()


@with_crosswalks
def test_what_the_crosswalk_drops_is_dropped() -> None:
    ours = {rule.source for rule in load_rules(EDGE).fields if Action.DROPPED in rule.actions}
    dropped = {row["legacy_path"] for row in rows() if row["rule"] in ("drop", "dataset operation")}
    expected = {path if path.startswith("Qualification/") else f"Qualifications/{path}" for path in dropped}
    # The version is a constant of the old format, and the one of the new format stands in its place.
    assert expected - ours == {"Qualifications/@XsdVersion"}
    # England and Northern Ireland together have no code, and level 99 says that there is none.
    assert ours - expected == {"Qualification/CountryCode", "Qualification/NQFLevel"}


@with_crosswalks
def test_what_the_crosswalk_makes_up_is_made_up() -> None:
    ours = {rule.target for rule in load_rules(EDGE).fields if not rule.source}
    made = {row["loms_path"] for row in rows() if row["rule"] == "synthesise"}
    # The id is made of the identifier, and whether a qualification is a partial one is not known.
    assert made - ours == {f"{QUALIFICATION}@id", f"{QUALIFICATION}isPartialQualification"}


@with_crosswalks
def test_topics_are_those_of_the_crosswalk() -> None:
    named = {
        row["legacy_path"]: match[1]
        for row in rows()
        if (match := re.search(r"subject (?:qualification-topics#)?([a-z]+-[a-z-]+)", row["note"]))
    }
    ours = {path: (topic := subject_of(path)) and topic.value.partition("#")[2] for path in named}
    # A supplement is marked by the step that writes it.
    assert named.pop("Qualification/SupplementLink") == "regulations-and-certificates"
    del ours["Qualification/SupplementLink"]
    assert ours == named
