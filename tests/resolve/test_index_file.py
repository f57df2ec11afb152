"""The file of an index is trusted only as it was written; nothing else is ever overwritten by one."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from loms.errors import InvalidDataError, SourceError
from loms.resolve import Index
from loms.resolve.store import LAYOUT
from tests.resolve import datasets
from tests.resolve.datasets import SCHEME, codes, qualification, write

APPLICATION_ID = slice(68, 72)


@pytest.fixture
def source(tmp_path: Path) -> str:
    return write(tmp_path / "q.xml", datasets.loms(*(qualification(f"Q-{number}") for number in range(50))))


@pytest.fixture
def kept(tmp_path: Path, source: str) -> Path:
    """A good index."""
    path = tmp_path / "index.sqlite"
    Index.from_sources(source, path=path).close()
    return path


@pytest.fixture
def other(kept: Path) -> Iterator[sqlite3.Connection]:
    """Another program that has the index open."""
    connection = sqlite3.connect(kept, isolation_level=None)
    yield connection
    connection.close()


def refused_as(path: Path) -> str:
    with pytest.raises(InvalidDataError) as caught:
        Index.open(path)
    (issue,) = caught.value.issues
    assert issue.source == str(path)
    assert issue.remedy
    return issue.code


def test_a_good_index_opens(kept: Path) -> None:
    with Index.open(kept) as index:
        assert len(index) == 50
        assert not index.issues


def test_one_wrong_bit_anywhere_is_noticed(kept: Path) -> None:
    good = kept.read_bytes()
    for place in [*range(100), *range(100, len(good), 97), len(good) - 1]:
        for bit in (0x01, 0x80):
            kept.write_bytes(good[:place] + bytes([good[place] ^ bit]) + good[place + 1 :])
            with pytest.raises(InvalidDataError):
                Index.open(kept)


@pytest.mark.parametrize("size", [1, 15, 16, 99, 100, 101, 4096, 5000])
def test_an_index_that_was_cut_off_is_refused(kept: Path, size: int) -> None:
    os.truncate(kept, size)
    assert refused_as(kept) in ("INDEX-UNKNOWN", "INDEX-DAMAGED")


def test_an_index_with_more_bytes_than_were_written_is_refused(kept: Path) -> None:
    with kept.open("ab") as file:
        file.write(b"\0")
    assert refused_as(kept) == "INDEX-DAMAGED"


def test_a_damaged_index_is_built_anew_with_a_word(kept: Path, source: str) -> None:
    good = kept.read_bytes()
    kept.write_bytes(good[:-50] + bytes(50))
    with Index.from_sources(source, path=kept) as index:
        assert codes(index.issues) == ["INDEX-REBUILT"]
    assert kept.read_bytes() == good


def test_an_empty_file_holds_nothing_to_keep(kept: Path, source: str) -> None:
    os.truncate(kept, 0)
    assert refused_as(kept) == "INDEX-DAMAGED"
    with Index.from_sources(source, path=kept) as index:
        assert codes(index.issues) == ["INDEX-REBUILT"]
        assert len(index) == 50


def test_an_index_of_another_version_is_refused_and_built_anew(kept: Path, source: str) -> None:
    content = bytearray(kept.read_bytes())
    (made_by,) = struct.unpack(">I", content[APPLICATION_ID])
    content[APPLICATION_ID] = struct.pack(">I", made_by + 1)
    kept.write_bytes(content)
    assert refused_as(kept) == "INDEX-VERSION"
    with Index.from_sources(source, path=kept) as index:
        assert codes(index.issues) == ["INDEX-REBUILT"]
        assert f"has layout {LAYOUT + 1}" in index.issues[0].message


@pytest.mark.parametrize("content", [b"<a/>", b"SQLite format 3\0", b"x" * 5000, b"\0" * 200])
def test_what_is_no_index_is_refused_and_stays(tmp_path: Path, source: str, content: bytes) -> None:
    path = tmp_path / "precious"
    path.write_bytes(content)
    assert refused_as(path) == "INDEX-UNKNOWN"
    with pytest.raises(InvalidDataError):
        Index.from_sources(source, path=path)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_stays(tmp_path: Path, source: str) -> None:
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE source (path TEXT)")
    connection.close()
    before = path.read_bytes()
    assert refused_as(path) == "INDEX-UNKNOWN"
    with pytest.raises(InvalidDataError):
        Index.from_sources(source, path=path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("companion", ["-journal", "-wal"])
class TestAFileOfAnotherProgramBesideTheIndex:
    def test_is_named_with_what_to_do(self, kept: Path, companion: str) -> None:
        Path(f"{kept}{companion}").write_bytes(b"")
        assert refused_as(kept) == "INDEX-IN-USE"
        with pytest.raises(InvalidDataError, match="beside it is") as caught:
            Index.open(kept)
        (issue,) = caught.value.issues
        assert f"{kept}{companion}" in issue.message
        assert f"delete {kept}{companion}" in (issue.remedy or "")

    @pytest.mark.parametrize("state", ["good", "damaged", "empty", "gone"])
    def test_keeps_the_index_from_being_built_until_it_is_deleted(
        self, kept: Path, source: str, companion: str, state: str
    ) -> None:
        if state == "damaged":
            os.truncate(kept, 5000)
        elif state == "empty":
            os.truncate(kept, 0)
        elif state == "gone":
            kept.unlink()
        before = kept.read_bytes() if kept.exists() else None
        left = Path(f"{kept}{companion}")
        left.write_bytes(b"")
        with pytest.raises(InvalidDataError) as caught:
            Index.from_sources(source, path=kept)
        assert codes(caught.value.issues) == ["INDEX-IN-USE"]
        assert (kept.read_bytes() if kept.exists() else None) == before
        left.unlink()
        Index.from_sources(source, path=kept).close()
        with Index.open(kept) as index:
            assert len(index) == 50


def test_an_index_that_another_program_has_changed_is_refused(kept: Path, other: sqlite3.Connection) -> None:
    other.execute("DELETE FROM name")
    assert refused_as(kept) == "INDEX-DAMAGED"


@pytest.mark.parametrize("lock", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_lock_of_another_program_keeps_nobody_from_reading(kept: Path, other: sqlite3.Connection, lock: str) -> None:
    other.execute(lock)
    with Index.open(kept) as index:
        assert index.look_up("Q-7", scheme_id=SCHEME)


def test_a_lock_of_another_program_keeps_nobody_from_building(
    kept: Path, other: sqlite3.Connection, tmp_path: Path
) -> None:
    other.execute("BEGIN EXCLUSIVE")
    more = write(tmp_path / "more.xml", datasets.loms(qualification("R-1")))
    with Index.from_sources(tmp_path / "q.xml", more, path=kept) as index:
        assert len(index) == 51


def test_an_index_that_is_open_stays_as_it_is_while_it_is_built_anew(kept: Path, source: str) -> None:
    with Index.open(kept) as index:
        write(Path(source), datasets.loms(qualification("R-1")))
        Index.from_sources(source, path=kept).close()
        assert len(index) == 50
    with Index.open(kept) as index:
        assert len(index) == 1


def test_a_change_of_an_open_index_is_told_and_no_traceback(kept: Path) -> None:
    with Index.open(kept) as index:
        kept.write_bytes(b"\xff" * kept.stat().st_size)
        with pytest.raises(InvalidDataError, match="cannot be read any more"):
            list(index)


@pytest.mark.skipif(os.geteuid() == 0, reason="the system lets the administrator write everywhere")
def test_nothing_in_a_folder_that_is_write_protected_keeps_an_index_from_being_read(kept: Path) -> None:
    kept.chmod(0o400)
    kept.parent.chmod(0o500)
    try:
        with Index.open(kept) as index:
            assert len(index) == 50
    finally:
        kept.parent.chmod(0o700)


def test_reading_leaves_no_file_behind(kept: Path, source: str) -> None:
    with Index.open(kept) as index:
        list(index)
        assert {each.name for each in kept.parent.iterdir()} == {"q.xml", "index.sqlite"}


def test_an_index_that_does_not_exist_is_told_with_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="loms index build"):
        Index.open(tmp_path / "none.sqlite")


@pytest.mark.parametrize("path", ["", ".", "a\0b"])
def test_what_can_be_no_file_is_told(path: str) -> None:
    with pytest.raises(SourceError):
        Index.open(path)
