"""Conversions of several steps: one report, in which every value can be followed to its end."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given

import loms
from loms.convert.accounting import Action, ConversionReport, Entry, Step
from loms.convert.edges import EDGES, find_path
from loms.convert.joining import Trail, joined
from loms.document import Document
from loms.errors import Severity
from loms.legacy.qms import Qualification
from loms.strategies import documents
from tests.convert.documents import SETTINGS
from tests.convert.documents import document as opportunities
from tests.convert.documents import record as opportunity
from tests.convert.loq_qualifications_to_loms.documents import document as qualifications
from tests.convert.loq_qualifications_to_loms.documents import record as qualification
from tests.convert.qms_to_loms.documents import agent, awarding, code
from tests.convert.qms_to_loms.documents import document as qms
from tests.convert.qms_to_loms.documents import record as qms_qualification
from tests.support.accounts import unaccounted

FORMATS = list(dict.fromkeys(edge.source for edge in EDGES))
WAYS = [
    (source, edge.target)
    for source in FORMATS
    for edge in EDGES
    if edge.target != source and len(find_path(source, edge.target)) > 1
]
TO_QUALIFICATIONS = "loq-qualifications"


def converted(source: Document, to: str = TO_QUALIFICATIONS) -> ConversionReport:
    return loms.convert(source, to=to, settings=SETTINGS).report


def baker(identifier: str = "BAKER", **fields: object) -> Qualification:
    """A qualification of QMS that has all that the legacy model requires."""
    return qms_qualification(identifier, awarding_activities=awarding("SCHOOL"), **fields)


def baker_and_school(*more: Qualification) -> Document:
    return qms(baker(), *more, agent())


class TestNumbers:
    def test_each_step_counts_its_own_records(self) -> None:
        report = converted(baker_and_school())
        assert report.steps == (
            Step(source_format="qms-1.0", target_format="loms-2019", records_read=2, records_converted=2),
            Step(source_format="loms-2019", target_format=TO_QUALIFICATIONS, records_read=1, records_converted=1),
        )

    def test_an_agent_that_becomes_no_record_of_its_own_was_not_left_out(self) -> None:
        report = converted(baker_and_school())
        assert (report.records_read, report.records_converted, report.records_left_out) == (2, 1, 0)
        assert report.ok

    def test_what_any_step_leaves_out_is_counted(self) -> None:
        nameless, fieldless = baker("A", preferred_label=[]), baker("B", isced_fo_et_field=[code("07")])
        report = converted(baker_and_school(nameless, fieldless))
        assert [step.records_left_out for step in report.steps] == [1, 1]
        assert report.records_left_out == 2
        assert not report.ok

    def test_a_conversion_of_one_step_has_one(self) -> None:
        report = converted(qms(baker(), agent()), "loms-2019")
        assert [(step.records_read, step.records_left_out) for step in report.steps] == [(2, 0)]

    def test_what_has_no_record_in_the_last_format_is_an_error(self) -> None:
        report = converted(opportunities(opportunity()))
        assert report.records_converted == 0
        assert report.issues[-1].code == "CONVERT-NO-RECORD"


class TestEntriesAndIssues:
    def test_entries_say_their_step(self) -> None:
        entries = converted(baker_and_school()).entries
        assert {entry.step for entry in entries if (entry.source or "").startswith("Qualification/")} == {1}
        assert {entry.step for entry in entries if (entry.source or "").startswith("qualification/")} == {2}

    def test_issues_of_a_later_step_name_the_step_and_the_record_of_the_source(self) -> None:
        report = converted(qms(baker("COOK", isced_fo_et_field=[code("07")]), agent()))
        [issue] = [issue for issue in report.issues if issue.code == "CONVERT-NO-SUBJECT"]
        assert issue.message.startswith(f"Step 2, from loms-2019 to {TO_QUALIFICATIONS}: The record has no field")
        assert issue.message.endswith("The record was made of COOK.")
        assert issue.record == f"{SETTINGS.namespace}qualification/COOK"

    def test_issues_of_the_first_step_are_as_they_are_alone(self) -> None:
        source = baker_and_school(baker("A", preferred_label=[]))
        assert converted(source).issues[: len(alone(source).issues)] == alone(source).issues

    def test_an_issue_of_no_record_names_none(self) -> None:
        [issue] = [issue for issue in converted(baker_and_school()).issues if issue.code == "CONVERT-NO-KEY"]
        assert "was made of" not in issue.message

    def test_the_summary_keeps_the_steps_apart(self) -> None:
        fields = converted(baker_and_school()).summary()
        assert [field.step for field in fields] == sorted(field.step for field in fields)
        assert {field.step for field in fields if field.source is None} == {1, 2}

    def test_json_says_the_step_of_each_field_and_entry(self) -> None:
        report = converted(baker_and_school()).as_dict()
        for part in ("summary", "entries"):
            assert {each["step"] for each in report[part]} == {1, 2}  # type: ignore[attr-defined]

    def test_json_of_one_step_needs_no_number(self) -> None:
        report = alone(baker_and_school()).as_dict()
        assert all("step" not in each for part in ("summary", "entries") for each in report[part])  # type: ignore[attr-defined]

    def test_what_the_first_step_added_is_not_lost_in_the_second(self) -> None:
        report = converted(baker_and_school())
        assert [entry.source for entry in report.lost if "@schemeID" in (entry.source or "")] == []
        dropped = [entry for entry in report.entries if entry.source == "qualification/identifier[1]/@schemeID"]
        assert [(entry.action, "an earlier step" in entry.reason) for entry in dropped] == [(Action.DROPPED, True)]

    def test_what_the_source_said_is_lost_in_whichever_step_drops_it(self) -> None:
        report = converted(baker_and_school(baker("B", status="released", additional_note=[], ects_credit_points=3)))
        lost = {(entry.step, entry.source) for entry in report.lost}
        assert {(1, "Qualification/Status"), (2, "qualification/hasECTSCreditPoints")} <= lost


class TestStrict:
    def test_the_first_error_of_the_first_step_ends_it(self) -> None:
        assert stopped_at(baker_and_school(baker("A", preferred_label=[]))) == "CONVERT-NO-TITLE"

    def test_an_error_of_a_later_step_ends_it(self) -> None:
        assert stopped_at(qms(baker(isced_fo_et_field=[code("07")]), agent())) == "CONVERT-NO-SUBJECT"


class TestTrail:
    def test_a_value_can_be_followed_to_its_end(self) -> None:
        report = converted(baker_and_school())
        trail = Trail(report)
        [first] = [
            entry for entry in report.entries if entry.source == "Qualification/PreferredLabel[1]" and _titled(entry)
        ]
        [second] = trail.after(first)
        assert (second.value, second.target, second.target_record) == ("Baker", "Qualification/Title", "BAKER")
        assert trail.after(second) == ()

    def test_what_is_dropped_leads_nowhere(self) -> None:
        report = converted(baker_and_school(baker("B", status="released")))
        [status] = [entry for entry in report.entries if entry.source == "Qualification/Status"]
        assert Trail(report).after(status) == ()

    def test_a_report_of_one_step_leads_nowhere(self) -> None:
        report = alone(qualifications(qualification()))
        assert {Trail(report).after(entry) for entry in report.entries} == {()}


@pytest.mark.parametrize(("source_format", "target_format"), WAYS)
def test_whatever_a_document_says_each_value_is_accounted_for_to_its_end(
    source_format: str, target_format: str
) -> None:
    @given(documents(source_format, max_records=3))
    def holds(source: Document) -> None:
        report = converted(source, target_format)
        first = loms.convert(source, to="loms-2019", settings=SETTINGS)
        assert unaccounted(source, first) == []
        assert [entry for entry in report.entries if entry.step == 1] == list(first.report.entries)
        second = loms.convert(first.document, to=target_format, settings=SETTINGS)
        assert unaccounted(first.document, second) == []
        trail = Trail(report)
        kept = [entry for entry in first.report.entries if entry.target and entry.action is not Action.SYNTHESISED]
        assert [entry for entry in kept if not trail.after(entry)] == []

    holds()


def test_three_steps_are_joined_as_two_are() -> None:
    first = alone(baker_and_school())
    document = loms.convert(baker_and_school(), to="loms-2019", settings=SETTINGS).document
    back = loms.convert(document, to=TO_QUALIFICATIONS, settings=SETTINGS)
    again = loms.convert(back.document, to="loms-2019", settings=SETTINGS)
    report = joined([first, back.report, again.report])
    assert (report.source_format, report.target_format) == ("qms-1.0", "loms-2019")
    assert [entry.step for entry in report.entries] == sorted(entry.step for entry in report.entries)
    assert [step.records_read for step in report.steps] == [2, 1, 1]
    trail = Trail(report)
    name = next(
        entry for entry in report.entries if entry.source == "Qualification/PreferredLabel[1]" and _titled(entry)
    )
    ends = {end.target for middle in trail.after(name) for end in trail.after(middle)}
    assert "learningSpecificationReferences/qualification/title/text" in ends


def test_one_report_is_left_as_it_is() -> None:
    report = alone(baker_and_school())
    assert joined([report]) is report


def test_a_report_can_be_changed_and_keeps_its_steps() -> None:
    report = converted(baker_and_school())
    assert attrs.evolve(report, entries=()).steps == report.steps


def alone(source: Document) -> ConversionReport:
    """The report on the first step."""
    return loms.convert(source, to="loms-2019", settings=SETTINGS).report


def stopped_at(source: Document) -> str:
    with pytest.raises(loms.InvalidDataError) as refused:
        loms.convert(source, to=TO_QUALIFICATIONS, settings=SETTINGS, strict=True)
    [issue] = refused.value.issues
    assert issue.severity is Severity.ERROR
    return issue.code


def _titled(entry: Entry) -> bool:
    return (entry.target or "").endswith("qualification/title/text")
