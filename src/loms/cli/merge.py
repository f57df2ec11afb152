"""The command ``loms merge``: an increment into a stored release."""

from __future__ import annotations

import click

from loms.cli.options import Command
from loms.cli.places import Place, shown_name
from loms.cli.releases import DELETE, Call, Done, LoadStored, carry_out, release_options
from loms.cli.settings import GivenSettings, settings_options
from loms.errors import Issue, UsageError

__all__ = ["merge"]


@click.command(
    cls=Command,
    examples=[
        "loms merge courses.xml changed.xml -o courses-new.xml",
        "loms merge courses.xml legacy.xml -o courses-new.xml --namespace https://data.example.org/lo/",
        "loms merge courses.xml changed.xml --dry-run --json",
    ],
)
@click.argument("stored")
@click.argument("increment")
@settings_options
@click.option(
    "--sweep/--no-sweep",
    default=True,
    show_default=True,
    help="Remove records that only an earlier version of a changed record needed.",
)
@release_options
@click.pass_context
def merge(
    context: click.Context,
    /,
    *,
    call: Call,
    increment: str,
    given: GivenSettings,
    sweep: bool,
) -> None:
    """Merge new and changed records into a stored release.

    A record of INCREMENT takes the place of the record of STORED with the same id; the others are added. What INCREMENT
    does not mention stays. A record whose id STORED has for another kind of record is refused, and the exit code is 1.

    A legacy INCREMENT is converted first. Give the settings with which STORED was made, above all the namespace, so
    that its records get the ids that they have in STORED.
    """
    others = [Place("increment", increment), *given.places]
    carry_out(context, call, lambda load: _merged(load, call, increment, given, sweep=sweep), others=others)


def _merged(load_stored: LoadStored, call: Call, name: str, given: GivenSettings, *, sweep: bool) -> Done:
    """Read the increment, convert it where it is a legacy file, and merge it."""
    import loms.releases
    from loms.cli.documents import load, not_valid
    from loms.formats import format_of
    from loms.migration.left_out import with_reading
    from loms.model import QmsLearningOpportunities

    settings = given.load()
    loaded = load(name, max_unpacked_size=call.max_unpacked_size)
    increment = loaded.document
    if isinstance(increment, QmsLearningOpportunities):
        if loaded.faults:
            raise not_valid(loaded.faults, name, nothing_was="done")
        return Done(release=loms.releases.merge(load_stored(), increment, sweep=sweep), source=name)
    if format_of(increment).name == DELETE:
        raise UsageError(f"{shown_name(name)} withdraws records; give it to: loms withdraw {call.stored} {name}")
    conversion = loms.convert(increment, to="loms-2019", settings=settings)
    assert isinstance(conversion.document, QmsLearningOpportunities)  # noqa: S101 - it is what was asked for
    account = with_reading(conversion.report, issues=loaded.issues, left_out=loaded.left_out)
    return Done(
        release=loms.releases.merge(load_stored(), conversion.document, sweep=sweep),
        source=name,
        issues=(*loms.releases.check_increment(increment), *_without_advice(account.issues)),
        conversion=account,
    )


def _without_advice(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """The issues of the conversion without the advice to merge the file."""
    return tuple(issue for issue in issues if issue.code != "CONVERT-INCREMENTAL")
