"""Observers see each record once, complete, and every issue."""

from __future__ import annotations

import io

import pytest
from lxml import etree

import loms
from loms.errors import Issue, UsageError
from loms.formats import Format
from loms.io import growing
from loms.validate.observing import Observer, SeenRecord
from tests.support.documents import DELETE, LOMS, LOQ

BAD = LOMS.replace("country/LUX", "country/x").replace(' idref="https://data.example.org/outcome/1"', ' idref="urn:x"')


class Notes(Observer):
    """Writes down what it sees."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str | None, int | None, str]] = []
        self.inner: list[tuple[str, int | None]] = []
        self.issues: list[Issue] = []
        self.frame: list[object] = []

    def begin(self, *, format: Format, root: etree._Element, source: str) -> None:
        self.frame += [format.name, root.get("xsdVersion") or root.get("XsdVersion"), source]

    def record(self, seen: SeenRecord) -> None:
        self.seen.append((seen.kind, seen.id, seen.line, seen.path))
        self.inner += [(seen.path_of(each), seen.line_of(each)) for each in seen.element.iter("{*}text")]

    def issue(self, issue: Issue) -> None:
        self.issues.append(issue)

    def end(self, *, complete: bool) -> None:
        self.frame.append(complete)


def noted(document: str) -> Notes:
    notes = Notes()
    report = loms.validate(io.BytesIO(document.encode()), observers=[notes], profile="schema")
    assert sorted(map(str, report.issues)) == sorted(map(str, notes.issues)) or not notes.frame[-1]
    return notes


@pytest.mark.parametrize("chunk", [1 << 16, 60])
def test_each_record_is_seen_once_with_its_place(monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(growing, "_CHUNK", chunk)
    notes = noted(LOMS)
    assert notes.frame == ["loms-2019", "1.1.0", "<stream>", True]
    root = "/qmsLearningOpportunities"
    assert notes.seen == [
        ("learningOpportunity", "https://data.example.org/opportunity/1", 4,
         f"{root}/learningOpportunities/learningOpportunity[1]"),
        ("learningSpecification", "https://data.example.org/specification/1", 12,
         f"{root}/learningSpecificationReferences/learningSpecification[1]"),
        ("learningOutcome", "https://data.example.org/outcome/1", 19,
         f"{root}/learningOutcomeReferences/learningOutcome[1]"),
        ("organization", "https://data.example.org/organization/1", 24,
         f"{root}/agentReferences/organization[1]"),
    ]  # fmt: skip
    assert notes.inner[0] == (f"{root}/learningOpportunities/learningOpportunity[1]/title[1]/text", 6)


@pytest.mark.parametrize(("document", "kind", "id"), [(LOQ, "LearningOpportunity", "B-1"), (DELETE, "Id", "Q-1")])
def test_legacy_records_are_seen_too(document: str, kind: str, id: str) -> None:
    assert noted(document).seen[0][:2] == (kind, id)


def test_every_issue_is_told_with_or_without_being_listed() -> None:
    notes = Notes()
    report = loms.validate(io.BytesIO(BAD.encode()), observers=[notes], max_issues=0, profile="schema")
    assert [issue.code for issue in notes.issues] == ["XSD-UNKNOWN-CODE", "XSD-DANGLING-REFERENCE"]
    assert (report.issues, report.errors, report.not_listed, report.ok) == ((), 2, 2, False)


def test_what_stops_the_reading_is_no_end() -> None:
    assert noted(LOMS.replace("</agentReferences>", "</agents>")).frame[-1] is False


def test_what_is_of_no_format_is_not_shown() -> None:
    notes = Notes()
    loms.validate(io.BytesIO(b"<a/>"), observers=[notes])
    assert notes.frame == []


@pytest.mark.parametrize("most", [-1, 1.5, "3", True])
def test_a_limit_that_is_no_number_is_refused(most: object) -> None:
    with pytest.raises(UsageError, match="max_issues"):
        loms.validate(io.BytesIO(LOMS.encode()), max_issues=most)  # type: ignore[arg-type]
