"""Two processes that write one target: neither fails, the last one wins, and the result is never a mixture."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.commands import WRITING, Command, furnish
from tests.faults.stepping import Job, tries

OTHER = "other.xml"

EVERY = dict.fromkeys(WRITING, 6) | {WRITING[0]: 1}
"""The first command meets its rival at every step; the others only show that they go the same way."""


@pytest.mark.parametrize("command", WRITING, ids=str)
def test_whenever_the_other_one_writes_each_file_is_one_of_both(tmp_path: Path, command: Command) -> None:
    rival = [*command.reading(OTHER), *command.variant.split()]
    furnish(tmp_path, command, title="Cake")
    if command.source:
        (tmp_path / command.source).rename(tmp_path / OTHER)
    furnish(tmp_path, command)
    (rival_alone,) = tries(tmp_path, Job(arguments=rival))
    job = Job(
        arguments=command.arguments, actions=["rival"], rival=rival, watched=["io/parts.py"], every=EVERY[command]
    )
    *met, alone = tries(tmp_path, job)
    assert not alone.files.items() & rival_alone.files.items()
    for each in met:
        assert (each.exit_code, each.rival_exit_code, each.said) == (0, 0, ""), each
        assert each.files.keys() == alone.files.keys(), each
        assert all(content in (alone.files[name], rival_alone.files[name]) for name, content in each.files.items())
    winners = {content for each in met for content in each.files.values()}
    assert winners == {*alone.files.values(), *rival_alone.files.values()}


WRITER = """
import sys
from loms.io.target import open_target
letter, target = sys.argv[1:]
sys.stdin.read()
for _ in range(200):
    with open_target(target) as stream:
        stream.write(letter.encode() * 10_000)
    with open(target, "rb") as written:
        content = written.read()
    assert content in (b"a" * 10_000, b"b" * 10_000, b"c" * 10_000), content[:99]
"""


def test_writers_that_race_never_disturb_each_other(tmp_path: Path) -> None:
    target = tmp_path / "out.xml"
    command = [sys.executable, "-c", WRITER]
    writers = [subprocess.Popen([*command, letter, str(target)], stdin=subprocess.PIPE) for letter in "abc"]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.close()
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    assert list(tmp_path.iterdir()) == [target]
