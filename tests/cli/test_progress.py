"""A bar shows on a terminal how far a large file has been read."""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from loms.cli import progress
from loms.cli.progress import ReadingBar, showing_progress
from loms.io.source import open_source
from loms.io.watching import current_watcher
from loms.resolve import follow
from tests.support.running import Run

QUALIFICATIONS = "examples/qualifications-loms.xml"


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setattr(progress, "LARGE", 100)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    return Terminal()


def read(path: Path) -> None:
    with open_source(path) as opened:
        while opened.stream.read(1 << 16):
            pass


def test_a_large_file_has_a_bar_that_is_taken_away(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"x" * 200_000)
    with redirect_stderr(terminal), showing_progress():
        read(path)
    shown = terminal.getvalue()
    assert "a.xml" in shown
    assert "200.0/200.0 kB" in shown
    assert shown.endswith("\x1b[2K")
    assert "\x1b[?25h" in shown, "the cursor is back"


def test_a_small_file_has_none(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"x" * 99)
    with redirect_stderr(terminal), showing_progress():
        read(path)
    assert terminal.getvalue() == ""


def test_the_bar_is_gone_where_reading_fails(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"x" * 200_000)
    with redirect_stderr(terminal), showing_progress(), pytest.raises(ZeroDivisionError), open_source(path):
        _ = 1 / 0
    assert "\x1b[?25h" in terminal.getvalue()


def test_a_name_does_not_steer_the_terminal(terminal: Terminal) -> None:
    bar = ReadingBar()
    with redirect_stderr(terminal):
        bar.begun("a\x1b[31m[bold]", 1000)
        bar.ended("a\x1b[31m[bold]")
    assert "a\\x1b[31m[bold]" in terminal.getvalue()


def test_a_file_within_the_work_on_another_has_no_bar_of_its_own(terminal: Terminal) -> None:
    bar = ReadingBar()
    with redirect_stderr(terminal):
        bar.begun("a.xml", 1000)
        bar.begun("b.xml", 1000)
        bar.read("b.xml", 1000)
        bar.ended("b.xml")
        bar.ended("a.xml")
    assert "a.xml" in terminal.getvalue()
    assert "b.xml" not in terminal.getvalue()


def test_where_standard_error_is_no_terminal_nobody_watches() -> None:
    with redirect_stderr(io.StringIO()), showing_progress():
        assert current_watcher() is None


def test_a_dataset_has_one_while_its_references_are_followed(terminal: Terminal) -> None:
    with redirect_stderr(terminal), showing_progress(), follow("examples/courses-loms.xml", QUALIFICATIONS):
        assert "courses-loms.xml" in terminal.getvalue()


def test_commands_show_it_nowhere_but_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LARGE", 0)
    done = run("validate", "examples/courses-loms.xml")
    assert done.stderr == ""
