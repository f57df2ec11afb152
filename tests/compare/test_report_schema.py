"""The comparison as JSON is what its published schema says, whole and in pieces."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from loms.compare import Comparison
from loms.formats import schema_folder
from tests.compare.releases import LOMS, LOQ, compared, with_records

SCHEMA = json.loads((schema_folder() / "report" / "release-comparison.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def complaints(report: object) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(report)]


COMPARISONS = {
    "nothing": (LOMS, LOMS),
    "renamed": (LOMS, LOMS.replace("/1", "/2")),
    "changed": (LOMS, LOMS.replace(">Bread<", f">{'Rolls' * 50}<")),
    "added": (LOMS, with_records("agentReferences", ["<organization id='urn:a'/>", "<other/>"])),
    "document": (LOQ, LOQ.replace("Key=", "DatasourceComment='x' Key=")),
}


@pytest.fixture(params=COMPARISONS)
def comparison(request: pytest.FixtureRequest) -> Comparison:
    return compared(*COMPARISONS[request.param])


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_comparison_follows_it(comparison: Comparison) -> None:
    assert complaints(json.loads(json.dumps(comparison.as_dict()))) == []


@pytest.mark.parametrize("indent", ["", "  "])
def test_the_pieces_are_the_whole(comparison: Comparison, indent: str) -> None:
    assert json.loads("".join(comparison.json_pieces(indent))) == json.loads(json.dumps(comparison.as_dict()))


def test_a_part_that_is_not_in_the_schema_is_refused() -> None:
    report = {**compared(LOMS, LOMS).as_dict(), "more": 1}
    assert complaints(report) == ["Additional properties are not allowed ('more' was unexpected)"]
