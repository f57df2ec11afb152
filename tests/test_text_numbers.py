"""Texts and their numbers, as in a dict that gives each new text the next number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loms.text_numbers import TextNumbers


@given(st.lists(st.text(max_size=3)), st.text(max_size=3))
def test_numbers_are_those_that_a_dict_gives(given: list[str], other: str) -> None:
    texts = TextNumbers()
    expected: dict[str, int] = {}
    for text in given:
        assert texts.add(text) == expected.setdefault(text, len(expected))
    assert list(texts) == list(expected)
    assert len(texts) == len(expected)
    assert [texts.find(text) for text in (*given, other)] == [expected.get(text) for text in (*given, other)]


def test_many_texts_keep_their_numbers() -> None:
    texts = TextNumbers()
    for number in range(5000):
        assert texts.add(f"urn:{number}") == number
    assert [texts.find(f"urn:{number}") for number in range(5001)] == [*range(5000), None]
    assert texts[4999] == "urn:4999"


def test_texts_that_begin_alike_are_told_apart() -> None:
    texts = TextNumbers()
    given = ["x" * length for length in range(1000, 0, -1)]
    assert [texts.add(text) for text in given] == list(range(1000))
    assert [texts.find(text) for text in given] == list(range(1000))
