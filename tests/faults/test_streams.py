"""Standard streams that are closed, full, or pipes that nobody reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.commands import PRINTING, READING, WITH_REPORT, Command, furnish
from tests.faults.processes import run
from tests.faults.stepping import Job, tries
from tests.support.documents import LOQ

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full and a POSIX shell")

FULL = "/dev/full"
REFUSED = {FULL: "No space left on device", "closed": "it is closed"}


@pytest.mark.parametrize("command", PRINTING, ids=str)
def test_a_reader_that_is_gone_ends_the_program_quietly(tmp_path: Path, command: Command) -> None:
    furnish(tmp_path, command)
    (done,) = tries(tmp_path, Job(arguments=command.arguments, output="gone"))
    assert (done.exit_code, done.said) == (141, "")


@pytest.mark.parametrize("output", REFUSED)
@pytest.mark.parametrize("command", PRINTING, ids=str)
def test_output_that_cannot_be_printed_is_one_clear_line(tmp_path: Path, command: Command, output: str) -> None:
    furnish(tmp_path, command)
    (done,) = tries(tmp_path, Job(arguments=command.arguments, output=output))
    assert (done.exit_code, done.said) == (2, f"loms: error: standard output: {REFUSED[output]}.\n")


@pytest.mark.parametrize("command", READING, ids=str)
def test_a_closed_standard_input_is_one_clear_line(tmp_path: Path, command: Command) -> None:
    furnish(tmp_path, command)
    (done,) = tries(tmp_path, Job(arguments=command.reading("-"), input="closed"))
    assert done.exit_code == 2
    assert done.said.startswith("loms: error: <stdin>")
    assert done.said.endswith("it is closed.\n")
    assert done.said.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "redirection", "exit_code", "said"),
    [
        ("formats", ">/dev/full", 2, "loms: error: standard output: No space left on device.\n"),
        ("formats", ">&-", 2, "loms: error: standard output: it is closed.\n"),
        ("validate -", "<&-", 2, "loms: error: <stdin> cannot be read: it is closed.\n"),
    ],
)
def test_all_that_is_so_when_a_shell_starts_the_program(
    tmp_path: Path, line: str, redirection: str, exit_code: int, said: str
) -> None:
    done = run(line.split(), tmp_path, redirection)
    assert (done.returncode, done.stderr) == (exit_code, said)


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize("line", ["validate nowhere.xml", "codes nuts", "nonsense"])
def test_messages_that_cannot_be_shown_change_no_exit_code(tmp_path: Path, line: str, redirection: str) -> None:
    usual = run(line.split(), tmp_path)
    done = run(line.split(), tmp_path, redirection)
    assert (done.returncode, done.stdout) == (usual.returncode, usual.stdout)


def test_warnings_that_cannot_be_shown_keep_no_document_from_being_written(tmp_path: Path) -> None:
    command = WITH_REPORT
    furnish(tmp_path, command)
    (tmp_path / "legacy.xml").write_text(LOQ, encoding="utf-8")
    assert "warning" in run(command.arguments, tmp_path).stderr
    for redirection in ("2>/dev/full", "2>&-"):
        output = tmp_path / "out" / command.writes[0]
        usual = output.read_bytes()
        output.unlink()
        assert run(command.arguments, tmp_path, redirection).returncode == 0
        assert output.read_bytes() == usual


def test_with_all_streams_closed_the_exit_code_is_left(tmp_path: Path) -> None:
    assert run(["validate", "nowhere.xml"], tmp_path, "<&- >&- 2>&-").returncode == 2


def test_no_file_is_opened_in_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    code = (
        "import os, sys; from loms.cli.streams import prepare_streams; prepare_streams(); "
        "sys.exit(os.open(os.devnull, os.O_RDONLY))"
    )
    shell = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-c", code]
    assert subprocess.run(shell, cwd=tmp_path, check=False).returncode > 2
