"""Which records belong to those that were asked for is found while a file is read, in few passes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lxml import etree

from loms.formats import find_format
from loms.resolve.wanting import Wanted, WantedByLinks, WantedByNames
from tests.resolve.datasets import link, record

LOMS = find_format("loms-2019").namespace
QMS = find_format("qms-1.0").namespace
MOST = 20


def elements(*texts: str, namespace: str = LOMS) -> list[etree._Element]:
    return [etree.fromstring(text.replace(">", f' xmlns="{namespace}">', 1)) for text in texts]


def taken(wanted: Wanted, records: Sequence[etree._Element]) -> list[set[int]]:
    """The records that each pass takes."""
    passes: list[set[int]] = []
    while len(passes) < MOST:
        passes.append({number for number, each in enumerate(records, start=1) if wanted.takes(number, each)})
        if not wanted.needs_more():
            return passes
    raise AssertionError("There is no end of passes.")


def qualification(name: str, *parts: str) -> str:
    return record("qualification", f"urn:{name}", *(link("hasPart", f"urn:{each}") for each in parts), "<x/>")


def activity(name: str, *teaches: str, parts: Sequence[str] = ()) -> str:
    links = [*(link("teaches", f"urn:{each}") for each in teaches), *(link("hasPart", f"urn:{each}") for each in parts)]
    return record("learningActivitySpecification", f"urn:{name}", *links, "<x/>")


def by_links(*records: str, positions: Sequence[int] = (1,)) -> list[set[int]]:
    passes = taken(WantedByLinks(frozenset(positions)), elements(*records))
    # What was taken once is taken again only where it was asked for.
    return [{each for each in found if number == 0 or each not in positions} for number, found in enumerate(passes)]


class TestByLinks:
    def test_what_stands_behind_needs_one_pass(self) -> None:
        one = record("qualification", "urn:1", link("learningActivitySpecification", "urn:a"))
        assert by_links(one, activity("a")) == [{1, 2}]

    def test_what_stands_before_needs_another(self) -> None:
        assert by_links(qualification("1"), qualification("2", "1"), positions=[2]) == [{2}, {1}]

    def test_a_long_way_back_needs_few(self) -> None:
        chain = [qualification("0"), *(qualification(str(each), str(each - 1)) for each in range(1, 50))]
        passes = by_links(*chain, positions=[50])
        assert set().union(*passes) == set(range(1, 51))
        assert len(passes) == 4

    def test_what_is_not_there_is_not_waited_for(self) -> None:
        assert by_links(qualification("1", "nowhere")) == [{1}, set()]

    def test_a_code_of_a_framework_needs_no_pass(self) -> None:
        assert by_links(record("qualification", "urn:1", '<nqfLevel targetFrameworkID="urn:code"/>')) == [{1}]

    def test_what_is_about_it_needs_two(self) -> None:
        assert by_links(qualification("1"), activity("a", "1")) == [{1}, set(), {2}]

    @pytest.mark.parametrize(
        "other",
        [
            record("learningSpecification", "urn:s", link("learningActivitySpecification", "urn:a")),
            activity("b", parts=["a"]),
            activity("a", "1", parts=["a"]),
        ],
    )
    def test_what_is_about_it_is_not_taken_where_something_refers_to_it(self, other: str) -> None:
        assert by_links(qualification("1"), activity("a", "1"), other) == [{1}, set()]

    def test_what_is_about_more_is_not_taken(self) -> None:
        assert by_links(qualification("1"), qualification("2"), activity("a", "1", "2")) == [{1}, set()]

    def test_what_is_about_several_is_taken_with_all_of_them(self) -> None:
        passes = by_links(qualification("1"), qualification("2"), activity("a", "1", "2"), positions=[1, 2])
        assert passes == [{1, 2}, set(), {3}]


class TestByNames:
    awarded = (
        "<Qualification><AwardingActivities><AwardingActivity><AssociatedWith><Identifier> A </Identifier>"
        "</AssociatedWith></AwardingActivity></AwardingActivities></Qualification>"
    )
    agents = (
        "<Agent><Identifier>A</Identifier></Agent>",
        "<Agent><Identifier>B</Identifier></Agent>",
        "<Agent><URI>A</URI></Agent>",
    )

    def test_the_agents_come_that_the_record_names(self) -> None:
        records = elements(self.awarded, *self.agents, namespace=QMS)
        assert taken(WantedByNames(frozenset({1})), records) == [{1, 2, 4}]

    def test_agents_before_it_need_another_pass(self) -> None:
        records = elements(*self.agents, self.awarded, namespace=QMS)
        assert taken(WantedByNames(frozenset({4})), records) == [{4}, {1, 3, 4}]

    def test_no_agents_come_with_none(self) -> None:
        assert taken(WantedByNames(frozenset()), elements(*self.agents, namespace=QMS)) == [set()]
