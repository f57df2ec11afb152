"""What is fuzzed: each target is a function that takes any bytes, and raises where a promise is broken.

A new reader is one more function and one more line in ``TARGETS``.
"""

from __future__ import annotations

import datetime
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from unittest import mock

import attrs
from lxml import etree

import loms
from fuzz.promises import all_said, comes_back, outcome, promise, same_content, silence
from loms.convert import find_path
from loms.document import Document
from loms.errors import InvalidDataError, Issue, UsageError
from loms.formats import Format, format_of
from loms.io import growing
from loms.io.schema import compiled_schema
from loms.io.streaming.record_kinds import section_kinds
from loms.io.xml import PARSER_OPTIONS
from loms.validate import Checks

__all__ = ["TARGETS", "Target", "find_target"]

TO = "loms-2019"
RULES = Checks(date=datetime.date(2026, 9, 1))
SETTINGS = loms.Settings(namespace="https://data.example.org/lo/")
GZIP = b"\x1f\x8b"
LONGEST_PIECE = 97
# Whole numbers that long are refused by the objects alone, as docs/explanation/fidelity.md says.
_LONG_NUMBER = re.compile(r"\d{4300}")
# Where white space around a value is none of its business, although libxml2 takes it so.
_DATE_OR_DURATION = re.compile(r"[ \t\r\n]*(-?(?:\d{4,}-\d\d-\d\d.*?|PT?[\d.].*?))[ \t\r\n]*", re.DOTALL)
_NOT_READ = ("XML-", "SOURCE-", "FORMAT-")
_LEFT_OUT = "BIND-LEFT-OUT"
_BUGS = {"CONVERT-UNACCOUNTED", "CONVERT-NO-RULE"}


@attrs.frozen(kw_only=True)
class Target:
    """One thing that is fuzzed.

    Attributes:
        name: What to call it.
        check: Takes any bytes; raises where a promise is broken.
        json: Whether it takes JSON. Otherwise it takes XML, compressed or not.
    """

    name: str
    check: Callable[[bytes], None]
    json: bool = False

    def __call__(self, data: bytes) -> None:
        """Check that the promises hold for these bytes.

        Args:
            data: Any bytes.

        Raises:
            BrokenPromiseError: One does not.
        """
        with silence():
            self.check(data)


def _loads(data: bytes) -> None:
    """What is valid comes back whole."""
    document = outcome(lambda: loms.loads(data), InvalidDataError)
    if not isinstance(document, InvalidDataError):
        same_content(_plain(data), comes_back(document))


def _loads_leniently(data: bytes) -> None:
    """Where there is a document of a known format, something is kept of it, and that can be written."""
    issues: list[Issue] = []
    document = outcome(lambda: loms.loads(data, strict=False, on_issue=issues.append), InvalidDataError)
    strictly = outcome(lambda: loms.loads(data), InvalidDataError)
    if isinstance(document, InvalidDataError):
        codes = {issue.code for issue in document.issues}
        promise(
            all(code.startswith(_NOT_READ) for code in codes),
            f"lenient reading takes what is well formed: {min(codes)}",
            shown=document,
        )
        return
    all_said(issues)
    written = loms.dumps(document)
    again = loms.loads(written, strict=False)
    promise(loms.dumps(again) == written, "what lenient reading keeps is written alike when it was read again")
    loms.to_json(document)
    if not isinstance(strictly, InvalidDataError):
        promise(document == strictly, "both ways of reading give the same for a valid document")
    elif issues:
        # Lenient reading says besides what became of a fault, and of each value that it left out.
        told = [_place(issue) for issue in issues if issue.code != _LEFT_OUT]
        promise(told == [_place(issue) for issue in strictly.issues], "both ways of reading report the same")
    else:
        _promise_long_number(strictly, data)


def _place(issue: Issue) -> tuple[object, ...]:
    return issue.code, issue.path, issue.line


def _loads_text(data: bytes) -> None:
    """A text is read as its UTF-8 is, and the encoding that it declares means nothing."""
    text = data.decode("utf-8", "surrogateescape")
    document = outcome(lambda: loms.loads(text), InvalidDataError)
    if not isinstance(document, InvalidDataError):
        comes_back(document)


