"""Texts have the same numbers in memory and in a temporary database, and stay in memory where there can be none."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loms.errors import SourceError
from loms.io.many_texts import ManyTexts
from loms.io.temporary_database import TemporaryDatabase

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)


@given(st.lists(TEXTS), TEXTS, st.integers(0, 9))
def test_numbers_are_those_that_a_dict_gives(given: list[str], other: str, few: int) -> None:
    texts, expected = ManyTexts(few=few), dict[str, int]()
    for text in given:
        assert texts.add(text) == expected.setdefault(text, len(expected))
    assert list(texts) == list(expected)
    assert [texts[number] for number in range(len(texts))] == list(expected)
    assert [texts.find(text) for text in (*given, other)] == [expected.get(text) for text in (*given, other)]


def test_very_many_texts_keep_their_numbers() -> None:
    texts = ManyTexts(few=1_000)
    for number in range(5_000):
        assert texts.add(f"urn:{number}") == number
    assert [texts.find(f"urn:{number}") for number in range(5_001)] == [*range(5_000), None]


def test_no_file_is_left_behind(tmp_path: Path) -> None:
    texts = ManyTexts(few=1, folder=tmp_path)
    for number in range(100):
        texts.add(f"urn:{number}")
    assert texts[99] == "urn:99"
    del texts
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_place_for_a_file_all_stays_in_memory(tmp_path: Path) -> None:
    texts = ManyTexts(few=1, folder=tmp_path / "nowhere")
    assert [texts.add(f"urn:{number}") for number in range(100)] == list(range(100))
    assert texts.find("urn:99") == 99


def test_a_disk_that_becomes_full_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Small(TemporaryDatabase):
        """Has room for a few texts only."""

        def __init__(self, schema: str, *, folder: str | None = None, cache: int = 0) -> None:
            super().__init__(schema, folder=folder, cache=cache)
            self.ask("PRAGMA max_page_count = 8")

    monkeypatch.setattr("loms.io.many_texts.TemporaryDatabase", Small)
    texts = ManyTexts(few=1, folder=tmp_path)

    def add_many() -> None:
        for number in range(10_000):
            texts.add(f"urn:{number}")

    with pytest.raises(SourceError, match=f"no room for a temporary file in {tmp_path}. Make room there."):
        add_many()
    with pytest.raises(SourceError, match="no room"):
        texts.find("urn:1")


def test_a_disk_on_which_they_have_no_room_leaves_them_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(TemporaryDatabase):
        """Takes no texts."""

        def __init__(self, schema: str, *, folder: str | None = None, cache: int = 0) -> None:
            super().__init__(schema, folder=folder, cache=cache)
            self.ask("PRAGMA max_page_count = 3")

    monkeypatch.setattr("loms.io.many_texts.TemporaryDatabase", Full)
    texts = ManyTexts(few=1_000)
    assert [texts.add(f"urn:{number}") for number in range(5_000)] == list(range(5_000))
    assert texts.find("urn:4999") == 4999


def test_long_texts_are_in_memory_only_as_long_as_they_are_few(tmp_path: Path) -> None:
    texts = ManyTexts(folder=tmp_path / "nowhere")
    made = []
    texts._move = lambda: made.append(len(texts))  # type: ignore[method-assign]
    for number in range(12):
        texts.add(f"{number}" + "x" * 100_000)
    assert made == [11, 12]


def test_another_thread_may_go_on_with_them(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool:
        texts = pool.submit(lambda: ManyTexts(few=1, folder=tmp_path)).result()
        for number in range(100):
            assert pool.submit(texts.add, f"urn:{number}").result() == number
    assert texts[99] == "urn:99"
    del texts
    gc.collect()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda texts: texts.add("urn:new"),
        lambda texts: texts.find("urn:new"),
        lambda texts: texts[0],
        lambda texts: list(texts),
    ],
)
def test_a_database_that_fails_is_told(ask: Callable[[ManyTexts], object], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    class Failing(TemporaryDatabase):
        """Takes some texts, and then nothing more."""

        def fail(self) -> None:
            self.ask = fail  # type: ignore[assignment]

    made: list[Failing] = []

    def make(schema: str, *, folder: str | None = None, cache: int = 0) -> Failing:
        made.append(Failing(schema, folder=folder, cache=cache))
        return made[-1]

    monkeypatch.setattr("loms.io.many_texts.TemporaryDatabase", make)
    texts = ManyTexts(few=1)
    for number in range(3):
        texts.add(f"urn:{number}")
    made[0].fail()
    with pytest.raises(SourceError, match="disk I/O error"):
        ask(texts)
