"""Extracting moves qualifications into a dataset of their own, with all that they need, and leaves references."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import cast

import pytest

import loms
from loms.errors import UsageError
from loms.model import (
    AgentReferences,
    Identifier,
    IdReference,
    QmsLearningOpportunities,
    Qualification,
    QualificationRef,
)
from loms.releases.records import Record
from loms.resolve import Extraction, extract
from tests.releases.small import (
    activity,
    assessment,
    course,
    dataset,
    framework,
    ids,
    numbers,
    opportunity,
    organization,
    outcome,
    qualification,
    qualification_ref,
    specification,
    urn,
)
from tests.support.documents import EXAMPLES


def extracted(*records: Record) -> Extraction:
    done = extract(dataset(*records))
    for document in (done.document, done.qualifications):
        assert loms.validate(io.BytesIO(loms.dumps(document)), profile="schema").issues == ()
    return done


def references_in(document: QmsLearningOpportunities) -> list[QualificationRef]:
    section = document.learning_specification_references
    return [each for each in (section.records if section else []) if isinstance(each, QualificationRef)]


def moves(done: Extraction) -> dict[str, str]:
    return {each.record.removeprefix("urn:example:"): each.move.value for each in done.records}


def codes(done: Extraction) -> Sequence[str]:
    return [issue.code for issue in done.issues]


class TestAQualification:
    def test_leaves_a_reference_with_its_id_and_identifier(self) -> None:
        baker = qualification("Q-1")
        done = extracted(opportunity("lo", by="Q-1"), baker, outcome(), organization())
        [reference] = references_in(done.document)
        assert reference.id == baker.id
        assert reference.identifier == baker.identifier[0]
        assert reference.identifier is not baker.identifier[0]

    def test_takes_with_it_what_only_it_needs(self) -> None:
        done = extracted(
            opportunity("lo", by="Q-1"),
            qualification("Q-1", activity="a", framework="f"),
            outcome(),
            activity("a"),
            organization(),
            framework("f"),
        )
        assert ids(done.document) == ["lo", "Q-1", "school"]
        assert ids(done.qualifications) == ["Q-1", "outcome", "a", "f"]
        assert moves(done) == {"Q-1": "replaced", "outcome": "moved", "a": "moved", "f": "moved"}

    def test_shares_what_others_need_too(self) -> None:
        done = extracted(*course("lo"), qualification("Q-1", outcome="lo-outcome"))
        assert moves(done) == {"Q-1": "replaced", "lo-outcome": "copied"}
        assert "lo-outcome" in ids(done.document)

    def test_leaves_what_nobody_refers_to_where_it_is(self) -> None:
        done = extracted(qualification("Q-1", outcome="a"), outcome("a"), outcome("b"))
        assert ids(done.document) == ["Q-1", "b"]

    def test_that_only_another_one_needs_goes_along_without_a_reference(self) -> None:
        part, whole = qualification("Q-part"), qualification("Q-whole", parts=["Q-part"])
        done = extracted(part, whole, outcome())
        assert [reference.id for reference in references_in(done.document)] == [whole.id]
        assert moves(done)["Q-part"] == "moved"

    def test_of_a_circle_leaves_one_reference(self) -> None:
        done = extracted(qualification("Q-1", parts=["Q-2"]), qualification("Q-2", parts=["Q-1"]), outcome())
        assert len(references_in(done.document)) == 1

    def test_that_the_rest_names_too_leaves_a_reference(self) -> None:
        done = extracted(
            opportunity("lo", by="Q-part"),
            qualification("Q-whole", parts=["Q-part"]),
            qualification("Q-part"),
            outcome(),
            organization(),
        )
        assert len(references_in(done.document)) == 2

    def test_leaves_no_empty_section_that_may_not_be_empty(self) -> None:
        done = extracted(qualification("Q-1"), outcome())
        assert done.document.learning_outcome_references is None

    def test_leaves_a_section_that_was_empty(self) -> None:
        document = dataset(qualification("Q-1"), outcome())
        document.agent_references = AgentReferences()
        done = extract(document)
        assert done.document.agent_references == AgentReferences()
        assert done.qualifications.agent_references is None

    def test_goes_by_an_identifier_that_no_other_has(self) -> None:
        first, second = qualification("Q-1"), qualification("Q-2")
        second.identifier = [*numbers("Q-1"), *numbers("Q-2")]
        done = extracted(first, second, outcome())
        assert [reference.identifier.value for reference in references_in(done.document)] == ["Q-2"]
        assert [(issue.code, issue.record) for issue in done.issues] == [("EXTRACT-SHARED-IDENTIFIER", urn("Q-1"))]


class TestWhatIsAboutAQualification:
    def test_moves_where_nothing_else_needs_it(self) -> None:
        done = extracted(qualification("Q-1"), outcome(), assessment("exam", proves=["Q-1"]))
        assert ids(done.document) == ["Q-1"]
        assert moves(done)["exam"] == "moved"

    def test_stays_where_it_is_about_what_stays(self) -> None:
        done = extracted(
            *course("lo"), qualification("Q-1"), outcome(), activity("a", teaches=["Q-1", "lo-specification"])
        )
        assert "a" in ids(done.document)
        assert "a" not in ids(done.qualifications)

    def test_stays_where_it_needs_a_qualification_to_which_a_reference_leads(self) -> None:
        stand_in = qualification_ref("stand-in")
        stand_in.identifier = numbers("Q-2")[0]
        done = extracted(
            stand_in,
            qualification("Q-1"),
            qualification("Q-2"),
            outcome(),
            activity("a", teaches=["Q-1"], parts=["b"]),
            activity("b", teaches=["Q-2"]),
        )
        assert ids(done.qualifications) == ["Q-1", "outcome"]
        assert {"a", "b"} <= set(ids(done.document))

    def test_stays_where_something_that_stays_refers_to_it(self) -> None:
        done = extracted(
            opportunity("lo"),
            specification("specification", activity="a"),
            qualification("Q-1"),
            outcome(),
            activity("a", teaches=["Q-1"]),
            organization(),
        )
        assert "a" in ids(done.document)
        assert moves(done) == {"Q-1": "replaced", "outcome": "copied"}

    def test_is_in_both_where_a_qualification_without_an_identifier_is(self) -> None:
        nameless = qualification("nameless")
        nameless.identifier = []
        done = extracted(
            qualification("Q-1", parts=["nameless"]), nameless, outcome(), assessment("exam", proves=["nameless"])
        )
        assert moves(done) == {"Q-1": "replaced", "nameless": "copied", "outcome": "copied", "exam": "copied"}


class TestAQualificationStays:
    @pytest.mark.parametrize("identifiers", [[], [Identifier(value=" ", scheme_id="s")]])
    def test_without_an_identifier(self, identifiers: list[Identifier]) -> None:
        nameless = qualification("Q-1")
        nameless.identifier = identifiers
        done = extracted(nameless, outcome())
        assert codes(done) == ["EXTRACT-NO-IDENTIFIER", "EXTRACT-NOTHING"]
        assert done.ok
        assert ids(done.document) == ["Q-1", "outcome"]
        assert ids(done.qualifications) == []

    def test_where_another_has_its_identifier(self) -> None:
        twin = qualification("twin")
        twin.identifier = numbers("Q-1")
        done = extracted(qualification("Q-1"), twin, qualification("Q-2"), outcome())
        assert codes(done) == ["EXTRACT-SHARED-IDENTIFIER"] * 2
        assert [reference.id for reference in references_in(done.document)] == [urn("Q-2")]

    def test_but_not_where_the_schemes_differ(self) -> None:
        twin = qualification("twin")
        twin.identifier = numbers("Q-1", scheme="urn:example:other")
        assert codes(extracted(qualification("Q-1"), twin, outcome())) == []

    def test_where_a_reference_has_its_identifier(self) -> None:
        stand_in = qualification_ref("Q-1")
        stand_in.id = urn("stand-in")
        assert codes(extracted(qualification("Q-1"), stand_in, outcome())) == [
            "EXTRACT-SHARED-IDENTIFIER",
            "EXTRACT-NOTHING",
        ]

    def test_where_a_reference_names_it_by_its_id(self) -> None:
        stand_in = qualification_ref("stand-in")
        stand_in.identifier.value = urn("Q-1")
        assert "EXTRACT-SHARED-IDENTIFIER" in codes(extracted(qualification("Q-1"), stand_in, outcome()))

    def test_where_a_reference_has_one_of_its_identifiers(self) -> None:
        baker = qualification("Q-1")
        baker.identifier = [*numbers("own"), *numbers("shared")]
        stand_in = qualification_ref("shared")
        done = extracted(baker, stand_in, outcome())
        assert codes(done) == ["EXTRACT-SHARED-IDENTIFIER", "EXTRACT-NOTHING"]
        assert "'shared'" in done.issues[0].message

    def test_where_it_needs_one_to_which_a_reference_leads(self) -> None:
        stand_in = qualification_ref("stand-in")
        stand_in.identifier = numbers("Q-part")[0]
        done = extracted(
            stand_in,
            qualification("Q-part"),
            qualification("Q-whole", activity="a"),
            activity("a", teaches=["Q-part"]),
            qualification("Q-2"),
            outcome(),
        )
        assert [(issue.code, issue.record) for issue in done.issues] == [
            ("EXTRACT-SHARED-IDENTIFIER", urn("Q-part")),
            ("EXTRACT-NEEDS-SHARED", urn("Q-whole")),
        ]
        assert urn("Q-part") in done.issues[1].message
        assert ids(done.qualifications) == ["Q-2", "outcome"]

    @pytest.mark.parametrize("id", [None, urn("Q-1"), f" {urn('Q-1')} "])
    def test_without_an_id_of_its_own(self, id: str | None) -> None:
        other = qualification("Q-2")
        other.id = cast("str", id)  # as lenient reading gives it
        done = extract(dataset_of_faulty(qualification("Q-1"), other, qualification("Q-3")))
        assert set(codes(done)) == {"EXTRACT-NO-ID"}
        section = done.document.learning_specification_references
        assert section is not None
        kept = [type(each) for each in section.records]
        assert kept == [QualificationRef if id is None else Qualification, Qualification, QualificationRef]


def dataset_of_faulty(*records: Record) -> QmsLearningOpportunities:
    document = dataset(qualification("0"), outcome())
    assert document.learning_specification_references is not None
    document.learning_specification_references.records = list(records)  # type: ignore[arg-type]
    return document


def test_the_new_dataset_is_of_the_version_of_the_old_one() -> None:
    document = loms.read(EXAMPLES / "qualifications-loms.xml", expect=QmsLearningOpportunities)
    assert document.xsd_version is not None
    assert extract(document).qualifications.xsd_version is document.xsd_version


def test_a_reference_that_leads_nowhere_is_passed_over() -> None:
    broken = qualification("Q-1")
    broken.learning_outcomes.learning_outcome.append(IdReference(idref="urn:example:nowhere"))
    assert ids(extract(dataset(broken, outcome())).document) == ["Q-1"]


def test_the_report_is_plain_data() -> None:
    done = extracted(qualification("Q-1"), outcome())
    assert done.as_dict() == {
        "operation": "extract",
        "ok": True,
        "counts": {"replaced": 1, "moved": 1, "copied": 0},
        "records": [
            {"record": "urn:example:Q-1", "kind": "qualification", "move": "replaced"},
            {"record": "urn:example:outcome", "kind": "learningOutcome", "move": "moved"},
        ],
        "issues": [],
    }


def test_only_loms_can_be_taken_apart() -> None:
    with pytest.raises(UsageError, match="Read it with"):
        extract(loms.read(EXAMPLES / "courses-loq.xml"))  # type: ignore[arg-type]
