"""Linking lets opportunities lead to qualifications that are published elsewhere, row by row."""

from __future__ import annotations

import pytest

import loms
from loms.errors import UsageError
from loms.model import IdReference, LearningSpecification
from loms.releases.records import Record, records_of
from loms.resolve import link
from tests.convert.loq_qualifications_to_loms import documents as loq
from tests.releases.small import (
    activity,
    course,
    dataset,
    numbers,
    opportunity,
    organization,
    outcome,
    qualification,
    qualification_ref,
    specification,
    urn,
)
from tests.resolve.linked import NAMESPACE, linked, row, states, taught, with_activity


class TestAnOpportunity:
    def test_keeps_its_specification_whose_activity_teaches_the_qualification(self) -> None:
        done = linked(with_activity(teaches=["lo-specification"]), row("lo", "Q-1"))
        assert states(done) == ["linked"]
        reference = f"{NAMESPACE}qualification-reference/urn%3Aexample%3Ascheme/Q-1"
        assert taught(done, "lo-activity") == [urn("lo-specification"), reference]
        assert (done.rows[0].target, done.rows[0].activity) == (reference, urn("lo-activity"))
        course = done.document.learning_opportunities.learning_opportunity[0]
        assert course.specified_by.idref == urn("lo-specification")

    def test_gets_an_activity_where_its_specification_has_none(self) -> None:
        done = linked(course("lo"), row("lo", "Q-1"))
        assert taught(done, "lo-specification~activity")[0] == urn("lo-specification")
        assert len(taught(done, "lo-specification~activity")) == 2
        own = records_of(done.document, role="document")[urn("lo-specification")]
        assert isinstance(own, LearningSpecification)
        assert own.learning_activity_specification == IdReference(idref=urn("lo-specification~activity"))

    def test_gives_the_activity_an_id_that_is_free(self) -> None:
        done = linked([*course("lo"), activity("lo-specification~activity")], row("lo", "Q-1"))
        assert done.rows[0].activity == urn("lo-specification~activity~2")

    def test_may_lead_to_several(self) -> None:
        done = linked(course("lo"), row("lo", "Q-1"), row("lo", "Q-2"))
        assert states(done) == ["linked", "linked"]
        assert len(taught(done, "lo-specification~activity")) == 3


class TestALinkThatIsThere:
    def test_stays_as_it_is(self) -> None:
        records = [*with_activity(teaches=["Q-1"]), qualification_ref("Q-1")]
        done = linked(records, row("lo", "Q-1"))
        assert states(done) == ["unchanged"]
        assert done.document == dataset(*records)

    def test_is_made_once(self) -> None:
        once = linked(course("lo"), row("lo", "Q-1"), row("lo", "Q-1"))
        assert states(once) == ["linked", "unchanged"]
        twice = link(once.document, [row("lo", "Q-1")])
        assert states(twice) == ["unchanged"]
        assert loms.dumps(twice.document) == loms.dumps(once.document)

    def test_may_be_that_of_a_part_of_the_activity(self) -> None:
        records: list[Record] = [
            opportunity("lo"),
            specification("specification", activity="whole"),
            outcome(),
            activity("whole", parts=["part"]),
            activity("part", teaches=["Q-1"], parts=["whole"]),
            organization(),
            qualification_ref("Q-1"),
        ]
        assert states(linked(records, row("lo", "Q-1"))) == ["unchanged"]

    def test_may_be_to_the_second_reference_of_an_identifier(self) -> None:
        first, second = qualification_ref("first"), qualification_ref("second")
        first.identifier = second.identifier = numbers("Q-1")[0]
        done = linked([*with_activity(teaches=["second"]), first, second], row("lo", "Q-1"))
        assert [(each.state.value, each.target) for each in done.rows] == [("unchanged", urn("second"))]

    def test_may_be_the_specification_itself(self) -> None:
        records: list[Record] = [opportunity("lo", by="Q-1"), qualification("Q-1"), outcome(), organization()]
        assert states(linked(records, row("lo", "Q-1"))) == ["unchanged"]


def test_only_loms_can_be_linked() -> None:
    with pytest.raises(UsageError):
        link(loq.document(), [])  # type: ignore[arg-type]
