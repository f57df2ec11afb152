"""No output takes the place of an input, and a call whose output cannot be written ends before anything is read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

import loms
from loms.cli.places import Place, check_places
from loms.errors import TargetError, UsageError
from tests.releases.small import courses
from tests.support.documents import DELETE, LOQ
from tests.support.running import Run

CONVERT = ("convert", "legacy.xml", "--to", "loms-2019", "--settings", "s.toml")
MERGE = ("merge", "stored.xml", "legacy.xml", "--settings", "s.toml")
WITHDRAW = ("withdraw", "stored.xml", "delete.xml")
SWEEP = ("sweep", "stored.xml")

INPUTS = [
    pytest.param(command, name, id=f"{command[0]} {name}")
    for command, names in (
        (CONVERT, ("legacy.xml", "s.toml")),
        (MERGE, ("stored.xml", "legacy.xml", "s.toml")),
        (WITHDRAW, ("stored.xml", "delete.xml")),
        (SWEEP, ("stored.xml",)),
    )
    for name in names
]
COMMANDS = [pytest.param(command, id=command[0]) for command in (CONVERT, MERGE, WITHDRAW, SWEEP)]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of each kind that a command reads, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    loms.write(courses("one"), "stored.xml")
    Path("legacy.xml").write_text(LOQ, encoding="utf-8")
    Path("delete.xml").write_text(DELETE, encoding="utf-8")
    Path("s.toml").write_text('namespace = "https://data.example.org/lo/"\n', encoding="utf-8")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize(("command", "name"), INPUTS)
def test_the_document_may_not_take_the_place_of_any_input(
    run: Run, folder: Path, command: Sequence[str], name: str
) -> None:
    before = contents(folder)
    done = run(*command, "-o", name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f" {name}; name another file for it." in done.stderr
    assert contents(folder) == before


@pytest.mark.parametrize(("command", "name"), INPUTS)
def test_nor_may_the_report(run: Run, folder: Path, command: Sequence[str], name: str) -> None:
    before = contents(folder)
    done = run(*command, "-o", "new.xml", "--report", name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("loms: error: The report would take the place of the ")
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["./s.toml", "link.toml", "hard.toml"])
def test_it_is_the_same_file_however_it_is_named(run: Run, folder: Path, name: str) -> None:
    Path("link.toml").symlink_to("s.toml")
    Path("hard.toml").hardlink_to("s.toml")
    before = contents(folder)
    done = run(*CONVERT, "-o", name)
    assert done.exit_code == 2
    assert (
        done.stderr
        == f"loms: error: The document would take the place of the settings {name}; name another file for it.\n"
    )
    assert contents(folder) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_dry_run_refuses_what_the_real_run_would_refuse(run: Run, command: Sequence[str]) -> None:
    assert run(*command, "-o", command[1], "--dry-run").exit_code == 2


def test_devices_take_what_is_written_and_lose_nothing(run: Run) -> None:
    assert run(*CONVERT, "-o", os.devnull, "--report", os.devnull).exit_code == 0


@pytest.mark.parametrize("dry_run", [(), ("--dry-run",)])
@pytest.mark.parametrize("option", ["-o", "--report"])
@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("nowhere/x.xml", "nowhere/x.xml cannot be written: there is no folder "),
        ("folder", "folder is a folder; name a file in it."),
        ("new/", "new/ is a folder; name a file in it."),
        ("s.toml/x.xml", "s.toml/x.xml cannot be written: Not a directory."),
        ("", "The name of the target is empty; name a file."),
        ("x" * 300, "cannot be written: File name too long."),
    ],
)
def test_an_output_that_cannot_be_written_ends_the_call_also_in_a_dry_run(
    run: Run, folder: Path, name: str, cause: str, option: str, dry_run: Sequence[str]
) -> None:
    Path("folder").mkdir()
    before = contents(folder)
    other = "-o" if option == "--report" else "--report"
    done = run(*CONVERT, option, name, other, "new.xml", *dry_run)
    assert (done.exit_code, done.stdout) == (2, "")
    assert cause in done.stderr
    assert done.stderr.count("\n") == 1
    assert contents(folder) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_may_not_be_written_ends_a_dry_run(
    run: Run, command: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("readonly").mkdir()
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).name != "readonly")
    done = run(*command, "-o", "readonly/new.xml", "--dry-run")
    assert done.exit_code == 2
    assert f"no file can be made or replaced in the folder {Path('readonly').resolve()}: " in done.stderr
    assert run(*command, "-o", "new.xml", "--dry-run", "--fail-on", "error").exit_code != 2


def test_a_device_that_may_not_be_written_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(TargetError, match="cannot be written: Permission denied"):
        check_places(inputs=[], outputs=[Place("document", os.devnull)])


def test_an_output_is_checked_before_the_source_is_read(run: Run) -> None:
    done = run("convert", "nothing.xml", "--to", "loms-2019", "-o", "nowhere/x.xml")
    assert "there is no folder" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("convert", "-", "--to", "loms-2019", "--settings", "-"), "the source and the settings"),
        (("merge", "-", "-"), "the stored release and the increment"),
        (("merge", "stored.xml", "-", "--settings", "-"), "the increment and the settings"),
        (("withdraw", "-", "-"), "the stored release and the Delete file"),
    ],
)
def test_standard_input_is_for_one_input_only(run: Run, arguments: Sequence[str], what: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"loms: error: Standard input can be read only once, but {what} come from it.")


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("convert", "", "--to", "json"), "source"),
        (("convert", "legacy.xml", "--to", "loms-2019", "--settings", ""), "settings"),
        (("sweep", ""), "stored release"),
        (("withdraw", "stored.xml", ""), "Delete file"),
    ],
)
def test_an_input_without_a_name_is_told_by_what_it_is(run: Run, arguments: Sequence[str], what: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stderr == f"loms: error: The name of the {what} is empty; name a file.\n"


def test_a_report_may_not_share_a_file_with_the_document() -> None:
    places = [Place("new release", "x.xml"), Place("report", "./x.xml")]
    with pytest.raises(UsageError, match=r"The report and the new release cannot both be written to \./x\.xml"):
        check_places(inputs=[], outputs=places)


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_standard_output_by_the_name_of_the_system_gets_the_document_alone(run: Run, name: str) -> None:
    assert loms.loads(run(*CONVERT, "-o", name).stdout_bytes)
    assert run(*CONVERT, "-o", "new.xml", "--report", name).exit_code == 2


def test_settings_may_come_from_standard_input(run: Run) -> None:
    settings = Path("s.toml").read_text(encoding="utf-8")
    Path("-").write_text("not these", encoding="utf-8")
    done = run("convert", "legacy.xml", "--to", "loms-2019", "--settings", "-", "-o", "new.xml", stdin=settings)
    assert done.exit_code == 0
    done = run("convert", "legacy.xml", "--to", "loms-2019", "--settings", "-", "-o", "new.xml", stdin="namespac = 1")
    assert done.stderr.startswith("loms: error: <stdin>: There is no setting 'namespac'.")
