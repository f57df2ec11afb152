"""Our tables of codes and fields say what the crosswalk says."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping

import pytest

from loms.convert.rules import Action, load_rules
from loms.convert.tables import read_table
from tests.support.documents import SHARED

CROSSWALKS = SHARED / "reference" / "crosswalks"
pytestmark = pytest.mark.skipif(not CROSSWALKS.is_dir(), reason="the crosswalks are not part of this repository")

# Rows of the crosswalk that are not about a value: structure, other policies, and what holds for all texts.
OTHER_POLICIES = {"reference", "qualification", "structure", "award record", "drop", "dataset operation"}


def facts(vocabulary: str) -> dict[str, set[str]]:
    """LOMS codes by legacy code, of one vocabulary of the crosswalk."""
    found: dict[str, set[str]] = {}
    for row in lines("legacy_to_loms_codes.csv"):
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


MEANINGS = {
    ("LearningOpportunity.CountryCode -> NUTS", "country", "region_rule"): {
        "same": "same",
        "recode": "recoded",
        "recode-up": "recoded",
        "recode-shift": "shifted",
        "merge": "merged",
        "split": "split",
        "country-only": "none",
    },
    ("LearningOpportunity.CountryCode -> NQF framework", "country", "framework_rule"): {
        "by-country": "certain",
        "by-region": "certain",
        "by-region-ambiguous": "ambiguous",
        "ambiguous": "ambiguous",
        "none": "none",
    },
    ("ThematicAreas1997", "isced_1997", "rule"): {
        "one-to-one": "exact",
        "one-to-many: emit lowest common parent": "parent",
        "one-to-many: no common parent, emit all and warn": "all",
    },
}
"""What we call a rule of the crosswalk, by vocabulary, table and column."""


@pytest.mark.parametrize(("vocabulary", "table", "column"), MEANINGS)
def test_a_code_is_as_near_as_the_crosswalk_says(vocabulary: str, table: str, column: str) -> None:
    ours = {row["code"]: row[column] for row in read_table(table)}
    meaning = MEANINGS[vocabulary, table, column]
    expected = {
        row["legacy_value"]: meaning[row["rule"]]
        for row in lines("legacy_to_loms_codes.csv")
        if row["vocabulary"] == vocabulary
    }
    # A code that the crosswalk has no region for is that of a whole country.
    assert ours == dict.fromkeys(ours, "country") | expected


def lines(name: str) -> Iterator[Mapping[str, str]]:
    with (CROSSWALKS / name).open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def rows(*rules: str) -> list[tuple[str, str]]:
    """Source and target of each row about learning opportunities that has one of these rules; of none, of a value."""
    return [
        (row["legacy_path"], row["loms_path"])
        for row in lines("legacy_to_loms_crosswalk.csv")
        if row["legacy_schema"] == "LearningOpportunity 0.5.10"
        and (
            row["rule"] in rules
            or (
                not rules
                and row["rule"] not in OTHER_POLICIES
                and row["legacy_path"].startswith("LearningOpportunity/")
            )
        )
    ]


def test_every_field_goes_where_the_crosswalk_sends_it() -> None:
    ours = {(rule.source, _without_attribute(rule.target)) for rule in load_rules("loq_to_loms").fields}
    missing = [(source, target) for source, target in rows() if (source, _without_attribute(target)) not in ours]
    # A link is made by us, so the table has it among what is synthesised.
    assert [(source, target) for source, target in missing if not target.endswith("/@idref")] == []


SPECIFICATION, QUALIFICATION = (
    f"learningSpecificationReferences/{kind}/" for kind in ("learningSpecification", "qualification")
)
LOCATION = "awardingOpportunities/awardingOpportunity/location/@uri"
NOTE = "learningOpportunities/learningOpportunity/additionalNote/text"
BLOCK = "LearningOpportunity/Qualifications"

# What the crosswalk says in its notes only, or of what it makes up.
ONLY_IN_NOTES = {
    ("LearningOpportunity/LearningOpportunityId", "learningOpportunities/learningOpportunity/@id"),
    ("LearningOpportunity/InformationLanguage", NOTE),
    ("LearningOpportunity/TeachingLanguage", NOTE),
    ("LearningOpportunity/CountryCode", f"{SPECIFICATION}{LOCATION}"),
    # Says whose national level it is where the framework is not certain.
    ("LearningOpportunity/CountryCode", f"{SPECIFICATION}hasEducationLevel/@targetFrameworkSpatialID"),
    (f"{BLOCK}/AwardingBodyContactInfo", f"{SPECIFICATION}additionalNote/text"),
    (f"{BLOCK}/AwardingBodyUrl", f"{SPECIFICATION}additionalNote/text"),
    (f"{BLOCK}/QualificationAwardedURL", "learningSpecificationReferences/qualificationRef/identifier"),
}


def test_no_field_goes_where_the_crosswalk_does_not_send_it() -> None:
    known = {*rows(), *ONLY_IN_NOTES}
    # Where the specification is a qualification, that has what the specification would have.
    ours = {
        (rule.source, rule.target)
        for rule in load_rules("loq_to_loms").fields
        if rule.source.startswith("LearningOpportunity/") and rule.target and not rule.source.endswith("/@language")
    }
    as_specifications = {(source, target.replace(QUALIFICATION, SPECIFICATION)) for source, target in ours}
    assert {each for each in as_specifications - known if each not in rows()} == {
        (f"LearningOpportunity/{level}", f"{SPECIFICATION}{target}")
        for level, target in (("EqfLevel", "eqfLevel/@uri"), ("NqfLevel", "nqfLevel/@targetNotation"))
    }
    assert as_specifications >= ONLY_IN_NOTES


def test_what_the_crosswalk_drops_is_dropped() -> None:
    ours = {rule.source for rule in load_rules("loq_to_loms").fields if Action.DROPPED in rule.actions}
    expected = {f"LearningOpportunities/{source}" for source, _ in rows("drop", "dataset operation")}
    # A region may have no code of today.
    assert ours == expected | {"LearningOpportunity/CountryCode"}


def test_what_the_crosswalk_makes_up_is_made_up() -> None:
    every = load_rules("loq_to_loms").fields
    ours = {rule.target for rule in every if not rule.source}
    made = {target for _, target in rows("synthesise")}
    of_values = {rule.target for rule in every if rule.source}
    # Sections and records hold what is made up.
    holders = {target for target in made - ours - of_values if any(each.startswith(f"{target}/") for each in ours)}
    assert holders == {
        "learningOutcomeReferences",
        "learningOutcomeReferences/learningOutcome",
        "learningActivitySpecificationReferences/learningActivitySpecification",
    }
    assert made - ours - of_values - holders == set()


TOPICS = {
    "ContactInfo": "AwardingBodyContactInfo",
    "LearningOutcomes": "QualificationAwardedDescription",
}
"""Our fields for those that the crosswalk calls otherwise."""


def test_topics_are_those_of_the_crosswalk() -> None:
    expected = {
        row["legacy_value"]: row["loms_value"]
        for row in lines("legacy_to_loms_codes.csv")
        if "subject" in row["vocabulary"]
    }
    of_fields = {row["field"].rpartition("/")[2]: row["subject"] for row in read_table("subject")}
    ours = {name: of_fields.get(TOPICS.get(name, name)) for name in expected}
    # An award is a record of its own, and a supplement is marked by the step that writes it.
    assert expected.items() - ours.items() == {(name, expected[name]) for name in ("Award", "Supplement")}


def _without_attribute(path: str) -> str:
    return path.partition("/@")[0]
