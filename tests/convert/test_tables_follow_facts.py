"""Our tables of codes and fields say what the crosswalk says."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from loms.convert.rules import load_rules
from loms.convert.tables import read_table
from tests.support.documents import SHARED

CROSSWALKS = SHARED / "reference" / "crosswalks"
pytestmark = pytest.mark.skipif(not CROSSWALKS.is_dir(), reason="the crosswalks are not part of this repository")

# Rows of the crosswalk that are not about a value: structure, other policies, and what holds for all texts.
OTHER_POLICIES = {"reference", "qualification", "structure", "award record", "drop", "dataset operation"}


def facts(vocabulary: str) -> dict[str, set[str]]:
    """LOMS codes by legacy code, of one vocabulary of the crosswalk."""
    found: dict[str, set[str]] = {}
    with (CROSSWALKS / "legacy_to_loms_codes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["vocabulary"] == vocabulary:
                codes = {each.rpartition("/")[2] for each in row["loms_value"].split()}
                found.setdefault(row["legacy_value"], set()).update(codes)
    return found


@pytest.mark.parametrize(
    ("vocabulary", "table", "key", "column"),
    [
        ("LearningOpportunity.CountryCode -> country", "country", "code", "country"),
        ("LearningOpportunity.CountryCode -> NUTS", "country", "code", "regions"),
        ("LearningOpportunity.CountryCode -> NQF framework", "country", "code", "framework"),
        ("ThematicAreas1997", "isced_1997", "code", "fields"),
        ("LanguageCode -> text/@lang", "language", "code", "text"),
        ("LanguageCode -> language/@uri", "language", "code", "language"),
        ("fallback text/@lang by country (for texts in a language LOMS lacks)", "fallback_language", "country", "text"),
        ("SpecialTargetGroup", "target_group", "code", "group"),
        ("DurationCode", "duration_code", "code", "at_most"),
    ],
)
def test_a_table_of_codes_is_the_one_of_the_crosswalk(vocabulary: str, table: str, key: str, column: str) -> None:
    ours = {row[key]: set(row[column].split()) for row in read_table(table)}
    expected = facts(vocabulary)
    assert {code: codes for code, codes in ours.items() if codes} == {
        code: codes for code, codes in expected.items() if codes
    }


@pytest.mark.parametrize(
    ("vocabulary", "kind"),
    [
        ("StudyType -> mode", "mode"),
        ("StudyType -> learningActivitySpecification/type", "activity"),
        ("StudyType -> learningSchedule", "schedule"),
    ],
)
def test_forms_of_study_are_those_of_the_crosswalk(vocabulary: str, kind: str) -> None:
    ours: dict[str, set[str]] = {}
    for row in read_table("study_type"):
        if row["kind"] == kind:
            ours.setdefault(row["code"], set()).add(row["value"])
    assert ours == facts(vocabulary)


def rows() -> Iterator[tuple[str, str]]:
    with (CROSSWALKS / "legacy_to_loms_crosswalk.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            is_value = row["rule"] not in OTHER_POLICIES and row["legacy_path"].startswith("LearningOpportunity/")
            if row["legacy_schema"] == "LearningOpportunity 0.5.10" and is_value:
                yield row["legacy_path"], row["loms_path"]


def test_every_field_goes_where_the_crosswalk_sends_it() -> None:
    ours = {(rule.source, _without_attribute(rule.target)) for rule in load_rules("loq_to_loms").fields}
    missing = [(source, target) for source, target in rows() if (source, _without_attribute(target)) not in ours]
    # A link is made by us, so the table has it among what is synthesised.
    assert [(source, target) for source, target in missing if not target.endswith("/@idref")] == []


def _without_attribute(path: str) -> str:
    return path.partition("/@")[0]
