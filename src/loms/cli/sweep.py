"""The command ``loms sweep``: what nothing needs any more out of a stored release."""

from __future__ import annotations

import click

from loms.cli.options import Command
from loms.cli.releases import Call, Done, LoadStored, carry_out, release_options

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
    call: Call,
    unused_qualifications: bool,
) -> None:
    """Remove records that nothing needs from a stored release.

    Opportunities and qualifications stay, with all to which they refer, directly or through other records.
    """

    def work(load: LoadStored) -> Done:
        from loms.releases import sweep

        return Done(release=sweep(load(), unused_qualifications=unused_qualifications), source=call.stored)

    carry_out(context, call, work)
