"""Compares what was found with an earlier report: what is new, what is gone, what is still there."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from loms.errors import InvalidDataError, Issue, Severity
from loms.io.source import Source, open_source
from loms.reporting.checked_file import CheckedFile
from loms.validate.coverage import WITHOUT_RULES

__all__ = ["Comparison", "EarlierReport", "RuleChange", "caution_of", "compare", "fingerprint", "read_earlier"]

# The document element, the section and the record: which of its kind a record is changes when another is added.
_STEPS = re.compile(r"(?:/[^/]*){1,3}")
_POSITION = re.compile(r"\[[0-9]+\]")
_SIZE = 8
_VERSION = 1
"""The version of the reports that can be compared with."""


@attrs.frozen(kw_only=True)
class RuleChange:
    """What became of the issues of one rule.

    Attributes:
        code: The code of the rule.
        new: How many issues were not there before.
        gone: How many were there before and are not any more.
        still: How many are still there.
        by_number: Whether the numbers alone were compared, because one of the reports does not list every issue of
            the rule.
    """

    code: str
    new: int
    gone: int
    still: int
    by_number: bool


@attrs.frozen(kw_only=True)
class EarlierReport:
    """What an earlier report told.

    Attributes:
        name: Name of its file.
        date: The day for which it was made, as ``2026-11-30``, or None where it does not say it.
        numbers: How many issues it counted, by the code of the rule.
        issues: How often each issue is listed in it, by the code of the rule and the `fingerprint` of the issue.
        profiles: Names of the profiles by which its files were checked.
    """

    name: str
    date: str | None
    numbers: Mapping[str, int]
    issues: Mapping[str, Counter[bytes]] = attrs.field(repr=False)
    profiles: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Comparison:
    """How the issues differ from those of an earlier report.

    Attributes:
        name: Name of the file of the earlier report.
        date: The day for which that was made, or None.
        rules: The rules of both reports, those with the most that is new first.
        caution: Why the numbers may mislead, such as that the earlier report was made without rules; or None.
    """

    name: str
    date: str | None
    rules: tuple[RuleChange, ...]
    caution: str | None = None

    @property
    def new(self) -> int:
        """How many issues were not there before."""
        return sum(rule.new for rule in self.rules)

    @property
    def gone(self) -> int:
        """How many were there before and are not any more."""
        return sum(rule.gone for rule in self.rules)

    @property
    def still(self) -> int:
        """How many are still there."""
        return sum(rule.still for rule in self.rules)

    def as_dict(self) -> Mapping[str, object]:
        """The comparison as a mapping that JSON can hold."""
        return {
            "earlier": self.name,
            "earlier_date": self.date,
            "new": self.new,
            "gone": self.gone,
            "still": self.still,
            "caution": self.caution,
            "rules": [attrs.asdict(rule) for rule in self.rules],
        }


def fingerprint(issue: Issue) -> bytes:
    """What an issue is known by in another report, where lines and positions of records may have changed.

    Args:
        issue: The issue.

    Returns:
        A hash of its code, its record, and its path in the record. The message counts only where there is no path:
        it may hold today's date, or be worded better by a later version.

    Examples:
        >>> one = Issue(code="C", severity=Severity.ERROR, message="m", path="/a/b/c[1]/d[2]", line=7, record="urn:1")
        >>> fingerprint(one) == fingerprint(attrs.evolve(one, path="/a/b/c[9]/d[2]", line=70, message="n"))
        True
        >>> fingerprint(one) == fingerprint(attrs.evolve(one, path="/a/b/c[1]/d[3]"))
        False
    """
    return _hashed(issue.code, issue.record, issue.path, issue.message)


def compare(files: Sequence[CheckedFile], earlier: EarlierReport) -> Comparison:
    """Compare issues with those of an earlier report.

    Args:
        files: What was found in each file now.
        earlier: The earlier report.
    """
    numbers: Counter[str] = Counter()
    listed: dict[str, Counter[bytes]] = {}
    for file in files:
        for count in file.report.counts:
            numbers[count.code] += count.number
        for issue in file.report.issues:
            listed.setdefault(issue.code, Counter())[fingerprint(issue)] += 1
    changes = (
        _change(
            code,
            now=_Issues(numbers[code], listed.get(code, Counter())),
            before=_Issues(earlier.numbers.get(code, 0), earlier.issues.get(code, Counter())),
        )
        for code in {*numbers, *earlier.numbers}
    )
    rules = sorted(changes, key=lambda rule: (-rule.new, -rule.gone, -rule.still, rule.code))
    return Comparison(name=earlier.name, date=earlier.date, rules=tuple(rules), caution=caution_of(files, earlier))


def caution_of(files: Sequence[CheckedFile], earlier: EarlierReport) -> str | None:
    """Why what is new and what is gone may be due to what was asked for, and not to the data.

    Args:
        files: What was found in each file now.
        earlier: The earlier report.

    Returns:
        A sentence, or None where nothing is known of that.
    """
    now = {file.report.profile for file in files}
    if WITHOUT_RULES in earlier.profiles and now - {WITHOUT_RULES}:
        return (
            "The earlier report was made in the profile schema, without rules: what rules find now was not looked for."
        )
    if WITHOUT_RULES in now and earlier.profiles - {WITHOUT_RULES}:
        return (
            "This report is made in the profile schema, without rules: what they found before was not looked for now."
        )
    return None


def read_earlier(source: Source) -> EarlierReport:
    """Read an earlier report.

    Args:
        source: Path of a report in JSON, or of what ``loms validate --json`` printed; or a binary stream.

    Returns:
        What it told.

    Raises:
        SourceError: It cannot be read.
        InvalidDataError: It is no such report.
    """
    with open_source(source) as opened:
        try:
            return _earlier(json.load(opened.stream), opened.name)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise InvalidDataError.of(_no_report(opened.name)) from error


def _earlier(content: Any, name: str) -> EarlierReport:
    """The earlier report; raises whatever comes where the content is something else."""
    numbers: Counter[str] = Counter()
    issues: dict[str, Counter[bytes]] = {}
    profiles = set()
    for file in _files(content):
        profiles.add(_text(file["profile"]))
        for count in file["codes"]:
            numbers[_text(count["code"])] += int(count["number"])
        for issue in file["issues"]:
            code, record, path, message = (issue[name] for name in ("code", "record", "path", "message"))
            mark = _hashed(_text(code), record and _text(record), path and _text(path), _text(message))
            issues.setdefault(code, Counter())[mark] += 1
    date = content.get("date")
    return EarlierReport(
        name=name, date=date and _text(date), numbers=numbers, issues=issues, profiles=frozenset(profiles)
    )


def _files(content: Any) -> Sequence[Any]:
    """The files of a report, or of what was printed, which does not say that it is a report but has at least one."""
    if (content.get("report"), content.get("version")) not in (("validation", _VERSION), (None, None)):
        raise ValueError
    files = content["files"]
    if not isinstance(files, list) or not (files or "report" in content):
        raise ValueError
    return files


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError


def _hashed(code: str, record: str | None, path: str | None, message: str) -> bytes:
    place = path or ""
    # Without an id nothing but its position tells which record it is.
    if record is not None:
        place = _STEPS.sub(lambda steps: _POSITION.sub("", steps.group()), place, count=1)
    text = json.dumps([code, record, place or message])
    return hashlib.blake2b(text.encode("ascii"), digest_size=_SIZE).digest()


@attrs.frozen
class _Issues:
    """The issues of one rule in one report."""

    number: int
    listed: Counter[bytes]

    @property
    def is_whole(self) -> bool:
        return self.listed.total() == self.number


def _change(code: str, *, now: _Issues, before: _Issues) -> RuleChange:
    is_whole = now.is_whole and before.is_whole
    still = (now.listed & before.listed).total() if is_whole else min(now.number, before.number)
    return RuleChange(
        code=code,
        new=now.number - still,
        gone=before.number - still,
        still=still,
        by_number=not is_whole,
    )


def _no_report(name: str) -> Issue:
    return Issue(
        code="JSON-INVALID",
        severity=Severity.ERROR,
        message="This is no report of a validation in JSON.",
        remedy="Name a file that loms validate --report FILE.json wrote.",
        source=name,
    )
