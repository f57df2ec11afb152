"""Temporary files beside a target: written first, then put in its place; none stays behind for long.

A program that is killed cannot remove its temporary file. Three ways out were weighed:

- A file without a name (``O_TMPFILE``) vanishes with its process, but a file in place cannot be replaced by it without
  giving it a name first, and many file systems do not have it.
- A name drawn at random never collides, but finding what others left means to read the whole folder at every write.
- Numbered names, as here: a target has ``.NAME.1.part``, ``.NAME.2.part`` and so on, and a process takes the first
  that nobody holds. It holds it by a lock, which the system takes back however the process ends. So the next write to
  the same target knows what was left behind, removes it, and needs to look nowhere else.

On a file system without locks nothing is ever taken for left behind: it does no harm, and the next number is used.
"""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

__all__ = ["Part", "discard_parts", "open_part"]

LONGEST_NAME = 200
"""Bytes of the target's name that the name of its temporary file repeats; file systems allow 255 with all around it."""

_held: set[Part] = set()
"""What this process is writing now."""


class Part:
    """A temporary file that this process holds.

    Attributes:
        file: Where to write.
        path: Its path, for a library that writes files by their paths.
    """

    def __init__(self, path: Path, file: io.FileIO) -> None:
        self.path = path
        self.file = file
        _held.add(self)

    def put_in_place(self, target: Path, mode: int | None) -> None:
        """Let the file take the place of the target.

        Args:
            target: A path in the same folder.
            mode: The permissions that the file gets, or None to leave those of a new file.

        Raises:
            OSError: The system refuses; the target is as it was.
        """
        if sys.platform == "win32":
            self.file.close()
        elif mode is not None:
            os.fchmod(self.file.fileno(), mode)
        # The lock is held until the name is gone: nobody takes the file for left behind.
        self.path.replace(target)
        self._release()

    def discard(self) -> None:
        """Remove the file if it is still there."""
        if self in _held:
            with contextlib.suppress(OSError):
                if sys.platform == "win32":
                    self.file.close()
                    self.path.unlink()
                elif _is_at(self.file.fileno(), self.path):
                    self.path.unlink()
            self._release()

    def _release(self) -> None:
        _held.discard(self)
        # All bytes are on the disk since fsync, or nobody wants them: closing has nothing left to fail on.
        with contextlib.suppress(OSError):
            self.file.close()


@contextlib.contextmanager
def open_part(target: Path, *, private: bool) -> Iterator[Part]:
    """Make a temporary file beside a target; it is removed at the end of the block unless it was put in place.

    What killed processes left for the same target is removed.

    Args:
        target: The path that the file is to have in the end.
        private: Whether others may not read it until then.

    Yields:
        The file.

    Raises:
        OSError: No file can be made in the folder.
    """
    part = _claimed(target, 0o600 if private else 0o666)
    try:
        yield part
    finally:
        part.discard()


def discard_parts() -> None:
    """Remove all temporary files of this process, which is about to end."""
    for part in tuple(_held):
        part.discard()


def _claimed(target: Path, mode: int) -> Part:
    """Make the file with the first number that is free, and remove what was left under those that follow."""
    numbers = itertools.count(1)
    path = _path(target, next(numbers))
    while (part := _new(path, mode)) is None:
        if not _removed_if_left(path):
            path = _path(target, next(numbers))
    while os.path.lexists(path := _path(target, next(numbers))):
        _removed_if_left(path)
    return part


def _path(target: Path, number: int) -> Path:
    name = target.name
    while len(os.fsencode(name)) > LONGEST_NAME:
        name = name[:-1]
    return target.with_name(f".{name}.{number}.part")


def _new(path: Path, mode: int) -> Part | None:
    """Make a file and hold it; None where there is one already, or somebody removed it before it was held."""
    file = None
    try:
        file = io.FileIO(path, "xb", opener=functools.partial(os.open, mode=mode))
        _lock(file.fileno(), wait=True)
        if _is_at(file.fileno(), path):
            return Part(path, file)
    except FileExistsError:
        return None
    except BaseException:  # a signal, perhaps when the file was made but is not known here yet
        if file is not None:
            file.close()
        _removed_if_left(path)
        raise
    file.close()
    return None


def _removed_if_left(path: Path) -> bool:
    """Remove a file that no process holds.

    Returns:
        Whether the name is free now.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        if not _lock(descriptor, wait=False):
            return False
        if _is_at(descriptor, path):
            path.unlink()
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def _lock(descriptor: int, *, wait: bool) -> bool:
    """Lock a file until it is closed.

    Returns:
        Whether it is locked now; where the file system has no locks it never is.
    """
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file is the one that has this name."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False
