"""Levels of national frameworks, and qualifications that have none that ELM knows."""

from __future__ import annotations

import pytest

from loms import elm
from loms.convert.accounting import Action
from loms.convert.loms_to_elm.levels import national_level
from loms.model import IdReference, NqfLevel
from tests.convert.loms_to_elm.records import AUSTRIA, FRANCE, Lifted, choosing, level, lifted, qualification

EQF = "http://data.europa.eu/esco/concept-scheme/eqf"
NQF_4 = elm.NqfLevel("http://data.europa.eu/snb/qdr/c_67af56a4")
FRAMEWORK = elm.NqfLevel("http://data.europa.eu/snb/qdr/c_4538e0af")
FRENCH_FRAMEWORK = elm.NqfLevel("http://data.europa.eu/snb/qdr/c_c8bc1cb9")
FRENCH_LEVEL_4 = elm.NqfLevel("http://data.europa.eu/snb/qdr/c_40020d69")


def levels(made: Lifted) -> list[elm.NqfLevel]:
    assert isinstance(made.specification, elm.Qualification)
    return [each.uri for each in made.specification.nqf_level]


@pytest.mark.parametrize("notation", ["4", " 4 ", "NQR Niveau 4", "Level 4", "Stufe 4"])
def test_a_level_is_found_by_framework_and_notation(notation: str) -> None:
    assert levels(lifted(specifications=[qualification(level(notation))])) == [NQF_4]


@pytest.mark.parametrize("notation", ["EQF 4", "EQR 4", "4 or 5", "four", "14", "level4"])
def test_a_level_is_not_guessed(notation: str) -> None:
    assert national_level(AUSTRIA.value, notation).uri == FRAMEWORK.value


def test_an_unknown_level_leaves_the_framework_and_a_warning() -> None:
    made = lifted(specifications=[qualification(level("14"))])
    assert levels(made) == [FRAMEWORK]
    assert "CONVERT-LEVEL-UNKNOWN" in made.codes
    assert made.fate("qualification/nqfLevel[1]/@targetNotation") == [(Action.DROPPED, None, True)]


def test_a_level_that_only_comes_near_is_written_when_it_is_asked_for_and_always_reported() -> None:
    source = [qualification(level("4", FRANCE))]
    plain, near = lifted(specifications=source), lifted(choosing(near_codes=True), specifications=source)
    assert (levels(plain), "CONVERT-LEVEL-UNKNOWN" in plain.codes) == ([FRENCH_FRAMEWORK], True)
    assert (levels(near), "CONVERT-CODE-REPLACED" in near.codes) == ([FRENCH_LEVEL_4], True)


@pytest.mark.parametrize("given", [level("4", None), NqfLevel(target_notation="4")])
def test_without_a_framework_a_qualification_is_refused_with_what_leads_to_it(given: NqfLevel) -> None:
    made = lifted(specifications=[qualification(given)])
    assert {"CONVERT-NO-LEVEL", "CONVERT-NO-SPECIFICATION"} <= set(made.codes)
    assert made.document.learning_achievement_specification_references is None
    assert made.document.learning_opportunity_references is None


def test_or_it_becomes_a_specification_without_levels() -> None:
    made = lifted(choosing(missing_level="specification"), specifications=[qualification(level("4", None))])
    assert type(made.specification) is elm.LearningAchievementSpecification
    assert "CONVERT-QUALIFICATION-DOWNGRADED" in made.codes
    assert made.fate("qualification/eqfLevel/@uri") == [(Action.DROPPED, None, True)]
    assert made.opportunity.learning_achievement_specification.idref == made.specification.id


def test_parts_do_not_cross_from_qualifications_to_specifications() -> None:
    part = qualification(level("4", None), id="urn:example:part")
    whole = qualification(level("4"), has_part=[IdReference(idref=part.id)])
    made = lifted(choosing(missing_level="specification"), specifications=[whole, part])
    assert made.specification.has_part == []
    assert made.fate("qualification/hasPart[1]/@idref") == [(Action.DROPPED, None, True)]
