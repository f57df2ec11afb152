"""Disks that are full, and folders that cannot be written or go away: one clear line, and the old output stays."""

from __future__ import annotations

import random
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from tests.faults.commands import OLD, WITH_PAGE, WITH_REPORT, WRITING, Command, furnish
from tests.faults.processes import is_untouched, program
from tests.faults.small_disk import Disk, Result, is_possible, run_on
from tests.faults.stepping import Job, digest, tries
from tests.support.users import ORDINARY, sees_project

LONG = random.Random(1).randbytes(20_000).hex()
"""A title that makes documents longer than the pages of a disk, compressed or not."""

own_disks = pytest.mark.skipif(not is_possible(), reason="this system lets users have no disks of their own")


def on(disk: Disk, command: Command, folder: Path) -> Result:
    """Run a command on a disk, check that nothing is lost, and return what came of it."""
    furnish(folder, command, title=LONG)
    result = run_on(disk, folder)
    assert result.exit_code == 2
    assert result.said.count("\n") == 1
    assert result.files == disk.files
    return result


def disk_for(command: Command) -> Disk:
    """A disk that has the old output of a command on it."""
    return Disk(command=program(command.arguments), files=dict.fromkeys(command.writes, OLD.decode()))


@own_disks
@pytest.mark.parametrize(("command", "free"), [*((each, 8192) for each in WRITING), (WRITING[0], 0)], ids=str)
def test_a_full_disk_is_told_and_the_old_output_stays(tmp_path: Path, command: Command, free: int) -> None:
    said = on(attrs.evolve(disk_for(command), free=free), command, tmp_path).said
    assert said.endswith("cannot be written: No space left on device.\n")
    assert any(name in said for name in command.writes)


@own_disks
def test_a_disk_on_which_only_the_second_file_has_no_place_keeps_both_old_ones(tmp_path: Path) -> None:
    command = WITH_REPORT
    said = on(attrs.evolve(disk_for(command), free_files=1), command, tmp_path).said
    assert "No space left on device" in said


@own_disks
def test_a_read_only_disk_is_told(tmp_path: Path) -> None:
    command = WRITING[0]
    said = on(attrs.evolve(disk_for(command), read_only=True), command, tmp_path).said
    assert f"in the folder {tmp_path / 'out'}" in said
    assert said.endswith("Read-only file system.\n")


@pytest.mark.parametrize("command", [WRITING[0], WITH_PAGE], ids=str)
def test_a_file_that_may_not_grow_as_large_is_told_and_nothing_else(tmp_path: Path, command: Command) -> None:
    furnish(tmp_path, command, title=LONG)
    done = subprocess.run(
        program(command.arguments),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("cannot be written: File too large.\n")
    assert done.stderr.count("\n") == 1
    assert is_untouched(tmp_path, command)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        (folder / "out").chmod(0o755)


@sees_project
@pytest.mark.parametrize("command", WRITING, ids=str)
def test_a_folder_that_may_not_be_written_is_told(open_folder: Path, command: Command) -> None:
    furnish(open_folder, command)
    (open_folder / "out").chmod(0o555)
    (done,) = tries(open_folder, Job(arguments=command.arguments, user=ORDINARY))
    assert done.exit_code == 2
    assert done.said.endswith(f"in the folder {(open_folder / 'out').resolve()}: Permission denied.\n")
    assert done.said.count("\n") == 1
    assert done.files == dict.fromkeys(command.writes, digest(OLD))


@pytest.mark.parametrize("command", WRITING, ids=str)
def test_a_folder_that_goes_away_is_told_whenever_it_goes(tmp_path: Path, command: Command) -> None:
    furnish(tmp_path, command)
    *gone, undisturbed = tries(tmp_path, Job(arguments=command.arguments, actions=["remove folder"], every=15))
    assert undisturbed.exit_code == 0
    for each in gone:
        if each.exit_code:  # not when it goes after all is written
            assert each.exit_code == 2, each
            assert each.said.endswith(f"cannot be written: there is no folder {tmp_path / 'out'}.\n"), each
            assert each.said.count("\n") == 1, each
    assert any(each.exit_code for each in gone)
