"""Several processes give what one gives, and are gone when the work is done or given up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import loms
from loms.convert.known import QualificationIdentity
from loms.errors import LomsError
from loms.migration import by_record
from tests.convert.documents import SETTINGS, document, labels, record, urls

PAGE = urls({"en": "https://school.example/"})

SCRIPT = """
import sys, loms
from pathlib import Path
if __name__ == "__main__":
    settings = loms.Settings(namespace="https://data.example.org/lo/")
    Path(sys.argv[3]).touch()
    loms.convert_file(sys.argv[1], sys.argv[2], to="loms-2019", settings=settings, jobs=2)
"""


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
def many(tmp_path: Path) -> Path:
    """A file that takes a while."""
    path = tmp_path / "many.xml"
    loms.write(document(*(record(f"A{number}") for number in range(4000))), path)
    return path


@pytest.fixture
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_record, "_CHUNK", 3000)


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.append(int(each.parent.name))
    return found


def wait_until_gone(processes: list[int]) -> bool:
    """Whether processes are gone within a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if not any(Path(f"/proc/{each}").exists() and not _is_zombie(each) for each in processes):
            return True
        time.sleep(0.05)
    return False


def _is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


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


@pytest.mark.parametrize("jobs", [0, -1, 1.5, True, "2"])
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


@pytest.fixture
def running(many: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A conversion by two processes that is at work."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    arguments = [script, many, tmp_path / "target.xml", tmp_path / "begun"]
    with subprocess.Popen([sys.executable, *map(str, arguments)], stderr=subprocess.PIPE) as process:
        end = time.monotonic() + 60
        while len(children(process.pid)) < 2 and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        yield process
        process.kill()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not show processes as files")
class TestProcesses:
    def test_end_with_the_first_one_even_if_that_is_killed(self, running: subprocess.Popen[bytes]) -> None:
        others = children(running.pid)
        assert len(others) >= 2
        running.kill()
        running.wait()
        assert wait_until_gone(others)

    def test_are_missed_when_somebody_ends_them(self, running: subprocess.Popen[bytes], tmp_path: Path) -> None:
        for each in children(running.pid):
            os.kill(each, signal.SIGKILL)
        _, errors = running.communicate(timeout=60)
        assert LomsError.__name__ in errors.decode()
        assert "a process that shared the work was ended" in errors.decode()
        assert not (tmp_path / "target.xml").exists()
