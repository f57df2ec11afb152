"""The command ``loms merge``: an increment into a stored release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from loms.cli.options import Command
from loms.cli.releases import Call, Done, carry_out, release_options
from loms.cli.settings import settings_of
from loms.errors import InvalidDataError, Issue, UsageError

if TYPE_CHECKING:
    from loms.convert.settings import Settings
    from loms.model import QmsLearningOpportunities

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
@click.option(
    "--namespace",
    metavar="URI",
    help="For a legacy INCREMENT, the namespace with which STORED was made, so that ids are the same.",
)
@click.option(
    "--identifier-scheme",
    metavar="URI",
    help="For a legacy INCREMENT, the scheme of its identifiers, as STORED has it; else the namespace.",
)
@click.option(
    "settings_file",
    "--settings",
    metavar="S.toml",
    help="For a legacy INCREMENT, the settings with which STORED was made; options given here take their place.",
)
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
    stored: str,
    increment: str,
    namespace: str | None,
    identifier_scheme: str | None,
    settings_file: str | None,
    sweep: bool,
    target: str,
    report: str | None,
    fail_on: str | None,
    dry_run: bool,
    max_unpacked_size: int | None,
    as_json: bool,
) -> None:
    """Merge new and changed records into a stored release.

    A record of INCREMENT takes the place of the record of STORED with the same id; the others are added. What INCREMENT
    does not mention stays. A legacy INCREMENT is converted first. A record whose id STORED has for another kind of
    record is refused, and the exit code is 1.
    """
    call = Call(
        stored=stored,
        others=(increment,),
        target=target,
        report=report,
        fail_on=fail_on,
        dry_run=dry_run,
        max_unpacked_size=max_unpacked_size,
        as_json=as_json,
    )
    settings = settings_of(
        settings_file,
        namespace=namespace,
        identifier_scheme=identifier_scheme,
        fallback_languages=(),
        parse_texts=None,
    )
    carry_out(context, call, lambda document: _merged(document, call, settings, sweep=sweep))


def _merged(stored: QmsLearningOpportunities, call: Call, settings: Settings, *, sweep: bool) -> Done:
    """Read the increment, convert it where it is a legacy file, and merge it."""
    import loms.releases
    from loms.cli.documents import load
    from loms.formats import format_of
    from loms.model import QmsLearningOpportunities

    (name,) = call.others
    loaded = load(name, max_unpacked_size=call.max_unpacked_size)
    increment, faults = loaded.document, loaded.faults
    if isinstance(increment, QmsLearningOpportunities):
        if faults:
            raise InvalidDataError(f"{name} is not valid, so nothing was done.", issues=faults)
        return Done(release=loms.releases.merge(stored, increment, sweep=sweep))
    source_format = format_of(increment).name
    if source_format == "loq-delete":
        raise UsageError(f"{name} withdraws records; give it to: loms withdraw {call.stored} {name}")
    conversion = loms.convert(increment, to="loms-2019", settings=settings)
    assert isinstance(conversion.document, QmsLearningOpportunities)  # noqa: S101 - it is what was asked for
    return Done(
        release=loms.releases.merge(stored, conversion.document, sweep=sweep),
        issues=(*faults, *loms.releases.check_increment(increment), *_without_advice(conversion.report.issues)),
        conversion=conversion.report,
    )


def _without_advice(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """The issues of the conversion without the advice to merge the file."""
    return tuple(issue for issue in issues if issue.code != "CONVERT-INCREMENTAL")
