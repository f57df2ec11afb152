"""Temporary files: what a killed process left is removed, what a living one writes is not."""

from __future__ import annotations

import errno
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from loms.io.parts import discard_parts, open_part
from loms.io.target import open_target


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out.xml"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def write(target: Path) -> None:
    with open_target(target) as stream:
        stream.write(b"new")


@pytest.fixture
def held(target: Path) -> Iterator[Path]:
    """A temporary file that a living writer holds; a lock is one of the open file, so it may be of this process."""
    path = target.with_name(".out.xml.1.part")
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield path


@pytest.mark.parametrize("left", [[1], [2], [1, 2], [1, 2, 3], [2, 3]])
def test_what_was_left_behind_is_removed(target: Path, left: list[int]) -> None:
    for number in left:
        target.with_name(f".out.xml.{number}.part").write_text("half a docu")
    write(target)
    assert names(target.parent) == {"out.xml"}


def test_what_was_left_behind_is_not_written_again(target: Path) -> None:
    left = target.with_name(".out.xml.1.part")
    left.write_text("half a docu")
    (target.parent / "other name").hardlink_to(left)
    write(target)
    assert (target.parent / "other name").read_text() == "half a docu"


def test_the_temporary_file_of_a_living_writer_stays(target: Path, held: Path) -> None:
    write(target)
    assert names(target.parent) == {"out.xml", held.name}


def test_beside_a_living_writer_the_next_number_is_used(target: Path, held: Path) -> None:
    with open_target(target):
        assert names(target.parent) == {held.name, ".out.xml.2.part"}


def test_what_was_left_behind_for_other_targets_is_none_of_our_business(target: Path) -> None:
    others = {".out.xml.gz.1.part", ".out.xm.1.part", "out.xml.1.part", ".out.xml.part"}
    for name in others:
        target.with_name(name).touch()
    write(target)
    assert names(target.parent) == {"out.xml", *others}


def test_a_folder_in_the_place_of_a_temporary_file_is_passed_over(target: Path) -> None:
    target.with_name(".out.xml.1.part").mkdir()
    write(target)
    assert names(target.parent) == {"out.xml", ".out.xml.1.part"}


def test_a_link_in_the_place_of_a_temporary_file_is_not_followed(target: Path) -> None:
    victim = target.with_name("victim")
    victim.write_text("mine")
    target.with_name(".out.xml.1.part").symlink_to(victim)
    write(target)
    assert victim.read_text() == "mine"
    assert target.read_bytes() == b"new"


def test_two_targets_of_one_name_do_not_meet(target: Path) -> None:
    with open_target(target) as one, open_target(target) as other:
        one.write(b"one")
        other.write(b"other")
    assert names(target.parent) == {"out.xml"}
    assert target.read_bytes() == b"one"


def test_a_file_system_without_locks_will_do(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(*_: object) -> NoReturn:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    target.with_name(".out.xml.1.part").touch()
    write(target)
    assert target.read_bytes() == b"new"
    assert names(target.parent) == {"out.xml", ".out.xml.1.part"}


def test_a_process_that_ends_can_remove_all_that_it_is_writing(target: Path) -> None:
    with open_part(target, private=False), open_part(target, private=True):
        discard_parts()
        assert names(target.parent) == set()


def test_a_temporary_file_of_the_same_name_that_another_made_stays(target: Path) -> None:
    with open_part(target, private=False):
        target.with_name(".out.xml.1.part").unlink()
        target.with_name(".out.xml.1.part").write_text("of another")
    assert names(target.parent) == {".out.xml.1.part"}
