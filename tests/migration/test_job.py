"""Several processes give what one gives when they convert a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import loms
from loms.convert.known import QualificationIdentity
from loms.migration import by_record
from tests.convert.documents import SETTINGS, document, labels, record, urls

PAGE = urls({"en": "https://school.example/"})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file with identifiers that come twice, a page of several records, wrong records and foreign content."""
    own_page = urls({"en": "https://school.example/own"})
    records = [record(f"A{number % 7}", url=PAGE if number else own_page) for number in range(20)]
    records.insert(9, record("B", title=[]))
    records.insert(12, record("C", title=labels({"ca": "Pa"})))
    path = tmp_path / "legacy.xml"
    loms.write(document(*records), path)
    end = "</LearningOpportunity>"
    text = path.read_text("utf-8").replace(end, f"<Hue>red</Hue>{end}", 3)
    path.write_text(
        text.replace("</LearningOpportunities>", "<More>x</More></LearningOpportunities>"), encoding="utf-8"
    )
    return path


@pytest.fixture
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_record, "_CHUNK", 3000)


@pytest.mark.usefixtures("_small_chunks")
def test_file_and_report_are_those_of_one_process(source: Path, tmp_path: Path) -> None:
    made = {}
    for jobs in (1, 2, 3):
        target, report = tmp_path / f"{jobs}.xml", tmp_path / f"{jobs}.json"
        done = loms.convert_file(source, target, to="loms-2019", settings=SETTINGS, report=report, jobs=jobs)
        made[jobs] = target.read_bytes(), report.read_bytes(), tuple(done.report.issues)
    assert made[1] == made[2] == made[3]
    codes = {issue["code"] for issue in json.loads(made[1][1])["issues"]}
    assert {"CONVERT-DUPLICATE-ID", "CONVERT-HOMEPAGE-SHARED", "XSD-MISSING-ELEMENT", "CONVERT-NO-TITLE"} <= codes


def test_a_strict_conversion_works_alone(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def share(*_: object) -> None:
        pytest.fail("The work was shared.")

    monkeypatch.setattr(by_record.RecordByRecord, "_share", share)
    with pytest.raises(loms.InvalidDataError):
        loms.convert_file(source, None, to="loms-2019", settings=SETTINGS, strict=True, jobs=2)


@pytest.mark.parametrize("jobs", [0, -1, 62, 3_000_000_000, 1.5, True, "2"])
def test_what_is_no_number_of_processes_is_refused(source: Path, jobs: object) -> None:
    with pytest.raises(loms.UsageError, match="jobs is a number of processes"):
        loms.convert_file(source, None, to="loms-2019", settings=SETTINGS, jobs=jobs)  # type: ignore[arg-type]


def test_known_qualifications_that_cannot_be_sent_are_told(source: Path) -> None:
    class Known:
        def find(self, address: str) -> list[QualificationIdentity]:
            return []

    settings = loms.Settings(namespace="https://data.example.org/lo/", known_qualifications=Known())
    with pytest.raises(loms.UsageError, match="cannot be sent to other processes"):
        loms.convert_file(source, None, to="loms-2019", settings=settings, jobs=2)
