"""``loms.releases.merge`` puts the records of an increment into a stored release."""

from __future__ import annotations

import copy

import pytest

import loms
from loms.model import QmsLearningOpportunities, XsdVersion
from loms.releases import Action, Release, merge
from tests.releases.small import (
    activity,
    assessment,
    course,
    courses,
    dataset,
    ids,
    numbers,
    opportunity,
    organization,
    outcome,
    qualification,
    specification,
)

NAMESPACE = "https://data.example.org/lo/"


def actions(release: Release) -> dict[str, str]:
    """What became of the records, by id."""
    return {
        entry.record.removeprefix("urn:example:"): entry.action.value
        for entry in release.report.entries
        if entry.action is not Action.UNCHANGED
    }


def test_a_new_record_is_added_behind_those_of_its_section() -> None:
    done = merge(courses("one", "two"), courses("three"))
    assert [each.id for each in done.document.learning_opportunities.learning_opportunity] == [
        "urn:example:one",
        "urn:example:two",
        "urn:example:three",
    ]
    assert actions(done) == {"three": "added", "three-specification": "added", "three-outcome": "added"}


def test_a_changed_record_takes_the_place_of_the_stored_one() -> None:
    done = merge(courses("one", "two"), dataset(*course("one", called="Rolls")))
    first, second = done.document.learning_opportunities.learning_opportunity
    assert (first.id, first.title[0].text.value) == ("urn:example:one", "Rolls")
    assert second.id == "urn:example:two"


def test_the_fields_that_changed_are_named_as_in_the_xml() -> None:
    changed = course("one", called="Rolls")
    changed[1] = specification("one-specification", outcome="one-outcome", activity="baking")
    done = merge(courses("one"), dataset(*changed, activity("baking")))
    assert {entry.record: entry.fields for entry in done.report.of(Action.CHANGED)} == {
        "urn:example:one": ("title",),
        "urn:example:one-specification": ("learningActivitySpecification",),
    }


def test_records_of_every_kind_are_replaced() -> None:
    increment = dataset(organization(called="Bakery academy"))
    done = merge(courses("one"), increment)
    assert done.document.agent_references == increment.agent_references


def test_what_the_increment_does_not_mention_stays_the_very_same() -> None:
    stored = courses("one", "two")
    done = merge(stored, dataset(*course("two", called="Rolls")))
    assert (
        done.document.learning_opportunities.learning_opportunity[0]
        is stored.learning_opportunities.learning_opportunity[0]
    )


def test_the_lists_of_the_result_are_its_own() -> None:
    stored = courses("one")
    merge(stored, courses()).document.learning_opportunities.learning_opportunity.clear()
    assert ids(stored) == ids(courses("one"))


def test_what_only_the_earlier_version_needed_is_swept() -> None:
    stored = dataset(
        opportunity("one"),
        specification("specification", activity="baking"),
        outcome(),
        activity("baking", teaches=["specification", "award"]),
        specification("award", outcome="award-outcome"),
        outcome("award-outcome"),
        organization(),
    )
    increment = dataset(opportunity("one"), specification("specification"), outcome(), organization())
    done = merge(stored, increment)
    assert done.document == increment
    assert actions(done) == {
        "specification": "changed",
        "baking": "swept",
        "award": "swept",
        "award-outcome": "swept",
    }


def test_an_activity_that_a_specification_no_longer_has_is_swept_although_it_says_that_it_teaches_it() -> None:
    stored = dataset(
        opportunity("one"),
        specification("specification", activity="baking"),
        outcome(),
        activity("baking", teaches=["specification"]),
        organization(),
    )
    increment = dataset(opportunity("one"), specification("specification"), outcome(), organization())
    assert merge(stored, increment).document == increment


def test_it_stays_if_nothing_is_to_be_swept() -> None:
    stored = dataset(opportunity("one", by="old"), specification("old"), outcome(), organization())
    increment = dataset(opportunity("one", by="new"), specification("new"), outcome(), organization())
    assert "old" in ids(merge(stored, increment, sweep=False).document)
    assert "old" not in ids(merge(stored, increment).document)


def test_what_another_record_needs_as_well_is_not_swept() -> None:
    stored = dataset(
        opportunity("one", by="shared"),
        opportunity("two", by="shared"),
        specification("shared"),
        outcome(),
        organization(),
    )
    increment = dataset(opportunity("one", by="new"), specification("new"), outcome(), organization())
    assert "shared" in ids(merge(stored, increment).document)


def test_a_record_that_nothing_needed_before_stays_with_what_it_refers_to() -> None:
    stored = dataset(
        opportunity("one", by="old", provider="school"),
        specification("old"),
        outcome(),
        organization(),
        specification("spare", parts=["old"]),
    )
    increment = dataset(opportunity("one", by="new"), specification("new"), outcome(), organization())
    assert {"spare", "old"} <= {*ids(merge(stored, increment).document)}


