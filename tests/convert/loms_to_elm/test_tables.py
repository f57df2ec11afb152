"""Our tables say what the crosswalk says."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from enum import Enum

import pytest

from loms import elm
from loms.convert.loms_to_elm.codes import elm_code
from loms.convert.rules import load_rules
from loms.convert.tables import read_table
from loms.model import Country, Currency, IscedF, Language, LearningModeType, Nuts
from tests.support.documents import SHARED

CROSSWALKS = SHARED / "reference" / "crosswalks"
needs_facts = pytest.mark.skipif(not CROSSWALKS.is_dir(), reason="the crosswalks are not part of this repository")

# These say how texts are marked up, what an attribute that is missing means, or what has no slot at all.
NOT_CODES = {"SkillAlignmentTypeEnumType", "TextContentTypeCodeEnumType", "LanguageCharCodeEnumType"}
OPEN = ("subject", "organization-type")
OWNERS = {
    "LearningOpportunity": "learningOpportunity",
    "LearningSpecification": "learningSpecification",
    "Qualification": "qualification",
    "qualificationRef": "qualificationRef",
    "LearningOutcome": "learningOutcome",
    "LearningActivitySpecification": "learningActivitySpecification",
    "AssessmentSpecification": "assessmentSpecification",
    "EntitlementSpecification": "entitlementSpecification",
    "Organization": "organization",
    "ScoringScheme": "scoringScheme",
    "SemanticFramework": "framework",
}
"""The records, by the names of their types."""


def facts(name: str) -> Iterator[Mapping[str, str]]:
    with (CROSSWALKS / f"loms_to_elm_{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@needs_facts
def test_every_code_of_the_crosswalk_is_in_our_tables() -> None:
    ours = {(row["code"], row["elm"]) for row in read_table("elm_code")}
    ours |= {
        (f"{row['framework']}|{row['notation']}" if row["notation"] else row["framework"], row["elm"])
        for row in read_table("elm_national_level")
    }
    ours |= {(row["text"], row["language"]) for row in read_table("elm_language")}
    ours |= {(row["prefix"], row["country"]) for row in read_table("elm_nuts_country")}
    expected = {
        (row["loms_uri"], row["elm_uri"])
        for row in facts("codes")
        if row["vocabulary"] not in NOT_CODES and not row["loms_uri"].startswith("(")
    }
    assert ours == expected


@needs_facts
def test_what_the_crosswalk_drops_or_keeps_so_do_we_where_it_says() -> None:
    targets: dict[str, set[str]] = {}
    for rule in load_rules("loms_to_elm").fields:
        targets.setdefault(rule.source, set()).add(rule.target)
    wrong = []
    for row in facts("crosswalk"):
        owner = OWNERS.get(row["loms_class"])
        if owner is None or row["rule"] == "unwrap":
            continue
        ours = {field: found for field, found in targets.items() if _is_of(field, f"{owner}/{row['loms_path']}")}
        places = [target for found in ours.values() for target in found if target]
        wanted = row["elm_path"].replace("skos:", "")
        # A place becomes a record, to which only a reference remains.
        wanted = "locationReferences/location" if row["rule"] == "split" else f"/{wanted}"
        is_dropped = row["rule"] == "drop"
        is_there = any(f"{wanted}/" in f"{place}/" for place in places)
        if not ours or bool(places) == is_dropped or is_there == is_dropped:
            wrong.append((row["loms_class"], row["loms_path"]))
    # Frameworks become no records; their URIs live on where concepts refer to them.
    assert wrong == [("SemanticFramework", "@id")]


@pytest.mark.parametrize(
    ("code_list", "codes", "share"),
    [
        ("country", Country, 253),
        ("nuts", Nuts, 2048),
        ("currency", Currency, 160),
        ("isced-f", IscedF, 220),
        ("language", Language, len(Language)),
        ("learning-mode", LearningModeType, len(LearningModeType)),
    ],
)
def test_so_many_codes_have_an_equal(code_list: str, codes: type[Enum], share: int) -> None:
    found = [elm_code(code_list, str(code.value)) for code in codes]
    assert sum(bool(code.uri) and not code.setting for code in found) == share


def test_every_national_level_is_one_of_elm() -> None:
    known = {level.value for level in elm.NqfLevel}
    assert {row["elm"] for row in read_table("elm_national_level")} - known == {""}


def _is_of(field: str, path: str) -> bool:
    return field == path or field.startswith((f"{path}/", f"{path}/@"))
