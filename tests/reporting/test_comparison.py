"""What is new, gone and still there since an earlier report."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from loms.errors import InvalidDataError, SourceError
from loms.reporting import CheckedFile, EarlierReport, read_earlier, write_report
from loms.reporting.comparison import compare
from loms.validate.report import Report
from tests.reporting.files import DAY, FAULTY, checked, found, issue
from tests.support.documents import LOMS


def written(*files: CheckedFile) -> EarlierReport:
    """What an earlier report on these files told."""
    stream = Path("earlier.json")
    write_report(files, stream, date=DAY)
    return read_earlier(stream)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_issues_are_new_gone_or_still_there() -> None:
    earlier = written(found(issue(record="urn:1"), issue(record="urn:2")))
    comparison = compare([found(issue(record="urn:2"), issue(record="urn:3"), issue(record="urn:4"))], earlier)
    assert (comparison.new, comparison.gone, comparison.still) == (2, 1, 1)


def test_each_rule_has_its_own_numbers() -> None:
    earlier = written(found(issue("OLD"), issue("BOTH")))
    rules = {
        rule.code: (rule.new, rule.gone, rule.still)
        for rule in compare([found(issue("BOTH"), issue("NEW"))], earlier).rules
    }
    assert rules == {"OLD": (0, 1, 0), "BOTH": (0, 0, 1), "NEW": (1, 0, 0)}


def test_issues_that_are_alike_are_counted() -> None:
    comparison = compare([found(issue(), issue(), issue())], written(found(issue())))
    assert (comparison.new, comparison.still) == (2, 1)


def test_an_issue_stays_the_same_when_its_record_moves() -> None:
    moved = FAULTY.replace("<learningOutcomeReferences>", "\n\n<!-- moved -->\n<learningOutcomeReferences>")
    comparison = compare([checked(moved)], written(checked(FAULTY)))
    assert (comparison.new, comparison.gone, comparison.still) == (0, 0, 2)


def test_the_day_and_the_name_of_the_earlier_report_are_told() -> None:
    comparison = compare([found()], written(found()))
    assert (comparison.name, comparison.date) == ("earlier.json", "2026-11-30")


def test_a_rule_that_is_not_listed_as_a_whole_is_compared_by_number() -> None:
    whole = found(*(issue(record=f"urn:{number}") for number in range(5)))
    cut = CheckedFile(
        report=Report(
            source="c.xml", format=None, issues=whole.report.issues[:2], records=1, counts=whole.report.counts
        )
    )
    [rule] = compare([whole], written(cut)).rules
    assert (rule.new, rule.gone, rule.still, rule.by_number) == (0, 0, 5, True)


def test_what_json_on_standard_output_held_will_do() -> None:
    told = {"files": [found(issue()).report.as_dict()]}
    earlier = read_earlier(io.BytesIO(json.dumps(told).encode()))
    assert compare([found(issue())], earlier).still == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        "7",
        '{"files": 7}',
        '{"files": [{"codes": [], "issues": [{"code": 7}]}]}',
        '{"files": [{"codes": [{"code": "C", "number": "x"}], "issues": []}]}',
        '{"files": [{"codes": [], "issues": [{"code": "C", "record": 7, "path": null, "message": "m"}]}]}',
        '{"files": [], "date": 7}',
        '{"files": []}',
        '{"report": "validation", "files": []}',
        '{"report": "validation", "version": 2, "files": []}',
        '{"report": "validation", "version": 1, "files": {}}',
        '{"files": [{"codes": [], "issues": []}]}',
        "[" * 100_000,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_what_is_no_report_is_refused(content: str) -> None:
    with pytest.raises(InvalidDataError, match="no report of a validation"):
        read_earlier(io.BytesIO(content.encode("latin-1")))


def test_a_report_that_is_not_there_is_said_so() -> None:
    with pytest.raises(SourceError, match="does not exist"):
        read_earlier("nowhere.json")


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ("schema", "qdr", "The earlier report was made in the profile schema"),
        ("schema", "strict", "The earlier report was made in the profile schema"),
        ("qdr", "schema", "This report is made in the profile schema"),
    ],
)
def test_that_rules_were_run_for_one_of_the_reports_only_is_told(before: str, now: str, words: str) -> None:
    caution = compare([by(now)], written(by(before))).caution
    assert caution is not None
    assert caution.startswith(words)


@pytest.mark.parametrize(("before", "now"), [("schema", "schema"), ("qdr", "qdr"), ("qdr", "strict")])
def test_nothing_is_told_where_the_same_was_looked_for(before: str, now: str) -> None:
    assert compare([by(now)], written(by(before))).caution is None


def by(profile: str) -> CheckedFile:
    """A file that was checked by a profile."""
    return CheckedFile(report=Report(source="c.xml", format=None, issues=(), records=0, profile=profile))


def test_a_valid_file_after_a_faulty_one_has_nothing_left() -> None:
    comparison = compare([checked(LOMS)], written(checked(FAULTY)))
    assert (comparison.new, comparison.gone, comparison.still) == (0, 2, 0)
