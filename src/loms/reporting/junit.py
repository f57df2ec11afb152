"""Writes a report as JUnit XML, which every service for continuous integration shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import attrs
from lxml import etree

from loms.errors import Issue, Severity
from loms.reporting.checked_file import CheckedFile
from loms.reporting.findings import Findings
from loms.validate.report import IssueCount
from loms.xml_values import NOT_XML

__all__ = ["write_junit"]

_MOST_LINES = 100
"""How many issues of one rule are listed; all are counted."""


def write_junit(findings: Findings, stream: BinaryIO) -> None:
    """Write the report as JUnit XML: a suite for each file, and in it a case for each rule that found something.

    A rule with errors fails. One with warnings or information only passes; what it found is its output. A file in which
    nothing was found has one case, which passes.

    Args:
        findings: What to tell.
        stream: Where to write.
    """
    suites = [_suite(file) for file in findings.files]
    root = etree.Element(
        "testsuites",
        name="loms validate",
        tests=str(sum(len(suite.cases) for suite in suites)),
        failures=str(sum(map(_failures, suites))),
    )
    root.extend(map(_element, suites))
    etree.ElementTree(root).write(stream, encoding="UTF-8", xml_declaration=True, pretty_print=True)


@attrs.frozen(kw_only=True)
class _Case:
    name: str
    errors: int
    others: int
    lines: Sequence[str]


@attrs.frozen(kw_only=True)
class _Suite:
    name: str
    cases: Sequence[_Case]


def _suite(file: CheckedFile) -> _Suite:
    codes = dict.fromkeys(count.code for count in file.report.counts)
    cases = [_case(code, file) for code in codes]
    return _Suite(name=file.report.source, cases=cases or [_Case(name="valid", errors=0, others=0, lines=())])


def _case(code: str, file: CheckedFile) -> _Case:
    counts: list[IssueCount] = [count for count in file.report.counts if count.code == code]
    errors = sum(count.number for count in counts if count.severity is Severity.ERROR)
    total = sum(count.number for count in counts)
    issues = [issue for issue in file.report.issues if issue.code == code][:_MOST_LINES]
    return _Case(name=code, errors=errors, others=total - errors, lines=tuple(_lines(issues, total)))


def _lines(issues: Sequence[Issue], total: int) -> Iterator[str]:
    yield from map(str, issues)
    if total > len(issues):
        yield f"... and {total - len(issues)} more"


def _element(suite: _Suite) -> etree._Element:
    element = etree.Element(
        "testsuite",
        name=_clean(suite.name),
        tests=str(len(suite.cases)),
        failures=str(_failures(suite)),
        errors="0",
        skipped="0",
    )
    for case in suite.cases:
        one = etree.SubElement(element, "testcase", classname=_clean(suite.name), name=_clean(case.name))
        text = "\n".join(map(_clean, case.lines))
        if case.errors:
            found = "1 error" if case.errors == 1 else f"{case.errors} errors"
            etree.SubElement(one, "failure", message=found, type=_clean(case.name)).text = text
        elif case.others:
            etree.SubElement(one, "system-out").text = text
    return element


def _failures(suite: _Suite) -> int:
    return sum(1 for case in suite.cases if case.errors)


def _clean(text: str) -> str:
    r"""A text that XML can hold: what it cannot is written as an escape such as ``\x00``."""
    return NOT_XML.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), text)
