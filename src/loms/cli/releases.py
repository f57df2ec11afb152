"""What ``loms merge``, ``withdraw`` and ``sweep`` share: options, and what comes before and after the work."""

from __future__ import annotations

import collections
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import attrs
import click

from loms.cli.failures import print_issues
from loms.cli.options import (
    STANDARD_STREAM,
    collected,
    dry_run_option,
    json_option,
    max_unpacked_size_option,
    names_json,
    output_option,
    report_option,
)
from loms.cli.places import Place, check_places, shown_name
from loms.cli.reports import not_written, where_all_is_listed
from loms.cli.terminal import Screen, messages, print_json, results
from loms.errors import Issue, Severity, UsageError
from loms.wording import counted

if TYPE_CHECKING:
    from loms.convert.accounting import ConversionReport
    from loms.model import QmsLearningOpportunities
    from loms.releases import Release, ReleaseReport

__all__ = ["DELETE", "Call", "Done", "LoadStored", "carry_out", "load_release", "release_options"]

ERROR, WARNING = "error", "warning"
REFUSED = 1
DELETE = "loq-delete"

LoadStored: TypeAlias = "Callable[[], QmsLearningOpportunities]"
"""Reads the stored release. A command calls it last, because it may take long and what else it reads may be wrong."""


@attrs.frozen(kw_only=True)
class Call:
    """What all of these commands are told.

    Attributes:
        stored: Path of the stored release, or ``-``.
        target: Path of the new release, or ``-``.
        report: Path of the file for the report, or None.
        fail_on: What keeps the new release from being written: ``error``, ``warning``, or None for nothing.
        dry_run: Whether to write nothing at all.
        max_unpacked_size: The most bytes to which a compressed file may unpack; None takes the usual limit.
        as_json: Whether to print JSON.
    """

    stored: str
    target: str
    report: str | None
    fail_on: str | None
    dry_run: bool
    max_unpacked_size: int | None
    as_json: bool

    @property
    def prints_document(self) -> bool:
        """Whether the document goes to standard output."""
        return self.target == STANDARD_STREAM and not self.dry_run


@attrs.frozen(kw_only=True)
class Done:
    """What a command did.

    Attributes:
        release: The new release and the report on it.
        source: Name of the file that the issues are about.
        issues: What else somebody should look at, found before the work began.
        conversion: The account of the conversion of a legacy file, or None.
    """

    release: Release
    source: str
    issues: tuple[Issue, ...] = ()
    conversion: ConversionReport | None = None

    @property
    def all_issues(self) -> tuple[Issue, ...]:
        """All that somebody should look at."""
        return (*self.issues, *self.release.report.issues)

    def count(self, severity: Severity) -> int:
        """How many issues there are of a severity.

        Args:
            severity: How much they weigh.
        """
        return collections.Counter(issue.severity for issue in self.all_issues)[severity]


