"""``loms.releases.withdraw`` removes opportunities and qualifications, and what is there only for them."""

from __future__ import annotations

import io

import pytest

import loms
from loms.legacy.delete import Delete, EntityType, XsdType, XsdVersion
from loms.model import LearningSpecification, QmsLearningOpportunities, Qualification
from loms.releases import Action, withdraw
from loms.text import note
from tests.releases.small import (
    activity,
    assessment,
    course,
    courses,
    dataset,
    framework,
    ids,
    link,
    numbers,
    opportunity,
    organization,
    outcome,
    qualification,
    qualification_ref,
    specification,
    urn,
)

SECRET = "not-to-be-seen"


def request(entity_type: EntityType, *names: str) -> Delete:
    return Delete(
        entity_type=entity_type,
        id=[*names],
        key=SECRET,
        xsd_version=XsdVersion.V0_1_1,
        xsd_type=XsdType.DELETE,
    )


def baker_course() -> QmsLearningOpportunities:
    """A course that teaches for a qualification of the same publisher."""
    return dataset(
        opportunity("one"),
        specification("specification", activity="baking"),
        qualification("baker", outcome="baker-outcome"),
        outcome(),
        outcome("baker-outcome"),
        activity("baking", teaches=["specification", "baker"]),
        organization(),
    )


def test_a_record_goes_with_all_that_is_there_only_for_it() -> None:
    done = withdraw(courses("one", "two"), opportunities=["one"])
    assert done.document == courses("two")
    assert {entry.record: entry.action.value for entry in done.report.entries} == {
        "urn:example:one": "withdrawn",
        "urn:example:one-specification": "swept",
        "urn:example:one-outcome": "swept",
        "urn:example:school": "kept",
    }


def test_an_award_goes_although_the_activity_refers_back_to_the_specification() -> None:
    stored = dataset(
        *course("two"),
        opportunity("one"),
        specification("specification", activity="baking"),
        specification("award"),
        outcome(),
        activity("baking", teaches=["specification", "award"]),
    )
    assert withdraw(stored, opportunities=["one"]).document == courses("two")


def test_it_goes_although_a_reference_to_a_qualification_is_shared() -> None:
    stored = dataset(
        *(opportunity(name, by=f"{name}-specification") for name in ("one", "two")),
        *(specification(f"{name}-specification", activity=f"{name}-baking") for name in ("one", "two")),
        qualification_ref("elsewhere"),
        outcome(),
        *(activity(f"{name}-baking", teaches=[f"{name}-specification", "elsewhere"]) for name in ("one", "two")),
        organization(),
    )
    left = ids(withdraw(stored, opportunities=["one"]).document)
    assert [name for name in left if name.startswith("one")] == []
    assert "elsewhere" in left


def test_its_activity_goes_although_it_teaches_only_what_stays() -> None:
    stored = dataset(
        *course("two"),
        opportunity("one"),
        specification("specification", activity="baking"),
        outcome(),
        activity("baking", teaches=["two-specification"]),
    )
    assert withdraw(stored, opportunities=["one"]).document == courses("two")


def test_an_assessment_goes_with_what_it_proves() -> None:
    stored = dataset(*course("one"), *course("two")[:3], assessment("exam", proves=["one-specification"]))
    assert withdraw(stored, opportunities=["one"]).document == courses("two")


def test_a_record_that_nothing_needed_before_stays_unless_it_refers_to_what_goes() -> None:
    circle = [activity("idle", parts=["idle"]), activity("lost", parts=["lost"], teaches=["baker"])]
    stored = dataset(*course("one"), qualification("baker"), outcome(), *circle)
    left = ids(withdraw(stored, qualifications=["baker"]).document)
    assert "idle" in left
    assert not {"lost", "baker"} & {*left}


def test_records_are_found_by_identifier_or_by_id() -> None:
    stored = courses("one", "two", "three")
    assert withdraw(stored, opportunities=["one", urn("two")]).document == courses("three")


def test_white_space_in_an_identifier_makes_no_difference() -> None:
    assert withdraw(courses("one", "two"), opportunities=[" one\n"]).document == courses("two")


def test_a_legacy_request_is_carried_out() -> None:
    done = withdraw(courses("one", "two"), requests=[request(EntityType.LEARNING_OPPORTUNITY, "one")])
    assert done.document == courses("two")