def _read(data: bytes) -> None:
    """A stream gives what the bytes give, compressed or not, in whatever pieces they come."""
    expected = outcome(lambda: loms.loads(data), InvalidDataError)
    sources = {"in pieces": data}
    if not data.startswith(GZIP):
        sources["compressed"] = gzip.compress(data, 1, mtime=0)
    for name, stored in sources.items():
        stream = _Pieces(stored)
        found = outcome(lambda stream=stream: loms.read(stream), InvalidDataError)  # type: ignore[misc]
        promise(_told(found) == _told(expected), f"a stream {name} gives what the bytes give", shown=found)


def _validate(data: bytes) -> None:
    """Validation of a stream says what reading says, and what libxml2 says of the whole document."""
    report = loms.validate(io.BytesIO(data), profile="schema")
    all_said(report.issues)
    ruled = loms.validate(io.BytesIO(data), checks=RULES)
    all_said(ruled.issues)
    promise(
        [each for each in ruled.issues if not each.code.startswith("LOMS-")] == list(report.issues),
        "rules add to what the schema says",
        shown=ruled,
    )
    with mock.patch.object(growing, "_CHUNK", _some_length(data)):
        in_pieces = loms.validate(io.BytesIO(data), profile="schema")
    promise(
        _verdict(in_pieces) == _verdict(report),
        "a document in pieces gives the same report",
        shown=f"{report}\n{in_pieces}",
    )
    read = outcome(lambda: loms.loads(data), InvalidDataError)
    if not isinstance(read, InvalidDataError):
        promise(report.issues == (), "what can be read is valid", shown=report)
    elif report.ok:
        _promise_long_number(read, data)
    elif read.issues[0].code.startswith("XSD-"):
        promise(
            _without_source(report.issues) == _without_source(read.issues),
            "validating and reading report the same",
            shown=f"{report}\n{read.issues}",
        )
    if report.format is not None and (report.ok or report.issues[0].code.startswith("XSD-")):
        promise(_libxml2_accepts(_plain(data), report.format) is report.ok, "the verdict is libxml2's", shown=report)


def _iter_records(data: bytes) -> None:
    """Record by record gives the records of the whole, or refuses what the whole is refused for."""
    whole = outcome(lambda: loms.loads(data), InvalidDataError)
    found: list[object] = []
    with mock.patch.object(growing, "_CHUNK", _some_length(data)):
        ended = outcome(lambda: found.extend(loms.iter_records(io.BytesIO(data))), InvalidDataError)
    refused = isinstance(whole, InvalidDataError)
    promise(isinstance(ended, InvalidDataError) is refused, "both ways refuse the same", shown=f"{ended}\n{whole}")
    if not isinstance(whole, InvalidDataError):
        promise(found == list(_records_of(whole)), "both ways give the same records", shown=found)


def _records_of(document: Document) -> Iterator[object]:
    for section in section_kinds(format_of(document)):
        holder = getattr(document, section.field) if section.field else document
        yield from () if holder is None else getattr(holder, section.items)


def _from_json(data: bytes) -> None:
    """What JSON gives comes back from JSON, and from XML where XML can say it."""
    document = outcome(lambda: loms.from_json(data), InvalidDataError)
    if isinstance(document, InvalidDataError):
        return
    text = loms.to_json(document)
    promise(loms.from_json(text) == document, "objects come back from JSON")
    promise(loms.to_json(loms.from_json(text)) == text, "writing again gives the same JSON")
    written = outcome(lambda: loms.dumps(document), UsageError)
    if isinstance(written, UsageError):
        return
    again = outcome(lambda: loms.loads(written), InvalidDataError)
    if not isinstance(again, InvalidDataError):
        promise(again == document, "objects come back from XML")
    else:
        codes = {issue.code for issue in again.issues}
        promise(all(code.startswith("XSD-") for code in codes), f"what is written is XML: {min(codes)}", shown=again)


