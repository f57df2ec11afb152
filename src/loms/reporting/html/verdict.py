"""Puts into words what files are good for, as far as that was looked at."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from loms.convert import find_path
from loms.errors import Severity, UsageError
from loms.formats import REGISTER_FORMAT
from loms.reporting.findings import Findings
from loms.validate.coverage import Coverage
from loms.wording import counted

__all__ = ["verdict_of"]

_WHERE_TO_BEGIN = "Begin with the rule at the top of the list: often one cause stands behind many errors."
_LIMITS: Mapping[Coverage, str] = {
    Coverage.SCHEMA: "as far as the schema goes; the rules of the register were not checked.",
    Coverage.NONE: "as far as the schema goes; there are no rules for {formats}, so what the register demands beyond "
    "that was not checked.",
    Coverage.SOME: "as far as was checked; rules of the register were left out, or what they found was made to weigh "
    "less, so it may still be refused.",
}
"""What is not known of a file, where not all was looked at; the first that holds for a file is told."""


def verdict_of(findings: Findings) -> tuple[str, str, str]:
    """The most important in a few words, what to do now, and the severity by which to colour it, or ``good``.

    Args:
        findings: All that there is to tell.
    """
    counts = findings.digest.counts
    what = "This file" if len(findings.files) == 1 else "These files"
    if errors := counts[Severity.ERROR]:
        return (
            f"{counted(errors, 'error')} to mend",
            f"{what} should not be uploaded before every error is mended. {_WHERE_TO_BEGIN}",
            "error",
        )
    is_whole = findings.coverages <= {Coverage.ALL}
    limit = "" if is_whole else ", as far as was checked"
    if warnings := counts[Severity.WARNING]:
        advice = f"{_permission(findings, what)} Somebody should look at the warnings."
        return f"No errors, {counted(warnings, 'warning')}{limit}", advice, "warning"
    return f"No errors, no warnings{limit}", _permission(findings, what), "good" if is_whole else "info"


def _permission(findings: Findings, what: str) -> str:
    """What files without errors are good for."""
    formats = _formats(findings)
    older = {name for name in formats if _leads_to_register(name)}
    limit = next((words for coverage, words in _LIMITS.items() if coverage in findings.coverages), None)
    is_one = len(findings.files) == 1
    if limit is not None:
        unruled = " and ".join(sorted(_formats(findings, Coverage.NONE)))
        known = f"{what} {'is' if is_one else 'are'} valid {limit.format(formats=unruled)}"
    elif older:
        known = (
            f"{what} {'has' if is_one else 'have'} no errors by the rules for {'its' if is_one else 'their'} format."
        )
    else:
        return f"{what} can be uploaded."
    if not older:
        return known
    those = "" if older == formats else f" of what is {' or '.join(sorted(older))}"
    way = f"make it{those} with loms convert --to {REGISTER_FORMAT}, and check what comes out."
    return f"{known} The register takes ELM today: {way}"


def _formats(findings: Findings, coverage: Coverage | None = None) -> set[str]:
    """The names of the formats of files, of all or of those that were checked for so much."""
    reports = (file.report for file in findings.files)
    return {each.format.name for each in reports if each.format is not None and coverage in (None, each.coverage)}


@functools.cache
def _leads_to_register(name: str) -> bool:
    """Whether a format is another one than the register takes, and can be converted to that."""
    if name == REGISTER_FORMAT:
        return False
    try:
        find_path(name, REGISTER_FORMAT)
    except UsageError:
        return False
    return True
