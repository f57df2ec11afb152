"""Writes a report as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines of a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from urllib.parse import quote

from loms.errors import Issue, Severity
from loms.reporting.comparison import fingerprint
from loms.reporting.digest import RuleGroup
from loms.reporting.findings import Findings
from loms.version import __version__

__all__ = ["sarif_pieces"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT = "loms/v1"


def sarif_pieces(findings: Findings) -> Iterator[str]:
    """The report as SARIF, in pieces: one run, a rule for each code, a result for each issue that is listed.

    Args:
        findings: What to tell.
    """
    rules = sorted(findings.digest.rules, key=lambda rule: rule.code)
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    driver = {"name": "loms", "version": __version__, "rules": [_rule(rule) for rule in rules]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"}
    head = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    # In ASCII, so that nothing in the data steers what shows the file.
    yield json.dumps(head, indent=1).removesuffix("\n  }\n ]\n}")
    yield ',\n   "results": ['
    between = "\n    "
    for file in findings.files:
        for issue in file.report.issues:
            yield between + json.dumps(_result(issue, file.report.source, numbers))
            between = ",\n    "
    yield "\n   ]\n  }\n ]\n}\n"


def _rule(rule: RuleGroup) -> Mapping[str, object]:
    described: dict[str, object] = {"id": rule.code, "defaultConfiguration": {"level": _LEVELS[rule.severity]}}
    if rule.meaning.sentence:
        described["shortDescription"] = {"text": rule.meaning.sentence}
    if rule.meaning.remedy:
        described["help"] = {"text": rule.meaning.remedy}
    return described


def _result(issue: Issue, source: str, numbers: Mapping[str, int]) -> Mapping[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(issue.source or source)}}
    if issue.line is not None:
        place["region"] = {"startLine": issue.line}
    location: dict[str, object] = {"physicalLocation": place}
    logical = {
        key: value
        for key, value in (("name", issue.record), ("fullyQualifiedName", issue.path), ("kind", "element"))
        if value is not None
    }
    if issue.record is not None or issue.path is not None:
        location["logicalLocations"] = [logical]
    return {
        "ruleId": issue.code,
        "ruleIndex": numbers[issue.code],
        "level": _LEVELS[issue.severity],
        "message": {"text": " ".join(each for each in (issue.message, issue.remedy) if each)},
        "locations": [location],
        "partialFingerprints": {_FINGERPRINT: fingerprint(issue).hex()},
    }


def _uri(name: str) -> str:
    """The name of a file as a URI, relative if the name is."""
    path = PurePath(name)
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix(), errors="surrogateescape")