def release_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all of these commands have; with its argument ``stored`` it gets one ``call``."""
    command = collected(command, name="call", kind=Call)
    for option in (
        json_option,
        max_unpacked_size_option,
        dry_run_option,
        click.option(
            "--fail-on",
            type=click.Choice((ERROR, WARNING)),
            help="Write no document, and exit with 1, at anything that was refused (error), also at any warning. "
            "Without it all that can be done is written.",
        ),
        report_option(help="Write what became of each record to this file."),
        output_option(
            metavar="NEW",
            help="Where to write the new release; else standard output. STORED itself is never touched.",
        ),
    ):
        command = option(command)
    return command


def load_release(name: str, *, max_unpacked_size: int | None) -> QmsLearningOpportunities:
    """Read a stored release.

    Args:
        name: Its path, or ``-``.
        max_unpacked_size: The most bytes to which it may unpack; None takes the usual limit.

    Raises:
        SourceError: It cannot be read.
        InvalidDataError: It is not valid.
        UsageError: It has another format.
    """
    from loms.cli.documents import load, not_valid
    from loms.formats import format_of
    from loms.model import QmsLearningOpportunities

    loaded = load(name, max_unpacked_size=max_unpacked_size)
    if not isinstance(loaded.document, QmsLearningOpportunities):
        kind = format_of(loaded.document).name
        remedy = (
            "Name the stored release first." if kind == DELETE else "Convert it first: loms convert --to loms-2019."
        )
        raise UsageError(f"{shown_name(name)} is a {kind} file, but a stored release is a loms-2019 file. {remedy}")
    if loaded.faults:
        raise not_valid(loaded.faults, name, nothing_was="done")
    return loaded.document


def carry_out(
    context: click.Context,
    call: Call,
    work: Callable[[LoadStored], Done],
    *,
    others: Sequence[Place] = (),
) -> None:
    """Do the work on the stored release, check and write the new one, and say what was done.

    Args:
        context: The context of the command.
        call: What the command was told.
        work: Reads the stored release and makes the new one of it.
        others: What else it reads.

    Raises:
        LomsError: Something cannot be read, done or written.
        click.exceptions.Exit: Something was refused.
    """
    from loms.cli.documents import valid_content, write_all
    from loms.io.json import dumped

    _check_options(call)
    inputs = [Place("stored release", call.stored), *others]
    reports = [] if call.report is None else [Place("report", call.report)]
    check_places(inputs=inputs, outputs=[Place("new release", call.target), *reports])
    done = work(lambda: load_release(call.stored, max_unpacked_size=call.max_unpacked_size))
    as_json = names_json(call.target)
    sources = [each.name for each in inputs]
    content = valid_content(done.release.document, call.target, as_json=as_json, sources=sources)
    refused = _reason_to_refuse(done, call.fail_on)
    contents: dict[str, bytes] = {}
    if not call.dry_run:
        if call.report is not None:
            contents[call.report] = f"{dumped(_report_of(done))}\n".encode()
        if refused is None:
            contents[call.target] = content
    write_all(contents)
    if call.as_json:
        print_json(_as_dict(call, done, refused, written=call.target in contents))
    else:
        _show(messages() if call.prints_document else results(), call, done, written=call.target in contents)
    if call.dry_run and call.report is not None:
        messages().line(not_written(call.report, as_json=call.as_json))
    _say_what_went_wrong(call, done, refused)
    if refused or done.count(Severity.ERROR):
        context.exit(REFUSED)


def _check_options(call: Call) -> None:
    """Refuse options that contradict each other.

    Raises:
        UsageError: They do.
    """
    if call.as_json and call.prints_document:
        raise UsageError("--json and the document cannot both go to standard output; give -o NEW or --dry-run.")
    if call.report == STANDARD_STREAM:
        raise UsageError("--report names a file; use --json to get the report on standard output.")


def _reason_to_refuse(done: Done, fail_on: str | None) -> str | None:
    """What was found that the user wants to fail on."""
    severities = {None: [], ERROR: [Severity.ERROR], WARNING: [Severity.ERROR, Severity.WARNING]}[fail_on]
    found = [counted(done.count(severity), str(severity)) for severity in severities if done.count(severity)]
    return ", ".join(found) or None


def _report_of(done: Done) -> Mapping[str, object]:
    """The report, with all issues, and with the account of the conversion where there was one."""
    conversion = None if done.conversion is None else done.conversion.as_dict()
    issues = [issue.as_dict() for issue in done.all_issues]
    return {**done.release.report.as_dict(), "issues": issues, "conversion": conversion}


def _as_dict(call: Call, done: Done, refused: str | None, *, written: bool) -> Mapping[str, object]:
    """What was done, for JSON."""
    return {
        "ok": refused is None and not done.count(Severity.ERROR),
        "stored": call.stored,
        "target": call.target if written else None,
        "refused": refused,
        "report": _report_of(done),
    }


def _show(screen: Screen, call: Call, done: Done, *, written: bool) -> None:
    """Print what was done, for people."""
    report = done.release.report
    if report.entries:
        _show_table(screen, report)
    print_issues(done.all_issues, shown_name(done.source))
    screen.line(f"{_sum(report)}: {counted(report.records_before, 'record')} before, {report.records_after:,} after.")
    if written and call.target != STANDARD_STREAM:
        screen.line(f"{call.target} written: valid loms-2019{' as JSON' if names_json(call.target) else ''}.")
    elif call.dry_run:
        screen.line("Nothing written (dry run); it would be valid loms-2019.")


def _show_table(screen: Screen, report: ReleaseReport) -> None:
    from loms.releases import Action

    actions = [action for action in Action if report.of(action)]
    rows = [
        (kind, *(f"{counts[action]:,}" if counts.get(action) else "" for action in actions))
        for kind, counts in report.summary().items()
    ]
    screen.table(("Kind", *actions), rows, numbers=actions)
    screen.line()


def _sum(report: ReleaseReport) -> str:
    """How many records had which action."""
    from loms.releases import Action

    found = [f"{len(report.of(action)):,} {action}" for action in Action if report.of(action)]
    return ", ".join(found) or "Nothing changed"


def _say_what_went_wrong(call: Call, done: Done, refused: str | None) -> None:
    """Say in one last line why the exit code is not 0."""
    errors = done.count(Severity.ERROR)
    if refused is not None:
        hint = where_all_is_listed(report=call.report, dry_run=call.dry_run, as_json=call.as_json, what="record")
        said = f"{refused}; no document was written.{hint}"
    elif errors:
        said = f"{counted(errors, 'error')}; what could be done without that was done."
    else:
        return
    messages().line(f"loms: error: {said}", style="bold red")
