"""Bytes and rows of numbers are kept in a temporary file when there are many, and in memory where that cannot be."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loms.io.overflow import Bytes, Rows

FULL = Path("/dev/full")


@given(st.lists(st.binary(max_size=9)), st.integers(0, 20), st.data())
def test_bytes_are_read_as_from_a_bytearray(pieces: list[bytes], in_memory: int, data: st.DataObject) -> None:
    kept, expected = Bytes(in_memory=in_memory), bytearray()
    for piece in pieces:
        kept.extend(piece)
        expected.extend(piece)
    assert len(kept) == len(expected)
    begin = data.draw(st.integers(0, len(expected)))
    end = data.draw(st.integers(begin, len(expected)))
    assert kept[begin:end] == expected[begin:end]
    assert kept[:] == expected


@given(st.binary(max_size=40), st.integers(0, 20), st.integers(1, 9), st.data())
def test_bytes_are_changed_as_those_of_a_bytearray(
    begun: bytes, in_memory: int, step: int, data: st.DataObject
) -> None:
    kept, expected = Bytes(in_memory=in_memory), bytearray(begun)
    for begin in range(0, len(begun), step):
        kept.extend(begun[begin : begin + step])
    begin = data.draw(st.integers(0, len(expected)))
    other = data.draw(st.binary(max_size=len(expected) - begin))
    kept[begin : begin + len(other)] = other
    expected[begin : begin + len(other)] = other
    assert kept[:] == expected


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2**32 - 1))), st.integers(0, 40))
def test_rows_come_back_one_by_one_and_in_their_order(given: list[tuple[int, int]], in_memory: int) -> None:
    rows = Rows("I", 2, in_memory=in_memory)
    for row in given:
        rows.append(row)
    assert len(rows) == len(given)
    assert list(rows) == given
    assert [rows[number] for number in range(len(given))] == given


def test_more_rows_than_are_read_at_once_come_back() -> None:
    rows = Rows("I", 1)
    for number in range(10_000):
        rows.append((number,))
    assert [number for (number,) in rows] == list(range(10_000))


def test_where_there_is_no_place_for_a_file_all_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    kept = Bytes(in_memory=3)
    for _ in range(100):
        kept.extend(b"bread")
    assert kept[:] == 100 * b"bread"


@pytest.mark.skipif(not FULL.exists(), reason="the system has no disk that is always full")
def test_what_finds_no_place_on_a_full_disk_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: FULL.open("r+b", buffering=0))
    kept = Bytes(in_memory=3)
    for _ in range(100):
        kept.extend(b"bread")
    assert kept[:] == 100 * b"bread"


def test_the_file_is_where_the_caller_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = []
    original = tempfile.TemporaryFile

    def noted(**options: Any) -> Any:
        folders.append(options["dir"])
        return original(**options)

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    Bytes(in_memory=2, folder=tmp_path).extend(b"bread")
    Rows("I", 1, in_memory=2, folder=tmp_path).append((1,))
    assert folders == [tmp_path, tmp_path]
