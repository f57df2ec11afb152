"""The command ``loms diff``: what changed from one release to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from loms.cli.differences import show_comparison
from loms.cli.failures import print_issues
from loms.cli.options import (
    STANDARD_STREAM,
    Command,
    json_option,
    max_unpacked_size_option,
    names_json,
    report_option,
    source_of,
)
from loms.cli.places import Place, check_places
from loms.cli.terminal import messages, print_json_pieces, results
from loms.errors import UsageError
from loms.wording import counted

if TYPE_CHECKING:
    from loms.compare import Comparison

__all__ = ["diff"]

FAILED_ON = 1
DIFFERENCES = ("added", "removed", "changed", "renamed", "reordered")
"""What `loms.compare.Difference` has; it is not imported before there is something to compare."""
LINES = 50


@click.command(
    cls=Command,
    examples=[
        "loms diff january.xml february.xml",
        "loms diff january.xml february.xml --fail-on removed --fail-on changed",
        "loms diff january.xml.gz february.xml.gz --max 0 --report changes.json",
    ],
)
@click.argument("old")
@click.argument("new")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(DIFFERENCES),
    help="Exit with 1 if a record became this; may be repeated. The old id of a renamed record is gone, so removed "
    "fails on it, too; with other content as well it is also changed.",
)
@click.option(
    "--max",
    "most",
    type=click.IntRange(min=0),
    default=LINES,
    show_default=True,
    metavar="N",
    help="How many lines about records and their fields to show.",
)
@report_option(help="Write what became of each record and field to this file.")
@max_unpacked_size_option
@json_option
@click.pass_context
def diff(
    context: click.Context,
    /,
    *,
    old: str,
    new: str,
    fail_on: tuple[str, ...],
    most: int,
    report: str | None,
    max_unpacked_size: int | None,
    as_json: bool,
) -> None:
    """Show what changed from release OLD to release NEW.

    Records are found again by their ids, in any order: they are added, removed, changed or reordered. Records that are
    the same but have another id now are renamed; that is a warning, because to Europass the old ones are gone. Values
    longer than 80 characters are cut there.

    Both must be XML of the same format. They are read once, in little memory whatever their size. They must be well
    formed, but they need not be valid.
    """
    from loms.compare import compare

    _check(old, new, report)
    comparison = compare(source_of(old), source_of(new), max_unpacked_size=max_unpacked_size)
    failed = _failed(comparison, fail_on)
    if report is not None:
        _write(report, comparison)
    if as_json:
        print_json_pieces(_as_json(comparison, failed))
    else:
        show_comparison(results(), comparison, most=most, report=report)
        print_issues(comparison.issues)
    if failed:
        messages().line(f"loms: error: {failed} (--fail-on).", style="bold red")
        context.exit(FAILED_ON)


def _check(old: str, new: str, report: str | None) -> None:
    """Refuse a call that cannot end well.

    Raises:
        UsageError: It cannot.
        TargetError: The report cannot be written.
    """
    if report == STANDARD_STREAM:
        raise UsageError("--report names a file; use --json to get the report on standard output.")
    for name in (old, new):
        if names_json(name):
            raise UsageError(
                f"{name} is JSON, and only XML can be compared. Convert it: loms convert {name} -o FILE.xml"
            )
    outputs = [] if report is None else [Place("report", report)]
    check_places(inputs=[Place("old release", old), Place("new release", new)], outputs=outputs)


def _failed(comparison: Comparison, fail_on: tuple[str, ...]) -> str:
    """What was found that the user wants to fail on; empty where nothing was."""
    from loms.compare import Difference

    counts = {each: comparison.count(Difference(each)) for each in dict.fromkeys(fail_on)}
    lost = 0
    if Difference.REMOVED.value in counts and Difference.RENAMED.value not in counts:
        # To the register a record is its id, so one that has another is gone.
        lost = sum(each.difference is Difference.RENAMED and each.old_id is not None for each in comparison.records)
    if Difference.CHANGED.value in counts:
        counts[Difference.CHANGED.value] += comparison.changed_besides_id
    found = [f"{counted(count, 'record')} {each}" for each, count in counts.items() if count]
    if lost:
        found.append(f"{counted(lost, 'record')} renamed, whose old {'id is' if lost == 1 else 'ids are'} removed")
    return ", ".join(found)


def _write(report: str, comparison: Comparison) -> None:
    """Write the report.

    Raises:
        TargetError: It cannot be written.
    """
    from loms.io.target import open_targets

    with open_targets(report) as (stream,):
        for piece in comparison.json_pieces():
            stream.write(piece.encode())
        stream.write(b"\n")


def _as_json(comparison: Comparison, failed: str) -> Iterator[str]:
    """The comparison, in pieces."""
    yield f'{{\n  "ok": {"false" if failed else "true"},\n  "comparison": '
    yield from comparison.json_pieces(indent="  ")
    yield "\n}"
