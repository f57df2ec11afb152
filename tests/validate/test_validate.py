"""The verb ``loms.validate``: what it takes, and what its report says."""

from __future__ import annotations

import gzip
import importlib
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import loms
from loms.errors import UsageError
from loms.io.schema import issues_of_tree
from loms.io.source import open_source
from loms.io.xml import detect, parse_tree
from loms.validate import Report, validate
from tests.support.documents import DELETE, LOMS, LOQ, SAMPLES

BAD = LOMS.replace("country/LUX", "country/x").replace(">1</identifier>", "><b/></identifier>")


def stream(document: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(document.encode(encoding))


@pytest.mark.parametrize(
    ("document", "name", "records"),
    [(LOMS, "loms-2019", 4), (LOQ, "loq-learning-opportunities", 1), (DELETE, "loq-delete", 2)],
)
def test_a_valid_document_is_ok_and_its_records_are_counted(document: str, name: str, records: int) -> None:
    report = loms.validate(stream(document), profile="schema")
    assert report.ok
    assert report.issues == ()
    assert report.format is not None
    assert (report.format.name, report.records) == (name, records)


def test_a_bad_document_is_not_ok_and_all_issues_are_there() -> None:
    report = loms.validate(stream(BAD))
    assert not report.ok
    assert [(issue.line, issue.code) for issue in report.issues] == [
        (5, "XSD-ELEMENT-NOT-ALLOWED"),
        (26, "XSD-UNKNOWN-CODE"),
    ]


def test_the_verb_is_the_package_however_it_was_imported() -> None:
    assert importlib.import_module("loms.validate") is sys.modules["loms.validate"]
    assert loms.validate(stream(LOMS)).ok
    assert validate(stream(LOMS)).ok


def test_the_verb_works_without_importing_the_package_first() -> None:
    code = "import io, loms; print(loms.validate(io.BytesIO(b'<a/>')).ok)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_path_a_stream_and_gzip_give_the_same_issues(tmp_path: Path) -> None:
    path, packed = tmp_path / "courses.xml", tmp_path / "courses.data"
    path.write_text(BAD, encoding="utf-8")
    packed.write_bytes(gzip.compress(BAD.encode()))
    expected = [(issue.line, issue.message) for issue in validate(stream(BAD)).issues]
    for source in (path, str(path), packed):
        assert [(issue.line, issue.message) for issue in validate(source).issues] == expected


def test_issues_name_the_source(tmp_path: Path) -> None:
    path = tmp_path / "courses.xml"
    path.write_text(BAD, encoding="utf-8")
    report = validate(path)
    assert report.source == str(path)
    assert {issue.source for issue in report.issues} == {str(path)}


def test_a_pipe_is_read_once() -> None:
    reader, writer = os.pipe()

    def fill() -> None:
        with os.fdopen(writer, "wb") as sink:
            sink.write(BAD.encode())

    thread = threading.Thread(target=fill)
    thread.start()
    with os.fdopen(reader, "rb") as source:
        report = validate(source)
    thread.join()
    assert len(report.issues) == 2


def test_the_format_that_was_expected_is_accepted() -> None:
    assert validate(stream(LOMS), format="loms-2019").ok


def test_another_format_than_expected_is_the_only_issue() -> None:
    report = validate(stream(LOQ.replace("<Title>Bread</Title>", "")), format="loms-2019")
    [issue] = report.issues
    assert issue.code == "FORMAT-UNEXPECTED"
    assert "loq-learning-opportunities" in issue.message
    assert "loms-2019" in issue.message


def test_a_format_that_does_not_exist_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="loms-2020"):
        validate(stream(LOMS), format="loms-2020")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_lines_are_right_in_any_encoding(encoding: str) -> None:
    document = BAD.replace("UTF-8", encoding).replace("Bakery school", "École de boulangerie")
    assert [issue.line for issue in validate(stream(document, encoding)).issues] == [5, 26]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_beyond_what_libxml2_counts_are_right(ending: str) -> None:
    begin, end = LOMS.index("    <organization"), LOMS.index("  </agentReferences>")
    organization = LOMS[begin:end]
    many = "".join(organization.replace("organization/1", f"organization/{number}") for number in range(2, 20_000))
    last = organization.replace("organization/1", "organization/last").replace("country/LUX", "country/x")
    unit = '<unitOf\n  idref="urn:nowhere"/></organization>\n'
    document = f"{LOMS[:end]}<!-- <a>\n -->{many}{last.replace('</organization>', unit)}{LOMS[end:]}"
    wrong_code = document[: document.index("country/x")].count("\n") + 1
    report = validate(stream(document.replace("\n", ending)), profile="schema")
    assert wrong_code > 70_000
    assert [(issue.code, issue.line) for issue in report.issues] == [
        ("XSD-UNKNOWN-CODE", wrong_code),
        ("XSD-DANGLING-REFERENCE", wrong_code + 2),
    ]


