"""What must hold of every answer, whatever the question was."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import loms
from loms.document import Document
from loms.errors import InvalidDataError, Issue, LomsError, LomsWarning
from tests.support.canonical import canonical

__all__ = [
    "BrokenPromiseError",
    "all_said",
    "comes_back",
    "outcome",
    "promise",
    "same_content",
    "silence",
]

T = TypeVar("T")
E = TypeVar("E", bound=LomsError)

_CODE = re.compile(r"[A-Z]+(-[A-Z]+)+")
# What docs/explanation/fidelity.md says does not come back: white space around codes, signs and zeros of whole numbers.
_NOT_KEPT = re.compile(r"\s|&#x[9AD];|(?<=[>\"])[+-]?0*(?=\d+[<\"])")


class BrokenPromiseError(Exception):
    """The library did not do what it says. The first argument names the promise and is the same for each breach."""


def promise(kept: bool, words: str, *, shown: object = "") -> None:
    """Go on only if a promise was kept.

    Args:
        kept: Whether it was.
        words: The promise. It must be the same for all inputs, because failures are sorted by it.
        shown: What shows the breach.

    Raises:
        BrokenPromiseError: It was not kept.

    Examples:
        >>> promise(True, "one is one")
    """
    if not kept:
        raise BrokenPromiseError(words, f"{shown!s:.2000}")


def outcome(call: Callable[[], T], error: type[E]) -> T | E:
    """What a call gives: its result, or the only kind of error that it may raise.

    Args:
        call: What to call.
        error: The kind of error.

    Returns:
        The result or the error, whose issues have been looked at.
    """
    try:
        return call()
    except error as raised:
        promise(isinstance(raised.issues, tuple), "an error holds its issues")
        if isinstance(raised, InvalidDataError):
            promise(bool(raised.issues), "an error of the data has issues")
        one_line(str(raised), "an error is one line")
        all_said(raised.issues)
        return raised


def all_said(issues: Iterable[Issue]) -> None:
    """Each issue says what it has to, in a way that can be printed and written as JSON.

    Args:
        issues: What was reported.
    """
    for issue in issues:
        promise(_CODE.fullmatch(issue.code) is not None, "an issue has a code", shown=issue.code)
        promise(bool(issue.message.strip()), "an issue has a message", shown=issue.code)
        promise(issue.line is None or issue.line >= 1, "lines are counted from 1", shown=issue)
        promise(issue.path != "", "a path leads somewhere", shown=issue)
        one_line(str(issue), f"an issue is one line: {issue.code}")
        json.dumps(issue.as_dict(), ensure_ascii=False).encode("utf-8")


def one_line(text: str, words: str) -> None:
    """A text for people has one line."""
    promise("\n" not in text and "\r" not in text, words, shown=repr(text))


def comes_back(document: Document) -> bytes:
    """A valid document comes back from XML and from JSON as it was.

    Args:
        document: A document that was read strictly.

    Returns:
        The document as XML.
    """
    data = loms.dumps(document)
    again = loms.loads(data)
    promise(again == document, "objects come back from XML")
    promise(loms.dumps(again) == data, "writing again gives the same bytes")
    text = loms.to_json(document)
    from_json = loms.from_json(text)
    promise(from_json == document, "objects come back from JSON")
    promise(loms.to_json(from_json) == text, "writing again gives the same JSON")
    return data


def same_content(data: bytes, written: bytes) -> None:
    """What was read and written again has the content that it had.

    Args:
        data: A valid document.
        written: What it came to.
    """
    before, after = (_NOT_KEPT.sub("", canonical(each)) for each in (data, written))
    promise(before == after, "XML comes back from objects", shown=f"{before}\n{after}")


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Within this block nothing is logged, and every Python warning but that of lenient reading is an error."""
    heard = _Heard()
    log = logging.getLogger()
    log.addHandler(heard)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", LomsWarning)
            yield
    finally:
        log.removeHandler(heard)
    promise(not heard.records, "nothing is logged", shown=[each.getMessage() for each in heard.records])


class _Heard(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
