"""``loms withdraw`` and ``loms sweep`` write a new release without some records; the stored one is never touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import loms
from loms.model import QmsLearningOpportunities
from tests.releases.small import (
    activity,
    course,
    courses,
    dataset,
    ids,
    opportunity,
    organization,
    outcome,
    qualification,
    specification,
)
from tests.support.running import Run

SCHEME = "urn:example:scheme"

DELETE = """<Delete xmlns="http://ec.europa.eu/delete/v0_1_1" Key="secret" XsdVersion="0.1.1" XsdType="Delete">
  <EntityType>Learning Opportunity</EntityType>
  <Id>one</Id>
</Delete>
"""


def read(path: Path) -> QmsLearningOpportunities:
    return loms.read(path, expect=QmsLearningOpportunities)


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "stored.xml"
    loms.write(courses("one", "two", "three"), path)
    return path


@pytest.fixture
def leading(tmp_path: Path) -> Path:
    """A release in which a course leads to a qualification."""
    path = tmp_path / "leading.xml"
    release = dataset(
        opportunity("one"),
        specification("specification", activity="baking"),
        qualification("baker"),
        outcome(),
        activity("baking", teaches=["baker"]),
        organization(),
    )
    loms.write(release, path)
    return path


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    path = tmp_path / "delete.xml"
    path.write_text(DELETE, encoding="utf-8")
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "new.xml"


def test_records_are_withdrawn_by_identifier(run: Run, stored: Path, new: Path) -> None:
    done = run("withdraw", stored, "--ids", "one", "--ids", "two", "-o", new)
    assert (done.exit_code, done.stderr) == (0, "")
    assert read(new) == courses("three")
    assert "2 withdrawn, 4 swept, 1 kept: 10 records before, 4 after." in done.stdout.splitlines()


def test_records_are_withdrawn_by_a_legacy_request(run: Run, stored: Path, request_file: Path, new: Path) -> None:
    assert run("withdraw", stored, request_file, "-o", new, "--scheme", SCHEME).exit_code == 0
    assert read(new) == courses("two", "three")


def test_several_requests_and_identifiers_are_one_withdrawal(
    run: Run, stored: Path, request_file: Path, tmp_path: Path, new: Path
) -> None:
    other = tmp_path / "other.xml"
    other.write_text(DELETE.replace("one", "two"), encoding="utf-8")
    run("withdraw", stored, request_file, other, "--id", "three", "-o", new)
    assert ids(read(new)) == []


def test_the_key_of_a_request_is_never_shown(run: Run, stored: Path, request_file: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = run("withdraw", stored, request_file, "-o", tmp_path / "new.xml", "--report", report, "--json")
    assert "secret" not in done.stdout + done.stderr + report.read_text(encoding="utf-8")
    broken = run("withdraw", stored, "-", "--dry-run", stdin=DELETE.replace("<Id>one</Id>", ""))
    assert broken.exit_code == 1
    assert "secret" not in broken.stdout + broken.stderr


def test_the_stored_release_is_not_touched(run: Run, stored: Path, new: Path) -> None:
    before = stored.read_bytes()
    run("withdraw", stored, "--ids", "one", "-o", new)
    assert stored.read_bytes() == before
    done = run("withdraw", stored, "--ids", "one", "-o", stored)
    assert done.exit_code == 2
    assert stored.read_bytes() == before


def test_an_unknown_identifier_is_a_warning(run: Run, stored: Path, new: Path) -> None:
    done = run("withdraw", stored, "--ids", "zero", "--ids", "one", "-o", new)
    assert done.exit_code == 0
    assert done.stderr.startswith(f"loms: warning: {stored}: No learningOpportunity has the identifier 'zero'")
    assert read(new) == courses("two", "three")


def test_fail_on_warning_writes_nothing_then(run: Run, stored: Path, new: Path) -> None:
    assert run("withdraw", stored, "--ids", "zero", "-o", new, "--fail-on", "warning").exit_code == 1
    assert not new.exists()


def test_identifiers_of_another_scheme_do_not_count(run: Run, stored: Path, new: Path) -> None:
    done = run("withdraw", stored, "--ids", "one", "-o", new, "--scheme", "urn:example:other")
    assert "[RELEASE-UNKNOWN-ID]" in done.stderr
    assert read(new) == read(stored)


def test_a_qualification_to_which_a_course_leads_stays_and_the_exit_code_says_so(
    run: Run, leading: Path, new: Path
) -> None:
    done = run("withdraw", leading, "--kind", "qualification", "--ids", "baker", "-o", new)
    assert done.exit_code == 1
    assert "[RELEASE-STILL-REFERRED-TO]" in done.stderr
    assert read(new) == read(leading)


def test_it_becomes_a_learning_specification_if_told_so(run: Run, leading: Path, new: Path) -> None:
    options = ["--kind", "qualification", "--ids", "baker", "--still-referred-to", "adapt"]
    done = run("withdraw", leading, *options, "-o", new)
    assert done.exit_code == 0
    assert "[RELEASE-QUALIFICATION-ADAPTED]" in done.stderr
    assert ids(read(new)) == ids(read(leading))


def test_the_kind_says_what_the_identifiers_mean(run: Run, stored: Path, new: Path) -> None:
    done = run("withdraw", stored, "--kind", "qualification", "--ids", "one", "-o", new)
    assert "No qualification has the identifier 'one'" in done.stderr
    assert read(new) == read(stored)


def test_there_must_be_something_to_withdraw(run: Run, stored: Path) -> None:
    done = run("withdraw", stored, "--dry-run")
    assert done.exit_code == 2
    assert "--ids" in done.stderr


@pytest.mark.parametrize("option", ["--ids", "--scheme"])
@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_name_is_a_wrong_call(run: Run, stored: Path, new: Path, option: str, value: str) -> None:
    done = run("withdraw", stored, "--ids", "one", option, value, "-o", new)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"loms: error: {option} is empty. ")
    assert not new.exists()


def test_a_request_without_a_key_is_carried_out_with_a_warning(run: Run, stored: Path, new: Path) -> None:
    done = run("withdraw", stored, "-", "-o", new, stdin=DELETE.replace(' Key="secret"', ""))
    assert done.exit_code == 0
    assert done.stderr.startswith("loms: warning: <stdin>:1: Delete has no attribute Key")
    assert done.stderr.count("\n") == 1
    assert read(new) == courses("two", "three")


def test_fail_on_warning_writes_nothing_for_a_request_without_a_key(run: Run, stored: Path, new: Path) -> None:
    text = DELETE.replace(' Key="secret"', "")
    done = run("withdraw", stored, "-", "-o", new, "--fail-on", "warning", "--json", stdin=text)
    assert done.exit_code == 1
    assert [issue["severity"] for issue in json.loads(done.stdout)["report"]["issues"]] == ["warning"]
    assert not new.exists()


@pytest.mark.parametrize(
    ("before", "after"), [("<Id>one</Id>", ""), (' XsdVersion="0.1.1"', ""), ("Learning Opportunity", "Course")]
)
def test_a_request_with_another_fault_is_refused_though_it_has_no_key_either(
    run: Run, stored: Path, new: Path, before: str, after: str
) -> None:
    text = DELETE.replace(' Key="secret"', "").replace(before, after)
    done = run("withdraw", stored, "-", "-o", new, stdin=text)
    assert done.exit_code == 1
    assert "attribute Key" not in done.stderr
    assert not new.exists()


def test_an_unknown_identifier_of_a_request_is_one_that_the_stored_release_lacks(
    run: Run, stored: Path, request_file: Path, new: Path
) -> None:
    request_file.write_text(DELETE.replace("one", "zero"), encoding="utf-8")
    done = run("withdraw", stored, request_file, "-o", new)
    assert done.stderr.startswith(f"loms: warning: {stored}: No learningOpportunity has the identifier 'zero'")


def test_an_identifier_in_the_place_of_a_file_is_told_where_it_belongs(run: Run, stored: Path) -> None:
    done = run("withdraw", stored, "TB-1", "--dry-run")
    assert done.exit_code == 2
    assert "There is no file TB-1. If it is the identifier of a record, write: --ids TB-1" in done.stderr


@pytest.mark.parametrize("command", [("sweep",), ("withdraw", "--ids", "one")])
def test_a_request_in_the_place_of_the_stored_release_is_a_wrong_call_whatever_faults_it_has(
    run: Run, command: tuple[str, ...]
) -> None:
    done = run(*command, "-", "--dry-run", stdin=DELETE.replace(' Key="secret"', ""))
    assert done.exit_code == 2
    assert "<stdin> is a loq-delete file, but a stored release is a loms-2019 file." in done.stderr


def test_a_request_of_another_format_is_a_wrong_call(run: Run, stored: Path) -> None:
    done = run("withdraw", stored, stored, "--dry-run")
    assert done.exit_code == 2
    assert "loq-delete" in done.stderr


def test_sweep_removes_what_nothing_needs(run: Run, tmp_path: Path, new: Path) -> None:
    stored = tmp_path / "stored.xml"
    loms.write(dataset(*course("one"), outcome("old")), stored)
    done = run("sweep", stored, "-o", new)
    assert (done.exit_code, done.stderr) == (0, "")
    assert read(new) == courses("one")
    assert "1 swept: 5 records before, 4 after." in done.stdout.splitlines()


def test_sweep_says_when_there_is_nothing_to_do(run: Run, stored: Path) -> None:
    assert run("sweep", stored, "--dry-run").stdout.splitlines() == [
        "Nothing changed: 10 records before, 10 after.",
        "Nothing written (dry run); it would be valid loms-2019.",
    ]


def test_sweep_removes_unused_qualifications_if_told_so(run: Run, tmp_path: Path, new: Path) -> None:
    stored = tmp_path / "stored.xml"
    loms.write(dataset(*course("one"), qualification("baker", outcome="one-outcome")), stored)
    run("sweep", stored, "-o", new)
    assert "baker" in ids(read(new))
    run("sweep", stored, "-o", new, "--unused-qualifications")
    assert read(new) == courses("one")


def test_a_release_from_which_everything_went_is_a_warning(run: Run, tmp_path: Path, new: Path) -> None:
    stored = tmp_path / "stored.xml"
    loms.write(dataset(outcome("old")), stored)
    done = run("sweep", stored, "-o", new, "--json")
    assert done.exit_code == 0
    assert [issue["code"] for issue in json.loads(done.stdout)["report"]["issues"]] == ["RELEASE-EMPTY"]
