"""The terminal: no character of data, of a file name or of an argument steers it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from loms.cli.app import app
from tests.security.reading import run_loms
from tests.support.documents import DELETE, LOMS, LOQ

# The control characters but tab, line feed and those of the styles of our own, and what turns the direction of text.
STEERING = re.compile("[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
STYLES = re.compile(rb"\x1b\[[0-9;]*m")

IN_XML = "\x7f\x85\x9b2J\u061c\u200e\u202e\u2066\u2028\u2029"
"""Steering characters that XML lets through; the others are refused."""

EVERYWHERE = f"\x1b[2J\x1b]0;title\x07\x08\r{IN_XML}"
"""Steering characters that file names, arguments and JSON may hold."""

SOUND = 2
"""Which of the hostile documents of a format is of that format in any case: not its namespace is hostile."""

VALUE = re.compile(r'="([^"<]*)"|>([^<\s][^<]*)<')
NAMESPACE = "https://data.example.org/lo/"


def steers(output: bytes) -> list[str]:
    """The steering characters in what a command printed, apart from the styles of its own."""
    text = STYLES.sub(b"", output).decode("utf-8", "surrogateescape")
    return STEERING.findall(text) + re.findall("\x1b", text)


def hostile_documents() -> Iterator[tuple[str, str]]:
    """The documents with steering characters in one of their values, which is another one each time."""
    for name, text in (("loms.xml", LOMS), ("loq.xml", LOQ), ("delete.xml", DELETE)):
        body = text.index("<", 1) if text.startswith("<?") else 0
        places = [match.start(match.lastindex or 0) for match in VALUE.finditer(text) if match.start() > body]
        for number, place in enumerate(places):
            yield f"{number}-{name}", f"{text[:place]}{IN_XML}{text[place:]}"


def commands(name: str) -> list[list[str]]:
    """What can be done with a document."""
    other = f"{SOUND}-{name.partition('-')[2]}"
    found = [["info", name], ["convert", name, "-o", "out.json"], ["diff", other, name], ["diff", name, other]]
    if "loq" in name:
        found.append(["convert", name, "--to", "loms-2019", "--namespace", NAMESPACE, "-o", "out.xml"])
    return [*found, *([*each, "--json"] for each in found)]


def printed(*arguments: str | Path) -> bytes:
    """All that a command prints about data that is right or wrong, run in this process."""
    done = CliRunner().invoke(app, [str(each) for each in arguments], prog_name="loms")
    assert done.exit_code in (0, 1)
    assert done.output_bytes
    return done.stdout_bytes + done.stderr_bytes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all hostile documents."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, text in hostile_documents():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_values_in_data_do_not_steer_the_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names = sorted(path.name for path in folder.glob("*.xml"))
    assert len(names) > 40
    assert steers(f"\x1b[31m{IN_XML}\x1b[0m".encode()) == [*IN_XML.replace("2J", "")]
    calls = [["validate", *names], ["validate", "--json", *names], *(call for name in names for call in commands(name))]
    assert [call for call in calls if steers(printed(*call))] == []
    assert b"\\x9b" in printed("validate", *names)


def shown(*arguments: str, folder: Path) -> tuple[int, bytes]:
    """What a person sees on a terminal, with the exit code."""
    pty = pytest.importorskip("pty", reason="needs pseudo-terminals")
    ours, theirs = pty.openpty()
    program = [sys.executable, "-m", "loms", *arguments]
    with subprocess.Popen(program, cwd=folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    return process.returncode, seen.replace(b"\r\n", b"\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # what Linux says at the end of a terminal
        return b""


def test_values_in_data_do_not_steer_the_terminal_when_a_person_looks(folder: Path) -> None:
    code, seen = shown("validate", *sorted(path.name for path in folder.glob("*-l*.xml")), folder=folder)
    assert code == 1
    assert steers(seen) == []
    assert b"\\x9b" in seen


def test_json_for_programs_is_ascii(folder: Path) -> None:
    for path in folder.glob("*.xml"):
        for command in (["validate"], ["info"], ["convert", "-o", str(folder / "out.json")]):
            done = CliRunner().invoke(app, [*command, "--json", str(path)], prog_name="loms")
            assert done.stdout_bytes.isascii()
            assert json.loads(done.stdout_bytes)


def test_values_in_json_do_not_steer_the_terminal(tmp_path: Path) -> None:
    text = json.dumps({"format": "loq-delete", "document": {"Key": EVERYWHERE, EVERYWHERE: [EVERYWHERE]}})
    hostile_format = json.dumps(EVERYWHERE).strip('"')
    for data in (text, text.replace("loq-delete", hostile_format), text.replace('"Key"', f'"{IN_XML}"'), f"{{{IN_XML}"):
        path = tmp_path / "hostile.json"
        path.write_text(data, encoding="utf-8")
        assert steers(printed("convert", path, "-o", tmp_path / "out.xml")) == []


def test_reports_and_documents_in_json_do_not_steer_the_terminal_that_shows_them(tmp_path: Path) -> None:
    written = 0
    for name, text in hostile_documents():
        source, target, report = tmp_path / name, tmp_path / "out.json", tmp_path / "report.json"
        source.write_text(text, encoding="utf-8")
        printed("convert", source, "-o", target)
        if "loq" in name:
            to_loms = ["--to", "loms-2019", "--namespace", NAMESPACE]
            printed("convert", source, *to_loms, "-o", tmp_path / "out.xml", "--report", report)
        for path in (target, report):
            if path.exists():
                written += 1
                assert steers(path.read_bytes()) == []
                path.unlink()
        source.unlink()
    assert written > 10


@pytest.mark.parametrize("there", [True, False], ids=["there", "not there"])
def test_file_names_do_not_steer_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    monkeypatch.chdir(tmp_path)
    name, report = f"{EVERYWHERE}.xml", f"report-{EVERYWHERE}"
    if there:
        Path(name).write_text(LOQ, encoding="utf-8")
    to_loms = ["convert", name, "--to", "loms-2019", "--namespace", NAMESPACE, "-o", f"out-{name}", "--report", report]
    for arguments in (["validate", name], ["info", name], to_loms):
        for done in (run_loms("--debug", *arguments), run_loms(*arguments, "--json")):
            assert done.returncode == (0 if there else 2)
            assert steers(done.stdout + done.stderr) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["codes", EVERYWHERE],
        ["codes", "nuts", EVERYWHERE],
        ["convert", "x.xml", "--to", "loms-2019", "--namespace", EVERYWHERE],
        ["convert", "x.xml", "--to", "loms-2019", "--fallback-language", EVERYWHERE],
        ["convert", "x.xml", "--to", EVERYWHERE],
        ["convert", "x.xml", EVERYWHERE],
        ["validate", f"--{EVERYWHERE}"],
        [EVERYWHERE],
        ["info", "x.xml", "--max-unpacked-size", EVERYWHERE],
    ],
    ids=lambda arguments: " ".join(arguments).partition("\x1b")[0] or "nothing else",
)
def test_arguments_do_not_steer_the_terminal(tmp_path: Path, arguments: list[str]) -> None:
    done = run_loms(*arguments)
    assert done.returncode in (1, 2)
    assert done.stderr != b""
    assert steers(done.stdout + done.stderr) == []
    # What is no terminal is spared some of them, so a person looks too.
    code, seen = shown(*arguments, folder=tmp_path)
    assert code == done.returncode
    assert steers(seen) == []
