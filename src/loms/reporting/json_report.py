"""Writes a report as JSON, piece by piece; ``schemas/report/validation-report.schema.json`` says what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from loms.io.json import dumped
from loms.reporting.checked_file import CheckedFile
from loms.reporting.digest import as_counts
from loms.reporting.findings import Findings
from loms.version import __version__

__all__ = ["json_pieces"]

_INDENT = "    "


def json_pieces(findings: Findings) -> Iterator[str]:
    """The report as JSON, in pieces.

    Args:
        findings: What to tell.
    """
    comparison = findings.comparison
    head = {
        "report": "validation",
        "version": 1,
        "tool": {"name": "loms", "version": __version__},
        "date": findings.date.isoformat(),
        "ok": findings.ok,
        "records": findings.records,
        "counts": as_counts(findings.digest.counts),
        "not_listed": findings.not_listed,
        "rules": [rule.as_dict() for rule in findings.digest.rules],
        "comparison": None if comparison is None else comparison.as_dict(),
    }
    yield dumped(head).removesuffix("\n}")
    providers = ([_indented(dumped(each.as_dict()), "    ")] for each in findings.digest.providers())
    yield from _listed("providers", providers, "  ")
    yield from _listed("files", (_file_pieces(file) for file in findings.files), "  ")
    yield "\n}\n"


def _file_pieces(file: CheckedFile) -> Iterator[str]:
    report = file.report
    head = {
        **attrs.evolve(report, issues=()).as_dict(),
        "not_listed": report.not_listed,
        "statistics": None if file.statistics is None else file.statistics.as_dict(),
    }
    del head["issues"]
    yield _indented(dumped(head), _INDENT).removesuffix(f"\n{_INDENT}}}")
    issues = ([_indented(dumped(issue.as_dict()), f"{_INDENT}    ")] for issue in file.report.issues)
    yield from _listed("issues", issues, f"{_INDENT}  ")
    yield f"\n{_INDENT}}}"


def _listed(name: str, items: Iterable[Iterable[str]], indent: str) -> Iterator[str]:
    """A further key with a list of what comes in pieces."""
    yield f',\n{indent}"{name}": ['
    between = f"\n{indent}  "
    last = "]"
    for item in items:
        yield between
        yield from item
        between = f",\n{indent}  "
        last = f"\n{indent}]"
    yield last


def _indented(text: str, indent: str) -> str:
    return text.replace("\n", f"\n{indent}")
