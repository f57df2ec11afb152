"""A temporary file is read and written at any place, leaves nothing behind, and says when it cannot be read."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loms.errors import SourceError
from loms.io.scratch import Scratch

PLACES = st.integers(0, 40)


@given(st.lists(st.tuples(PLACES, st.binary(max_size=9))))
def test_what_was_written_last_is_read(given: list[tuple[int, bytes]]) -> None:
    scratch, expected = Scratch(), bytearray()
    for position, data in given:
        scratch.write(position, data)
        if data:
            expected.extend(bytes(max(position - len(expected), 0)))
            expected[position : position + len(data)] = data
    assert scratch.read(0, len(expected)) == expected


def test_no_file_is_left_behind(tmp_path: Path) -> None:
    scratch = Scratch(folder=tmp_path)
    scratch.write(0, b"bread")
    assert scratch.read(0, 5) == b"bread"
    del scratch
    assert list(tmp_path.iterdir()) == []


class Broken:
    """A file that takes everything and gives nothing back."""

    def __init__(self, given_back: bytes | OSError) -> None:
        self._given_back = given_back

    def seek(self, position: int) -> None:
        pass

    def write(self, data: memoryview) -> int:
        return len(data)

    def read(self, size: int) -> bytes:
        if isinstance(self._given_back, OSError):
            raise self._given_back
        return self._given_back

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("given_back", "why"),
    [(OSError(errno.EIO, "Input/output error"), "Input/output error"), (b"", "it has become shorter")],
    ids=["error", "shorter"],
)
def test_a_file_that_cannot_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, given_back: bytes | OSError, why: str
) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Broken(given_back))
    scratch = Scratch()
    scratch.write(0, b"bread")
    with pytest.raises(SourceError, match=f"temporary file in .* cannot be read any more: {why}. Try it again."):
        scratch.read(0, 5)
