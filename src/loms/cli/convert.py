"""The command ``loms convert``: one format to another, XML to JSON and back, and what became of every field."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from loms.cli.failures import print_issues
from loms.cli.fields import show_fields
from loms.cli.notations import Notation, notation_named
from loms.cli.options import (
    NOTHING_TO_DO,
    STANDARD_STREAM,
    Command,
    dry_run_option,
    jobs_option,
    json_option,
    max_unpacked_size_option,
    output_option,
    report_option,
)
from loms.cli.places import Place, check_places, shown_name
from loms.cli.reports import not_written, where_all_is_listed
from loms.cli.settings import GivenSettings, settings_options
from loms.cli.terminal import Screen, messages, print_json_pieces, results
from loms.errors import Issue, Severity, UsageError
from loms.formats import FORMATS
from loms.migration.levels import FAIL_ON
from loms.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loms.cli.conversion import Outcome, Task
    from loms.migration.levels import FailOn
    from loms.migration.report import MigrationReport

__all__ = ["convert"]

REFUSED = 1
MOST_SHOWN = 100
"""How many issues of each kind are printed; more of a kind help nobody at a terminal."""
NOTATIONS = tuple(each.value for each in Notation if each is not Notation.XML)


@click.command(
    cls=Command,
    examples=[
        "loms convert legacy.xml -o courses.xml --to loms-2019 --namespace https://data.example.org/lo/",
        "loms convert legacy.xml --dry-run --to loms-2019 --namespace https://data.example.org/lo/",
        "loms convert courses.xml -o courses.json",
        "loms convert courses.json -o courses.xml.gz",
        "loms convert --to json - < courses.xml > courses.json",
        "loms convert elm.xml -o courses.ttl",
    ],
)
@click.argument("source", metavar="IN")
@output_option(metavar="OUT")
@click.option(
    "--to",
    type=click.Choice([*(each.name for each in FORMATS), *NOTATIONS]),
    help="What to convert to: another format, or json for the same records as JSON; of elm-loq also turtle and "
    "json-ld, which are linked data. With the format of IN itself, IN is checked and written again.",
)
@settings_options
@click.option(
    "--strict",
    is_flag=True,
    help="Stop at the first fault of IN, and at the first record that cannot be converted, and write nothing.",
)
@report_option(help="Write what became of every field to this file. Values longer than 80 characters are cut there.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="Write no document, and exit with 1, at a record that cannot be converted (error), also at a value that is "
    "lost (dropped), also at one that only a note keeps (note), also at any warning. Without it all "
    "records that can be converted are written.",
)
@jobs_option(
    "Let N processes share the work on a LOQ file that becomes LOMS; the output is the same. All else is work of one."
)
@dry_run_option
@max_unpacked_size_option
@json_option
@click.pass_context
def convert(
    context: click.Context,
    /,
    *,
    source: str,
    target: str,
    to: str | None,
    given: GivenSettings,
    strict: bool,
    report: str | None,
    fail_on: FailOn | None,
    jobs: int,
    dry_run: bool,
    max_unpacked_size: int | None,
    as_json: bool,
) -> None:
    """Convert a file to another format.

    OUT is replaced only by a whole and valid document. Faults of IN are reported, and so are records that cannot be
    converted, which are left out of OUT; the exit code is 1 then. With --fail-on error, or --strict, there is no
    document then, and an earlier OUT stays as it is.

    A name that ends in .json stands for JSON, .ttl for Turtle, .jsonld for JSON-LD, any other for XML; with .gz it is
    compressed. Without --to only the notation changes, as from XML to JSON or back. In Turtle and JSON-LD, which are
    linked data, ids that are no absolute URIs get the one of --namespace before them.
    """
    from loms.cli.conversion import Task, carry_out

    _check_options(source=source, target=target, to=to, report=report, dry_run=dry_run, as_json=as_json)
    reports = [] if report is None else [Place("report", report)]
    check_places(inputs=[Place("source", source), *given.places], outputs=[Place("document", target), *reports])
    task = Task(
        source=source,
        target=target,
        to=None if to in NOTATIONS else to,
        notation=_notation(to, target),
        settings=given.load(),
        strict=strict,
        report=report,
        fail_on=fail_on,
        keep_entries=as_json,
        jobs=jobs,
        dry_run=dry_run,
        max_unpacked_size=max_unpacked_size,
    )
    outcome = carry_out(task)
    if as_json:
        print_json_pieces(_as_json(task, outcome))
    else:
        _show(messages() if target == STANDARD_STREAM and not dry_run else results(), task, outcome)
    if dry_run and report is not None:
        messages().line(not_written(report, as_json=as_json))
    _say_what_went_wrong(task, outcome, as_json=as_json)
    if not _is_clean(outcome):
        context.exit(REFUSED)


def _notation(to: str | None, target: str) -> Notation:
    """How to write the document."""
    return Notation(to) if to in NOTATIONS else notation_named(target) or Notation.XML


def _is_clean(outcome: Outcome) -> bool:
    """Whether nothing went wrong with any record."""
    return outcome.refused is None and not outcome.faults and (outcome.report is None or outcome.report.ok)


def _errors(outcome: Outcome) -> int:
    return 0 if outcome.report is None else outcome.report.count(Severity.ERROR)


def _say_what_went_wrong(task: Task, outcome: Outcome, *, as_json: bool) -> None:
    """Say in one last line why the exit code is not 0."""
    if outcome.refused:
        hint = where_all_is_listed(report=task.report, dry_run=task.dry_run, as_json=as_json, what="value")
        said = f"{outcome.refused}; no document was written.{hint}"
    elif outcome.left_out:
        said = f"{counted(outcome.left_out, 'record')} could not be converted and had to be left out."
    elif outcome.faults:
        said = f"{shown_name(task.source)} has {counted(outcome.faults, 'fault')}; see what became of each."
    elif errors := _errors(outcome):
        said = f"{counted(errors, 'error')}; all else was converted."
    else:
        return
    messages().line(f"loms: error: {said}", style="bold red")


def _check_options(
    *, source: str, target: str, to: str | None, report: str | None, dry_run: bool, as_json: bool
) -> None:
    """Refuse options that contradict each other.

    Raises:
        UsageError: They do.
    """
    wanted = _notation(to, target)
    if to is None and source != STANDARD_STREAM and (notation_named(source) or Notation.XML) is wanted:
        raise UsageError(NOTHING_TO_DO)
    if to in NOTATIONS and notation_named(target) not in (None, wanted):
        raise UsageError(
            f"--to {to} does not go with the name {target}; name the output {wanted.ending}, or leave --to out."
        )
    if as_json and target == STANDARD_STREAM and not dry_run:
        raise UsageError("--json and the document cannot both go to standard output; give -o OUT or --dry-run.")
    if report is None:
        return
    if to in (None, *NOTATIONS):
        raise UsageError("--report tells what became of the fields on the way to another format; give --to FORMAT.")
    if report == STANDARD_STREAM:
        raise UsageError("--report names a file; use --json to get the report on standard output.")


def _as_json(task: Task, outcome: Outcome) -> Iterator[str]:
    """What was done, as JSON; the report, which may be long, in pieces."""
    from loms.io.json import dumped

    done = {
        "ok": _is_clean(outcome),
        "source": task.source,
        "source_format": outcome.source_format.name,
        "target_format": outcome.target_format.name,
        "target": task.target if outcome.written else None,
        "refused": outcome.refused,
        "left_out": outcome.left_out,
        "faults": [] if outcome.report is None else [fault.as_dict() for fault in outcome.report.faults_of_source],
    }
    yield dumped(done).removesuffix("\n}") + ',\n  "report": '
    if outcome.report is None:
        yield "null"
    else:
        yield from outcome.report.json_pieces(indent="  ")
    yield "\n}"


def _show(screen: Screen, task: Task, outcome: Outcome) -> None:
    """Print what was done, for people."""
    if outcome.report is not None:
        show_fields(screen, outcome.report)
        _show_issues(outcome.report, task)
        _show_sum(screen, outcome.report)
    if outcome.written and task.target != STANDARD_STREAM:
        screen.line(f"{task.target} written: {_kind(task, outcome)}.")
    elif outcome.refused is None and task.dry_run:
        screen.line(f"Nothing written (dry run); it would be {_kind(task, outcome)}.")


def _show_issues(report: MigrationReport, task: Task) -> None:
    """Print what somebody should look at; of each kind the first, since a large file may have one for every record."""
    met: Counter[str] = Counter()

    def first() -> Iterator[Issue]:
        for issue in report.issues:
            met[issue.code] += 1
            if met[issue.code] <= MOST_SHOWN:
                yield issue

    print_issues(first(), shown_name(task.source))
    where = where_all_is_listed(report=task.report, dry_run=task.dry_run, as_json=False, what="issue")
    for code, number in met.items():
        if number > MOST_SHOWN:
            messages().line(f"loms: {number - MOST_SHOWN:,} more of {code}.{where}", style="yellow")


def _kind(task: Task, outcome: Outcome) -> str:
    return f"valid {outcome.target_format.name}{task.notation.shown}"


def _show_sum(screen: Screen, report: MigrationReport) -> None:
    """Print what was lost and why, and the sum of all."""
    for (field, reason), number in report.losses.items():
        screen.line(f"lost: {field} ({number:,}): {reason}", style="yellow")
    steps = [
        f"{step.records_converted:,} of {counted(step.records_read, 'record')} converted "
        f"from {step.source_format} to {step.target_format}"
        for step in report.steps
    ]
    for step in steps[:-1]:
        screen.line(f"{step}.")
    screen.line(
        f"{steps[-1]}: {counted(report.entries, 'entry', 'entries')} in the report, "
        f"{counted(report.lost, 'value')} lost."
    )
