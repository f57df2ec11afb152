"""The command ``loms sweep``: what nothing needs any more out of a stored release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from loms.cli.options import Command
from loms.cli.releases import Call, Done, carry_out, release_options

if TYPE_CHECKING:
    from loms.model import QmsLearningOpportunities

__all__ = ["sweep"]


@click.command(
    cls=Command,
    examples=[
        "loms sweep courses.xml -o courses-new.xml",
        "loms sweep courses.xml --dry-run",
        "loms sweep courses.xml --unused-qualifications -o courses-new.xml",
    ],
)
@click.argument("stored")
@click.option(
    "--unused-qualifications",
    is_flag=True,
    help="Remove qualifications that no opportunity leads to, too, unless there is no opportunity at all.",
)
@release_options
@click.pass_context
def sweep(
    context: click.Context,
    /,
    *,
    stored: str,
    unused_qualifications: bool,
    target: str,
    report: str | None,
    fail_on: str | None,
    dry_run: bool,
    max_unpacked_size: int | None,
    as_json: bool,
) -> None:
    """Remove records that nothing needs from a stored release.

    Opportunities and qualifications stay, with all to which they refer, directly or through other records.
    """
    call = Call(
        stored=stored,
        target=target,
        report=report,
        fail_on=fail_on,
        dry_run=dry_run,
        max_unpacked_size=max_unpacked_size,
        as_json=as_json,
    )

    def work(document: QmsLearningOpportunities) -> Done:
        from loms.releases import sweep

        return Done(release=sweep(document, unused_qualifications=unused_qualifications))

    carry_out(context, call, work)
