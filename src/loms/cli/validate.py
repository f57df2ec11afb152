"""The command ``loms validate``: what is wrong with files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from loms.cli.failures import issue_line, print_error
from loms.cli.options import Command, json_option, max_unpacked_size_option, source_of
from loms.cli.terminal import Screen, counted, print_json, results
from loms.errors import Issue, Severity, SourceError
from loms.formats import FORMATS

if TYPE_CHECKING:
    from loms.validate.report import Report

__all__ = ["validate"]

DATA_HAS_ERRORS = 1
STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: ""}


@click.command(
    cls=Command,
    examples=["loms validate courses.xml", "loms validate *.xml.gz", "loms validate --json - < courses.xml"],
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "format_name",
    "--format",
    type=click.Choice([each.name for each in FORMATS]),
    help="Check against this format, whatever the file says it is.",
)
@max_unpacked_size_option
@json_option
@click.pass_context
def validate(
    context: click.Context,
    /,
    *,
    files: tuple[str, ...],
    format_name: str | None,
    max_unpacked_size: int | None,
    as_json: bool,
) -> None:
    """Check each FILE against the schema of its format.

    All problems are shown, each with its line, the record it is in and what to do. Exit code 1 when a file has errors,
    2 when one cannot be read.
    """
    reports: list[Report] = []
    code = 0
    for name in files:
        report, own_code = _check(name, format_name, max_unpacked_size)
        code = max(code, own_code)
        reports.append(report)
        if not as_json and own_code != SourceError.exit_code:
            show_report(results(), report)
    if as_json:
        print_json({"files": [dict(report.as_dict()) for report in reports]})
    context.exit(code)


def show_report(screen: Screen, report: Report) -> None:
    """Print a report: a table on a terminal, one line for each issue elsewhere, then a summary.

    Args:
        screen: Where to print.
        report: What validation found.
    """
    if not screen.terminal:
        for issue in report.issues:
            screen.line(issue_line(issue, report.source))
    elif report.issues:
        rows = [_row(issue) for issue in report.issues]
        screen.table(
            ("Severity", "Code", "Line", "Record", "Message"),
            rows,
            numbers=("Line",),
            whole=("Severity",),
            title=report.source,
        )
    screen.line(summary(report), style="green" if report.ok else "bold red")


def summary(report: Report) -> str:
    """One line about a report."""
    found = f"{counted(report.errors, 'error')}, {counted(report.warnings, 'warning')}"
    kind = report.format.name if report.format else "unknown format"
    return f"{report.source}: {found} in {counted(report.records, 'record')} ({kind})"


def _check(name: str, format_name: str | None, max_unpacked_size: int | None) -> tuple[Report, int]:
    """Validate one file; one that cannot be read gets a report too, so that the others are still looked at."""
    import loms
    from loms.validate.report import Report

    try:
        report = loms.validate(source_of(name), format=format_name, max_unpacked_size=max_unpacked_size)
    except SourceError as error:
        print_error(error)
        issue = Issue(code="SOURCE-UNREADABLE", severity=Severity.ERROR, message=str(error), source=name)
        return Report(source=name, format=None, issues=(issue,), records=0), error.exit_code
    return report, 0 if report.ok else DATA_HAS_ERRORS


def _row(issue: Issue) -> tuple[str, ...]:
    message = f"{issue.message} {issue.remedy}" if issue.remedy else issue.message
    line = str(issue.line) if issue.line is not None else ""
    return (issue.severity.value, issue.code, line, issue.record or "", message)
