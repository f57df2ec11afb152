"""The command ``loms withdraw``: records out of a stored release."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from loms.cli.options import STANDARD_STREAM, Command
from loms.cli.places import Place, shown_name
from loms.cli.releases import Call, Done, LoadStored, carry_out, release_options
from loms.errors import Issue, Severity, UsageError

if TYPE_CHECKING:
    from loms.legacy.delete import Delete

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
    call: Call,
    requests: tuple[str, ...],
    ids: tuple[str, ...],
    kind: str,
    scheme: str | None,
    still_referred_to: str,
) -> None:
    """Withdraw records from a stored release.

    With a record goes all that is there only for it. Name the records by --ids, or in legacy DELETE files. An
    identifier that no record has is a warning; a record that must stay, because others refer to it, is an error, and
    the exit code is 1.
    """
    _check_options(ids=ids, requests=requests, scheme=scheme)

    def work(load: LoadStored) -> Done:
        from loms.releases import withdraw

        loaded = [_load_request(name, call.max_unpacked_size) for name in requests]
        release = withdraw(
            load(),
            opportunities=ids if kind == OPPORTUNITY else (),
            qualifications=ids if kind == QUALIFICATION else (),
            requests=[request for request, _ in loaded],
            scheme=scheme,
            still_referred_to=still_referred_to,
        )
        return Done(
            release=release, source=call.stored, issues=tuple(issue for _, issues in loaded for issue in issues)
        )

    carry_out(context, call, work, others=[Place("Delete file", name) for name in requests])


def _check_options(*, ids: Sequence[str], requests: Sequence[str], scheme: str | None) -> None:
    """Refuse a call that names nothing.

    Raises:
        UsageError: It is one.
    """
    if not ids and not requests:
        raise UsageError("Say what to withdraw: --ids ID, or a legacy Delete file.")
    if not all(each.strip() for each in ids):
        raise UsageError("--ids is empty. Give it the identifier of a record, or its @id.")
    if scheme is not None and not scheme.strip():
        raise UsageError("--scheme is empty. Name the scheme of the identifiers, or leave the option out.")


def _load_request(name: str, max_unpacked_size: int | None) -> tuple[Delete, tuple[Issue, ...]]:
    """Read a legacy request to delete records.

    Returns:
        The request, and a warning where it has no upload key.

    Raises:
        SourceError: It cannot be read.
        InvalidDataError: It is not valid, apart from the key.
        UsageError: It is something else.
    """
    from loms.cli.documents import load, not_valid
    from loms.formats import format_of
    from loms.legacy.delete import Delete

    if name != STANDARD_STREAM and not Path(name).exists():
        raise UsageError(f"There is no file {name}. If it is the identifier of a record, write: --ids {name}")
    loaded = load(name, max_unpacked_size=max_unpacked_size)
    document = loaded.document
    if not isinstance(document, Delete):
        raise UsageError(
            f"{shown_name(name)} is a {format_of(document).name} file, but records are withdrawn by a loq-delete file. "
            "Name the stored release first, then the Delete files."
        )
    others = tuple(fault for fault in loaded.faults if not _is_lack_of_key(fault, document))
    if others:
        raise not_valid(others, name, nothing_was="done")
    return document, tuple(_as_warning(fault) for fault in loaded.faults)


def _is_lack_of_key(fault: Issue, request: Delete) -> bool:
    """Whether all that is wrong is that the request has no upload key, which only the register asks for."""
    key: object = request.key
    return (
        key is None
        and fault.code == "XSD-MISSING-ATTRIBUTE"
        and fault.message.startswith("Delete has no attribute Key")
    )


def _as_warning(fault: Issue) -> Issue:
    return attrs.evolve(
        fault,
        severity=Severity.WARNING,
        remedy="To withdraw from a stored release it is not needed; a register asks for it.",
    )
