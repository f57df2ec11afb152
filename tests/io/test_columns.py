"""Numbers by their positions are kept in a temporary file when there are many, and in memory where that cannot be."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loms.io.columns import Column
from loms.links import LinkGraph

FULL = Path("/dev/full")
NUMBERS = st.integers(0, 2**32 - 1)

CHANGES: st.SearchStrategy[tuple[str, int, int]] = st.tuples(
    st.sampled_from(["append", "reach", "change"]), st.integers(0, 30), NUMBERS
)


def change(column: Column, expected: list[int], what: str, at: int, number: int) -> None:
    """Do the same with a column and with a list."""
    if what == "append":
        column.append(number)
        expected.append(number)
    elif what == "reach":
        column.reach(at)
        expected.extend([0] * (at - len(expected)))
    elif at < len(expected):
        column[at] = number
        expected[at] = number


@given(st.lists(CHANGES), st.integers(0, 40), st.data())
def test_numbers_are_those_of_a_list(changes: list[tuple[str, int, int]], in_memory: int, data: st.DataObject) -> None:
    column, expected = Column("I", in_memory=in_memory), list[int]()
    for each in changes:
        change(column, expected, *each)
    assert len(column) == len(expected)
    assert list(column) == expected
    assert [column[at] for at in range(len(expected))] == expected
    begin = data.draw(st.integers(0, len(expected)))
    end = data.draw(st.integers(begin, len(expected) + 3))
    assert list(column[begin:end]) == expected[begin:end]
    assert list(column[:]) == expected


def test_more_numbers_than_are_read_at_once_come_back() -> None:
    column = Column("Q", in_memory=80)
    for number in range(10_000):
        column.append(number << 40)
    assert list(column) == [number << 40 for number in range(10_000)]


def without_a_place(**_: object) -> Any:
    raise FileNotFoundError


def on_a_full_disk(**_: object) -> Any:
    return FULL.open("r+b", buffering=0)


@pytest.mark.parametrize("made", [without_a_place, on_a_full_disk])
def test_where_there_is_no_place_for_a_file_all_stays_in_memory(
    made: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if made is on_a_full_disk and not FULL.exists():
        pytest.skip("the system has no disk that is always full")
    monkeypatch.setattr(tempfile, "TemporaryFile", made)
    column = Column("I", in_memory=8)
    column.reach(3)
    for number in range(100):
        column.append(number)
    assert list(column) == [0, 0, 0, *range(100)]


def test_a_disk_that_is_full_when_a_number_changes_loses_none(monkeypatch: pytest.MonkeyPatch) -> None:
    column = Column("I", in_memory=0)
    for number in range(10):
        column.append(number)

    def write(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("loms.io.scratch.Scratch.write", write)
    column[3] = 33
    column.append(10)
    assert list(column) == [0, 1, 2, 33, 4, 5, 6, 7, 8, 9, 10]


def test_links_in_files_are_those_in_memory() -> None:
    in_memory, in_file = LinkGraph(), LinkGraph(column=lambda: Column("I", in_memory=100))
    for graph in (in_memory, in_file):
        for number in range(3000):
            graph.add("learningSpecification", f"urn:{number}", [("hasPart/@idref", f"urn:{number // 2}")])
        graph.add("organization", "urn:alone", [])
    assert list(in_file.edges("hasPart/@idref")) == list(in_memory.edges("hasPart/@idref"))
    assert list(in_file.circles("hasPart/@idref")) == list(in_memory.circles("hasPart/@idref"))
    assert list(in_file.unused()) == list(in_memory.unused()) != []
    assert (in_file.id(2999), in_file.kind(3000)) == ("urn:2999", "organization")
