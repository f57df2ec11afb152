"""SARIF: services for code show each issue at its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from loms.errors import Severity
from loms.reporting import CheckedFile, write_report
from tests.reporting.files import DAY, FAULTY, checked, found, issue
from tests.support.documents import LOMS

SCHEMA = json.loads(Path(__file__).with_name("sarif-essentials.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def run(folder: Path, *files: CheckedFile) -> dict[str, Any]:
    path = folder / "report.sarif"
    write_report(files, path, date=DAY)
    log = json.loads(path.read_bytes())
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    [only] = log["runs"]
    return dict(only)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", [LOMS, FAULTY, "bread", FAULTY[:900]])
def test_logs_have_the_essentials(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, checked(text))["tool"]["driver"]["name"] == "loms"


def test_each_issue_is_a_result_at_its_line(tmp_path: Path) -> None:
    [result] = run(tmp_path, found(issue(line=7, source="my courses.xml")))["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "my%20courses.xml"},
        "region": {"startLine": 7},
    }


def test_results_point_to_their_rule(tmp_path: Path) -> None:
    found_in = run(tmp_path, found(issue("B"), issue("A"), issue("B", Severity.WARNING)))
    rules = found_in["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["A", "B"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in found_in["results"])


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")]
)
def test_severities_have_their_levels(tmp_path: Path, severity: Severity, level: str) -> None:
    assert run(tmp_path, found(issue("A", severity)))["results"][0]["level"] == level


def test_a_path_from_the_root_is_a_uri(tmp_path: Path) -> None:
    [result] = run(tmp_path, found(issue(source=str(tmp_path / "ö.xml"))))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (tmp_path / "ö.xml").as_uri()


def test_fingerprints_do_not_depend_on_lines(tmp_path: Path) -> None:
    one, other = run(tmp_path, found(issue(line=7), issue(line=70)))["results"]
    assert one["partialFingerprints"] == other["partialFingerprints"]


def test_data_cannot_steer_what_shows_the_log(tmp_path: Path) -> None:
    run(tmp_path, found(issue(message="\x9b2J\u202e")))
    assert (tmp_path / "report.sarif").read_bytes().isascii()
