"""The command ``loms link``: say of opportunities which qualifications they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import click

from loms.cli.datasets import load_dataset, screen_beside, tell_written, write_datasets
from loms.cli.failures import print_issues
from loms.cli.options import STANDARD_STREAM, dry_run_option, json_option, output_option
from loms.cli.places import Place, check_places, shown_name
from loms.cli.qualifications import CommandWithLists, GivenQualifications, qualifications_options
from loms.cli.terminal import messages, print_json
from loms.errors import InvalidDataError, Severity, UsageError
from loms.wording import counted

if TYPE_CHECKING:
    from loms.resolve import Linking

__all__ = ["link"]

REFUSED = 1


@click.command(
    cls=CommandWithLists,
    examples=[
        "loms link courses.xml links.csv -o linked.xml --qualifications qualifications.xml",
        "loms link courses.xml links.csv -o linked.xml --namespace https://data.example.org/qualification/",
    ],
)
@click.argument("dataset")
@click.argument("links", metavar="LINKS.csv")
@qualifications_options
@click.option(
    "--namespace", metavar="URI", help="Under which ids of references are made, where the qualification has none."
)
@output_option(metavar="OUT")
@dry_run_option
@json_option
@click.pass_context
def link(
    context: click.Context,
    /,
    *,
    dataset: str,
    links: str,
    given: GivenQualifications,
    namespace: str | None,
    target: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Give opportunities of DATASET references to qualifications.

    LINKS.csv has a line for each link, and a first line that names the columns: opportunity (its identifier or id),
    qualification (its identifier), and scheme (the schemeID), where identifiers have one. With qualifications, or an
    index of them, only what is there is linked. A row that cannot be linked is told, the others are linked, and the
    exit code is 1. Other columns are passed over, so a list of loms refs with the opportunities added will do.
    """
    from loms.cli.options import source_of
    from loms.resolve import link as link_rows
    from loms.resolve import read_link_rows

    if as_json and target == STANDARD_STREAM and not dry_run:
        raise UsageError("--json and the document cannot both go to standard output; give -o OUT or --dry-run.")
    given.check()
    inputs = [Place("dataset", dataset), Place("table of links", links), *given.inputs]
    check_places(inputs=inputs, outputs=[Place("new dataset", target)])
    rows = read_link_rows(source_of(links))
    if not rows.rows and any(issue.severity is Severity.ERROR for issue in rows.issues):
        message = f"{shown_name(links)} has no row that can be used, so nothing was written."
        raise InvalidDataError(message, issues=rows.issues)
    document = load_dataset(dataset, max_unpacked_size=given.max_unpacked_size)
    with given.open_if_named() as index:
        done = link_rows(document, rows, index=index, namespace=namespace, accept_near=given.accept_near)
        if index is not None:
            done = attrs.evolve(done, issues=(*index.issues, *done.issues))
    write_datasets({target: done.document}, source=dataset, dry_run=dry_run)
    if as_json:
        print_json({**done.as_dict(), "target": None if dry_run else target})
    else:
        _show(done, shown_name(links), target, dry_run=dry_run)
    if not done.ok:
        messages().line(f"loms: error: {_failure(done, shown_name(links))}", style="bold red")
        context.exit(REFUSED)


def _failure(done: Linking, links: str) -> str:
    """What failed, in one sentence."""
    from loms.resolve import LinkState

    refused = done.counts.get(LinkState.REFUSED, 0) or any((each.source or links) == links for each in done.issues)
    return f"Not all rows of {links} could be linked." if refused else "Not all qualifications could be read."


def _show(done: Linking, links: str, target: str, *, dry_run: bool) -> None:
    """Print what was linked, for people."""
    print_issues(done.issues, links)
    screen = screen_beside(target, dry_run=dry_run)
    counts = ", ".join(f"{number:,} {state.value}" for state, number in done.counts.items())
    screen.line(f"{counted(len(done.rows), 'row')}" + (f": {counts}." if counts else "."))
    tell_written(screen, target, dry_run=dry_run)
