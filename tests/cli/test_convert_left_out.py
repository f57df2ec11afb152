"""What a faulty file says and no field holds stands in the report of ``loms convert``, and counts as lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from loms.formats import schema_folder
from tests.support.documents import LOQ
from tests.support.running import Run

TO_LOMS = ("--to", "loms-2019", "--namespace", "https://data.example.org/lo/")
TITLE = "<Title>Bread</Title>"
ODD = LOQ.replace(TITLE, f"<Colour>red</Colour>{TITLE}", 1)
LONG = "x" * 100


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output.xml"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A legacy file with one element that the format does not know."""
    path = tmp_path / "odd.xml"
    path.write_text(ODD, encoding="utf-8")
    return path


def report_on(run: Run, source: Path, *options: str) -> Mapping[str, Any]:
    report = source.with_name("report.json")
    run("convert", source, "-o", source.with_name("done.xml"), *TO_LOMS, "--report", report, *options)
    found: Mapping[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def entries_at(report: Mapping[str, Any], path: str) -> Sequence[Mapping[str, Any]]:
    return [entry for entry in report["entries"] if entry["source"] == path]


def test_it_has_an_entry_among_those_of_its_record(run: Run, source: Path) -> None:
    report = report_on(run, source)
    assert entries_at(report, "LearningOpportunity/Colour") == [
        {
            "record": "B-1",
            "source": "LearningOpportunity/Colour",
            "language": None,
            "value": "red",
            "action": "dropped",
            "target": None,
            "target_record": None,
            "reason": "The source format has no such element there, so its model has no place for it.",
            "lost": True,
        }
    ]
    records = [entry["record"] for entry in report["entries"]]
    assert len([record for record, before in zip(records[1:], records, strict=False) if record != before]) == 1


def test_it_counts_as_lost(run: Run, source: Path, output: Path) -> None:
    sound = source.with_name("sound.xml")
    sound.write_text(LOQ, encoding="utf-8")
    report = report_on(run, source)
    assert report["lost"] == report_on(run, sound)["lost"] + 1
    assert {"source": "LearningOpportunity/Colour", "counts": {"dropped": 1}, "lost": 1} in report["summary"]
    shown = run("convert", source, "-o", output, *TO_LOMS).stdout
    assert "lost: LearningOpportunity/Colour (1): The source format has no such element there" in shown
    assert f"{report['lost']} value lost." in shown


def test_it_makes_fail_on_dropped_refuse(run: Run, source: Path, output: Path) -> None:
    done = run("convert", source, "-o", output, *TO_LOMS, "--fail-on", "dropped")
    assert (done.exit_code, output.exists()) == (1, False)
    assert "1 error, 1 lost value; no document was written." in done.stderr


def test_json_has_it_too(run: Run, source: Path, output: Path) -> None:
    shown = json.loads(run("convert", source, "-o", output, *TO_LOMS, "--json").stdout)
    assert [entry["value"] for entry in entries_at(shown["report"], "LearningOpportunity/Colour")] == ["red"]
    assert shown["faults"] == shown["report"]["issues"][:1]


def test_the_faults_of_the_source_are_issues_of_the_report_with_file_and_line(run: Run, source: Path) -> None:
    [issue] = [each for each in report_on(run, source)["issues"] if each["code"].startswith("XSD")]
    assert issue["source"] == str(source)
    assert issue["line"] == ODD[: ODD.index("<Colour>")].count("\n") + 1
    assert (issue["record"], issue["path"]) == ("B-1", "/LearningOpportunities/LearningOpportunity[1]/Colour")
    assert issue["message"].endswith("It was left out, with 'red'.")


def test_each_fault_is_shown_once(run: Run, source: Path, output: Path) -> None:
    assert run("convert", source, "-o", output, *TO_LOMS).stderr.count("XSD-UNKNOWN-ELEMENT") == 1


def test_a_report_with_faults_follows_its_schema(run: Run, source: Path) -> None:
    schema = json.loads((schema_folder() / "report" / "conversion-report.schema.json").read_text("utf-8"))
    report = report_on(run, source)
    assert report["issues"]
    assert [error.message for error in Draft202012Validator(schema).iter_errors(report)] == []


@pytest.mark.parametrize(
    ("old", "new", "path", "value"),
    [
        (TITLE, f"<Colour>{LONG}</Colour>{TITLE}", "LearningOpportunity/Colour", f"{LONG[:79]}…"),
        (TITLE, f"red{TITLE}", "LearningOpportunity", "red"),
        (TITLE, '<Title colour="red">Bread</Title>', "LearningOpportunity/Title[1]/@colour", "red"),
        (">LU<", ">LU</CountryCode><CountryCode>FR<", "LearningOpportunity/CountryCode[2]", "FR"),
        (
            "<LearningOpportunity>",
            "<Course>red</Course><LearningOpportunity>",
            "LearningOpportunities/Course[1]",
            "red",
        ),
        (TITLE, f'<Colour Key="k3y"/>{TITLE}', "LearningOpportunity/Colour/@Key", None),
    ],
    ids=["long text", "text between elements", "attribute", "repeated element", "record", "key"],
)
def test_whatever_it_is_it_is_dropped_with_its_value(
    run: Run, tmp_path: Path, old: str, new: str, path: str, value: str | None
) -> None:
    source = tmp_path / "odd.xml"
    source.write_text(LOQ.replace(old, new, 1), encoding="utf-8")
    report = report_on(run, source)
    [entry] = entries_at(report, path)
    assert (entry["action"], entry["lost"], entry["value"]) == ("dropped", True, value)
    assert "k3y" not in json.dumps(report)


def test_a_text_with_markup_arrives_whole(run: Run, tmp_path: Path, output: Path) -> None:
    source = tmp_path / "odd.xml"
    source.write_text(LOQ.replace("Du pain.", "Du <b>bon</b> pain."), encoding="utf-8")
    done = run("convert", source, "-o", output, *TO_LOMS)
    assert "Du bon pain." in output.read_text("utf-8")
    assert "The elements were removed, and their text was kept." in done.stderr


def test_attributes_of_a_document_element_that_qms_does_not_describe_are_dropped(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "qms.xml"
    source.write_text(
        '<data version="7"><Agents><Agent><Identifier>A-1</Identifier></Agent></Agents></data>', encoding="utf-8"
    )
    [entry] = entries_at(report_on(run, source), "QualificationMetadata/@version")
    assert (entry["action"], entry["value"], entry["lost"]) == ("dropped", "7", True)


@pytest.mark.parametrize("options", [(*TO_LOMS, "--strict"), ("--to", "loq-learning-opportunities", "--json")])
def test_where_nothing_is_converted_nothing_is_said_to_be_left_out(
    run: Run, source: Path, output: Path, options: Sequence[str]
) -> None:
    done = run("convert", source, "-o", output, *options)
    assert done.exit_code == 1
    assert "Colour" in done.stderr
    assert "left out" not in done.stderr
