"""Examples and samples, of LOMS and of the legacy models, become valid ELM in one call, with one report."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import loms
from tests.convert.loms_to_elm.records import choosing
from tests.support.documents import ROOT, SHARED

SETTINGS = choosing(missing_homepage="provider", missing_level="specification")
NAMES = (
    "loms-2019-sample.xml",
    "loms-2019-small.xml",
    "loq-learning-opportunities-0.5.10-sample.xml",
    "loq-qualifications-0.7.10-sample.xml",
)
DOCUMENTS = [*sorted((ROOT / "examples").glob("*.xml")), *(SHARED / "samples" / name for name in NAMES)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_becomes_valid_elm_from_memory_and_from_file_to_file(path: Path) -> None:
    if not path.is_file():
        pytest.skip("the samples are not part of this repository")
    source = loms.read(path, strict=False)
    done = loms.convert(source, to="elm-loq", settings=SETTINGS)
    data = loms.dumps(done.document)
    assert loms.validate(io.BytesIO(data), profile="schema").issues == ()
    assert done.report.target_format == "elm-loq"
    assert done.report.records_converted > 0
    made = io.BytesIO()
    migration = loms.convert_file(path, made, to="elm-loq", settings=SETTINGS)
    assert made.getvalue() == data
    assert migration.report.lost == len(done.report.lost)


def test_all_records_of_the_example_are_converted() -> None:
    report = loms.convert_file(ROOT / "examples" / "courses-loms.xml", None, to="elm-loq", settings=SETTINGS).report
    assert report.records_read == report.records_converted


def test_a_legacy_file_goes_through_loms_in_one_report() -> None:
    source = loms.read(ROOT / "examples" / "courses-loq.xml")
    report = loms.convert(source, to="elm-loq", settings=SETTINGS).report
    assert [(step.source_format, step.target_format) for step in report.steps] == [
        ("loq-learning-opportunities", "loms-2019"),
        ("loms-2019", "elm-loq"),
    ]
    assert {entry.step for entry in report.entries} == {1, 2}
