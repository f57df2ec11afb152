"""The report in JSON is what its published schema says, and the same each time."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from loms.formats import FORMATS, schema_folder
from loms.io.write import dumps
from loms.reporting import CheckedFile, check_file, read_earlier, write_report
from loms.samples import sample
from tests.reporting.files import DAY, FAULTY, checked, found, issue, offers
from tests.support.documents import LOQ

SCHEMA = json.loads((schema_folder() / "report" / "validation-report.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def report(folder: Path, *files: CheckedFile, compare: bool = False) -> dict[str, Any]:
    path = folder / "report.json"
    earlier = None
    if compare:
        write_report(files, path, date=DAY)
        earlier = read_earlier(path)
    write_report(files, path, date=DAY, earlier=earlier)
    content: dict[str, Any] = json.loads(path.read_bytes())
    assert [error.message for error in VALIDATOR.iter_errors(content)] == []
    return content


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "text", [FAULTY, LOQ, "bread", FAULTY[:900], offers("a", "b").replace('lang="fr"', 'lang="xx"')]
)
def test_reports_follow_the_schema(tmp_path: Path, text: str) -> None:
    assert report(tmp_path, checked(text), compare=True)["version"] == 1


@pytest.mark.parametrize("format", [format.name for format in FORMATS])
def test_reports_on_every_format_follow_the_schema(tmp_path: Path, format: str) -> None:
    assert report(tmp_path, checked(dumps(sample(format, records=5)).decode()))["ok"]


def test_a_report_on_nothing_follows_the_schema(tmp_path: Path) -> None:
    assert report(tmp_path)["files"] == []


@pytest.mark.parametrize("key", ["rules", "files", "date", "counts"])
def test_a_report_without_a_part_is_none(tmp_path: Path, key: str) -> None:
    content = report(tmp_path, checked(FAULTY))
    del content[key]
    assert [error.message for error in VALIDATOR.iter_errors(content)] == [f"{key!r} is a required property"]


def test_how_much_was_looked_for_is_told_for_each_file(tmp_path: Path) -> None:
    whole = check_file(io.BytesIO(offers("a").encode()))
    told = report(tmp_path, whole, checked(FAULTY))["files"]
    assert [file["coverage"] for file in told] == ["all", "schema"]


def test_a_report_of_an_earlier_version_is_one_still(tmp_path: Path) -> None:
    content = report(tmp_path, checked(FAULTY), compare=True)
    del content["files"][0]["coverage"]
    del content["comparison"]["caution"]
    assert [error.message for error in VALIDATOR.iter_errors(content)] == []
    assert read_earlier(io.BytesIO(json.dumps(content).encode())).profiles == {"schema"}


def test_each_issue_is_as_the_library_has_it(tmp_path: Path) -> None:
    file = checked(FAULTY)
    assert report(tmp_path, file)["files"][0]["issues"] == [dict(each.as_dict()) for each in file.report.issues]


def test_the_same_content_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    write_report(checked(FAULTY), one, date=DAY)
    write_report(checked(FAULTY), other, date=DAY)
    assert one.read_bytes() == other.read_bytes()


def test_data_cannot_steer_a_terminal_that_shows_the_report(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_report(found(issue(message="\x9b2J\u202e<b>")), path, date=DAY)
    assert "\x9b" not in path.read_text("utf-8")
    assert json.loads(path.read_bytes())["files"][0]["issues"][0]["message"] == "\x9b2J\u202e<b>"


def test_a_name_of_a_file_that_is_no_unicode_is_kept(tmp_path: Path) -> None:
    assert report(tmp_path, found(issue(), source="caf\udce9.xml"))["files"][0]["source"] == "caf\udce9.xml"


def test_providers_are_told_with_all_that_is_wrong(tmp_path: Path) -> None:
    content = report(tmp_path, check_file(io.BytesIO(offers("a", "b", "b").replace('lang="fr"', 'lang="xx"').encode())))
    assert [(each["name"], each["counts"]["error"]) for each in content["providers"]] == [
        ("School b", 2),
        ("School a", 1),
    ]