def test_records_of_the_increment_stay_even_if_nothing_refers_to_them() -> None:
    first = merge(courses("one"), dataset(outcome("spare"))).document
    assert "spare" in ids(first)
    assert "spare" in ids(merge(first, dataset(outcome("spare", called="Kneads dough"))).document)


def test_a_qualification_that_is_no_longer_led_to_stays() -> None:
    stored = dataset(opportunity("one", by="baker"), qualification("baker"), outcome(), organization())
    increment = dataset(opportunity("one", by="new"), specification("new"), outcome(), organization())
    assert "baker" in ids(merge(stored, increment).document)


def test_an_assessment_of_a_specification_that_is_swept_goes_with_it() -> None:
    stored = dataset(
        opportunity("one", by="old"),
        specification("old"),
        outcome(),
        organization(),
        assessment("exam", proves=["old"]),
    )
    increment = dataset(opportunity("one", by="new"), specification("new"), outcome(), organization())
    assert "exam" not in ids(merge(stored, increment).document)


def test_a_record_with_the_id_of_another_kind_is_refused() -> None:
    stored = dataset(opportunity("one", by="two"), specification("two"), outcome(), organization())
    done = merge(stored, dataset(qualification("two"), outcome()))
    assert done.document == stored
    assert actions(done) == {"two": "refused", "outcome": "refused"}
    (issue,) = done.report.issues
    assert (issue.code, issue.severity, issue.record) == ("RELEASE-OTHER-KIND", "error", "urn:example:two")
    assert "(qualification) has the id of a stored record of another kind (learningSpecification)" in issue.message
    assert not done.report.ok


def test_what_refers_to_a_refused_record_is_refused_and_so_is_what_was_there_only_for_them() -> None:
    stored = dataset(*course("one"), specification("taken"), outcome("taken-outcome"))
    increment = dataset(
        opportunity("new", by="taken"),
        qualification("taken", outcome="private"),
        outcome("private"),
        organization(called="Bakery academy"),
        *course("two")[:3],
    )
    done = merge(stored, increment)
    assert actions(done) == {
        "new": "refused",
        "taken": "refused",
        "private": "refused",
        "two": "added",
        "two-specification": "added",
        "two-outcome": "added",
        "school": "changed",
    }
    assert [issue.code for issue in done.report.issues] == ["RELEASE-OTHER-KIND"]


def test_a_new_record_with_the_identifier_of_a_stored_one_is_a_warning() -> None:
    increment = courses("other")
    increment.learning_opportunities.learning_opportunity[0].identifier = numbers("one")
    (issue,) = merge(courses("one"), increment).report.issues
    assert (issue.code, issue.severity, issue.record) == ("RELEASE-SAME-IDENTIFIER", "warning", "urn:example:other")
    assert "urn:example:one" in issue.message


@pytest.mark.parametrize(
    ("stored", "increment", "after"),
    [
        (XsdVersion.V1_0_0, XsdVersion.V1_1_0, XsdVersion.V1_1_0),
        (XsdVersion.V1_0_0, None, None),
        (XsdVersion.V1_1_0, XsdVersion.V1_0_0, XsdVersion.V1_1_0),
        (None, XsdVersion.V1_0_0, None),
    ],
)
def test_the_later_version_of_the_format_is_named(
    stored: XsdVersion | None, increment: XsdVersion | None, after: XsdVersion | None
) -> None:
    one, other = courses("one"), courses("two")
    one.xsd_version, other.xsd_version = stored, increment
    assert merge(one, other).document.xsd_version is after


def test_a_converted_increment_meets_the_records_of_the_first_conversion() -> None:
    settings = loms.Settings(namespace=NAMESPACE)
    legacy = loms.read("examples/courses-loq.xml")
    stored = loms.convert(legacy, to="loms-2019", settings=settings).document
    assert isinstance(stored, QmsLearningOpportunities)
    changed = copy.deepcopy(legacy)
    del changed.learning_opportunity[1:]  # type: ignore[union-attr]
    changed.learning_opportunity[0].title[0].value = "Neuer Titel"  # type: ignore[union-attr]
    increment = loms.convert(changed, to="loms-2019", settings=settings).document
    assert isinstance(increment, QmsLearningOpportunities)
    done = merge(stored, increment)
    assert done.report.records_after == len(ids(stored))
    assert {entry.kind for entry in done.report.of(Action.CHANGED)} == {
        "learningOpportunity",
        "learningSpecification",
        "learningOutcome",
    }
    assert done.report.of(Action.ADDED) == ()
