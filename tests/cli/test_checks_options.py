"""``loms validate`` is told what to check by options, or by the table of a project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.documents import LOMS
from tests.support.running import Run

BAD = LOMS.replace(' schemeID="https://data.example.org/scheme"', "").replace(">Bread<", ">test<", 1)


@pytest.fixture
def bad_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with two warnings, in a folder of its own in which the command runs."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "bad.xml"
    path.write_text(BAD, encoding="utf-8")
    return path


def found(run: Run, *arguments: str | Path) -> dict[str, str]:
    """The codes that are found, with their severities."""
    done = run("validate", "--json", *arguments)
    assert done.exit_code in (0, 1), done.stderr
    return {each["code"]: each["severity"] for each in json.loads(done.stdout)["files"][0]["codes"]}


def test_warnings_do_not_fail_a_check_unless_it_is_strict(run: Run, bad_file: Path) -> None:
    assert run("validate", bad_file).exit_code == 0
    assert run("validate", "--profile", "strict", bad_file).exit_code == 1
    assert run("validate", "--severity", "LOMS-TEXT=error", bad_file).exit_code == 1
    assert found(run, "--profile", "schema", bad_file) == {}


def test_rules_are_selected_and_ignored_also_with_commas(run: Run, bad_file: Path) -> None:
    assert set(found(run, "--select", "LOMS-TEXT,LOMS-HTML", bad_file)) == {"LOMS-TEXT-PLACEHOLDER"}
    assert found(run, "--ignore", "LOMS-TEXT", "--ignore", "loms-identifier", bad_file) == {}


def test_the_table_of_the_nearest_project_counts(run: Run, bad_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = '[tool.loms]\nignore = ["LOMS-TEXT"]\n[tool.loms.severity]\nLOMS-IDENTIFIER = "error"\n'
    bad_file.with_name("pyproject.toml").write_text(table, encoding="utf-8")
    inner = bad_file.parent / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert found(run, bad_file) == {"LOMS-IDENTIFIER-NO-SCHEME": "error"}
    assert set(found(run, "--ignore", "LOMS-IDENTIFIER", bad_file)) == {"LOMS-TEXT-PLACEHOLDER"}
    assert found(run, "--severity", "LOMS-IDENTIFIER=info", bad_file) == {"LOMS-IDENTIFIER-NO-SCHEME": "info"}


def test_what_the_call_says_of_severity_goes_before_the_file(run: Run, bad_file: Path) -> None:
    table = '[tool.loms.severity]\nLOMS-TEXT-PLACEHOLDER = "Error"\nLOMS-IDENTIFIER = "error"\n'
    bad_file.with_name("pyproject.toml").write_text(table, encoding="utf-8")
    weights = {"LOMS-TEXT-PLACEHOLDER": "error", "LOMS-IDENTIFIER-NO-SCHEME": "error"}
    assert found(run, bad_file) == weights
    assert found(run, "--severity", "LOMS-TEXT=info", bad_file) == weights | {"LOMS-TEXT-PLACEHOLDER": "info"}


def test_without_rules_none_can_be_selected(run: Run, bad_file: Path) -> None:
    bad_file.with_name("pyproject.toml").write_text('[tool.loms]\nprofile = "schema"\n', encoding="utf-8")
    for arguments in (["--select", "LOMS-TEXT"], ["--profile", "schema", "--select", "LOMS-TEXT"]):
        done = run("validate", *arguments, bad_file)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "LOMS-TEXT cannot be selected" in done.stderr


def test_a_call_without_rules_may_leave_those_that_the_file_selects(run: Run, bad_file: Path) -> None:
    bad_file.with_name("pyproject.toml").write_text('[tool.loms]\nselect = ["LOMS-TEXT"]\n', encoding="utf-8")
    assert found(run, "--profile", "schema", bad_file) == {}


def test_all_problems_may_be_listed_by_the_file(run: Run, bad_file: Path) -> None:
    bad_file.with_name("pyproject.toml").write_text('[tool.loms]\nmax-issues = "none"\n', encoding="utf-8")
    file = json.loads(run("validate", "--json", bad_file).stdout)["files"][0]
    assert (len(file["issues"]), file["not_listed"]) == (2, 0)


def test_a_configuration_that_is_named_and_says_nothing_is_a_wrong_call(run: Run, bad_file: Path) -> None:
    config = bad_file.with_name("loms.toml")
    config.write_text('[loms]\nprofile = "strict"\n', encoding="utf-8")
    done = run("validate", "--config", config, bad_file)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{config} says nothing of what to check. It holds [loms]; write [tool.loms]" in done.stderr


def test_an_index_that_is_none_is_a_wrong_call(run: Run, bad_file: Path) -> None:
    done = run("validate", "--index", bad_file, bad_file)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{bad_file}: This is no index of qualifications." in done.stderr


def test_a_configuration_may_be_named_and_is_then_the_only_one(run: Run, bad_file: Path) -> None:
    bad_file.with_name("pyproject.toml").write_text('[tool.loms]\nprofile = "strict"\n', encoding="utf-8")
    config = bad_file.with_name("loms.toml")
    config.write_text('select = ["LOMS-TEXT"]\nmax-issues = 0\ndate = 2026-09-01\n', encoding="utf-8")
    assert found(run, "--config", config, bad_file) == {"LOMS-TEXT-PLACEHOLDER": "warning"}
    lines = run("validate", "--config", config, bad_file).stdout.splitlines()
    assert lines == [
        "1 problem more; --max-issues says how many are listed.",
        f"{bad_file}: 0 errors, 1 warning in 4 records (loms-2019; rules were left out or weigh less)",
    ]


def test_fewer_issues_are_listed_than_counted(run: Run, bad_file: Path) -> None:
    file = json.loads(run("validate", "--json", "--max-issues", "1", bad_file).stdout)["files"][0]
    assert (len(file["issues"]), file["not_listed"], file["counts"]["warning"]) == (1, 1, 2)
    assert len(json.loads(run("validate", "--json", "--max-issues=none", bad_file).stdout)["files"][0]["issues"]) == 2


def test_the_day_is_told_in_the_report(run: Run, bad_file: Path) -> None:
    file = json.loads(run("validate", "--json", "--date", "2026-09-01", bad_file).stdout)["files"][0]
    assert (file["profile"], file["date"]) == ("qdr", "2026-09-01")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--date", "yesterday"], "no day such as"),
        (["--select", "LOMS-TEXT-PLACE"], "Did you mean LOMS-TEXT-PLACEHOLDER"),
        (["--max-issues", "-3"], "no number such as"),
        (["--severity", "LOMS-TEXT"], "says no level"),
        (["--severity", "LOMS-TEXT=fatal"], "error, warning, info"),
        (["--select", "LOMS-TXT"], "There is no rule"),
        (["--profile", "lax"], "'qdr', 'schema', 'strict'"),
        (["--config", "nowhere.toml"], "nowhere.toml cannot be read"),
        (["--qualifications", "a.xml", "--index", "b"], "not both"),
    ],
)
def test_a_call_that_means_nothing_fails_before_anything_is_read(
    run: Run, bad_file: Path, arguments: list[str], words: str
) -> None:
    done = run("validate", *arguments, bad_file)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""


def test_a_project_file_that_is_no_toml_is_named(run: Run, bad_file: Path) -> None:
    bad_file.with_name("pyproject.toml").write_text("[tool.loms", encoding="utf-8")
    done = run("validate", bad_file)
    assert done.exit_code == 2
    assert "pyproject.toml is no TOML" in done.stderr


def test_references_are_looked_up_in_qualifications_that_are_given(run: Run, tmp_path: Path) -> None:
    from loms.io.write import dumps
    from tests.cli import registers

    qualifications, dataset = tmp_path / "qualifications.xml", tmp_path / "dataset.xml"
    qualifications.write_bytes(dumps(registers.qualifications("Q-1")))
    for name, expected in (("Q-1", set()), ("Q-2", {"LOMS-REFERENCE-UNKNOWN"})):
        dataset.write_bytes(dumps(registers.with_references(name)))
        chosen = ("--select", "LOMS-REFERENCE", "--qualifications", qualifications, dataset)
        assert set(found(run, *chosen)) == expected
