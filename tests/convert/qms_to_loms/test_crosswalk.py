"""Every row of the mapping of QMS to LOMS is followed, or the reason why not is here."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from loms.convert.rules import Action, load_rules
from tests.support.documents import SHARED

SHEET = SHARED / "reference" / "crosswalks" / "qms1_to_loms_crosswalk.csv"
pytestmark = pytest.mark.skipif(not SHEET.is_file(), reason="the crosswalks are not part of this repository")

RULES = load_rules("qms_to_loms")

# Rows that are not followed, by source and target.
NOT_FOLLOWED = {
    ("Qualification/ReferenceLanguage", "qualification/language/@uri"): "LOMS means the language of instruction",
    ("Qualification/ExpiryPeriod", "qualification/duration"): "LOMS means the longest time a course may take",
    ("Qualification/NQFLevel/targetFramework/AlternativeLabel", "framework/title/text"): "one title for each language",
    (
        "Qualification/RelatedOccupations/targetFramework/AlternativeLabel",
        "framework/title/text",
    ): "one title for each language",
}
# What the sheet calls one field and the model calls by its parts.
PARTS = ("", "/Code", "/Text")
PLACES = ("", "/@uri", "/@idref")


@cache
def rows() -> list[dict[str, str]]:
    with SHEET.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["legacy_path"]]


def source_of(row: dict[str, str]) -> str:
    return row["legacy_path"].removeprefix("Qualifications/").removeprefix("Agents/")


def is_about_a_value(row: dict[str, str]) -> bool:
    """Whether a row sends a value somewhere; opportunities are not made, and structure has no value."""
    is_opportunity = row["loms_path"].startswith("learningOpportunities/")
    return bool(row["loms_path"]) and not is_opportunity and row["rule"] != "structure" and row["legacy_type"] != "note"


@pytest.mark.parametrize(
    "row", [row for row in rows() if is_about_a_value(row)] if SHEET.is_file() else [], ids=lambda row: row["sheet_ref"]
)
def test_a_value_goes_where_the_sheet_sends_it(row: dict[str, str]) -> None:
    source, target = source_of(row), row["loms_path"]
    short = target.partition("References/")[2]
    wanted = {(source + part, target + place) for part in PARTS for place in PLACES}
    # The sheet names a code where the text that it becomes stands.
    wanted |= {(f"{source}/Code", target)}
    is_followed = bool(wanted & {(rule.source, rule.target) for rule in RULES.fields})
    assert is_followed != ((source, short) in NOT_FOLLOWED)


@pytest.mark.parametrize(
    "row", [row for row in rows() if row["rule"] == "drop"] if SHEET.is_file() else [], ids=lambda row: row["sheet_ref"]
)
def test_a_value_that_the_sheet_drops_has_a_rule_too(row: dict[str, str]) -> None:
    source = source_of(row)
    rules = [rule for rule in RULES.fields if rule.source == source or rule.source.startswith(f"{source}/")]
    assert rules
    assert all(RULES.reason(source=rule.source, action=Action.DROPPED, target="") for rule in rules)


def test_what_the_notes_of_the_sheet_find_better_than_dropping_is_done() -> None:
    kept = {(rule.source, rule.target) for rule in RULES.fields}
    qualification, organization = "learningSpecificationReferences/qualification/", "agentReferences/organization/"
    assert {
        ("Qualification/URI", f"{qualification}@id"),
        ("Agent/URI", f"{organization}@id"),
        ("Qualification/Accreditations", f"{qualification}additionalNote/text"),
        ("Qualification/LandingPage/URI", f"{qualification}supplementaryDoc/@uri"),
        ("Qualification/ExpiryPeriod", f"{qualification}additionalNote/text"),
        ("Qualification/WaysToAcquire/WayToAcquire/Code", f"{qualification}additionalNote/text"),
        (
            "Qualification/LearningOutComes/targetNotation",
            "learningOutcomeReferences/learningOutcome/relatedEscoSkill/@description",
        ),
        (
            "Qualification/NQFLevel/targetFramework/AlternativeLabel",
            "semanticFrameworkReferences/framework/description/text",
        ),
    } <= kept
