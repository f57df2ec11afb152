"""Levels and fields of education."""

from __future__ import annotations

import pytest

import loms
from loms.convert.accounting import Action
from loms.legacy import qualifications as loq
from tests.convert.documents import NAMESPACE
from tests.convert.loq_qualifications_to_loms.documents import Converted, converted, document, record

QF = "http://data.europa.eu/esco/qdr/QF/"


def framework(result: Converted) -> str | None:
    """The last step of the framework of the national level."""
    (level,) = result.qualification.nqf_level
    return level.target_framework_id and level.target_framework_id.value.removeprefix(QF)


@pytest.mark.parametrize("level", loq.EqfLevel)
def test_the_eqf_level_is_a_code(level: loq.EqfLevel) -> None:
    made = converted(eqf_level=level).qualification
    assert made.eqf_level.uri.value == f"http://data.europa.eu/esco/eqf/{level.value}"


@pytest.mark.parametrize("level", [level for level in loq.NqfLevel if level.value != 99])
def test_the_national_level_is_copied_as_it_is_written(level: loq.NqfLevel) -> None:
    (made,) = converted(nqf_level=level).qualification.nqf_level
    assert made.target_notation == str(level.value)


@pytest.mark.parametrize("code", ["LU", "BE", "UK"])
def test_a_level_that_is_not_given_leaves_the_required_element_empty_in_every_country(code: str) -> None:
    result = converted(nqf_level=loq.NqfLevel(99), country_code=loq.CountryCode(code))
    (made,) = result.qualification.nqf_level
    assert (made.target_notation, made.target_framework_id) == (None, None)
    assert result.fate("NQFLevel") == [(Action.DROPPED, None, False)]
    assert result.codes == []


def test_a_record_that_was_read_leniently_and_has_no_national_level_gets_an_empty_one() -> None:
    result = converted(nqf_level=None)
    assert len(result.qualification.nqf_level) == 1
    made = {entry.target for entry in result.report.of(Action.SYNTHESISED)}
    assert "learningSpecificationReferences/qualification/nqfLevel" in made


@pytest.mark.parametrize(
    ("code", "expected"),
    [("FR", "FR"), ("EL", "EL"), ("BE2", "BE2"), ("BE3", "BE3"), ("UKL", "UKL"), ("UKM", "UKM"), ("UK-ENI", "UK")],
)
def test_the_framework_is_that_of_the_country_or_region(code: str, expected: str) -> None:
    result = converted(country_code=loq.CountryCode(code))
    assert framework(result) == expected
    assert "CONVERT-FRAMEWORK" not in result.codes
    assert (Action.MAPPED, "nqfLevel/@targetFrameworkID", False) in result.fate("NQFLevel")


def test_a_country_with_several_frameworks_of_equal_right_gets_none_and_a_warning() -> None:
    result = converted(country_code=loq.CountryCode.BE)
    assert framework(result) is None
    assert result.codes == ["CONVERT-FRAMEWORK"]


def test_a_likely_framework_is_taken_with_a_warning() -> None:
    result = converted(country_code=loq.CountryCode.UK)
    assert framework(result) == "UK"
    assert result.codes == ["CONVERT-FRAMEWORK"]


def test_a_likely_framework_is_left_out_where_only_exact_codes_are_wanted() -> None:
    settings = loms.Settings(namespace=NAMESPACE, approximate_codes=False)
    result = Converted(document(record(country_code=loq.CountryCode.UK)), settings)
    assert framework(result) is None
    assert result.codes == ["CONVERT-FRAMEWORK"]


def test_a_framework_that_does_not_have_the_level_is_not_the_likely_one() -> None:
    result = converted(country_code=loq.CountryCode.UK, nqf_level=loq.NqfLevel(10))
    assert framework(result) is None
    assert result.codes == ["CONVERT-FRAMEWORK"]


@pytest.mark.parametrize(
    ("code", "level", "codes"),
    [
        ("LU", 8, []),
        ("LU", 9, ["CONVERT-LEVEL"]),
        ("IE", 10, []),
        ("SI", 10, []),
        ("IE", 11, ["CONVERT-LEVEL"]),
        ("UKM", 12, []),
        ("UKM", 13, ["CONVERT-LEVEL"]),
        ("UK", 13, ["CONVERT-FRAMEWORK", "CONVERT-LEVEL"]),
        ("BE", 9, ["CONVERT-FRAMEWORK", "CONVERT-LEVEL"]),
    ],
)
def test_a_level_that_no_framework_of_the_country_has_is_kept_and_warned_of(
    code: str, level: int, codes: list[str]
) -> None:
    result = converted(country_code=loq.CountryCode(code), nqf_level=loq.NqfLevel(level))
    assert result.qualification.nqf_level[0].target_notation == str(level)
    assert result.codes == codes


def test_no_framework_record_is_needed() -> None:
    assert converted().document.semantic_framework_references is None


def test_fields_of_education_are_taken_once_each() -> None:
    codes = [loq.ThematicAreas2013(code) for code in ("0721", "011", "0721")]
    result = converted(thematic_areas_2013=codes)
    assert [each.uri.name for each in result.qualification.has_isced_fcode] == ["F0721", "F011"]
    assert result.fate("ThematicAreas2013[3]") == [(Action.DROPPED, None, False)]


@pytest.mark.parametrize("code", loq.ThematicAreas2013)
def test_every_field_of_education_has_its_code(code: loq.ThematicAreas2013) -> None:
    (made,) = converted(thematic_areas_2013=[code]).qualification.has_isced_fcode
    assert made.uri.value.endswith(f"/{code.value}")