def test_the_key_of_a_request_stands_nowhere() -> None:
    done = withdraw(courses("one", "two"), requests=[request(EntityType.LEARNING_OPPORTUNITY, "one", "zero")])
    assert SECRET not in repr(done)
    assert SECRET not in str(done.report.as_dict())


def test_the_two_kinds_have_identifiers_of_their_own() -> None:
    stored = dataset(*course("one"), qualification("one-qualification", outcome="one-outcome"))
    record = stored.learning_specification_references
    assert record is not None
    assert isinstance(record.records[1], Qualification)
    record.records[1].identifier = numbers("one")
    assert withdraw(stored, requests=[request(EntityType.QUALIFICATION, "one")]).document == courses("one")


def test_an_unknown_identifier_is_a_warning() -> None:
    done = withdraw(courses("one"), opportunities=["zero"])
    assert done.document == courses("one")
    (issue,) = done.report.issues
    assert (issue.code, issue.severity, issue.record) == ("RELEASE-UNKNOWN-ID", "warning", "zero")
    assert done.report.ok


def test_only_identifiers_of_the_scheme_count_where_one_is_given() -> None:
    (issue,) = withdraw(courses("one"), opportunities=["one"], scheme="urn:example:other").report.issues
    assert issue.code == "RELEASE-UNKNOWN-ID"
    assert issue.remedy == "There is one in urn:example:scheme."


def test_an_identifier_of_several_schemes_is_refused_where_none_is_given() -> None:
    stored = courses("one", "two")
    stored.learning_opportunities.learning_opportunity[1].identifier = numbers("one", scheme="urn:example:other")
    done = withdraw(stored, opportunities=["one"])
    assert done.document == stored
    assert [(issue.code, issue.severity) for issue in done.report.issues] == [("RELEASE-AMBIGUOUS-ID", "error")]
    assert ids(withdraw(stored, opportunities=["one"], scheme="urn:example:other").document) == ids(courses("one"))


def test_all_records_go_that_share_an_identifier_of_one_scheme() -> None:
    stored = courses("one", "two", "three")
    stored.learning_opportunities.learning_opportunity[1].identifier = numbers("one")
    assert withdraw(stored, opportunities=["one"]).document == courses("three")


def test_a_qualification_to_which_a_course_leads_is_not_withdrawn() -> None:
    done = withdraw(baker_course(), qualifications=["baker"])
    assert done.document == baker_course()
    (issue,) = done.report.issues
    assert (issue.code, issue.severity, issue.record) == (
        "RELEASE-STILL-REFERRED-TO",
        "error",
        "urn:example:baker",
    )
    assert "learningActivitySpecification urn:example:baking (teaches/@idref)" in issue.message
    assert [(entry.record, entry.action) for entry in done.report.entries] == [("urn:example:baker", Action.KEPT)]


def test_the_message_names_what_stays_and_not_what_goes() -> None:
    records = [opportunity(name, by="baker") for name in ("one", "two")]
    stored = dataset(*records, qualification("baker"), outcome(), organization())
    (issue,) = withdraw(stored, opportunities=["one"], qualifications=["baker"]).report.issues
    assert "learningOpportunity urn:example:two (specifiedBy/@idref) still refers to it" in issue.message


def test_the_message_counts_what_else_stays() -> None:
    records = [opportunity(name, by="baker") for name in ("one", "two", "three")]
    stored = dataset(*records, qualification("baker"), outcome(), organization())
    (issue,) = withdraw(stored, qualifications=["baker"]).report.issues
    assert "urn:example:one (specifiedBy/@idref) and 2 more still refer to it." in issue.message


def test_it_is_withdrawn_together_with_the_course() -> None:
    done = withdraw(baker_course(), qualifications=["baker"], opportunities=["one"])
    assert ids(done.document) == []
    assert done.report.ok


def test_it_is_withdrawn_although_its_own_activity_teaches_it() -> None:
    stored = dataset(
        *course("one"), qualification("baker", activity="baking"), outcome(), activity("baking", teaches=["baker"])
    )
    assert withdraw(stored, qualifications=["baker"]).document == courses("one")


