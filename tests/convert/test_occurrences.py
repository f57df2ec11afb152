"""What is known of all source records together."""

from __future__ import annotations

from loms.convert.occurrences import Occurrences, Pages


def test_occurrences_are_counted_for_each_identifier() -> None:
    occurrences = Occurrences()
    assert [occurrences(name) for name in ("A", "", "A", "å", "", "A")] == [1, 1, 2, 1, 2, 3]


def test_each_shared_page_is_told_once_with_its_first_record() -> None:
    pages = Pages("Course/Url")
    for record, address in [("A", "u:1"), ("B", "u:2"), ("C", "u:1"), ("D", "u:3"), ("B", "u:2"), ("E", "u:1")]:
        pages.add(address, record=record)
    first, second = pages.shared()
    assert (first.record, second.record) == ("A", "B")
    assert first.message == "3 records have the same page u:1, but a homepage belongs to one only."
    assert first.path == "Course/Url"


def test_pages_of_one_record_each_are_not_told() -> None:
    pages = Pages("Course/Url")
    pages.add("u:1", record="A")
    pages.add("u:2", record="A")
    assert list(pages.shared()) == []
