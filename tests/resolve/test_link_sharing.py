"""Opportunities that share an activity get its links, and it is told where no row says so."""

from __future__ import annotations

from loms.releases.records import Record
from tests.releases.small import activity, opportunity, organization, outcome, qualification_ref, specification, urn
from tests.resolve.linked import codes, linked, row, states, with_activity


class TestAnActivityOfSeveralOpportunities:
    records = (
        opportunity("a", by="a-specification"),
        opportunity("b", by="b-specification"),
        specification("a-specification", activity="both"),
        specification("b-specification", activity="both"),
        outcome(),
        activity("both"),
        organization(),
    )

    def test_is_told(self) -> None:
        done = linked(self.records, row("a", "Q-1"))
        [issue] = done.issues
        assert (issue.code, issue.severity.value, issue.record) == ("LINK-SHARED", "warning", urn("both"))
        assert urn("b") in issue.message
        assert done.ok

    def test_is_not_told_where_all_of_them_are_meant(self) -> None:
        done = linked(self.records, row("a", "Q-1"), row("b", "Q-1"))
        assert states(done) == ["linked", "unchanged"]
        assert codes(done) == []

    def test_is_not_told_where_another_led_there_before(self) -> None:
        records: list[Record] = [
            *self.records,
            qualification_ref("Q-1"),
            activity("own", teaches=["Q-1"], parts=["both"]),
        ]
        records[3] = specification("b-specification", activity="own")
        done = linked(records, row("b", "Q-1"), row("a", "Q-1"))
        assert states(done) == ["unchanged", "linked"]
        assert codes(done) == []

    def test_is_told_with_the_number_of_others_and_the_first_of_them(self) -> None:
        names = [f"{number:02}" for number in range(8)]
        records: list[Record] = [*with_activity("a")]
        records += [opportunity(name, by="a-specification") for name in names]
        [issue] = linked(records, row("a", "Q-1"), row("03", "Q-1")).issues
        assert "7 more opportunities" in issue.message
        assert f"{', '.join(map(urn, ['00', '01', '02', '04', '05']))} and 2 more." in issue.message

    def test_may_be_a_part_of_one_of_theirs(self) -> None:
        records: list[Record] = [
            *with_activity("a"),
            opportunity("b", by="b-specification"),
            specification("b-specification", activity="whole"),
            activity("whole", parts=["a-activity"]),
        ]
        assert codes(linked(records, row("a", "Q-1"))) == ["LINK-SHARED"]
