"""Our XSD of QMS 1.0 has what the mapping of QMS to LOMS names, as often as it says, and nothing else."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

import pytest

from loms.formats import find_format
from loms.io.schema.declarations import declarations
from loms.io.schema.declared import ElementDeclaration
from tests.conformance.places import REFERENCE

SHEET = REFERENCE / "crosswalks" / "qms1_to_loms_crosswalk.csv"
pytestmark = pytest.mark.skipif(not SHEET.is_file(), reason="the crosswalks are not part of this repository")

FORMAT = find_format("qms-1.0")
RECORDS = {"Qualifications/Qualification", "Agents/Agent"}

# What the sheet gives once and we allow more often: each holds one outcome or occupation in one language.
SEVERAL = {
    "Qualifications/Qualification/LearningOutComes": "0..1",
    "Qualifications/Qualification/RelatedOccupations": "0..1",
}
# What the sheet names without its parts: it is taken to have those of a sibling, or those that its type has elsewhere.
LIKE = {
    "Qualifications/Qualification/LandingPage": "Qualifications/Qualification/HomePage",
    "Qualifications/Qualification/ReferenceLanguage": "Qualifications/Qualification/EQFLevel",
    "Qualifications/Qualification/EntryRequirements/EntryRequirement/requirementLevel": (
        "Qualifications/Qualification/EntryRequirements/EntryRequirement/category"
    ),
    "Qualifications/Qualification/RelatedOccupations/AssociationType": "Qualifications/Qualification/EQFLevel",
    **{
        f"Qualifications/Qualification/{note}/DocumentTopic": "Qualifications/Qualification/HomePage/DocumentTopic"
        for note in ("Definition", "Description", "ChangeNote", "HistoryNote", "AdditionalNote")
    },
    "Qualifications/Qualification/LearningOutComes/targetFramework": (
        "Qualifications/Qualification/NQFLevel/targetFramework"
    ),
}
OF_TEXTS = "/@lang"


@cache
def sheet() -> Mapping[str, set[str]]:
    """How often the sheet says that each element and attribute stands in its parent; several rows may say it."""
    found: dict[str, set[str]] = {}
    with SHEET.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["legacy_path"]:
                found.setdefault(row["legacy_path"], set()).update({row["legacy_card"]} - {""})
    return found


@cache
def ours() -> Mapping[str, str]:
    """How often our schema lets each element and attribute stand in its parent."""
    declared = declarations(FORMAT)
    found: dict[str, str] = {}
    waiting: list[tuple[str, ElementDeclaration]] = [("", declared.root)]
    while waiting:
        path, element = waiting.pop()
        for name in declared.attributes(element):
            found[f"{path}/@{name}"] = "1"
        for slot in declared.slots(element):
            for child in slot.elements:
                below = f"{path}/{child.name}".removeprefix("/")
                most = "n" if slot.many else "1"
                found[below] = "1" if (slot.required, most) == (True, "1") else f"{int(slot.required)}..{most}"
                waiting.append((below, child))
    return found


def test_everything_that_the_sheet_names_is_there_as_often_as_it_says() -> None:
    expected = {path: cards for path, cards in sheet().items() if cards}
    assert len(expected) > 90
    assert {path: cards for path, cards in expected.items() if path not in SEVERAL} == {
        path: {ours().get(path)} for path in expected if path not in SEVERAL
    }
    assert sheet().keys() - ours().keys() == set()


def test_only_what_holds_one_thing_may_be_there_more_often() -> None:
    assert {path: next(iter(sheet()[path])) for path in SEVERAL} == SEVERAL
    assert {ours()[path] for path in SEVERAL} == {"0..n"}


def test_nothing_is_there_that_the_sheet_does_not_name() -> None:
    known = set(sheet()) | {path.rpartition("/")[0] for path in RECORDS}
    surplus = {path for path in ours() if not path.endswith(OF_TEXTS) and _in_sheet(path) not in known}
    assert surplus == set()


def test_every_text_and_nothing_else_says_its_language() -> None:
    named = {path for path in sheet() if path.endswith(OF_TEXTS)}
    assert {path for path in ours() if "@" in path and not path.endswith(OF_TEXTS)} == set()
    assert named <= ours().keys()


def test_children_are_in_the_order_of_the_rows() -> None:
    declared = declarations(FORMAT)
    for record in RECORDS:
        section, name = record.split("/")
        children = declared.children(declared.children(declared.children(declared.root)[section])[name])
        rows = dict.fromkeys(
            path.removeprefix(f"{record}/").partition("/")[0] for path in sheet() if path.startswith(f"{record}/")
        )
        # Rows about a place of LOMS repeat an element out of its turn; the first of these rows stand before the record.
        order = [each for each in rows if each in children]
        assert sorted(children) == sorted(order)
        own = [each for each in order if each not in ("PreferredLabel", "AwardingActivities")]
        assert [each for each in children if each in own] == own


def _in_sheet(path: str) -> str:
    for like, other in LIKE.items():
        if path.startswith(f"{like}/"):
            return other + path.removeprefix(like)
    return path