def test_what_is_read_in_pieces_gives_the_issues_of_what_is_read_as_a_whole() -> None:
    begin, end = LOMS.index("    <learningOpportunity "), LOMS.index("  </learningOpportunities>")
    record = LOMS[begin:end]
    bad = record.replace("<title>", "<colour/>bread<title>").replace('lang="en"', 'lang="x"')
    many = "".join((bad if number % 3 else record).replace("/1", f"/{number}") for number in range(1_000))
    document = f"{LOMS[:end]}{many}stray<other><a/></other>{LOMS[end:]}".encode()
    with open_source(io.BytesIO(document)) as opened:
        tree = parse_tree(opened)
        whole = issues_of_tree(tree, detect(tree.getroot(), opened.name), source=opened.name)
    assert validate(io.BytesIO(document), profile="schema").issues == whole
    assert len(whole) > 3_000


def test_issues_of_one_element_have_the_same_order_in_pieces_and_as_a_whole() -> None:
    document = DELETE.replace("<EntityType>", "<colour/><EntityType>").replace("<Id>Q-1</Id>", "stray")
    data = document.replace("<Id>Q-2</Id>", "").encode()
    with open_source(io.BytesIO(data)) as opened:
        tree = parse_tree(opened)
        whole = issues_of_tree(tree, detect(tree.getroot(), opened.name), source=opened.name)
    assert [issue.code for issue in whole] == ["XSD-MISSING-ELEMENT", "XSD-TEXT-NOT-ALLOWED", "XSD-UNKNOWN-ELEMENT"]
    assert validate(io.BytesIO(data), profile="schema").issues == whole


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside the repository")
@pytest.mark.parametrize(
    "name",
    [
        "loms-2019-sample.xml",
        "loms-2019-small.xml",
        "loq-learning-opportunities-0.5.10-sample.xml",
        "loq-qualifications-0.7.10-sample.xml",
    ],
)
def test_published_samples_are_valid(name: str) -> None:
    report = validate(SAMPLES / name, profile="schema")
    assert report.ok, str(report)


def test_a_report_can_be_written_as_json() -> None:
    data = json.loads(json.dumps(validate(stream(BAD)).as_dict()))
    assert data["format"] == "loms-2019"
    assert data["ok"] is False
    assert data["counts"] == {"error": 2, "warning": 0, "info": 0}
    assert data["issues"][0]["code"] == "XSD-ELEMENT-NOT-ALLOWED"


def test_a_report_prints_the_verdict_and_each_issue() -> None:
    report = validate(stream(BAD))
    first, *rest = str(report).splitlines()
    assert first == "<stream>: not valid (loms-2019, 4 records, 2 errors, 0 warnings)"
    assert rest == [str(issue) for issue in report.issues]


def test_a_long_report_prints_the_beginning_and_says_how_many_more() -> None:
    issue = validate(stream(BAD)).issues[0]
    report = Report(source="x", format=None, issues=(issue,) * 150, records=0)
    assert str(report).splitlines()[-1] == "... and 50 more"