def _convert(data: bytes) -> None:
    """Whatever was read can be converted where there is a way; what was valid stays valid."""
    issues: list[Issue] = []
    document = outcome(lambda: loms.loads(data, strict=False, on_issue=issues.append), InvalidDataError)
    if isinstance(document, InvalidDataError):
        return
    way = outcome(lambda: find_path(format_of(document).name, TO), UsageError)
    done = outcome(lambda: loms.convert(document, to=TO, settings=SETTINGS), UsageError)
    promise(isinstance(way, UsageError) is isinstance(done, UsageError), "there is a way or there is none")
    if isinstance(done, UsageError):
        return
    all_said(done.report.issues)
    promise(not _BUGS & {each.code for each in done.report.issues}, "every field is accounted for", shown=done.report)
    written = loms.dumps(done.document)
    promise(
        loms.dumps(loms.convert(document, to=TO, settings=SETTINGS).document) == written,
        "converting again gives the same bytes",
    )
    report = loms.validate(io.BytesIO(written), profile="schema")
    promise(report.ok, "what a conversion makes is valid", shown=report)
    made = io.BytesIO()
    with mock.patch.object(growing, "_CHUNK", _some_length(data)):
        migrated = loms.convert_file(io.BytesIO(data), made, to=TO, settings=SETTINGS)
    promise(made.getvalue() == (written if migrated.written else b""), "a file becomes what its document becomes")


def _compare(data: bytes) -> None:
    """A release is the same as itself, in whatever pieces it comes, if it is well formed."""
    with mock.patch.object(growing, "_CHUNK", _some_length(data)):
        comparison = outcome(lambda: loms.compare(io.BytesIO(data), io.BytesIO(data)), InvalidDataError)
    if isinstance(comparison, InvalidDataError):
        codes = {issue.code for issue in comparison.issues}
        promise(all(code.startswith(_NOT_READ) for code in codes), "what is well formed is compared", shown=comparison)
        return
    all_said(comparison.issues)
    promise(comparison.is_same, "a release is the same as itself", shown=comparison)
    "".join(comparison.json_pieces()).encode("utf-8")


TARGETS: tuple[Target, ...] = (
    Target(name="loads", check=_loads),
    Target(name="loads-leniently", check=_loads_leniently),
    Target(name="loads-text", check=_loads_text),
    Target(name="read", check=_read),
    Target(name="iter-records", check=_iter_records),
    Target(name="validate", check=_validate),
    Target(name="from-json", check=_from_json, json=True),
    Target(name="convert", check=_convert),
    Target(name="compare", check=_compare),
)
"""All targets."""


def find_target(name: str) -> Target:
    """The target of that name.

    Args:
        name: A name from ``TARGETS``.

    Raises:
        ValueError: There is none.

    Examples:
        >>> find_target("from-json").json
        True
    """
    for each in TARGETS:
        if each.name == name:
            return each
    raise ValueError(f"There is no target named {name!r}. There are: {', '.join(each.name for each in TARGETS)}.")


class _Pieces:
    """A stream that hands out few bytes at a time, and cannot go back."""

    name = "<memory>"

    def __init__(self, data: bytes) -> None:
        self._rest = io.BytesIO(data)
        self._most = _some_length(data)

    def read(self, size: int, /) -> bytes:
        return self._rest.read(min(size, self._most))


def _some_length(data: bytes) -> int:
    """The length of pieces: any, but the same for the same bytes."""
    return 1 + zlib.crc32(data) % LONGEST_PIECE


def _told(found: Document | InvalidDataError) -> object:
    """A document, or the issues that kept it from being one."""
    return found.issues if isinstance(found, InvalidDataError) else found


def _verdict(report: loms.Report) -> object:
    """A report. Of data that cannot be read only that: what is met first depends on how much comes at once."""
    return "broken" if report.issues and report.issues[0].code.startswith(_NOT_READ) else report


def _without_source(issues: tuple[Issue, ...]) -> list[Issue]:
    return [attrs.evolve(issue, source=None) for issue in issues]


def _plain(data: bytes) -> bytes:
    """The bytes of a document that can be read, not compressed."""
    return gzip.decompress(data) if data.startswith(GZIP) else data


def _promise_long_number(error: InvalidDataError, data: bytes) -> None:
    """The only documents that are valid and cannot be read."""
    [issue] = error.issues
    text = etree.tostring(etree.fromstring(_plain(data)), encoding="unicode")
    promise(
        issue.code == "BIND-VALUE" and _LONG_NUMBER.search(text) is not None,
        "what is valid can be read",
        shown=error,
    )


def _libxml2_accepts(data: bytes, format: Format) -> bool:
    """The verdict of libxml2 on the whole document, without the white space around dates and durations."""
    root = etree.fromstring(data, etree.XMLParser(**PARSER_OPTIONS))
    for element in root.iter("*"):
        bare = _DATE_OR_DURATION.fullmatch(element.text or "")
        if bare is not None:
            element.text = bare[1]
    return compiled_schema(format).validate(root)
