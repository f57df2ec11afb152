"""Runs the command line, in the same process where that is enough and as a real process where it is not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loms.cli.app import app
from tests.support.documents import LOMS, LOQ
from tests.support.running import Run, RunOnTerminal, RunProcess

STYLES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def run() -> Run:
    """Run ``loms`` with arguments; ``stdin`` is what it reads from standard input."""

    def run(*arguments: str | Path, stdin: bytes | str = b"") -> Result:
        return CliRunner().invoke(app, [str(each) for each in arguments], input=stdin, prog_name="loms")

    return run


@pytest.fixture
def run_process() -> RunProcess:
    """Run ``python -m loms`` as a process of its own."""

    def run_process(
        *arguments: str | Path, stdin: str = "", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "loms", *(str(each) for each in arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, env=env)

    return run_process


@pytest.fixture
def run_on_terminal() -> RunOnTerminal:
    """Run ``python -m loms`` on a terminal of 100 columns and return all that it shows, without styles."""
    return _terminal(columns=100)


@pytest.fixture
def run_on_narrow_terminal() -> RunOnTerminal:
    """Run ``python -m loms`` on a terminal of 80 columns and return all that it shows, without styles."""
    return _terminal(columns=80)


@pytest.fixture
def run_on_wide_terminal() -> RunOnTerminal:
    """Run ``python -m loms`` on a terminal of 200 columns and return all that it shows, without styles."""
    return _terminal(columns=200)


def _terminal(*, columns: int) -> RunOnTerminal:
    pty = pytest.importorskip("pty", reason="needs pseudo-terminals")

    def run_on_terminal(arguments: Sequence[str | Path]) -> str:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "loms", *(str(each) for each in arguments)],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            env=os.environ | {"COLUMNS": str(columns), "TERM": "xterm", "NO_COLOR": "1"},
        )
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
        process.wait()
        os.close(ours)
        return STYLES.sub("", shown.decode().replace("\r\n", "\n"))

    return run_on_terminal


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # what Linux says at the end of a terminal
        return b""


@pytest.fixture
def loms_file(tmp_path: Path) -> Path:
    """A valid LOMS 2019 file."""
    path = tmp_path / "courses.xml"
    path.write_text(LOMS, encoding="utf-8")
    return path


@pytest.fixture
def loq_file(tmp_path: Path) -> Path:
    """A valid legacy file."""
    path = tmp_path / "legacy.xml"
    path.write_text(LOQ, encoding="utf-8")
    return path


@pytest.fixture
def invalid_file(tmp_path: Path) -> Path:
    """A LOMS 2019 file with two errors: a code that does not exist, and a reference to nothing."""
    path = tmp_path / "invalid.xml"
    text = LOMS.replace("isced-f/0721", "isced-f/9876").replace(
        'idref="https://data.example.org/outcome/1"', 'idref="x:y"'
    )
    path.write_text(text, encoding="utf-8")
    return path
