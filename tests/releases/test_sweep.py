"""``loms.releases.sweep`` removes what nothing needs, and nothing else."""

from __future__ import annotations

import pytest

import loms
from loms.legacy.delete import Delete
from loms.model import LearningOutcome, QmsLearningOpportunities, ScoringSchemeReferences
from loms.releases import Action, sweep
from tests.releases.small import (
    activity,
    assessment,
    course,
    courses,
    dataset,
    ids,
    opportunity,
    organization,
    outcome,
    qualification,
    qualification_ref,
    specification,
)
from tests.support.documents import DELETE


def test_what_an_opportunity_needs_stays() -> None:
    stored = courses("one", "two")
    assert sweep(stored).document == stored


def test_a_record_to_which_nothing_refers_goes() -> None:
    done = sweep(dataset(*course("one"), outcome("old")))
    assert "old" not in ids(done.document)
    (entry,) = done.report.entries
    assert (entry.record, entry.kind, entry.action) == ("urn:example:old", "learningOutcome", Action.SWEPT)


def test_what_only_a_record_that_goes_refers_to_goes_too() -> None:
    done = sweep(dataset(*course("one"), specification("old", outcome="old-outcome"), outcome("old-outcome")))
    assert ids(done.document) == ["one", "one-specification", "one-outcome", "school"]


def test_records_that_only_refer_to_each_other_go() -> None:
    circle = [activity("left", parts=["right"]), activity("right", parts=["left"])]
    assert ids(sweep(dataset(*course("one"), *circle)).document) == ids(courses("one"))


def test_a_qualification_stays_whether_something_refers_to_it_or_not() -> None:
    stored = dataset(*course("one"), qualification("baker", outcome="baking"), outcome("baking"))
    assert sweep(stored).document == stored


def test_an_unused_qualification_goes_if_that_is_asked_for() -> None:
    stored = dataset(*course("one"), qualification("baker", outcome="baking"), outcome("baking"))
    assert ids(sweep(stored, unused_qualifications=True).document) == ids(courses("one"))


def test_a_qualification_to_which_an_opportunity_leads_stays_even_then() -> None:
    stored = dataset(opportunity("one", by="baker"), qualification("baker"), outcome(), organization())
    assert sweep(stored, unused_qualifications=True).document == stored


def test_without_opportunities_qualifications_stay_even_then() -> None:
    stored = dataset(qualification("baker"), outcome())
    assert sweep(stored, unused_qualifications=True).document == stored


def test_a_reference_to_a_qualification_elsewhere_goes_when_nothing_leads_to_it() -> None:
    assert ids(sweep(dataset(*course("one"), qualification_ref("elsewhere"))).document) == ids(courses("one"))


def test_an_assessment_that_says_what_it_proves_stays_with_that() -> None:
    stored = dataset(*course("one"), assessment("exam", proves=["one-specification"]))
    assert sweep(stored).document == stored


def test_it_goes_when_something_goes_that_it_proves() -> None:
    stored = dataset(*course("one"), specification("old"), outcome(), assessment("exam", proves=["one-outcome", "old"]))
    assert ids(sweep(stored).document) == ids(courses("one"))


def test_a_section_that_gets_empty_goes_because_not_every_one_may_be_empty() -> None:
    done = sweep(dataset(outcome()))
    assert done.document.learning_outcome_references is None
    assert done.document.learning_opportunities.learning_opportunity == []


def test_a_section_that_was_empty_stays() -> None:
    stored = courses("one")
    stored.scoring_scheme_references = ScoringSchemeReferences()
    assert sweep(stored).document == stored


def test_a_release_from_which_everything_went_is_a_warning() -> None:
    (issue,) = sweep(dataset(outcome())).report.issues
    assert (issue.code, issue.severity) == ("RELEASE-EMPTY", "warning")


def test_a_release_that_was_empty_is_none() -> None:
    assert sweep(dataset()).report.issues == ()


def test_two_records_with_one_id_are_an_error_that_says_which() -> None:
    stored = courses("one")
    stored.learning_opportunities.learning_opportunity *= 2
    with pytest.raises(loms.InvalidDataError) as caught:
        sweep(stored)
    assert [(issue.code, issue.record) for issue in caught.value.issues] == [
        ("RELEASE-DUPLICATE-ID", "urn:example:one")
    ]


def test_a_record_without_an_id_is_an_error() -> None:
    stored = courses("one")
    assert stored.learning_outcome_references is not None
    stored.learning_outcome_references.learning_outcome.append(LearningOutcome())
    with pytest.raises(loms.InvalidDataError, match="Validate it first") as caught:
        sweep(stored)
    assert [issue.code for issue in caught.value.issues] == ["RELEASE-NO-ID"]


def test_a_document_of_another_format_is_a_wrong_call() -> None:
    other = loms.loads(DELETE, expect=Delete)
    with pytest.raises(loms.UsageError, match="must be a LOMS 2019 document"):
        sweep(other)  # type: ignore[arg-type]


def test_the_report_can_be_written_as_json() -> None:
    report = sweep(dataset(*course("one"), outcome("old"))).report.as_dict()
    assert report["operation"] == "sweep"
    assert report["records"] == {"before": 5, "after": 4}
    assert report["counts"] == {
        "added": 0,
        "changed": 0,
        "unchanged": 0,
        "withdrawn": 0,
        "swept": 1,
        "kept": 0,
        "refused": 0,
    }
    assert report["summary"] == [{"kind": "learningOutcome", "counts": {"swept": 1}}]
    assert report["entries"] == [
        {
            "record": "urn:example:old",
            "kind": "learningOutcome",
            "action": "swept",
            "reason": "Nothing needs it.",
            "fields": [],
        }
    ]


def test_the_example_has_nothing_to_sweep() -> None:
    stored = loms.read("examples/courses-loms.xml", expect=QmsLearningOpportunities)
    assert sweep(stored).report.entries == ()
