"""The file of an index: whatever happens while it is built, there is the old one or the new one, and no other file."""

from __future__ import annotations

import signal
from pathlib import Path

import attrs
import pytest

from loms.resolve import Index
from tests.faults.commands import Command, furnish
from tests.faults.processes import program, run
from tests.faults.small_disk import Disk, is_possible, run_on
from tests.faults.stepping import WRITING_CODE, Job, digest, tries
from tests.faults.test_stopping import SIGNALS, STOPPED
from tests.faults.test_streams import REFUSED

BUILD = ["index", "build", "qualifications.xml", "-o", "out/i.sqlite"]
BUILD_OTHER = ["index", "build", "whole.xml", "-o", "out/i.sqlite"]
INFO = ["index", "info", "out/i.sqlite"]

CODE = (*WRITING_CODE, "resolve/index.py", "resolve/indexing.py", "resolve/building.py", "resolve/index_file.py")
"""What is busy while an index is built."""


@pytest.fixture
def old(tmp_path: Path) -> str:
    """A folder with an index that is not up to date; gives its digest."""
    furnish(tmp_path, Command("index build"))
    assert run(BUILD_OTHER, tmp_path).returncode == 0
    return digest((tmp_path / "out" / "i.sqlite").read_bytes())


def test_that_is_killed_while_it_is_built_leaves_the_old_one_and_the_next_run_clears_up(
    tmp_path: Path, old: str
) -> None:
    job = Job(arguments=BUILD, actions=["SIGKILL"], watched=CODE, changes_only=True, follow_up=True)
    *killed, undisturbed = tries(tmp_path, job)
    assert undisturbed.exit_code == 0
    assert [*undisturbed.files] == ["i.sqlite"]
    for each in killed:
        assert each.exit_code == -signal.SIGKILL, each
        assert each.files["i.sqlite"] in (old, undisturbed.files["i.sqlite"]), each
        assert (each.exit_code_after, each.files_after) == (0, undisturbed.files), each
    assert any(len(each.files) > 1 for each in killed)


def test_that_is_stopped_while_it_is_built_leaves_the_old_one_alone(tmp_path: Path, old: str) -> None:
    *stopped, undisturbed = tries(tmp_path, Job(arguments=BUILD, actions=[*SIGNALS], watched=CODE, every=7))
    assert {each.action for each in stopped} == SIGNALS.keys()
    for each in stopped:
        assert (each.exit_code, each.said) == (SIGNALS[each.action], STOPPED), each
        assert [*each.files] == ["i.sqlite"], each
        assert each.files["i.sqlite"] in (old, undisturbed.files["i.sqlite"]), each
    assert any(each.files["i.sqlite"] == old for each in stopped)


def test_that_two_build_is_that_of_one_of_them(tmp_path: Path, old: str) -> None:
    *met, alone = tries(
        tmp_path, Job(arguments=BUILD, actions=["rival"], rival=BUILD_OTHER, watched=["io/parts.py"], every=3)
    )
    for each in met:
        assert (each.exit_code, each.rival_exit_code, each.said) == (0, 0, ""), each
        assert each.files in ({"i.sqlite": old}, alone.files), each


def test_whose_folder_goes_away_is_told(tmp_path: Path, old: str) -> None:
    *gone, _ = tries(tmp_path, Job(arguments=BUILD, actions=["remove folder"], watched=CODE, every=7))
    failed = [each for each in gone if each.exit_code]
    assert old
    assert failed
    for each in failed:
        assert each.exit_code == 2, each
        assert each.said.startswith("loms: error: "), each
        assert each.said.count("\n") == 1, each


@pytest.mark.skipif(not is_possible(), reason="this system lets users have no disks of their own")
@pytest.mark.parametrize(
    "disk",
    [
        "full",
        "read-only",
    ],
)
def test_on_a_disk_that_takes_no_more_is_told(tmp_path: Path, disk: str) -> None:
    furnish(tmp_path, Command("index build"))
    place = Disk(command=program(BUILD), files={})
    result = run_on(attrs.evolve(place, **({"free": 4096} if disk == "full" else {"read_only": True})), tmp_path)
    assert (result.exit_code, result.files) == (2, {})
    assert "cannot be written: " in result.said
    assert result.said.count("\n") == 1


@pytest.mark.parametrize("arguments", [BUILD, INFO], ids=lambda words: words[1])
@pytest.mark.parametrize("output", REFUSED)
def test_of_which_nothing_can_be_printed_is_one_clear_line(
    tmp_path: Path, old: str, arguments: list[str], output: str
) -> None:
    (done,) = tries(tmp_path, Job(arguments=arguments, output=output))
    assert old
    assert (done.exit_code, done.said) == (2, f"loms: error: standard output: {REFUSED[output]}.\n")


def test_is_readable_whichever_one_it_is(tmp_path: Path, old: str) -> None:
    assert old
    run(BUILD, tmp_path)
    with Index.open(tmp_path / "out" / "i.sqlite") as index:
        assert len(index) == 1
