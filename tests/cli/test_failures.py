"""Whatever happens, people see one clear line and programs an exit code; never a traceback that nobody asked for."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import NoReturn

import pytest

import loms.cli.contents
from loms.cli.terminal import printable
from loms.errors import InvalidDataError, Issue, Severity, SourceError
from tests.support.documents import LOMS
from tests.support.running import Run, RunProcess

Raising = Callable[[BaseException], None]


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> Raising:
    """Make ``loms info`` raise an exception."""

    def raising(error: BaseException) -> None:
        def fail(*_: object, **__: object) -> NoReturn:
            raise error

        monkeypatch.setattr(loms.cli.contents, "contents_of", fail)

    return raising


def test_an_error_of_the_call_is_one_line_and_exits_with_2(run: Run, raising: Raising) -> None:
    raising(SourceError("There is no such thing."))
    done = run("info", "x.xml")
    assert done.exit_code == 2
    assert done.stderr == "loms: error: There is no such thing.\n"


def test_an_error_of_the_data_shows_every_issue_and_exits_with_1(run: Run, raising: Raising) -> None:
    issues = [Issue(code=f"C{n}", severity=Severity.ERROR, message=f"Bad {n}.", line=n, source="x.xml") for n in (1, 2)]
    raising(InvalidDataError("x.xml is not valid.", issues=issues))
    done = run("info", "x.xml")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "loms: error: x.xml:1: Bad 1. [C1]",
        "loms: error: x.xml:2: Bad 2. [C2]",
        "loms: error: x.xml is not valid.",
    ]


def test_an_interrupt_says_so_and_exits_with_130(run: Run, raising: Raising) -> None:
    raising(KeyboardInterrupt())
    done = run("info", "x.xml")
    assert done.exit_code == 130
    assert done.stderr == "loms: stopped.\n"


def test_an_interrupt_from_the_keyboard_ends_a_process_without_a_traceback() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "loms", "info", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # the caller may have been told to ignore it
    ) as process:
        assert process.stdin is not None
        process.stdin.write(LOMS + " " * 1_000_000)  # more than a pipe holds, so the program has begun to read
        process.send_signal(signal.SIGINT)
        _, shown = process.communicate(timeout=60)
    assert shown == "loms: stopped.\n"
    assert process.returncode == 130


def test_a_lack_of_memory_exits_with_2(run: Run, raising: Raising) -> None:
    raising(MemoryError())
    done = run("info", "x.xml")
    assert done.exit_code == 2
    assert done.stderr == "loms: error: there is not enough memory for this.\n"


def test_a_fault_of_the_system_says_where_and_why(run: Run, raising: Raising) -> None:
    raising(OSError(28, "No space left on device", "/tmp/x"))
    done = run("info", "x.xml")
    assert done.exit_code == 2
    assert done.stderr == "loms: error: /tmp/x: No space left on device.\n"


def test_a_fault_of_ours_is_one_line_and_exits_with_2(run: Run, raising: Raising) -> None:
    raising(RuntimeError("oh no"))
    done = run("info", "x.xml")
    assert done.exit_code == 2
    assert done.stderr.startswith("loms: internal error: RuntimeError: oh no; please report it;")
    assert done.stderr.count("\n") == 1


def test_a_traceback_is_shown_on_demand(run: Run, raising: Raising) -> None:
    raising(RuntimeError("oh no"))
    assert "Traceback" in run("--debug", "info", "x.xml").stderr


def test_json_is_one_document_even_in_failure(run: Run, raising: Raising) -> None:
    raising(InvalidDataError("Bad.", issues=[Issue(code="C", severity=Severity.ERROR, message="Bad.", line=3)]))
    document = json.loads(run("info", "--json", "x.xml").stdout)
    assert document["ok"] is False
    assert document["issues"][0]["line"] == 3


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SourceError("There is no such thing."), "There is no such thing."),
        (OSError(28, "No space left on device", "/tmp/x"), "/tmp/x: No space left on device."),
        (MemoryError(), "there is not enough memory for this."),
        (RuntimeError("oh no"), "RuntimeError: oh no; please report it"),
    ],
)
def test_json_is_one_document_whatever_failed(run: Run, raising: Raising, error: Exception, said: str) -> None:
    raising(error)
    done = run("info", "--json", "x.xml")
    document = json.loads(done.stdout)
    assert (done.exit_code, document["ok"]) == (2, False)
    assert document["error"].startswith(said)


def test_an_error_whose_own_message_says_more_than_its_one_issue_is_shown_with_both(run: Run, raising: Raising) -> None:
    issue = Issue(code="C1", severity=Severity.ERROR, message="Bad 1.", source="x.xml")
    raising(InvalidDataError("Nothing was written.", issues=[issue]))
    assert run("info", "x.xml").stderr.splitlines() == [
        "loms: error: x.xml: Bad 1. [C1]",
        "loms: error: Nothing was written.",
    ]


def test_data_cannot_steer_the_terminal(run: Run) -> None:
    done = run("codes", "country", "\x1b[31mred\u202e")
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr


def test_control_characters_are_written_as_escapes() -> None:
    assert printable("a\x1b[2J\r\n\x9b\u202eb") == r"a\x1b[2J\r\n\x9b\u202eb"


def test_letters_of_all_scripts_are_printed_as_they_are() -> None:
    text = "Ærøskøbing, Αθήνα, София, 日本, عربى"
    assert printable(text) == text


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    program = f'{sys.executable} -m loms codes nuts | (read -r line; echo "$line"); exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("Key")
    assert done.stderr == ""
    assert done.returncode == 141


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_exits_with_2() -> None:
    program = f"{sys.executable} -m loms codes nuts > /dev/full"
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "loms: error: standard output: No space left on device.\n"


def test_a_terminal_that_lacks_letters_is_no_reason_to_fail(run_process: RunProcess) -> None:
    done = run_process("codes", "nuts", "ostosterreich", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "Ost\\xf6sterreich" in done.stdout


def test_standard_input_is_read_from_a_pipe(run_process: RunProcess) -> None:
    assert "loms-2019" in run_process("info", "-", stdin=LOMS).stdout
