"""The command ``loms rules``: what is checked beyond the schema, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from loms.cli.options import Command, json_option
from loms.cli.terminal import Screen, print_json, results

if TYPE_CHECKING:
    from loms.validate.defining import Rule

__all__ = ["rules"]


@click.command(cls=Command, examples=["loms rules", "loms rules LOMS-HTML-TAG", "loms rules LOMS-TEXT --json"])
@click.argument("code", metavar="[CODE]", required=False)
@json_option
def rules(*, code: str | None, as_json: bool) -> None:
    """Show the rules of loms validate, or explain one.

    Without CODE all are shown, also those that installed packages add; with the beginning of codes, such as LOMS-TEXT,
    those about one thing; with a whole CODE what the rule demands, why, what to do, and an example of either kind.
    """
    from loms.validate.catalogue import all_rules, codes_of

    chosen = codes_of(code) if code is not None else {each.code for each in all_rules()}
    found = [each for each in all_rules() if each.code in chosen]
    if as_json:
        print_json([each.as_dict() for each in found])
    elif code is not None and len(found) == 1:
        _explain(results(), found[0])
    else:
        rows = [(each.code, str(each.severity), each.says) for each in found]
        results().table(("Code", "Severity", "What it demands"), rows, whole=("Code", "Severity"))


def _explain(screen: Screen, rule: Rule) -> None:
    """Print all that there is to know about a rule."""
    screen.line(f"{rule.code} ({rule.severity})", style="bold")
    for line in _lines(rule):
        screen.line(line)


def _lines(rule: Rule) -> Iterator[str]:
    yield rule.says
    yield ""
    yield f"Why: {rule.why}"
    yield f"What to do: {rule.remedy}"
    if rule.limits is not None:
        yield f"Limits: {rule.limits}"
    yield f"Formats: {', '.join(rule.formats)}"
    if rule.records:
        yield f"Records: {', '.join(rule.records)}"
    if rule.elements:
        yield f"Elements: {', '.join(rule.elements)}"
    if rule.needs_qualifications:
        yield "It needs to know qualifications of other datasets: --qualifications or --index."
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        yield ""
        yield f"{title}:"
        yield from (f"  {line}" for line in example.strip().splitlines())