def test_it_stays_as_a_learning_specification_if_that_is_wanted() -> None:
    done = withdraw(baker_course(), qualifications=["baker"], still_referred_to="adapt")
    adapted = specification("baker", outcome="baker-outcome")
    adapted.title[0].text.value = "Baker"
    adapted.identifier = numbers("baker")
    expected = baker_course()
    assert expected.learning_specification_references is not None
    expected.learning_specification_references.records[1] = adapted
    assert done.document == expected


def test_what_a_learning_specification_cannot_hold_is_reported() -> None:
    done = withdraw(baker_course(), qualifications=["baker"], still_referred_to="adapt")
    (entry,) = done.report.of(Action.CHANGED)
    assert (entry.record, entry.kind) == ("urn:example:baker", "learningSpecification")
    assert entry.fields == ("eqfLevel", "nqfLevel")
    (issue,) = done.report.issues
    assert (issue.code, issue.severity) == ("RELEASE-QUALIFICATION-ADAPTED", "warning")
    assert "eqfLevel, nqfLevel" in issue.message


def test_a_second_definition_in_a_language_becomes_a_note_of_the_specification() -> None:
    stored = baker_course()
    assert stored.learning_specification_references is not None
    baker = stored.learning_specification_references.records[1]
    assert isinstance(baker, Qualification)
    baker.definition = [note("First.", "en"), note("Erste.", "de"), note("Second.", "en")]
    done = withdraw(stored, qualifications=["baker"], still_referred_to="adapt").document
    assert done.learning_specification_references is not None
    adapted = done.learning_specification_references.records[1]
    assert isinstance(adapted, LearningSpecification)
    assert [each.text.value for each in adapted.definition] == ["First.", "Erste."]
    assert [each.text.value for each in adapted.additional_note] == ["Second."]
    assert loms.validate(io.BytesIO(loms.dumps(done)), profile="schema").ok


def test_what_only_the_levels_of_the_qualification_needed_is_swept() -> None:
    stored = dataset(
        opportunity("one", by="baker"),
        qualification("baker", framework="levels"),
        outcome(),
        organization(),
        framework("levels"),
    )
    done = withdraw(stored, qualifications=["baker"], still_referred_to="adapt")
    assert [entry.record for entry in done.report.of(Action.SWEPT)] == ["urn:example:levels"]


def test_a_part_of_another_qualification_is_taken_out_of_it_if_that_is_wanted() -> None:
    stored = dataset(*course("one"), qualification("whole", parts=["half"]), qualification("half"), outcome())
    assert not withdraw(stored, qualifications=["half"]).report.ok
    done = withdraw(stored, qualifications=["half"], still_referred_to="adapt")
    assert done.document == dataset(*course("one"), qualification("whole"), outcome())
    (entry,) = done.report.of(Action.CHANGED)
    assert (entry.record, entry.fields) == ("urn:example:whole", ("hasPart",))


def test_a_qualification_that_stays_as_a_specification_is_no_part_of_another_any_more() -> None:
    stored = baker_course()
    assert stored.learning_specification_references is not None
    stored.learning_specification_references.records.append(qualification("whole", parts=["baker"]))
    done = withdraw(stored, qualifications=["baker"], still_referred_to="adapt")
    assert {entry.record for entry in done.report.of(Action.CHANGED)} == {"urn:example:baker", "urn:example:whole"}
    assert loms.validate(io.BytesIO(loms.dumps(done.document)), profile="schema").ok


def test_what_a_general_qualification_is_taken_from_does_not_refer_to_it_any_more() -> None:
    stored = dataset(*course("one"), qualification("special"), qualification("general"), outcome())
    assert stored.learning_specification_references is not None
    special = stored.learning_specification_references.records[1]
    assert isinstance(special, Qualification)
    special.specialization_of = link("general")
    done = withdraw(stored, qualifications=["general"], still_referred_to="adapt")
    assert done.document == dataset(*course("one"), qualification("special"), outcome())


def test_an_opportunity_that_is_part_of_another_is_not_withdrawn() -> None:
    stored = dataset(
        opportunity("whole", parts=["half"]),
        opportunity("half"),
        specification("specification"),
        outcome(),
        organization(),
    )
    done = withdraw(stored, opportunities=["half"])
    assert done.document == stored
    assert [issue.code for issue in done.report.issues] == ["RELEASE-STILL-REFERRED-TO"]


