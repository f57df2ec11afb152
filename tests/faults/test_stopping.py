"""Ctrl-C, `kill`, and a terminal that closes: the program says that it stopped, and leaves nothing half done."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.faults.commands import OLD, READING, WRITING, Command, furnish
from tests.faults.processes import is_untouched, started
from tests.faults.stepping import COMMAND_CODE, Job, Try, digest, tries
from tests.support.documents import LOMS
from tests.support.processes import shows_processes, wait_for_children, wait_until_gone

SIGNALS = {"SIGHUP": 129, "SIGINT": 130, "SIGTERM": 143}
"""What ends a program, and the exit code that a shell then reports."""

STOPPED = "loms: stopped.\n"

MORE_THAN_A_PIPE_HOLDS = LOMS.encode() + b" " * 1_000_000
"""When it is written, the program has begun to read, and waits for more."""

WAITING = [("SIGTERM", command) for command in READING] + [(name, READING[0]) for name in ("SIGHUP", "SIGINT")]


@pytest.mark.parametrize(("name", "command"), WAITING, ids=str)
def test_a_program_that_waits_for_input_stops(tmp_path: Path, command: Command, name: str) -> None:
    furnish(tmp_path, command)
    with started(command.reading("-"), tmp_path) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(MORE_THAN_A_PIPE_HOLDS)
        process.send_signal(getattr(signal, name))
        assert process.wait(timeout=60) == SIGNALS[name]
        assert process.stderr.read().decode() == STOPPED
    assert is_untouched(tmp_path, command)


@shows_processes
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_with_a_program_that_stops_stop_those_that_share_its_work(tmp_path: Path, name: str) -> None:
    begin, end = LOMS.index("<learningOpportunity "), LOMS.index("</learningOpportunities>")
    with started(["validate", "-", "--jobs", "3"], tmp_path) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write((LOMS[:end] + LOMS[begin:end] * 7_000).encode())
        others = wait_for_children(process.pid, 2)
        assert len(others) >= 2
        process.send_signal(getattr(signal, name))
        assert process.wait(timeout=60) == SIGNALS[name]
        assert process.stderr.read().decode() == STOPPED
    assert wait_until_gone(others)


@pytest.mark.parametrize("name", ["SIGHUP", "SIGINT"])
def test_a_signal_that_is_to_be_ignored_changes_nothing(tmp_path: Path, name: str) -> None:
    number = getattr(signal, name)
    with started(["validate", "-"], tmp_path, ignoring=number) as process:
        assert process.stdin is not None
        process.stdin.write(MORE_THAN_A_PIPE_HOLDS)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, b"")


def test_a_program_stops_although_nobody_reads_what_it_prints(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    with started(["codes", "--json", "nuts"], tmp_path, stdout=writer) as process:
        assert process.stderr is not None
        wait_until_full(writer)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 143
        assert process.stderr.read().decode() == STOPPED
    os.close(reader)
    os.close(writer)


def wait_until_full(writer: int) -> None:
    """Wait until a pipe takes no more."""
    for _ in range(6000):
        if not select.select([], [writer], [], 0)[1]:
            return
        time.sleep(0.01)
    pytest.fail("the pipe did not fill up")


EVERY = dict.fromkeys(WRITING, 17) | {WRITING[0]: 3}
"""The first command is stopped at every third step; the others only show that they go the same way."""


@pytest.mark.parametrize("command", WRITING, ids=str)
def test_wherever_a_signal_comes_nothing_is_half_done(tmp_path: Path, command: Command) -> None:
    furnish(tmp_path, command)
    job = Job(arguments=command.arguments, actions=list(SIGNALS), watched=COMMAND_CODE, every=EVERY[command])
    *stopped, undisturbed = tries(tmp_path, job)
    assert undisturbed.exit_code == 0
    assert {each.action for each in stopped} == SIGNALS.keys()
    for each in stopped:
        assert (each.exit_code, each.said) == (SIGNALS[each.action], STOPPED), each
        assert_whole(each, command, undisturbed.files)
    assert any(each.files[command.writes[0]] == digest(OLD) for each in stopped)


@pytest.mark.parametrize("later", [1, 4])
def test_a_signal_that_comes_twice_leaves_nothing_behind(tmp_path: Path, later: int) -> None:
    command = WRITING[0]
    furnish(tmp_path, command)
    job = Job(arguments=command.arguments, actions=["SIGHUP"], again_after=later, every=7)
    *stopped, undisturbed = tries(tmp_path, job)
    for each in stopped:
        assert each.exit_code == 129, each
        assert each.said in ("", STOPPED), each
        assert_whole(each, command, undisturbed.files)


def assert_whole(done: Try, command: Command, new: Mapping[str, str]) -> None:
    """Check that each file is the old or the new one, and that there is no other."""
    assert done.files.keys() == set(command.writes), done
    assert all(content in (digest(OLD), new[name]) for name, content in done.files.items()), done


def test_a_second_signal_ends_a_program_that_misses_the_first(tmp_path: Path) -> None:
    code = f"""
import contextlib, pathlib, signal
from loms.cli.stopping import stoppable
from loms.io.target import open_target
with stoppable(), open_target({str(tmp_path / "out.xml")!r}) as stream:
    with contextlib.suppress(BaseException):
        signal.raise_signal(signal.SIGTERM)
    assert len(list(pathlib.Path({str(tmp_path)!r}).iterdir())) == 1
    signal.raise_signal(signal.SIGTERM)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 143
    assert list(tmp_path.iterdir()) == []


def test_the_library_alone_leaves_signals_as_they_are() -> None:
    code = """
import signal
signals = signal.SIGINT, signal.SIGTERM, signal.SIGHUP
before = [signal.getsignal(each) for each in signals]
import loms
from loms.io.target import open_target
assert loms.read and [signal.getsignal(each) for each in signals] == before
"""
    subprocess.run([sys.executable, "-c", code], check=True)
