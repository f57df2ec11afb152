"""Seals the file of an index and tells a sealed one from one that is damaged, of another version, or no index at all.

An index file is written once, as a whole, and never changed: a new state of it is a new file that takes its place. So
nobody needs a lock to read it, and a checksum over all of it tells whether it still is what was written.
"""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from loms.errors import InvalidDataError, Issue, Severity, SourceError
from loms.resolve.store import LAYOUT

__all__ = ["check", "check_companions", "seal"]

_MAGIC = b"SQLite format 3\0"
_APPLICATION = 0x4C4F4D53
# Two numbers in the header of a database belong to the application: here the checksum, and who made it.
_CHECKSUM = slice(60, 64)
_APPLICATION_ID = slice(68, 72)
_HEADER = 100
_CHUNK = 1 << 20
_COMPANIONS = ("-journal", "-wal")
_BUILD_ANEW = "Build it anew: loms index build FILE… -o INDEX."


def seal(path: Path) -> None:
    """Write into the header of a finished index who made it, in which layout, and the checksum of all of it.

    Args:
        path: Path of a database that nobody has open.

    Raises:
        OSError: It cannot be written.
    """
    with path.open("r+b") as file:
        file.seek(_APPLICATION_ID.start)
        file.write(struct.pack(">I", _APPLICATION + LAYOUT))
        checksum = _checksum(file)
        file.seek(_CHECKSUM.start)
        file.write(struct.pack(">I", checksum))


def check(path: str) -> None:
    """Refuse a file that is not an index as it was written.

    Args:
        path: Path of the file.

    Raises:
        SourceError: It does not exist or may not be read.
        InvalidDataError: It is no index, one of another version, damaged, or another program writes in it.
    """
    try:
        with Path(path).open("rb") as file:
            header = file.read(_HEADER)
            _check_header(header, path)
            found = struct.unpack(">I", header[_CHECKSUM])[0]
            check_companions(path)
            if _checksum(file) != found:
                raise _refusal("INDEX-DAMAGED", "The index is damaged: it is not as it was written.", _BUILD_ANEW, path)
    except IsADirectoryError as error:
        raise SourceError(f"{path} is a folder; name the file of an index.") from error
    except FileNotFoundError as error:
        raise SourceError(f"There is no index {path}. Build it with: loms index build FILE… -o {path}") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{path!r} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def check_companions(path: str) -> None:
    """Refuse an index beside which another program has begun to write.

    Args:
        path: Path of the index, whether it exists or not.

    Raises:
        InvalidDataError: There is a file in which a program notes its changes.
    """
    for companion in (path + each for each in _COMPANIONS):
        if os.path.lexists(companion):
            raise _refusal(
                "INDEX-IN-USE",
                f"Another program changes the index, or was stopped while it did: beside it is {companion}.",
                f"Make sure that no program has the index open, delete {companion}, and try again.",
                path,
            )


def _check_header(header: bytes, path: str) -> None:
    if not header:
        raise _refusal("INDEX-DAMAGED", "The index is empty.", _BUILD_ANEW, path)
    made_by = struct.unpack(">I", header[_APPLICATION_ID])[0] if len(header) == _HEADER else 0
    if not header.startswith(_MAGIC) or not _APPLICATION <= made_by < _APPLICATION + (1 << 8):
        raise _refusal(
            "INDEX-UNKNOWN",
            "This is no index of qualifications.",
            "Name the file that `loms index build` made. Files with qualifications are given as --qualifications.",
            path,
        )
    if made_by != _APPLICATION + LAYOUT:
        raise _refusal(
            "INDEX-VERSION",
            f"The index has layout {made_by - _APPLICATION} and this version of loms reads layout {LAYOUT}.",
            _BUILD_ANEW,
            path,
        )


def _checksum(file: BinaryIO) -> int:
    file.seek(0)
    header = bytearray(file.read(_HEADER))
    header[_CHECKSUM] = bytes(4)
    checksum = zlib.crc32(header)
    while chunk := file.read(_CHUNK):
        checksum = zlib.crc32(chunk, checksum)
    return checksum


def _refusal(code: str, message: str, remedy: str, path: str) -> InvalidDataError:
    issue = Issue(code=code, severity=Severity.ERROR, message=message, remedy=remedy, source=path)
    return InvalidDataError.of(issue)
