"""The command ``loms convert``: one format to another, XML to JSON and back, and what became of every field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from loms.cli.failures import print_issues
from loms.cli.fields import show_fields
from loms.cli.options import (
    FAIL_ON,
    NOTHING_TO_DO,
    STANDARD_STREAM,
    Command,
    json_option,
    max_unpacked_size_option,
    names_json,
)
from loms.cli.settings import settings_of
from loms.cli.terminal import Screen, counted, messages, print_json, results
from loms.errors import UsageError
from loms.formats import FORMATS

if TYPE_CHECKING:
    from loms.cli.conversion import Outcome, Task
    from loms.convert.accounting import ConversionReport

__all__ = ["convert"]

REFUSED = 1
JSON_NOTATION = "json"


@click.command(
    cls=Command,
    examples=[
        "loms convert legacy.xml -o courses.xml --to loms-2019 --namespace https://data.example.org/lo/",
        "loms convert legacy.xml --dry-run --to loms-2019 --namespace https://data.example.org/lo/",
        "loms convert courses.xml -o courses.json",
        "loms convert courses.json -o courses.xml.gz",
        "loms convert --to json - < courses.xml > courses.json",
    ],
)
@click.argument("source", metavar="IN")
@click.option(
    "target", "-o", "--output", metavar="OUT", default=STANDARD_STREAM, help="Where to write; else standard output."
)
@click.option(
    "--to",
    type=click.Choice([*(each.name for each in FORMATS), JSON_NOTATION]),
    help="What to convert to: another format, or json for the same records as JSON.",
)
@click.option(
    "--namespace",
    metavar="URI",
    help="Under which new ids are minted: a URI of yours that ends in /, # or :. Needed for --to loms-2019.",
)
@click.option("--identifier-scheme", metavar="URI", help="Scheme of the identifiers of IN; else the namespace.")
@click.option(
    "--fallback-language",
    "fallback_languages",
    metavar="COUNTRY=LANGUAGE",
    multiple=True,
    help="Language code for notes whose own language has none, such as ES=es; may be repeated.",
)
@click.option(
    "--parse-texts/--no-parse-texts",
    default=None,
    help="Write dates and amounts that a text says as values too. Without it the settings decide, which say yes.",
)
@click.option(
    "settings_file",
    "--settings",
    metavar="S.toml",
    help="Settings of the conversion, by their names in the reference; options given here take their place.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Stop at the first fault of IN, and at the first record that cannot be converted, and write nothing.",
)
@click.option("--report", metavar="R.json", help="Write what became of every field to this file.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="Write no document, and exit with 1, at a record that cannot be converted (error), also at a value that is "
    "lost (dropped), also at one that only a note keeps (note), also at any warning. Without it all "
    "records that can be converted are written.",
)
@click.option("--dry-run", is_flag=True, help="Convert and report, but write nothing.")
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
    namespace: str | None,
    identifier_scheme: str | None,
    fallback_languages: tuple[str, ...],
    parse_texts: bool | None,
    settings_file: str | None,
    strict: bool,
    report: str | None,
    fail_on: str | None,
    dry_run: bool,
    max_unpacked_size: int | None,
    as_json: bool,
) -> None:
    """Convert a file to another format.

    OUT is replaced only by a whole and valid document. Faults of IN are reported, and so are records that cannot be
    converted, which are left out of OUT; the exit code is 1 then. With --fail-on error, or --strict, there is no
    document then, and an earlier OUT stays as it is.

    A name that ends in .json stands for JSON, any other for XML; with .gz it is compressed. Without --to only the
    notation changes, from XML to JSON or back.
    """
    from loms.cli.conversion import Task, carry_out

    _check_options(source=source, target=target, to=to, report=report, dry_run=dry_run, as_json=as_json)
    task = Task(
        source=source,
        target=target,
        to=None if to == JSON_NOTATION else to,
        as_json=to == JSON_NOTATION or names_json(target),
        settings=settings_of(
            settings_file,
            namespace=namespace,
            identifier_scheme=identifier_scheme,
            fallback_languages=fallback_languages,
            parse_texts=parse_texts,
        ),
        strict=strict,
        report=report,
        fail_on=fail_on,
        dry_run=dry_run,
        max_unpacked_size=max_unpacked_size,
    )
    outcome = carry_out(task)
    if as_json:
        print_json(_as_dict(task, outcome))
    else:
        _show(messages() if target == STANDARD_STREAM and not dry_run else results(), task, outcome)
    if outcome.refused:
        messages().line(
            f"loms: error: {outcome.refused}; no document was written. --report R.json lists every value.",
            style="bold red",
        )
    elif outcome.left_out:
        messages().line(
            f"loms: error: {counted(outcome.left_out, 'record')} could not be converted and had to be left out.",
            style="bold red",
        )
    elif outcome.faults:
        messages().line(
            f"loms: error: {task.source} has {counted(len(outcome.faults), 'fault')}; see what became of each.",
            style="bold red",
        )
    if not _is_clean(outcome):
        context.exit(REFUSED)


def _is_clean(outcome: Outcome) -> bool:
    """Whether nothing went wrong with any record."""
    return outcome.refused is None and not outcome.faults and (outcome.report is None or outcome.report.ok)


def _check_options(
    *, source: str, target: str, to: str | None, report: str | None, dry_run: bool, as_json: bool
) -> None:
    """Refuse options that contradict each other.

    Raises:
        UsageError: They do.
    """
    from loms.cli.documents import is_same_file

    if to is None and source != STANDARD_STREAM and names_json(source) == names_json(target):
        raise UsageError(NOTHING_TO_DO)
    if to == JSON_NOTATION and target.lower().removesuffix(".gz").endswith(".xml"):
        raise UsageError(f"--to json does not go with the name {target}; name the output .json, or leave --to out.")
    if as_json and target == STANDARD_STREAM and not dry_run:
        raise UsageError("--json and the document cannot both go to standard output; give -o OUT or --dry-run.")
    if is_same_file(source, target) and not dry_run:
        raise UsageError(f"The result would take the place of its source {source}; name another file for it.")
    if report is None:
        return
    if to in (None, JSON_NOTATION):
        raise UsageError("--report tells what became of the fields on the way to another format; give --to FORMAT.")
    if report == STANDARD_STREAM:
        raise UsageError("--report names a file; use --json to get the report on standard output.")
    if is_same_file(report, target):
        raise UsageError(f"The report and the document cannot both be written to {report}.")
    if is_same_file(report, source):
        raise UsageError(f"The report would take the place of the source {source}; name another file for it.")


def _as_dict(task: Task, outcome: Outcome) -> dict[str, object]:
    """What was done, for JSON."""
    return {
        "ok": _is_clean(outcome),
        "source": task.source,
        "source_format": outcome.source_format.name,
        "target_format": outcome.target_format.name,
        "target": task.target if outcome.written else None,
        "refused": outcome.refused,
        "left_out": outcome.left_out,
        "faults": [fault.as_dict() for fault in outcome.faults],
        "report": outcome.report.as_dict() if outcome.report is not None else None,
    }


def _show(screen: Screen, task: Task, outcome: Outcome) -> None:
    """Print what was done, for people."""
    if outcome.report is not None:
        show_fields(screen, outcome.report)
        print_issues((*outcome.faults, *outcome.report.issues), task.source)
        _show_sum(screen, outcome.report)
    if outcome.written and task.target != STANDARD_STREAM:
        screen.line(f"{task.target} written: {_kind(task, outcome)}.")
    elif outcome.refused is None and task.dry_run:
        screen.line(f"Nothing written (dry run); it would be {_kind(task, outcome)}.")


def _kind(task: Task, outcome: Outcome) -> str:
    return f"valid {outcome.target_format.name}{' as JSON' if task.as_json else ''}"


def _show_sum(screen: Screen, report: ConversionReport) -> None:
    """Print what was lost and why, and the sum of all."""
    for line in _losses(report):
        screen.line(line, style="yellow")
    converted, read = report.records_converted, counted(report.records_read, "record")
    screen.line(
        f"{converted:,} of {read} converted from {report.source_format} to {report.target_format}: "
        f"{counted(len(report.entries), 'entry', 'entries')} in the report, {counted(len(report.lost), 'value')} lost."
    )


def _losses(report: ConversionReport) -> list[str]:
    """Each reason for a loss once, with the field and how often."""
    counts: dict[tuple[str, str], int] = {}
    for entry in report.lost:
        field = "/".join(step.partition("[")[0] for step in (entry.source or "").split("/"))
        counts[field, entry.reason] = counts.get((field, entry.reason), 0) + 1
    return [f"lost: {field} ({number:,}): {reason}" for (field, reason), number in counts.items()]
