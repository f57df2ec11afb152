"""``loms validate --report`` writes what was found to files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.documents import LOMS
from tests.support.running import Run

NAMES = ("r.html", "r.json", "r.sarif", "r.xml")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_each_report_is_written_and_named(run: Run, invalid_file: Path) -> None:
    done = run(
        "validate", invalid_file, "--profile", "schema", *(word for name in NAMES for word in ("--report", name))
    )
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-5:] == [
        f"{invalid_file}: 2 errors, 0 warnings in 4 records (loms-2019)",
        *(f"{name} written." for name in NAMES),
    ]
    assert all(Path(name).stat().st_size for name in NAMES)


def test_a_valid_file_gets_a_report_too(run: Run, loms_file: Path) -> None:
    assert run("validate", loms_file, "--report", "r.json").exit_code == 0
    assert json.loads(Path("r.json").read_bytes())["ok"] is True


def test_several_files_are_in_one_report(run: Run, loms_file: Path, invalid_file: Path) -> None:
    done = run("validate", loms_file, "nowhere.xml", invalid_file, "--report", "r.json")
    assert done.exit_code == 2
    files = json.loads(Path("r.json").read_bytes())["files"]
    assert [(file["source"], file["ok"]) for file in files] == [
        (str(loms_file), True),
        ("nowhere.xml", False),
        (str(invalid_file), False),
    ]


def test_for_programs_only_json_is_printed(run: Run, loms_file: Path) -> None:
    done = run("validate", loms_file, "--json", "--report", "r.html")
    assert json.loads(done.stdout)["files"][0]["ok"] is True
    assert done.stderr == ""
    assert Path("r.html").exists()


def test_standard_input_gets_a_report(run: Run) -> None:
    assert run("validate", "-", "--report", "r.json", stdin=LOMS).exit_code == 0
    assert json.loads(Path("r.json").read_bytes())["records"] == 4


def test_an_earlier_report_is_compared_with(run: Run, loms_file: Path, invalid_file: Path) -> None:
    run("validate", invalid_file, "--profile", "schema", "--report", "earlier.json")
    run("validate", loms_file, "--report", "r.json", "--compare-with", "earlier.json")
    comparison = json.loads(Path("r.json").read_bytes())["comparison"]
    assert (comparison["new"], comparison["gone"], comparison["still"]) == (0, 2, 0)


def test_an_earlier_report_without_a_report_is_a_wrong_call(run: Run, loms_file: Path) -> None:
    done = run("validate", loms_file, "--compare-with", "earlier.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "give --report FILE, too" in done.stderr


def test_an_earlier_report_that_is_none_is_said_so_before_anything_is_read(run: Run, loms_file: Path) -> None:
    done = run("validate", loms_file, "--report", "r.json", "--compare-with", loms_file)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{loms_file}: This is no report of a validation in JSON." in done.stderr
    assert not Path("r.json").exists()


def test_an_earlier_report_without_rules_is_a_warning(run: Run, loms_file: Path) -> None:
    run("validate", "--profile", "schema", loms_file, "--report", "earlier.json")
    done = run("validate", loms_file, "--report", "r.json", "--compare-with", "earlier.json")
    assert done.exit_code == 0
    assert done.stderr.startswith("loms: warning: The earlier report was made in the profile schema, without rules")


def test_a_file_that_cannot_be_read_has_the_profile_and_the_day_of_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.xml").write_bytes(b"")
    arguments = ("--profile", "strict", "--date", "2026-09-01", tmp_path / "nowhere.xml", tmp_path / "empty.xml")
    assert run("validate", *arguments, "--report", "r.json").exit_code == 2
    files = json.loads(Path("r.json").read_text("utf-8"))["files"]
    assert [(file["profile"], file["date"]) for file in files] == [("strict", "2026-09-01")] * 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("r.pdf", "'r.pdf' is no name for a report. It ends in .html, .json, .sarif or .xml."),
        ("-", "--report names a file; use --json to get the issues on standard output."),
        ("nowhere/r.json", "there is no folder"),
    ],
)
def test_a_report_that_cannot_be_written_ends_the_call_before_anything_is_read(
    run: Run, loms_file: Path, name: str, said: str
) -> None:
    done = run("validate", loms_file, "--report", name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_report_never_takes_the_place_of_its_source(run: Run, loms_file: Path) -> None:
    before = loms_file.read_bytes()
    done = run("validate", loms_file, "--report", loms_file)
    assert done.exit_code == 2
    assert f"The report would take the place of the source {loms_file}" in done.stderr
    assert loms_file.read_bytes() == before


def test_a_report_never_takes_the_place_of_the_earlier_one(run: Run, loms_file: Path) -> None:
    run("validate", loms_file, "--report", "r.json")
    before = Path("r.json").read_bytes()
    done = run("validate", loms_file, "--report", "r.json", "--compare-with", "r.json")
    assert done.exit_code == 2
    assert "The report would take the place of the earlier report r.json" in done.stderr
    assert Path("r.json").read_bytes() == before


def test_a_report_never_takes_the_place_of_qualifications(run: Run, loms_file: Path) -> None:
    Path("q.xml").write_text(LOMS, encoding="utf-8")
    done = run("validate", loms_file, "--qualifications", "q.xml", "--report", "q.xml")
    assert done.exit_code == 2
    assert "The report would take the place of the qualifications q.xml" in done.stderr


def test_the_day_is_that_of_the_call(run: Run, loms_file: Path) -> None:
    run("validate", loms_file, "--date", "2026-02-03", "--report", "r.json")
    assert json.loads(Path("r.json").read_bytes())["date"] == "2026-02-03"


def test_two_reports_cannot_be_the_same_file(run: Run, loms_file: Path) -> None:
    done = run("validate", loms_file, "--report", "r.json", "--report", "./r.json")
    assert done.exit_code == 2
    assert "cannot both be written" in done.stderr
