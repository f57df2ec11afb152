"""``loms validate`` says what is wrong with files, to people and to programs."""

import json
from pathlib import Path

import pytest

from loms.io.write import dumps
from loms.samples import sample
from loms.validate import sharing
from tests.support.documents import EXAMPLES, LOMS, SAMPLES
from tests.support.running import Run, RunOnTerminal, RunProcess


def test_a_valid_file_exits_with_0_and_says_so_in_one_line(run: Run, loms_file: Path) -> None:
    done = run("validate", loms_file)
    assert done.exit_code == 0
    assert done.stdout == f"{loms_file}: 0 errors, 0 warnings in 4 records (loms-2019)\n"
    assert done.stderr == ""


def test_a_file_with_errors_exits_with_1(run: Run, invalid_file: Path) -> None:
    assert run("validate", invalid_file).exit_code == 1


def test_each_problem_is_one_line_with_file_line_and_code(run: Run, invalid_file: Path) -> None:
    *issues, summary = run("validate", "--profile", "schema", invalid_file).stdout.splitlines()
    wrong_code = next(line for line in issues if "isced-f/9876" in line)
    assert wrong_code.startswith(f"{invalid_file}:14: error: ")
    assert wrong_code.endswith("]")
    assert summary.startswith(f"{invalid_file}: {len(issues)} errors, 0 warnings in ")


def test_every_problem_is_shown_not_only_the_first(run: Run, invalid_file: Path) -> None:
    shown = run("validate", invalid_file).stdout
    assert "isced-f/9876" in shown
    assert "x:y" in shown


def test_the_record_of_a_problem_is_named(run: Run, invalid_file: Path) -> None:
    assert "(record https://data.example.org/specification/1)" in run("validate", invalid_file).stdout


def test_several_files_are_checked_in_turn_and_the_worst_decides(
    run: Run, loms_file: Path, invalid_file: Path, loq_file: Path
) -> None:
    done = run("validate", "--profile=schema", loms_file, invalid_file, loq_file)
    assert done.exit_code == 1
    summaries = [line for line in done.stdout.splitlines() if " warnings in " in line]
    assert [line.partition(": ")[0] for line in summaries] == [str(loms_file), str(invalid_file), str(loq_file)]


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_checked(
    run: Run, loms_file: Path, tmp_path: Path
) -> None:
    done = run("validate", tmp_path / "nowhere.xml", loms_file)
    assert done.exit_code == 2
    assert "0 errors" in done.stdout
    assert done.stderr == f"loms: error: {tmp_path / 'nowhere.xml'} does not exist.\n"


def test_standard_input_is_a_file_too(run_process: RunProcess) -> None:
    assert run_process("validate", "-", stdin=LOMS).stdout.startswith("<stdin>: 0 errors")


def test_a_format_that_is_asked_for_is_checked_against(run: Run, loq_file: Path) -> None:
    done = run("validate", loq_file, "--format", "loms-2019")
    assert done.exit_code == 1
    assert "0 errors" not in done.stdout


def test_a_format_that_does_not_exist_exits_with_2(run: Run, loms_file: Path) -> None:
    done = run("validate", loms_file, "--format", "loms-1919")
    assert done.exit_code == 2
    assert "loms-2019" in done.stderr


def test_for_programs_there_is_one_json_document_about_all_files(
    run: Run, loms_file: Path, invalid_file: Path, tmp_path: Path
) -> None:
    done = run("validate", "--profile=schema", "--json", loms_file, invalid_file, tmp_path / "nowhere.xml")
    assert done.exit_code == 2
    good, bad, missing = json.loads(done.stdout)["files"]
    assert good["issues"] == []
    assert {issue["severity"] for issue in bad["issues"]} == {"error"}
    assert missing["issues"][0]["code"] == "SOURCE-UNREADABLE"


def test_a_terminal_shows_a_table(run_on_terminal: RunOnTerminal, invalid_file: Path) -> None:
    shown = run_on_terminal(["validate", invalid_file])
    header = next(line for line in shown.splitlines() if "Severity" in line)
    assert header.split() == ["Severity", "Code", "Line", "Record", "Message"]
    assert "invalid.xml" in shown


