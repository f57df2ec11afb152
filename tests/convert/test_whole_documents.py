"""Whole documents: the result is valid, the same every time, and nothing is lost without a word."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from support.documents import EXAMPLES, SAMPLES

import loms
from loms.legacy.learning_opportunities import LearningOpportunities
from tests.convert.documents import SECRET, SETTINGS, Converted, document, record
from tests.convert.finding import lost_without_a_word
from tests.convert.stress import stress_document

SOURCES = {
    "sample": SAMPLES / "loq-learning-opportunities-0.5.10-sample.xml",
    "example": EXAMPLES / "courses-loq.xml",
}


@pytest.fixture(params=["sample", "example", "stress"], scope="module")
def source(request: pytest.FixtureRequest) -> LearningOpportunities:
    if request.param == "stress":
        return stress_document()
    path: Path = SOURCES[request.param]
    if not path.is_file():
        pytest.skip(f"{path.name} is not part of this repository")
    return loms.read(path, expect=LearningOpportunities)


@pytest.fixture(scope="module")
def result(source: LearningOpportunities) -> Converted:
    return Converted(source)


def test_every_record_is_converted_without_an_error(source: LearningOpportunities, result: Converted) -> None:
    assert result.report.ok
    assert result.report.records_read == result.report.records_converted == len(source.learning_opportunity)


def test_every_text_and_code_is_where_the_report_says(source: LearningOpportunities, result: Converted) -> None:
    assert lost_without_a_word(source, result.report, result.xml) == []


def test_every_reference_target_and_id_is_under_the_namespace(result: Converted) -> None:
    ids = [each.get("id") for each in result.tree.iterfind("{*}*/{*}*")]
    assert len(ids) == len(set(ids))
    minted = [each for each in ids if each and not each.startswith("http://data.europa.eu/esco/")]
    assert all(each.startswith("https://data.example.org/lo/") for each in minted)


def test_the_same_input_gives_the_same_bytes_and_report(source: LearningOpportunities, result: Converted) -> None:
    again = Converted(copy.deepcopy(source))
    assert again.xml == result.xml
    assert again.report == result.report


def test_the_source_is_not_changed(source: LearningOpportunities) -> None:
    before = copy.deepcopy(source)
    loms.convert(source, to="loms-2019", settings=SETTINGS)
    assert source == before


def test_the_key_appears_nowhere() -> None:
    result = Converted(document(record(), datasource_comment="full export"))
    assert SECRET.encode() not in result.xml
    assert SECRET not in repr(result.report)
    assert SECRET not in str(result.report.as_dict())
    assert "LearningOpportunities/@Key" in {entry.source for entry in result.report.entries}


def test_the_report_keeps_the_order_of_the_source(result: Converted) -> None:
    first = result.report.entries[5].record
    paths = [entry.source for entry in result.report.entries if entry.record == first and entry.source]
    titles = [path for path in paths if "/Title[" in path]
    assert paths.index("LearningOpportunity/LearningOpportunityId") < paths.index(titles[0])
    assert paths.index(titles[-1]) < paths.index("LearningOpportunity/EducationLevel")
