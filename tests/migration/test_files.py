"""A file becomes a file of another format, just as its document would become another in memory."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

import loms
from loms.io.read import read_leniently
from loms.io.streaming.record_writer import RecordWriter
from loms.legacy.learning_opportunities import LearningOpportunity
from loms.migration.invalid_result import InvalidResultError
from loms.migration.left_out import with_reading
from loms.model import LearningOpportunity as LomsOpportunity
from loms.model import LearningOutcome
from tests.convert.documents import SECRET, SETTINGS, document, labels, record, urls
from tests.convert.loms_to_loq.records import Given, offer
from tests.convert.qms_to_loms.documents import agent, awarding
from tests.convert.qms_to_loms.documents import document as qms
from tests.convert.qms_to_loms.documents import record as baker

BEFORE = "what was there before"


def written(folder: Path, *records: LearningOpportunity, name: str = "legacy.xml") -> Path:
    """A legacy file."""
    path = folder / name
    loms.write(document(*records), path)
    return path


def in_memory(source: Path, to: str = "loms-2019") -> loms.Conversion:
    """What comes of a file that is read and converted as a whole."""
    reading = read_leniently(source)
    done = loms.convert(reading.document, to=to, settings=SETTINGS)
    return loms.Conversion(done.document, with_reading(done.report, issues=reading.issues, left_out=reading.left_out))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "target.xml"
    path.write_text(BEFORE, encoding="utf-8")
    return path


def test_the_file_and_the_report_are_those_of_a_conversion_in_memory(tmp_path: Path, target: Path) -> None:
    page = urls({"en": "https://school.example/"})
    records = [
        record("A", url=page),
        record("A", title=labels({"ca": "Pa"})),
        record("B", title=[]),
        record("C", url=page),
    ]
    source, report = written(tmp_path, *records), tmp_path / "report.json"
    loms.convert_file(source, target, to="loms-2019", settings=SETTINGS, report=report)
    expected = in_memory(source)
    assert target.read_bytes() == loms.dumps(expected.document)
    assert json.loads(report.read_bytes()) == json.loads(json.dumps(expected.report.as_dict()))


def test_the_result_has_the_numbers_at_hand(tmp_path: Path) -> None:
    source = written(tmp_path, record("A"), record("B", title=[]))
    done = loms.convert_file(source, None, to="loms-2019", settings=SETTINGS)
    expected = in_memory(source).report
    report = done.report
    assert (done.source_format.name, done.target_format.name) == ("loq-learning-opportunities", "loms-2019")
    assert (report.records_read, report.records_converted, report.records_left_out) == (2, 1, 1)
    assert (report.entries, report.lost) == (len(expected.entries), len(expected.lost))
    assert (report.ok, report.source_faults) == (False, 1)
    assert tuple(report.issues) == expected.issues
    assert tuple(report.issues) == expected.issues, "they can be gone through again"
    assert report.summary() == expected.summary()
    assert sum(report.losses.values()) == report.lost


def test_without_a_target_nothing_is_written(tmp_path: Path) -> None:
    source = written(tmp_path, record("A"))
    done = loms.convert_file(source, None, to="loms-2019", settings=SETTINGS)
    assert not done.written
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("compressed", [False, True])
def test_a_stream_is_read_and_written(compressed: bool) -> None:
    data = loms.dumps(document(record("A")))
    stream = io.BytesIO()
    source = io.BytesIO(gzip.compress(data) if compressed else data)
    loms.convert_file(source, stream, to="loms-2019", settings=SETTINGS)
    expected = loms.convert(document(record("A")), to="loms-2019", settings=SETTINGS)
    assert stream.getvalue() == loms.dumps(expected.document)


def test_what_reading_left_out_stands_behind_the_entries_of_its_record(tmp_path: Path) -> None:
    path = written(tmp_path, record("A"), record("B"))
    path.write_text(
        path.read_text("utf-8").replace("</LearningOpportunity>", "<Hue>red</Hue></LearningOpportunity>", 1)
    )
    report = tmp_path / "report.json"
    done = loms.convert_file(path, None, to="loms-2019", settings=SETTINGS, report=report)
    entries = json.loads(report.read_bytes())["entries"]
    position = next(number for number, entry in enumerate(entries) if entry["value"] == "red")
    assert (entries[position]["record"], entries[position]["lost"]) == ("A", True)
    assert {entry["record"] for entry in entries[position + 1 :]} == {"B"}
    assert [issue.code for issue in done.report.issues][:1] == ["XSD-UNKNOWN-ELEMENT"]
    assert done.report.source_faults == 1


@pytest.mark.parametrize(
    ("source", "to"),
    [
        (Given(offers=[offer(1), offer(2, homepage=[])]).document(), "loq-learning-opportunities"),
        (qms(baker(), agent()), "loms-2019"),
        (qms(baker(awarding_activities=awarding("SCHOOL")), agent()), "loq-qualifications"),
    ],
    ids=["back", "qms", "two steps"],
)
def test_what_needs_all_records_at_once_is_converted_too(
    source: loms.document.Document, to: str, tmp_path: Path, target: Path
) -> None:
    path, report = tmp_path / "source.xml", tmp_path / "report.json"
    loms.write(source, path)
    loms.convert_file(path, target, to=to, settings=SETTINGS, report=report)
    expected = in_memory(path, to)
    assert target.read_bytes() == loms.dumps(expected.document)
    assert json.loads(report.read_bytes()) == json.loads(json.dumps(expected.report.as_dict()))


class TestRefusing:
    def test_what_the_user_fails_on_keeps_the_target_as_it_was(self, tmp_path: Path, target: Path) -> None:
        source = written(tmp_path, record("A"), record("B", title=[]))
        done = loms.convert_file(source, target, to="loms-2019", settings=SETTINGS, fail_on="error")
        assert (done.refused, done.written) == ("2 errors", False)
        assert target.read_text("utf-8") == BEFORE

    def test_the_report_is_written_all_the_same(self, tmp_path: Path, target: Path) -> None:
        source, report = written(tmp_path, record("B", title=[])), tmp_path / "report.json"
        done = loms.convert_file(source, target, to="loms-2019", settings=SETTINGS, report=report)
        assert done.refused == "no record could be converted"
        assert json.loads(report.read_bytes())["records"] == {"read": 1, "converted": 0}

    def test_a_strict_conversion_raises_the_first_error(self, tmp_path: Path, target: Path) -> None:
        source = written(tmp_path, record("A"), record("B", title=[]))
        with pytest.raises(loms.InvalidDataError) as refused:
            loms.convert_file(source, target, to="loms-2019", settings=SETTINGS, strict=True)
        assert [issue.record for issue in refused.value.issues] == ["B"]
        assert target.read_text("utf-8") == BEFORE

    def test_a_document_that_is_not_valid_is_not_written(
        self, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write = RecordWriter.write

        def without_outcomes(writer: RecordWriter, made: LearningOutcome | LomsOpportunity) -> None:
            if not isinstance(made, LearningOutcome):
                write(writer, made)

        monkeypatch.setattr(RecordWriter, "write", without_outcomes)
        with pytest.raises(InvalidResultError, match="not valid loms-2019") as refused:
            loms.convert_file(written(tmp_path, record("A")), target, to="loms-2019", settings=SETTINGS)
        assert {(issue.code, issue.line) for issue in refused.value.issues} == {("XSD-DANGLING-REFERENCE", None)}
        assert target.read_text("utf-8") == BEFORE

    def test_a_wrong_word_for_what_to_fail_on_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(loms.UsageError, match="Give one of error, dropped, note, warning"):
            loms.convert_file(written(tmp_path), None, to="loms-2019", fail_on="all")  # type: ignore[arg-type]


def test_the_secret_is_in_no_report(tmp_path: Path) -> None:
    legacy = document(record("A"))
    legacy.key = SECRET
    source, report = tmp_path / "legacy.xml", tmp_path / "report.json"
    loms.write(legacy, source)
    loms.convert_file(source, None, to="loms-2019", settings=SETTINGS, report=report)
    assert SECRET.encode() in source.read_bytes()
    assert SECRET.encode() not in report.read_bytes()
