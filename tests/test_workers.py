"""Processes that share work are gone when it is done or given up, and missed when somebody ends them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import loms
from loms import workers
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


WITHOUT_ITS_MAIN = """
import sys, loms
settings = loms.Settings(namespace="https://data.example.org/lo/")
try:
    loms.convert_file(sys.argv[1], sys.argv[2], to="loms-2019", settings=settings, jobs=2)
except loms.LomsError as error:
    print(error)
"""

IN_A_POOL = """
import multiprocessing, sys, loms

def convert(source):
    settings = loms.Settings(namespace="https://data.example.org/lo/")
    try:
        loms.convert_file(source, None, to="loms-2019", settings=settings, jobs=2)
    except loms.UsageError as error:
        return str(error)

if __name__ == "__main__":
    with multiprocessing.Pool(1) as pool:
        print(pool.map(convert, [sys.argv[1]])[0])
"""


class TestWhereProcessesCannotBeStarted:
    def test_a_script_that_is_no_module_is_told_what_it_lacks(self, many: Path, tmp_path: Path) -> None:
        script = tmp_path / "script.py"
        script.write_text(WITHOUT_ITS_MAIN, encoding="utf-8")
        told = subprocess.run(
            [sys.executable, script, many, tmp_path / "target.xml"], capture_output=True, text=True, check=False
        ).stdout
        assert """below 'if __name__ == "__main__":'""" in told
        assert not (tmp_path / "target.xml").exists()

    def test_a_process_of_a_pool_is_told_to_use_one_job(self, many: Path, tmp_path: Path) -> None:
        script = tmp_path / "script.py"
        script.write_text(IN_A_POOL, encoding="utf-8")
        done = subprocess.run([sys.executable, script, many], capture_output=True, text=True, check=False)
        assert done.stdout == "A process of a pool cannot start others. Use one job.\n"

    def test_what_the_system_refuses_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*_: object) -> None:
            raise BlockingIOError(11, "Resource temporarily unavailable")

        monkeypatch.setattr(ProcessPoolExecutor, "submit", refused)
        work = workers.Workers[int, int](2, _Job(), failure="a.xml was not checked").work([(1, 1)])
        with pytest.raises(LomsError, match=r"a.xml was not checked: .* could not be started \(Resource"):
            next(work)


class _Job:
    """A job that nobody does."""

    def begin(self) -> Callable[[int], int]:
        raise NotImplementedError
