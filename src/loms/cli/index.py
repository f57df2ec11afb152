"""The commands ``loms index``: build an index of qualifications, and say what is in it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from loms.cli.failures import print_issues
from loms.cli.options import Command, json_option, max_unpacked_size_option
from loms.cli.places import Place, check_places
from loms.cli.qualifications import check_files, check_index_file, warn_of_none
from loms.cli.terminal import messages, print_json, results
from loms.errors import Severity
from loms.wording import counted

if TYPE_CHECKING:
    from loms.resolve import Index

__all__ = ["index"]

REFUSED = 1


@click.group()
def index() -> None:
    """Build and show an index of qualifications.

    An index tells at once which qualification an identifier means, also in a national register of a million. It is one
    file. An index is only read by the commands that use it, and building it again reads only files that have changed.
    """


@index.command(
    cls=Command,
    examples=[
        "loms index build qualifications.xml -o qualifications.sqlite",
        "loms index build registers/ 'more/**/*.xml.gz' -o qualifications.sqlite",
    ],
)
@click.argument("sources", metavar="FILE…", nargs=-1, required=True)
@click.option("target", "-o", "--output", metavar="F.sqlite", required=True, help="Where to keep the index.")
@click.option(
    "--identifier-scheme",
    metavar="SCHEME",
    help="Scheme of the identifiers in legacy files, which do not name it; references name it as schemeID.",
)
@max_unpacked_size_option
@json_option
@click.pass_context
def build(
    context: click.Context,
    /,
    *,
    sources: tuple[str, ...],
    target: str,
    identifier_scheme: str | None,
    max_unpacked_size: int | None,
    as_json: bool,
) -> None:
    """Make an index of the qualifications in each FILE.

    FILE may also be a folder of files, or a pattern. What an index of that name knows of files that have not changed
    is taken over. A file that cannot be read to its end is left out, and the exit code is 1 then. The index keeps that
    it was left out, and the next build reads it again.
    """
    from loms.resolve import Index

    check_files(sources)
    check_index_file(target)
    check_places(inputs=[Place("source", each) for each in sources], outputs=[Place("index", target)])
    with Index.from_sources(
        *sources, path=target, identifier_scheme=identifier_scheme, max_unpacked_size=max_unpacked_size
    ) as built:
        _show(context, built, target, as_json=as_json)


@index.command(cls=Command, examples=["loms index info qualifications.sqlite"])
@click.argument("file", metavar="F.sqlite")
@json_option
@click.pass_context
def info(context: click.Context, /, *, file: str, as_json: bool) -> None:
    """Show of which files an index was made, which of them have changed since, and which were left out."""
    from loms.resolve import Index

    check_index_file(file)
    check_places(inputs=[Place("index", file)], outputs=[])
    with Index.open(file) as opened:
        _show(context, opened, file, as_json=as_json)


def _shown(path: str) -> str:
    """A path as people know it: what is in the folder where they are, without that folder."""
    try:
        short = os.path.relpath(path)
    except (OSError, ValueError):  # the folder is gone, or the file is on another drive
        return path
    return path if short.startswith(os.pardir) else short


def _show(context: click.Context, shown: Index, path: str, *, as_json: bool) -> None:
    """Print what is in an index and what is wrong with its sources."""
    from loms.resolve.readers import reader_of

    sources = [each for each in shown.sources if reader_of(each.format) is not None]
    size = len(shown)
    failed = any(issue.severity is Severity.ERROR for issue in shown.issues)
    if as_json:
        print_json(
            {
                "ok": not failed,
                "index": path,
                "qualifications": size,
                "sources": [
                    {
                        "path": each.path,
                        "format": each.format,
                        "identifier_scheme": each.scheme,
                        "records": each.records,
                    }
                    for each in sources
                ],
                "issues": [issue.as_dict() for issue in shown.issues],
            }
        )
    else:
        print_issues(shown.issues)
        results().table(
            ("File", "Format", "Records"),
            [(_shown(each.path), each.format, f"{each.records:,}") for each in sources],
            numbers=["Records"],
            whole=["File"],
        )
        results().line(f"{path}: {counted(size, 'qualification')} of {counted(len(sources), 'file')}.")
    warn_of_none(shown)
    if failed:
        messages().line("loms: error: Not all files are in the index.", style="bold red")
        context.exit(REFUSED)
