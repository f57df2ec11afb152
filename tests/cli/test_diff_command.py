"""``loms diff`` shows what changed between two releases, and fails on what it is told to fail on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from loms.cli.diff import DIFFERENCES
from loms.compare import Difference
from loms.formats import schema_folder
from tests.support.documents import LOMS, LOQ
from tests.support.running import Run, RunOnTerminal

SCHEMA = json.loads((schema_folder() / "report" / "release-comparison.schema.json").read_text("utf-8"))


@pytest.fixture
def changed_file(tmp_path: Path) -> Path:
    """The release with another title of the course."""
    return written(tmp_path, LOMS.replace(">Bread<", ">Rolls<", 1))


@pytest.fixture
def renamed_file(tmp_path: Path) -> Path:
    """The release with another title and another id of the course."""
    return written(tmp_path, LOMS.replace(">Bread<", ">Rolls<", 1).replace("opportunity/1", "opportunity/2"))


def written(folder: Path, text: str, name: str = "new.xml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_all_that_a_comparison_tells_can_be_failed_on() -> None:
    assert tuple(Difference) == DIFFERENCES


def test_changes_are_shown_with_a_table_of_their_numbers(run: Run, loms_file: Path, changed_file: Path) -> None:
    done = run("diff", loms_file, changed_file)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        'changed: learningOpportunity https://data.example.org/opportunity/1 "Rolls", line 4',
        '    title[1]/text (en): "Bread" -> "Rolls"',
        "",
        "Kind                   changed  unchanged",
        "learningOpportunity          1",
        "learningSpecification                   1",
        "learningOutcome                         1",
        "organization                            1",
        "",
        "1 changed: 4 records before, 4 after.",
    ]


def test_nothing_is_said_of_a_release_that_is_the_same(run: Run, loms_file: Path) -> None:
    done = run("diff", loms_file, loms_file, "--fail-on", "removed")
    assert (done.exit_code, done.stdout) == (0, "Nothing changed: 4 records before, 4 after.\n")


def test_a_renamed_record_is_a_warning(run: Run, loms_file: Path, renamed_file: Path) -> None:
    done = run("diff", loms_file, renamed_file)
    assert done.exit_code == 0
    assert "    was https://data.example.org/opportunity/1, found by its identifier" in done.stdout.splitlines()
    assert done.stderr.startswith(f"loms: warning: {renamed_file}:4: Records (1, learningOpportunity) have other ids")
    assert done.stderr.endswith("[DIFF-ID-CHANGED]\n")


@pytest.mark.parametrize(("fail_on", "exit_code"), [("renamed", 1), ("changed", 1), ("added", 0), ("reordered", 0)])
def test_the_exit_code_is_1_for_what_is_failed_on(
    run: Run, loms_file: Path, renamed_file: Path, fail_on: str, exit_code: int
) -> None:
    done = run("diff", loms_file, renamed_file, "--fail-on", fail_on)
    assert done.exit_code == exit_code
    assert (f"loms: error: 1 record {fail_on} (--fail-on)." in done.stderr.splitlines()) == bool(exit_code)


def test_a_renamed_record_fails_on_removed_because_its_old_id_is_gone(
    run: Run, loms_file: Path, renamed_file: Path
) -> None:
    done = run("diff", loms_file, renamed_file, "--fail-on", "removed")
    assert done.exit_code == 1
    assert "loms: error: 1 record renamed, whose old id is removed (--fail-on)." in done.stderr.splitlines()


def test_a_renamed_record_is_counted_once(run: Run, loms_file: Path, renamed_file: Path) -> None:
    done = run("diff", loms_file, renamed_file, "--fail-on", "removed", "--fail-on", "renamed")
    assert "loms: error: 1 record renamed (--fail-on)." in done.stderr.splitlines()


def test_a_record_that_is_gone_fails_on_removed(run: Run, loms_file: Path, tmp_path: Path) -> None:
    begin, end = LOMS.index("    <organization "), LOMS.index("  </agentReferences>")
    less = written(tmp_path, LOMS[:begin] + LOMS[end:])
    assert run("diff", loms_file, less, "--fail-on", "removed").exit_code == 1
    assert run("diff", less, loms_file, "--fail-on", "removed").exit_code == 0
    assert run("diff", less, loms_file, "--fail-on", "removed", "--fail-on", "added").exit_code == 1


@pytest.mark.parametrize(("most", "shown"), [("0", 0), ("1", 1), ("2", 2)])
def test_as_many_lines_are_shown_as_were_asked_for(
    run: Run, loms_file: Path, changed_file: Path, most: str, shown: int
) -> None:
    lines = run("diff", loms_file, changed_file, "--max", most).stdout.splitlines()
    assert [line.startswith(("changed: ", "    title")) for line in lines].count(True) == shown
    assert any("more line" in line for line in lines) == (shown < 2)
    assert "learningOpportunity          1" in lines


def test_json_follows_the_published_schema(run: Run, loms_file: Path, renamed_file: Path) -> None:
    done = run("diff", loms_file, renamed_file, "--json", "--fail-on", "renamed")
    document = json.loads(done.stdout)
    assert (done.exit_code, document["ok"]) == (1, False)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document["comparison"])] == []
    assert document["comparison"]["old"] == {"source": str(loms_file), "records": 4}
    assert json.loads(run("diff", loms_file, loms_file, "--json").stdout)["ok"] is True


def test_the_report_is_the_same_in_a_file(run: Run, loms_file: Path, renamed_file: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = run("diff", loms_file, renamed_file, "--report", report, "--json")
    assert json.loads(report.read_text("utf-8")) == json.loads(done.stdout)["comparison"]


def test_the_report_takes_the_place_of_no_release(run: Run, loms_file: Path, changed_file: Path) -> None:
    before = changed_file.read_bytes()
    assert run("diff", loms_file, changed_file, "--report", changed_file).exit_code == 2
    assert changed_file.read_bytes() == before
    assert run("diff", loms_file, changed_file, "--report", "-").exit_code == 2


@pytest.mark.parametrize("arguments", [("-", "new"), ("new", "-")])
def test_one_release_may_come_from_standard_input(run: Run, changed_file: Path, arguments: tuple[str, str]) -> None:
    names = [changed_file if each == "new" else each for each in arguments]
    assert "1 changed" in run("diff", *names, stdin=LOMS).stdout
    assert run("diff", "-", "-", stdin=LOMS).exit_code == 2


def test_formats_that_differ_are_a_wrong_call(run: Run, loms_file: Path, loq_file: Path) -> None:
    done = run("diff", loq_file, loms_file)
    assert done.exit_code == 2
    assert f"Convert one of them first: loms convert {loq_file} --to loms-2019 -o FILE." in done.stderr


def test_json_releases_are_a_wrong_call_with_advice(run: Run, loms_file: Path) -> None:
    done = run("diff", loms_file, "courses.json")
    assert done.exit_code == 2
    assert "loms convert courses.json -o FILE.xml" in done.stderr


@pytest.mark.parametrize(("text", "code"), [("<a", "XML-"), ("<a/>", "FORMAT-UNKNOWN"), ("", "XML-EMPTY")])
def test_a_broken_release_is_an_issue(run: Run, loms_file: Path, tmp_path: Path, text: str, code: str) -> None:
    broken = written(tmp_path, text)
    for arguments in ((loms_file, broken), (broken, loms_file)):
        done = run("diff", *arguments)
        assert (done.exit_code, done.stdout) == (1, "")
        assert f"[{code}" in done.stderr
        assert str(broken) in done.stderr


def test_the_key_is_never_shown(run: Run, loq_file: Path, tmp_path: Path) -> None:
    other = LOQ.replace('Key="secret"', 'Key="hidden"').replace("<Title>", "<Title Key='hidden'>").replace("B-1", "B-2")
    done = run("diff", loq_file, written(tmp_path, other), "--json", "--report", tmp_path / "report.json")
    shown = done.stdout + done.stderr + (tmp_path / "report.json").read_text("utf-8")
    assert "B-2" in shown
    assert "secret" not in shown
    assert "hidden" not in shown


def test_a_table_is_shown_on_a_terminal(run_on_terminal: RunOnTerminal, loms_file: Path, changed_file: Path) -> None:
    shown = run_on_terminal(["diff", loms_file, changed_file])
    assert "  Kind                    changed   unchanged" in shown
    assert '    title[1]/text (en): "Bread" -> "Rolls"' in shown
