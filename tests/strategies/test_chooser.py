"""The chooser that lets Hypothesis decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from hypothesis import find, given
from hypothesis import strategies as st

from loms.samples.alphabets import LINE, TEXT, URL
from loms.strategies.chooser import HypothesisChooser


class Long(Sequence[int]):
    """A long list that notices when somebody goes through all of it."""

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...
    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        assert isinstance(place, int), "copied"
        return place

    def __len__(self) -> int:
        return 10**9

    def __iter__(self) -> Iterator[int]:
        raise AssertionError("copied")


@given(st.composite(lambda draw: HypothesisChooser(draw).pick(Long()))())
def test_a_value_is_picked_from_a_list_without_copying_it(value: int) -> None:
    assert 0 <= value < 10**9


@given(st.composite(lambda draw: HypothesisChooser(draw).integer(3, 3))())
def test_a_choice_of_one_is_no_choice(value: int) -> None:
    assert value == 3


@given(st.composite(lambda draw: [HypothesisChooser(draw).string(a, shortest=0, longest=50) for a in (TEXT, LINE)])())
def test_texts_hold_only_what_xml_allows(texts: list[str]) -> None:
    text, line = texts
    assert not set(map(ord, text)) & ({*range(0x20)} - {9, 10, 13} | {0xFFFE, 0xFFFF} | {*range(0xD800, 0xE000)})
    assert not set(line) & {"\t", "\n", "\r"}


def test_the_simplest_string_is_empty() -> None:
    assert find(st.composite(lambda draw: HypothesisChooser(draw).string(URL, shortest=0, longest=9))(), bool) == "0"
