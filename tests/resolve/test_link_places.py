"""A row names an opportunity, and its link goes to the activity of the specification of that."""

from __future__ import annotations

import pytest

from loms.releases.records import Record
from loms.resolve import link
from tests.releases.small import (
    course,
    dataset,
    ids,
    numbers,
    opportunity,
    organization,
    outcome,
    qualification,
    specification,
)
from tests.resolve.linked import NAMESPACE, codes, linked, row, states


class TestAnOpportunity:
    @pytest.mark.parametrize("name", ["urn:example:lo", "  urn:example:lo ", "lo"])
    def test_is_found_by_id_or_identifier(self, name: str) -> None:
        assert states(linked(course("lo"), row(name, "Q-1"))) == ["linked"]

    def test_that_is_unknown_is_told(self) -> None:
        done = linked(course("lo"), row("no", "Q-1", line=3))
        assert [(issue.code, issue.record, issue.line) for issue in done.issues] == [("LINK-NO-OPPORTUNITY", "no", 3)]
        assert states(done) == ["refused"]
        assert not done.ok

    def test_that_is_not_the_only_one_of_its_name_is_told(self) -> None:
        first, second = opportunity("1"), opportunity("2")
        first.identifier = second.identifier = numbers("same")
        done = linked([first, second, specification("specification"), outcome(), organization()], row("same", "Q-1"))
        assert codes(done) == ["LINK-SEVERAL-OPPORTUNITIES"]

    def test_of_which_the_specification_is_a_qualification_is_told(self) -> None:
        records: list[Record] = [opportunity("lo", by="Q-1"), qualification("Q-1"), outcome(), organization()]
        assert codes(linked(records, row("lo", "Q-2"))) == ["LINK-NO-SPECIFICATION"]


def test_a_specification_whose_activity_is_missing_is_told() -> None:
    document = dataset(opportunity("lo"), specification("specification", activity="gone"), outcome(), organization())
    done = link(document, [row("lo", "Q-1")], namespace=NAMESPACE)
    assert codes(done) == ["LINK-NO-ACTIVITY"]
    assert ids(done.document) == ids(document)


def test_an_opportunity_whose_specification_is_missing_is_told() -> None:
    done = link(dataset(opportunity("lo"), organization()), [row("lo", "Q-1")], namespace=NAMESPACE)
    assert codes(done) == ["LINK-NO-SPECIFICATION"]