def test_it_is_taken_out_of_the_other_if_that_is_wanted() -> None:
    stored = dataset(
        opportunity("whole", parts=["half"]),
        opportunity("half"),
        specification("specification"),
        outcome(),
        organization(),
    )
    done = withdraw(stored, opportunities=["half"], still_referred_to="adapt")
    assert done.document == dataset(opportunity("whole"), specification("specification"), outcome(), organization())
    assert [entry.fields for entry in done.report.of(Action.CHANGED)] == [("hasPart",)]


def test_what_a_refused_record_needs_stays_too() -> None:
    stored = dataset(
        opportunity("whole", parts=["half"], by="whole-specification"),
        opportunity("half", by="baker"),
        specification("whole-specification"),
        qualification("baker"),
        outcome(),
        organization(),
    )
    done = withdraw(stored, opportunities=["half"], qualifications=["baker"])
    assert done.document == stored
    assert {issue.record for issue in done.report.issues} == {"urn:example:half", "urn:example:baker"}


def test_other_opportunities_and_qualifications_stay() -> None:
    stored = dataset(
        opportunity("one", parts=["two"], by="baker"),
        opportunity("two"),
        specification("specification"),
        qualification("baker"),
        outcome(),
        organization(),
    )
    done = withdraw(stored, opportunities=["one"])
    assert ids(done.document) == ["two", "specification", "baker", "outcome", "school"]
    kept = {entry.record for entry in done.report.of(Action.KEPT)}
    assert kept == {"urn:example:two", "urn:example:baker", "urn:example:school"}


@pytest.mark.parametrize("choice", ["refuse", "adapt"])
def test_parts_of_parts_are_withdrawn_or_kept_together(choice: str) -> None:
    names = [f"part-{number}" for number in range(5)]
    parts = [
        opportunity(name, parts=[inner] if inner else [], by="baker" if inner else "specification")
        for name, inner in zip(names, [*names[1:], ""], strict=True)
    ]
    stored = dataset(*parts, specification("specification"), qualification("baker"), outcome(), organization())
    done = withdraw(stored, opportunities=names[1:], still_referred_to=choice)
    if choice == "refuse":
        assert done.document == stored
        assert [issue.record for issue in done.report.issues] == [urn(name) for name in names[1:]]
    else:
        assert ids(done.document) == ["part-0", "baker", "outcome", "school"]
        assert [entry.record for entry in done.report.of(Action.CHANGED)] == [urn("part-0")]


def test_qualifications_that_are_parts_of_each_other_stay_only_where_something_else_leads_to_them() -> None:
    qualifications = [
        qualification("whole", parts=["half"]),
        qualification("half", parts=["whole", "third"]),
        qualification("third"),
    ]
    stored = dataset(opportunity("one", by="half"), *qualifications, outcome(), organization())
    done = withdraw(stored, qualifications=["whole", "half", "third"], still_referred_to="adapt")
    assert ids(done.document) == ["one", "half", "outcome", "school"]
    assert [entry.record for entry in done.report.of(Action.WITHDRAWN)] == [urn("whole"), urn("third")]
    assert [issue.record for issue in done.report.issues] == [urn("half")]


@pytest.mark.parametrize(
    "arguments",
    [
        {"opportunities": "one"},
        {"qualifications": [1]},
        {"opportunities": ["one", ""]},
        {"qualifications": [" "]},
        {"requests": ["one"]},
        {"still_referred_to": "ignore"},
    ],
)
def test_a_wrong_call_is_a_clear_error(arguments: dict[str, object]) -> None:
    with pytest.raises(loms.UsageError):
        withdraw(courses("one"), **arguments)  # type: ignore[arg-type]


def test_a_reference_that_leads_to_the_wrong_kind_is_not_changed() -> None:
    stored = dataset(*course("one"), *course("two")[:3])
    stored.learning_opportunities.learning_opportunity[0].provided_by.append(link("two"))
    done = withdraw(stored, opportunities=["two"], still_referred_to="adapt")
    assert [issue.code for issue in done.report.issues] == ["RELEASE-STILL-REFERRED-TO"]
