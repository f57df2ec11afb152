"""Reads documents in either notation, and writes them: whole and valid, or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

import loms
from loms.cli.options import STANDARD_STREAM, names_json
from loms.cli.places import shown_name
from loms.errors import InvalidDataError, Issue
from loms.formats import format_of
from loms.io.json import from_json, to_json
from loms.io.read import read_leniently
from loms.io.source import open_source
from loms.io.target import open_targets
from loms.migration.invalid_result import without_line
from loms.migration.temporary import Named, readable_again, rewind

if TYPE_CHECKING:
    from loms.document import Document
    from loms.io.left_out import LeftOut
    from loms.io.source import Source

__all__ = [
    "Loaded",
    "given_source",
    "is_json",
    "load",
    "load_from",
    "not_valid",
    "stopped_at",
    "valid_content",
    "write_all",
]

# What the account of a conversion says where the other records go on.
_LEFT_OUT = re.compile(r" (?:It|The record) was left out\.|, so the record was left out")

_HEAD = 64
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class _Memory(io.BytesIO):
    """Bytes in memory that have a name."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


@attrs.frozen(kw_only=True)
class Loaded:
    """A document that was read as far as it can be read.

    Attributes:
        document: The document.
        is_json: Whether it was JSON.
        faults: What its schema says of it; nothing of JSON.
        issues: The same with what was done about it, where somebody goes on with the document.
        left_out: What it says and the document does not say, because it has no place for it; nothing of JSON.
    """

    document: Document
    is_json: bool
    faults: tuple[Issue, ...] = ()
    issues: tuple[Issue, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def load(name: str, *, max_unpacked_size: int | None) -> Loaded:
    """Read a document in either notation as far as it can be read.

    Args:
        name: A path, or ``-`` for standard input.
        max_unpacked_size: The most bytes to which it may unpack; None takes the usual limit.

    Returns:
        The document, and what its schema says of it.

    Raises:
        SourceError: It cannot be read.
        InvalidDataError: It is no document at all.
    """
    with given_source(name) as source:
        return load_from(source, max_unpacked_size=max_unpacked_size)


@contextlib.contextmanager
def given_source(name: str) -> Iterator[Source]:
    """What the command line names as a source, so that it can be read more than once.

    Args:
        name: A path, or ``-`` for standard input.

    Yields:
        A path or a stream.

    Raises:
        SourceError: Standard input cannot be read.
    """
    if name != STANDARD_STREAM:
        yield name
        return
    with readable_again(Named(sys.stdin.buffer, shown_name(name))) as source:
        yield source


def is_json(source: Source) -> bool:
    """Whether a source is to be read as JSON: by its name, or by how a stream begins.

    Args:
        source: As `given_source` gives it.
    """
    if isinstance(source, (str, os.PathLike)):
        return names_json(os.fspath(source))
    with open_source(source) as opened:
        head = opened.stream.read(_HEAD)
    rewind(source)
    return head.removeprefix(_BYTE_ORDER_MARK).lstrip().startswith(b"{")


def load_from(source: Source, *, max_unpacked_size: int | None) -> Loaded:
    """Read a document in either notation as far as it can be read.

    Args:
        source: As `given_source` gives it.
        max_unpacked_size: As for `load`.

    Returns:
        The document, and what its schema says of it.

    Raises:
        SourceError: It cannot be read.
        InvalidDataError: It is no document at all.
    """
    if is_json(source):
        with open_source(source, max_unpacked_size=max_unpacked_size) as opened:
            return Loaded(document=from_json(opened.stream.read(), source=opened.name), is_json=True)
    reading = read_leniently(source, max_unpacked_size=max_unpacked_size)
    return Loaded(
        document=reading.document,
        is_json=False,
        faults=reading.faults,
        issues=reading.issues,
        left_out=reading.left_out,
    )


def not_valid(faults: Sequence[Issue], name: str, *, nothing_was: str) -> InvalidDataError:
    """The error for a document that has to be valid and is not.

    Args:
        faults: What is wrong with it.
        name: Its name on the command line.
        nothing_was: What was not done, such as ``converted``.
    """
    if len(faults) == 1:
        return InvalidDataError.of(faults[0])
    return InvalidDataError(
        f"{faults[0].source or shown_name(name)} is not valid, so nothing was {nothing_was}.", issues=faults
    )


def stopped_at(issue: Issue, name: str) -> InvalidDataError:
    """The error for a conversion that was to stop at the first fault.

    Args:
        issue: The fault.
        name: Name of the source on the command line.
    """
    message = _LEFT_OUT.sub("", issue.message)
    return InvalidDataError(
        "This first fault ended the conversion (--strict), and nothing was written. Mend it, or convert without "
        "--strict, which carries over what it can.",
        issues=[attrs.evolve(issue, source=issue.source or shown_name(name), message=message)],
    )


def valid_content(document: Document, target: str, *, as_json: bool, sources: Iterable[str]) -> bytes:
    """What to write for a document.

    Args:
        document: The document.
        target: Where it is to be written.
        as_json: Whether it is to be written as JSON.
        sources: What it was made of.

    Raises:
        InvalidDataError: It is not valid.
    """
    xml = loms.dumps(document)
    form = format_of(document).name
    name = "<stdout>" if target == STANDARD_STREAM else target
    report = loms.validate(_Memory(xml, name), format=form, profile="schema")
    if not report.ok:
        unchecked = ", ".join(source for source in sources if names_json(source))
        cause = "Mend the JSON." if unchecked else "Please report this, with the files: it should not be made so."
        message = f"The new document is not valid {form}, so it was not written. {cause}"
        raise InvalidDataError(
            message, issues=[without_line(attrs.evolve(issue, source=unchecked or name)) for issue in report.issues]
        )
    return f"{to_json(document)}\n".encode() if as_json else xml


def write_all(contents: Mapping[str, bytes]) -> None:
    """Write several outputs, files before standard output, so that a failure leaves no half of them.

    Args:
        contents: What to write, by path; ``-`` is standard output.

    Raises:
        TargetError: One of them cannot be written; what was there before is untouched.
    """
    files = {name: content for name, content in contents.items() if name != STANDARD_STREAM}
    with open_targets(*files) as streams:
        for stream, content in zip(streams, files.values(), strict=True):
            stream.write(content)
    if STANDARD_STREAM in contents:
        sys.stdout.buffer.write(contents[STANDARD_STREAM])
        sys.stdout.buffer.flush()
