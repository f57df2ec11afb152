"""Targets of every kind, and what is said of those that cannot be written; what was there stays whole."""

from __future__ import annotations

import errno
import gc
import io
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO, NoReturn, cast

import pytest

import loms
from loms.io.target import open_target, open_targets
from tests.support.documents import LOMS

OLD = "what was there before"


def write(target: Path | str, content: bytes = b"new") -> None:
    with open_target(target) as stream:
        stream.write(content)


@pytest.fixture
def fsync_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes what is written, and says only at the end that it has no room for it."""

    def fsync(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.usefixtures("fsync_fails")
def test_a_disk_that_is_found_full_at_the_end_is_told(tmp_path: Path) -> None:
    target = tmp_path / "out.xml"
    target.write_text(OLD)
    with pytest.raises(loms.TargetError, match=r"out\.xml' cannot be written: No space left on device\.$"):
        write(target)
    assert [path.read_text() for path in tmp_path.iterdir()] == [OLD]


@pytest.mark.parametrize("failing", ["one.xml", "two.xml"])
def test_targets_that_belong_together_are_replaced_together_or_not_at_all(
    tmp_path: Path, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = [tmp_path / "one.xml", tmp_path / "two.xml"]
    for target in targets:
        target.write_text(OLD)

    def fsync(descriptor: int) -> None:
        if os.path.samestat(os.fstat(descriptor), (tmp_path / f".{failing}.1.part").stat()):
            raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(os, "fsync", fsync)

    def write_both() -> None:
        with open_targets(*targets) as streams:
            for stream in streams:
                stream.write(b"new")

    with pytest.raises(loms.TargetError, match=rf"{failing}' cannot be written: Disk quota exceeded\.$"):
        write_both()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"one.xml": OLD, "two.xml": OLD}


def test_a_link_to_nothing_makes_the_file_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "link.xml").symlink_to("real.xml")
    write(tmp_path / "link.xml")
    assert (tmp_path / "link.xml").is_symlink()
    assert (tmp_path / "real.xml").read_bytes() == b"new"


def test_a_link_into_a_folder_that_is_missing_names_the_folder(tmp_path: Path) -> None:
    (tmp_path / "link.xml").symlink_to("missing/real.xml")
    with pytest.raises(
        loms.TargetError, match=rf"link\.xml cannot be written: there is no folder {tmp_path}/missing\.$"
    ):
        write(tmp_path / "link.xml")


def test_links_in_a_circle_are_refused_and_stay(tmp_path: Path) -> None:
    (tmp_path / "one.xml").symlink_to("two.xml")
    (tmp_path / "two.xml").symlink_to("one.xml")
    with pytest.raises(loms.TargetError, match="Too many levels of symbolic links"):
        write(tmp_path / "one.xml")
    assert all(path.is_symlink() for path in tmp_path.iterdir())


def test_a_pipe_with_a_name_is_written_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    write(pipe, b"x" * 100_000)
    reader.join()
    assert received == [b"x" * 100_000]
    assert pipe.is_fifo()


def test_a_pipe_whose_reader_goes_away_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    def write_unread() -> None:
        with open_target(pipe) as stream:
            os.close(reader)
            stream.write(b"x")

    with pytest.raises(loms.TargetError, match=r"pipe' cannot be written: Broken pipe\.$"):
        write_unread()


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="needs /dev/stdout")  # noqa: PTH110
def test_standard_output_has_a_name_of_its_own() -> None:
    code = "from loms.io.target import open_target\nwith open_target('/dev/stdout') as stream: stream.write(b'new')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"new"


def test_a_socket_is_refused(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket"))
        with pytest.raises(loms.TargetError, match="socket' cannot be written"):
            write(tmp_path / "socket")


@pytest.mark.parametrize("name", ["", "folder/", "missing/"])
def test_a_name_of_no_file_is_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(loms.TargetError, match="name a file"):
        write(name)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(loms.TargetError, match="Not a directory"):
        write(tmp_path / "file" / "out.xml")


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(loms.TargetError, match="File name too long"):
        write(tmp_path / ("x" * 300))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 255, "é" * 127])
def test_a_name_that_is_as_long_as_can_be_is_written(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_that_goes_away_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    def write_meanwhile() -> None:
        with open_target(folder / "out.xml"):
            (folder / ".out.xml.1.part").unlink()
            folder.rmdir()

    with pytest.raises(loms.TargetError, match=rf"out\.xml cannot be written: there is no folder {folder}\.$"):
        write_meanwhile()


def test_a_temporary_file_that_goes_away_is_told(tmp_path: Path) -> None:
    target = tmp_path / "out.xml"
    target.write_text(OLD)
    with pytest.raises(loms.TargetError, match=rf"temporary file in {tmp_path} was removed"), open_target(target):
        (tmp_path / ".out.xml.1.part").unlink()
    assert target.read_text() == OLD


def test_a_file_that_others_may_not_read_is_never_readable_for_them(tmp_path: Path) -> None:
    target = tmp_path / "out.xml"
    target.touch(mode=0o600)
    with open_target(target):
        assert (tmp_path / ".out.xml.1.part").stat().st_mode & 0o077 == 0


def test_a_stream_of_the_caller_stays_open() -> None:
    stream = io.BytesIO()
    with open_target(stream) as opened:
        opened.write(b"new")
        opened.close()
    assert stream.getvalue() == b"new"


class Full(io.BytesIO):
    """A stream on a full disk."""

    def write(self, data: object, /) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_an_error_of_a_stream_of_the_caller_is_his_and_leaves_it_open() -> None:
    stream = Full()
    with pytest.raises(OSError, match="No space left on device"):
        loms.write(loms.loads(LOMS), stream)
    gc.collect()
    assert not stream.closed


def test_a_stream_that_says_not_how_much_it_took_took_all() -> None:
    class Silent:
        content = b""

        def write(self, data: bytes) -> None:
            self.content += data

    stream = Silent()
    with open_target(cast("BinaryIO", stream)) as opened:
        opened.write(b"x" * 100_000)
    assert stream.content == b"x" * 100_000


def test_a_closed_stream_is_refused() -> None:
    stream = io.BytesIO()
    stream.close()
    with pytest.raises(loms.UsageError, match="is closed"):
        loms.write(loms.loads(LOMS), stream)


def test_a_stream_for_reading_is_refused() -> None:
    with Path(__file__).open("rb") as stream, pytest.raises(loms.UsageError, match="can only be read"):
        loms.write(loms.loads(LOMS), cast("BinaryIO", stream))


def test_a_failure_in_the_middle_is_not_followed_by_noise(tmp_path: Path) -> None:
    code = f"""
from loms.io.target import open_target
try:
    with open_target({str(tmp_path / "out.xml.gz")!r}) as stream:
        stream.write(b"x" * 10)
        raise KeyError
except KeyError:
    pass
"""
    done = subprocess.run([sys.executable, "-X", "dev", "-c", code], capture_output=True, check=True)
    assert done.stderr == b""
