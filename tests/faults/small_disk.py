"""Runs a command in a folder ``out`` that is a small or a read-only disk of its own; only this process sees the disk.

To be run by ``unshare --user --map-root-user --mount``, which needs no rights on most systems.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")

SIZE = 1 << 20


@attrs.frozen(kw_only=True)
class Disk:
    """What kind of disk, and what to do on it.

    Attributes:
        command: The whole command.
        files: Names and contents of the files that are there before.
        free: How many bytes are free, in steps of 4096.
        free_files: How many more files the disk can hold.
        read_only: Whether it can only be read.
    """

    command: Sequence[str]
    files: Mapping[str, str]
    free: int = SIZE // 2
    free_files: int = 10
    read_only: bool = False


@attrs.frozen(kw_only=True)
class Result:
    """What came of it.

    Attributes:
        exit_code: Exit code of the command.
        said: What it printed on standard error.
        files: What is on the disk then.
    """

    exit_code: int
    said: str
    files: Mapping[str, str]


def is_possible() -> bool:
    """Whether this system lets a user have disks of his own."""
    try:
        done = subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


def run_on(disk: Disk, folder: Path) -> Result:
    """Run a command on a disk; called by the tests.

    Args:
        disk: What to do.
        folder: Where the command runs; the disk is its folder ``out``.
    """
    command = [*NAMESPACE, sys.executable, __file__, json.dumps(attrs.asdict(disk))]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return Result(**json.loads(done.stdout))


def _result(disk: Disk) -> Result:
    out = Path("out")
    # The folder itself, the filler and each file that is there count, too.
    files = disk.free_files + len(disk.files) + 2
    _mount("-t", "tmpfs", "-o", f"size={SIZE},nr_inodes={files}", "none")
    for name, text in disk.files.items():
        (out / name).write_text(text, encoding="utf-8")
    free = os.statvfs(out)
    (out / "filler").write_bytes(bytes(free.f_bavail * free.f_bsize - disk.free))
    if disk.read_only:
        _mount("-o", "remount,ro")
    done = subprocess.run(disk.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    left = {path.name: path.read_bytes().decode("latin-1") for path in out.iterdir() if path.name != "filler"}
    return Result(exit_code=done.returncode, said=done.stderr, files=left)


def _mount(*options: str) -> None:
    subprocess.run(["mount", *options, "out"], check=True)


if __name__ == "__main__":
    json.dump(attrs.asdict(_result(Disk(**json.loads(sys.argv[1])))), sys.stdout)