def test_a_narrow_terminal_shows_codes_in_one_piece(run_on_narrow_terminal: RunOnTerminal, tmp_path: Path) -> None:
    path = tmp_path / "bad.xml"
    second = '<title><text lang="en" content-type="text/plain">Loaf</text></title>'
    path.write_text(LOMS.replace("<title>", f"{second}<title>", 1), encoding="utf-8")
    shown = run_on_narrow_terminal(["validate", path])
    assert "LOMS-TEXT-LANGUAGE-TWICE" in shown.split()
    assert [line for line in shown.splitlines() if len(line) > 80 and str(path) not in line] == []


def test_an_empty_name_is_said_to_be_empty(run: Run) -> None:
    done = run("validate", "")
    assert (done.exit_code, done.stderr) == (2, "loms: error: The name of a file is empty. Name a file.\n")


@pytest.mark.parametrize(
    ("arguments", "limit"),
    [
        (["--profile", "strict"], ""),
        (["--profile", "schema"], ""),
        (["--select", "LOMS-TEXT"], "; rules were left out or weigh less"),
        (["--ignore", "LOMS-TEXT"], "; rules were left out or weigh less"),
    ],
)
def test_the_last_line_says_when_rules_were_left_out(
    run: Run, loms_file: Path, arguments: list[str], limit: str
) -> None:
    done = run("validate", loms_file, *arguments)
    assert done.stdout == f"{loms_file}: 0 errors, 0 warnings in 4 records (loms-2019{limit})\n"


def test_the_last_line_says_when_a_format_has_no_rules(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "delete.xml"
    path.write_bytes(dumps(sample("loq-delete", records=2)))
    assert run("validate", path).stdout.endswith("(loq-delete; no rules for it, schema alone)\n")


def test_a_table_takes_no_markup_and_no_control_characters_from_the_data(
    run_on_terminal: RunOnTerminal, tmp_path: Path
) -> None:
    path = tmp_path / "markup.xml"
    path.write_text(LOMS.replace("isced-f/0721", "[red]\u202e\x9b31m"), encoding="utf-8")
    shown = run_on_terminal(["validate", path])
    assert "[red]" in shown.replace("\n", "")
    assert "\u202e" not in shown
    assert "\x9b" not in shown


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xml")), ids=lambda path: path.name)
def test_the_examples_are_valid(run: Run, path: Path) -> None:
    assert run("validate", path).exit_code == 0


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the published samples are not here")
@pytest.mark.parametrize(
    "name",
    ["loms-2019-sample.xml", "loq-learning-opportunities-0.5.10-sample.xml", "loq-qualifications-0.7.10-sample.xml"],
)
def test_the_published_samples_are_valid(run: Run, name: str) -> None:
    assert run("validate", "--profile=schema", SAMPLES / name).exit_code == 0


def test_several_jobs_give_the_same_output_and_the_same_reports(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "_CHUNK", 20_000)
    monkeypatch.setattr(sharing, "_ALONE", 1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    legacy, reports = EXAMPLES / "courses-loq.xml", [tmp_path / f"found.{kind}" for kind in ("json", "html", "xml")]
    told = []
    for jobs in ("1", "2"):
        options = [word for report in reports for word in ("--report", report)]
        done = run("validate", EXAMPLES / "courses-loms.xml", legacy, "--profile", "strict", "--jobs", jobs, *options)
        told.append((done.exit_code, done.stdout, done.stderr, [report.read_bytes() for report in reports]))
    assert told[0] == told[1]


@pytest.mark.parametrize("jobs", ["0", "-1", "1.5", "many"])
def test_what_is_no_number_of_jobs_exits_with_2(run: Run, loms_file: Path, jobs: str) -> None:
    done = run("validate", loms_file, "--jobs", jobs)
    assert done.exit_code == 2
    assert "--jobs" in done.stderr
