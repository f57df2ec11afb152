"""Processes that share work are gone when it is done or given up, and missed when somebody ends them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import loms
from loms.errors import LomsError
from tests.convert.documents import document, record
from tests.support.processes import children, shows_processes, wait_for_children, wait_until_gone

CONVERTING = """
import sys, loms
if __name__ == "__main__":
    settings = loms.Settings(namespace="https://data.example.org/lo/")
    loms.convert_file(sys.argv[1], sys.argv[2], to="loms-2019", settings=settings, jobs=2)
"""

VALIDATING = """
import sys, loms
from loms.validate import sharing
if __name__ == "__main__":
    sharing._ALONE = 1
    loms.validate(sys.argv[1], jobs=3)
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes a while."""
    path = tmp_path_factory.mktemp("many") / "many.xml"
    loms.write(document(*(record(f"A{number}") for number in range(4000))), path)
    return path


@pytest.fixture(params=[CONVERTING, VALIDATING], ids=["converting", "validating"])
def running(request: pytest.FixtureRequest, many: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Work that two other processes share."""
    script = tmp_path / "script.py"
    script.write_text(request.param, encoding="utf-8")
    arguments = [script, many, tmp_path / "target.xml"]
    with subprocess.Popen([sys.executable, *map(str, arguments)], stderr=subprocess.PIPE) as process:
        wait_for_children(process.pid, 2)
        yield process
        process.kill()


@shows_processes
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
