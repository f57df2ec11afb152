"""``kill -9``: the old output stays whole, and the next run removes what was left behind."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from tests.faults.commands import OLD, WRITING, Command, furnish
from tests.faults.processes import run, started
from tests.faults.stepping import Job, digest, tries


@pytest.mark.parametrize("command", WRITING, ids=str)
def test_at_every_moment_the_output_is_whole_and_the_next_run_clears_up(tmp_path: Path, command: Command) -> None:
    furnish(tmp_path, command)
    job = Job(arguments=command.arguments, actions=["SIGKILL"], changes_only=True, follow_up=True)
    *killed, undisturbed = tries(tmp_path, job)
    assert undisturbed.exit_code == 0
    assert undisturbed.files.keys() == set(command.writes)
    for each in killed:
        assert each.exit_code == -signal.SIGKILL, each
        for name in command.writes:
            assert each.files[name] in (digest(OLD), undisturbed.files[name]), each
        assert (each.exit_code_after, each.files_after) == (0, undisturbed.files), each
    assert any(set(each.files) > set(command.writes) for each in killed)


@pytest.mark.parametrize("seed", range(2))
def test_at_any_time_the_output_is_whole_and_the_next_run_clears_up(tmp_path: Path, seed: int) -> None:
    command = WRITING[0]
    furnish(tmp_path, command)
    output = tmp_path / "out" / "courses.json"
    with started(command.arguments, tmp_path):
        time.sleep(random.Random(seed).uniform(0, 1))
    after_kill = output.read_bytes()
    assert run(command.arguments, tmp_path).returncode == 0
    assert after_kill in (OLD, output.read_bytes())
    assert [path.name for path in (tmp_path / "out").iterdir()] == [output.name]
