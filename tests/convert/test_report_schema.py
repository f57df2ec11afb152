"""The report as JSON is what its published schema says."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

import loms
from loms.convert.edges import EDGES, Edge
from loms.document import Document
from loms.formats import schema_folder
from loms.strategies import documents

SETTINGS = loms.Settings(namespace="https://data.example.org/lo/")
SCHEMA = json.loads((schema_folder() / "report" / "conversion-report.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def complaints(report: Mapping[str, object]) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(json.loads(json.dumps(report)))]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("edge", EDGES, ids=[edge.name for edge in EDGES])
def test_reports_of_all_conversions_follow_it(edge: Edge) -> None:
    @given(documents(edge.source))
    def holds(document: Document) -> None:
        assert complaints(loms.convert(document, to=edge.target, settings=SETTINGS).report.as_dict()) == []

    holds()


@pytest.fixture
def report() -> dict[str, object]:
    document = loms.samples.sample("loq-qualifications")
    return dict(loms.convert(document, to="loms-2019", settings=SETTINGS).report.as_dict())


@pytest.mark.parametrize("key", ["summary", "entries", "lost", "records"])
def test_a_report_without_a_part_is_none(report: dict[str, object], key: str) -> None:
    del report[key]
    assert complaints(report) == [f"{key!r} is a required property"]


def test_a_part_that_is_not_in_the_schema_is_refused(report: dict[str, object]) -> None:
    report["more"] = 1
    assert complaints(report) == ["Additional properties are not allowed ('more' was unexpected)"]
