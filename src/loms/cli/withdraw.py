"""The command ``loms withdraw``: records out of a stored release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from loms.cli.options import Command
from loms.cli.releases import Call, Done, carry_out, release_options
from loms.errors import UsageError

if TYPE_CHECKING:
    from loms.legacy.delete import Delete
    from loms.model import QmsLearningOpportunities

__all__ = ["withdraw"]

OPPORTUNITY, QUALIFICATION = "opportunity", "qualification"
REFUSE, ADAPT = "refuse", "adapt"


@click.command(
    cls=Command,
    examples=[
        "loms withdraw courses.xml --ids TB-2026-001 --ids TB-2026-002 -o courses-new.xml",
        "loms withdraw courses.xml delete.xml -o courses-new.xml --scheme https://data.example.org/scheme/course",
        "loms withdraw courses.xml --kind qualification --ids Q-1 --still-referred-to adapt -o courses-new.xml",
    ],
)
@click.argument("stored")
@click.argument("requests", metavar="[DELETE]...", nargs=-1)
@click.option(
    "ids",
    "--ids",
    "--id",
    metavar="ID",
    multiple=True,
    help="Identifier of a record, or its @id; may be repeated.",
)
@click.option(
    "--kind",
    type=click.Choice((OPPORTUNITY, QUALIFICATION)),
    default=OPPORTUNITY,
    show_default=True,
    help="What kind of record --ids means; DELETE says it itself.",
)
@click.option(
    "--scheme",
    metavar="URI",
    help="Scheme of the identifiers, which is the --identifier-scheme of the conversion. Without it any will do, as "
    "long as only one fits.",
)
@click.option(
    "--still-referred-to",
    type=click.Choice((REFUSE, ADAPT)),
    default=REFUSE,
    show_default=True,
    help="What to do with a record to which others still refer: let it stay, or change the others; a qualification "
    "that is still led to stays as a learning specification.",
)
@release_options
@click.pass_context
def withdraw(
    context: click.Context,
    /,
    *,
    stored: str,
    requests: tuple[str, ...],
    ids: tuple[str, ...],
    kind: str,
    scheme: str | None,
    still_referred_to: str,
    target: str,
    report: str | None,
    fail_on: str | None,
    dry_run: bool,
    max_unpacked_size: int | None,
    as_json: bool,
) -> None:
    """Withdraw records from a stored release.

    With a record goes all that is there only for it. Name the records by --ids, or in legacy DELETE files. An
    identifier that no record has is a warning; a record that must stay, because others refer to it, is an error, and
    the exit code is 1.
    """
    if not ids and not requests:
        raise UsageError("Say what to withdraw: --ids ID, or a legacy Delete file.")
    call = Call(
        stored=stored,
        others=requests,
        target=target,
        report=report,
        fail_on=fail_on,
        dry_run=dry_run,
        max_unpacked_size=max_unpacked_size,
        as_json=as_json,
    )

    def work(document: QmsLearningOpportunities) -> Done:
        from loms.releases import withdraw

        release = withdraw(
            document,
            opportunities=ids if kind == OPPORTUNITY else (),
            qualifications=ids if kind == QUALIFICATION else (),
            requests=[_load_request(name, max_unpacked_size) for name in requests],
            scheme=scheme,
            still_referred_to=still_referred_to,
        )
        return Done(release=release)

    carry_out(context, call, work)


def _load_request(name: str, max_unpacked_size: int | None) -> Delete:
    """Read a legacy request to delete records.

    Raises:
        UsageError: It is something else.
    """
    from loms.cli.documents import load_document
    from loms.formats import format_of
    from loms.legacy.delete import Delete

    document = load_document(name, max_unpacked_size=max_unpacked_size)
    if not isinstance(document, Delete):
        raise UsageError(f"{name} is a {format_of(document).name} file; records are withdrawn by a loq-delete file.")
    return document
