"""Renders the page of rules from the rules; ``python -m tools.rules_page`` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from loms.validate import all_rules
from loms.validate.catalogue import RENAMED
from loms.validate.defining import Rule, is_own

__all__ = ["PAGE", "anchor", "rules_page"]

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"

_HEAD = """\
# Rules

<!-- Written by: python -m tools.rules_page -->

What `loms validate` checks beyond the schema. How to use it: [will the register take this
file?](how-to/will-the-register-take-this-file.md). The codes of the schema itself are on the page of [issue
codes](reference/issue-codes.md). `loms rules` lists the rules, also those that installed packages add, and `loms rules
CODE` explains one.

An example shows only what matters to the rule; what else a record needs is left out.
"""


def anchor(code: str) -> str:
    """The anchor of a rule on the page.

    Args:
        code: Its code.
    """
    return code.lower()


def rules_page() -> str:
    """The page, with one anchor for each code."""
    return "\n".join([_HEAD, *_overview(), *(line for rule in _own() for line in _section(rule)), *_renamed()])


def _own() -> list[Rule]:
    return [each for each in all_rules() if is_own(each.code)]


def _overview() -> Iterator[str]:
    yield "| code | severity | what it demands |"
    yield "| --- | --- | --- |"
    for rule in _own():
        yield f"| [`{rule.code}`](#{anchor(rule.code)}) | {rule.severity} | {_escaped(rule.says)} |"
    yield ""


def _section(rule: Rule) -> Iterator[str]:
    yield f"## {rule.code} {{ #{anchor(rule.code)} }}"
    yield ""
    yield f"{_escaped(rule.says)} Severity: {rule.severity}."
    yield ""
    yield f"**Why:** {_escaped(rule.why)}"
    yield ""
    yield f"**What to do:** {_escaped(rule.remedy)}"
    yield ""
    if rule.limits is not None:
        yield f"**Limits:** {_escaped(rule.limits)}"
        yield ""
    yield f"**Looks at:** {_looks_at(rule)}"
    yield ""
    if rule.needs_qualifications:
        yield "It runs only where qualifications of other datasets are given, with `--qualifications` or `--index`."
        yield ""
    for title, example in (("Breaks the rule:", rule.bad), ("As it should be:", rule.good)):
        yield from (title, "", "```xml", example.strip("\n"), "```", "")


def _looks_at(rule: Rule) -> str:
    names = ", ".join(f"`{each}`" for each in (*rule.records, *rule.elements))
    return f"{names} of {', '.join(f'`{each}`' for each in rule.formats)}."


def _renamed() -> Iterator[str]:
    if RENAMED:
        yield from ("## Renamed", "", "| old code | code today |", "| --- | --- |")
        yield from (f"| `{old}` | [`{new}`](#{anchor(new)}) |" for old, new in sorted(RENAMED.items()))
        yield ""


def _escaped(text: str) -> str:
    """A sentence as Markdown shows it letter by letter."""
    return text.replace("<", "&lt;").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(rules_page(), encoding="utf-8")
