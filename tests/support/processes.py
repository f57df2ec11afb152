"""Looks at the processes that a process has started."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import pytest

__all__ = ["children", "shows_processes", "wait_for_children", "wait_until_gone"]

_LONGEST = 60
"""How many seconds a busy machine may take."""

shows_processes = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="the system does not show processes as files"
)


def children(process: int) -> list[int]:
    """The processes that a process has started.

    Args:
        process: Its number.
    """
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(each.parent)
        if fields and int(fields[1]) == process and fields[0] != "Z":
            found.append(int(each.parent.name))
    return found


def wait_for_children(process: int, number: int) -> list[int]:
    """Wait until a process has started so many others.

    Args:
        process: Its number.
        number: How many.
    """
    end = time.monotonic() + _LONGEST
    while len(found := children(process)) < number and time.monotonic() < end:
        time.sleep(0.05)
    return found


def wait_until_gone(processes: Iterable[int]) -> bool:
    """Whether processes are gone within a minute.

    Args:
        processes: Their numbers.
    """
    end = time.monotonic() + _LONGEST
    while time.monotonic() < end:
        if all(_fields(Path(f"/proc/{each}"))[:1] in ([], ["Z"]) for each in processes):
            return True
        time.sleep(0.05)
    return False


def _fields(process: Path) -> list[str]:
    """State, parent and more of a process; nothing where it is gone."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
