"""A dataset of any size is followed in the memory of a small one, with the result that is made of objects."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from loms.errors import UsageError
from loms.resolve import Followed, Outcome, follow, resolve
from tests.resolve.datasets import BASE, SCHEME, loms, qualification, write
from tests.support.documents import EXAMPLES

COURSES, QUALIFICATIONS = EXAMPLES / "courses-loms.xml", EXAMPLES / "qualifications-loms.xml"

MORE = 35
"""How many megabytes more 40,000 records may take than 600: what is kept at hand. As objects they take 55 more."""

# VmHWM begins anew with the program; what getrusage tells begins with the process that started it.
CHILD = """
import pathlib, re, sys
from loms.resolve import follow
with follow(sys.argv[1], sys.argv[2]) as followed:
    sizes = [sum(1 for _ in each()) for each in (followed.references, followed.opportunities, followed.issues)]
peak = re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())
print(*sizes, int(peak[1]) // 1024)
"""


def parts(followed: Followed) -> tuple[object, ...]:
    return tuple(followed.references()), tuple(followed.opportunities()), tuple(followed.issues())


def test_each_part_is_that_of_the_objects_as_often_as_it_is_asked_for() -> None:
    done = resolve(COURSES, QUALIFICATIONS)
    with follow(COURSES, QUALIFICATIONS) as followed:
        assert (followed.source, followed.ok, followed.counts) == (done.source, done.ok, done.counts)
        for _ in range(2):
            assert parts(followed) == (done.references, done.opportunities, done.issues)


def test_what_is_wrong_is_known_before_it_is_asked_for(tmp_path: Path) -> None:
    with follow(COURSES, write(tmp_path / "q.xml", loms(qualification("Q-1")))) as followed:
        assert (followed.ok, followed.counts) == (False, {Outcome.MISSING: 7})


def test_there_must_be_files_or_an_index() -> None:
    with pytest.raises(UsageError, match="either"), follow(COURSES):
        pass


def write_courses(path: Path, number: int) -> Path:
    """A dataset of so many opportunities and as many references, of which each tenth leads nowhere."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(courses(number))
    return path


def courses(number: int) -> Iterator[str]:
    begin, middle, end = loms('<learningOpportunity id="x"/>', '<qualificationRef id="x"/>').split('id="x"/>')
    begin, middle = begin.removesuffix("<learningOpportunity "), middle.removesuffix("<qualificationRef ")
    yield begin
    for n in range(number):
        yield (
            f'<learningOpportunity id="{BASE}/course/{n}"><title><text lang="en">Course {n}</text></title>'
            f'<specifiedBy idref="{BASE}/reference/{n}"/></learningOpportunity>\n'
        )
    yield middle
    for n in range(number):
        value = "Q-1" if n % 10 else f"NONE-{n}"
        yield (
            f'<qualificationRef id="{BASE}/reference/{n}"><identifier schemeID="{SCHEME}">{value}</identifier>'
            "</qualificationRef>\n"
        )
    yield end


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the peak of memory there")
def test_a_large_dataset_needs_the_memory_of_a_small_one(tmp_path: Path) -> None:
    known = write(tmp_path / "q.xml", loms(qualification("Q-1")))
    peaks = []
    for number in (300, 20_000):
        path = write_courses(tmp_path / "c.xml", number)
        command = [sys.executable, "-c", CHILD, str(path), known]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        *sizes, peak = map(int, output.split())
        assert sizes == [number, number, number // 10]
        peaks.append(peak)
    assert peaks[1] < peaks[0] + MORE
