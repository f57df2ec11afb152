"""The command ``loms validate``: what is wrong with files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs
import click

from loms.cli.checks import GivenChecks, checks_options
from loms.cli.failures import issue_line, print_error, print_issues, wrong_call
from loms.cli.options import Command, jobs_option, json_option, max_unpacked_size_option, source_of
from loms.cli.places import Place
from loms.cli.qualifications import check_files, check_index_file
from loms.cli.terminal import Screen, print_json, results
from loms.cli.validation_reports import WantedReports, reports_options
from loms.errors import InvalidDataError, Issue, Severity, SourceError, UsageError
from loms.formats import FORMATS
from loms.wording import counted

if TYPE_CHECKING:
    from loms.reporting import CheckedFile
    from loms.validate.checks import Checks
    from loms.validate.defining import QualificationsByIdentifier
    from loms.validate.report import Report

__all__ = ["validate"]

DATA_HAS_ERRORS = 1
_LIMITS = {"some": "; rules were left out or weigh less", "none": "; no rules for it, schema alone"}
"""What to say where not all that the register demands was looked for; by the values of `loms.validate.Coverage`."""
STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


@click.command(
    cls=Command,
    examples=[
        "loms validate courses.xml",
        "loms validate *.xml.gz --profile strict --date 2026-09-01",
        "loms validate courses.xml --ignore LOMS-ID --severity LOMS-DATE-PAST=error",
        "loms validate courses.xml --report courses.html --report courses.json",
        "loms validate --json - < courses.xml",
    ],
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "format_name",
    "--format",
    type=click.Choice([each.name for each in FORMATS]),
    help="Check against this format, whatever the file says it is.",
)
@checks_options
@click.option(
    "--qualifications",
    metavar="PATH",
    multiple=True,
    help="Where qualifications of other datasets are, files or folders; references to others are errors then. "
    "May be repeated.",
)
@click.option("--index", metavar="INDEX", help="The same, as an index that loms index has built.")
@reports_options
@jobs_option("Let N processes share the work on each file of more than 2 MB; the output is the same.")
@max_unpacked_size_option
@json_option
@click.pass_context
def validate(
    context: click.Context,
    /,
    *,
    files: tuple[str, ...],
    format_name: str | None,
    given: GivenChecks,
    qualifications: tuple[str, ...],
    index: str | None,
    wanted: WantedReports,
    jobs: int,
    max_unpacked_size: int | None,
    as_json: bool,
) -> None:
    """Check whether the register will take each FILE.

    That is the schema of its format, and rules beyond it, which loms rules lists. Problems are shown with their line,
    the record they are in and what to do. Exit code 1 when a file has errors, 2 when one cannot be read.
    """
    indexes = [] if index is None else [Place("index", index)]
    others = [*given.places, *(Place("qualifications", name) for name in qualifications), *indexes]
    wanted.check(inputs=[*(Place("source", name) for name in files), *others])
    earlier = wanted.earlier()
    checked: list[CheckedFile] = []
    codes: list[int] = []
    with _known(qualifications, index, max_unpacked_size) as known:
        checks, most = given.load(qualifications=known)
        checking = _Checking(
            format=format_name,
            max_unpacked_size=max_unpacked_size,
            checks=checks,
            max_issues=most,
            with_statistics=bool(wanted.reports),
            jobs=jobs,
        )
        for name in files:
            file, code = checking.check(name)
            checked.append(file)
            codes.append(code)
            if not as_json and not wanted.reports:
                _show(file, code)
    # Results are printed when the reports are written: where that fails, only that is told.
    wanted.write(checked, earlier=earlier, date=checks.date)
    if as_json:
        print_json({"files": [dict(file.report.as_dict()) for file in checked]})
    elif wanted.reports:
        for file, code in zip(checked, codes, strict=True):
            _show(file, code)
        wanted.say_written(results())
    context.exit(max(codes))


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
            whole=("Severity", "Code"),
            title=report.source,
            styles={str(severity): style for severity, style in STYLES.items()},
        )
    if report.not_listed:
        screen.line(f"{counted(report.not_listed, 'problem')} more; --max-issues says how many are listed.")
    screen.line(summary(report), style="green" if report.ok else "bold red")


def summary(report: Report) -> str:
    """One line about a report."""
    found = f"{counted(report.errors, 'error')}, {counted(report.warnings, 'warning')}"
    if report.infos:
        found += f", {counted(report.infos, 'info')}"
    kind = report.format.name if report.format else "unknown format"
    limit = _LIMITS.get(report.coverage.value, "") if report.format else ""
    return f"{report.source}: {found} in {counted(report.records, 'record')} ({kind}{limit})"


@contextlib.contextmanager
def _known(
    qualifications: Sequence[str], index: str | None, max_unpacked_size: int | None
) -> Iterator[QualificationsByIdentifier | None]:
    """The qualifications of other datasets, where any were given.

    Raises:
        UsageError: Both files and an index were given, names that stand for no files, or an index that is none.
        LomsError: As for `Index.from_sources` and `Index.open`.
    """
    if not qualifications and index is None:
        yield None
        return
    if qualifications and index is not None:
        raise UsageError("Give --qualifications or --index, not both.")
    from loms.resolve import Index

    if index is None:
        check_files(qualifications)
        opened = Index.from_sources(*qualifications, max_unpacked_size=max_unpacked_size)
    else:
        check_index_file(index)
        try:
            opened = Index.open(index)
        except InvalidDataError as error:
            # The files that were to be checked have no part in it, so this is a wrong call.
            raise wrong_call(error) from error
    with opened:
        print_issues(opened.issues)
        yield opened


@attrs.frozen(kw_only=True)
class _Checking:
    """How files are checked: the arguments of `loms.reporting.check_file`."""

    format: str | None
    max_unpacked_size: int | None
    checks: Checks
    max_issues: int | None
    with_statistics: bool
    jobs: int

    def check(self, name: str) -> tuple[CheckedFile, int]:
        """Validate one file; one that cannot be read gets a report too, so that the others are still looked at.

        Args:
            name: The file.

        Returns:
            What was found, and the exit code.
        """
        from loms.reporting import CheckedFile, check_file
        from loms.validate.checks import today
        from loms.validate.report import Report

        try:
            checked = check_file(source_of(name), **attrs.asdict(self, recurse=False))
        except SourceError as error:
            print_error(error)
            issue = Issue(code="SOURCE-UNREADABLE", severity=Severity.ERROR, message=str(error), source=name)
            report = Report(
                source=name,
                format=None,
                issues=(issue,),
                records=0,
                profile=self.checks.profile,
                date=(self.checks.date or today()) if self.checks.rules() else None,
                coverage=self.checks.coverage(None),
            )
            return CheckedFile(report=report), error.exit_code
        return checked, 0 if checked.report.ok else DATA_HAS_ERRORS


def _show(file: CheckedFile, code: int) -> None:
    """Print what was found in a file; of one that cannot be read all is said."""
    if code != SourceError.exit_code:
        show_report(results(), file.report)


def _row(issue: Issue) -> tuple[str, ...]:
    message = f"{issue.message} {issue.remedy}" if issue.remedy else issue.message
    line = str(issue.line) if issue.line is not None else ""
    return (issue.severity.value, issue.code, line, issue.record or "", message)
