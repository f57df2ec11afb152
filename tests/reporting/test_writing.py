"""Reports are written as the names of their files say, all or none."""

from __future__ import annotations

import datetime
import gzip
import subprocess
import sys
from pathlib import Path

import pytest

import loms
from loms.errors import TargetError, UsageError
from loms.reporting import check_file, writing
from loms.reporting.findings import Findings
from loms.reporting.writing import check_report_name, write_report
from loms.validate.checks import Checks
from tests.reporting.files import DAY, FAULTY, checked, found, issue
from tests.support.documents import EXAMPLES, ROOT

BEGINNINGS = {
    "report.html": "<!DOCTYPE html>",
    "REPORT.HTM": "<!DOCTYPE html>",
    "report.json": "{",
    "report.sarif": "{",
    "report.xml": "<?xml",
}


@pytest.mark.parametrize("name", BEGINNINGS)
def test_the_ending_says_what_a_report_is_written_as(tmp_path: Path, name: str) -> None:
    write_report(checked(FAULTY), tmp_path / name, date=DAY)
    assert (tmp_path / name).read_text("utf-8").startswith(BEGINNINGS[name])


@pytest.mark.parametrize("name", BEGINNINGS)
def test_the_same_content_and_day_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    write_report(checked(FAULTY), tmp_path / name, date=DAY)
    before = (tmp_path / name).read_bytes()
    write_report(checked(FAULTY), tmp_path / name, date=DAY)
    assert (tmp_path / name).read_bytes() == before


def test_a_report_may_be_compressed(tmp_path: Path) -> None:
    write_report(checked(FAULTY), tmp_path / "report.json.gz", date=DAY)
    assert gzip.decompress((tmp_path / "report.json.gz").read_bytes()).startswith(b"{")


@pytest.mark.parametrize("name", ["report", "report.pdf", "report.gz", ".html", ""])
def test_other_endings_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="is no name for a report"):
        check_report_name(name)


def test_a_report_without_statistics_will_do(tmp_path: Path) -> None:
    write_report(loms.validate(EXAMPLES / "courses-loms.xml"), tmp_path / "report.html", date=DAY)
    assert "No errors" in (tmp_path / "report.html").read_text("utf-8")


def test_the_day_is_that_of_the_check(tmp_path: Path) -> None:
    file = check_file(EXAMPLES / "courses-loms.xml", checks=Checks(date=datetime.date(2026, 2, 3)))
    write_report(file, tmp_path / "report.html")
    assert "3 February 2026" in (tmp_path / "report.html").read_text("utf-8")


def test_none_is_written_when_one_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="no folder"):
        write_report(found(issue()), tmp_path / "report.json", tmp_path / "nowhere" / "report.html", date=DAY)
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(findings: Findings, stream: object) -> None:
        raise RuntimeError

    monkeypatch.setitem(writing._WRITERS, ".xml", lambda: fail)
    (tmp_path / "report.json").write_text("before", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_report(found(issue()), tmp_path / "report.json", tmp_path / "report.xml", date=DAY)
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["before"]


def test_without_jinja2_the_others_are_written(tmp_path: Path) -> None:
    code = f"""
import sys; sys.modules["jinja2"] = None
import loms
from loms.reporting import check_file, write_report
checked = check_file("examples/courses-loms.xml")
write_report(checked, {str(tmp_path / "report.json")!r})
try: write_report(checked, {str(tmp_path / "report.html")!r})
except loms.MissingDependencyError as error: print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "Reports in HTML need one more package: pip install jinja2\n"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
