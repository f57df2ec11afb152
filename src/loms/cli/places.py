"""Where a command reads and writes: no output takes the place of an input, and each output can be written."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs

from loms.cli.options import STANDARD_STREAM
from loms.errors import TargetError, UsageError

__all__ = ["Place", "check_places", "shown_name"]


@attrs.frozen
class Place:
    """A file that the command line names.

    Attributes:
        what: What it is in this call, such as ``settings``.
        name: Its path, or ``-`` for a standard stream.
    """

    what: str
    name: str


def check_places(*, inputs: Sequence[Place], outputs: Sequence[Place]) -> None:
    """Refuse a call that cannot end well because of where it reads and writes. Nothing is read and nothing written.

    Args:
        inputs: What is read.
        outputs: What is written; also what a dry run would write.

    Raises:
        UsageError: An output would take the place of an input or of another output, standard input is named twice, or
            the name of an input is empty.
        TargetError: An output cannot be written, as far as that can be known before.
    """
    for source in inputs:
        if not source.name:
            raise UsageError(f"The name of the {source.what} is empty; name a file.")
    if [each.name for each in inputs].count(STANDARD_STREAM) > 1:
        names = " and ".join(f"the {each.what}" for each in inputs if each.name == STANDARD_STREAM)
        raise UsageError(f"Standard input can be read only once, but {names} come from it. Name files for the others.")
    for position, output in enumerate(outputs):
        _check_unlike(output, inputs, outputs[:position])
    for output in outputs:
        _check_writable(output.name)


def shown_name(name: str) -> str:
    """What messages call an input.

    Args:
        name: Its name on the command line.

    Examples:
        >>> shown_name("courses.xml"), shown_name("-")
        ('courses.xml', '<stdin>')
    """
    return "<stdin>" if name == STANDARD_STREAM else name


def _check_unlike(output: Place, inputs: Sequence[Place], others: Sequence[Place]) -> None:
    """Make sure that an output takes the place of nothing else.

    Raises:
        UsageError: It would.
    """
    for source in inputs:
        if _is_same_file(output.name, source.name):
            raise UsageError(
                f"The {output.what} would take the place of the {source.what} {output.name}; name another file for it."
            )
    for other in others:
        if _is_same_file(output.name, other.name):
            raise UsageError(f"The {output.what} and the {other.what} cannot both be written to {output.name}.")


def _is_same_file(one: str, other: str) -> bool:
    """Whether two names stand for the same file, whether there is one yet or not.

    Standard streams, pipes and devices take what is written and lose nothing by it.
    """
    if STANDARD_STREAM in (one, other):
        return False
    with contextlib.suppress(OSError, ValueError):
        return Path(one).samefile(other) and Path(one).is_file()
    return os.path.realpath(one) == os.path.realpath(other)


def _check_writable(name: str) -> None:
    """Find out whether a file can be written, as far as that can be known without writing.

    Raises:
        TargetError: It cannot.
    """
    if name == STANDARD_STREAM:
        return
    if not name:
        raise TargetError("The name of the target is empty; name a file.")
    mode = _mode(name)
    if name.endswith(os.sep) or (mode is not None and stat.S_ISDIR(mode)):
        raise TargetError(f"{name} is a folder; name a file in it.")
    if mode is not None and not stat.S_ISREG(mode):
        if not os.access(name, os.W_OK):
            raise TargetError(f"{name} cannot be written: Permission denied.")
        return
    folder = Path(os.path.realpath(name)).parent
    if not folder.exists():
        raise TargetError(f"{name} cannot be written: there is no folder {folder}.")
    # A file is replaced by a new one, so what counts is the folder, not the file.
    if not os.access(folder, os.W_OK | os.X_OK):
        why = os.strerror(errno.EROFS if _is_read_only(folder) else errno.EACCES)
        raise TargetError(f"{name} cannot be written: no file can be made or replaced in the folder {folder}: {why}.")


def _is_read_only(folder: Path) -> bool:
    """Whether nobody can write there, because of how the disk is mounted."""
    if sys.platform == "win32":
        return False
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _mode(name: str) -> int | None:
    """Kind and permissions of what is there, or None where there is nothing.

    Raises:
        TargetError: It cannot be looked at.
    """
    try:
        return os.stat(name).st_mode  # noqa: PTH116 - the name may end in a slash
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TargetError(f"{name} cannot be written: {error.strerror}.") from error
