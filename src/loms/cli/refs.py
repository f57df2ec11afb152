"""The command ``loms refs``: the references to the qualifications of datasets, to be used in datasets of courses."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs
import click

from loms.cli.failures import print_issues
from loms.cli.options import STANDARD_STREAM, Command, json_option, max_unpacked_size_option, output_option
from loms.cli.places import Place, check_places
from loms.cli.qualifications import check_files
from loms.cli.terminal import messages, print_json, results
from loms.errors import Issue, Severity, UsageError
from loms.wording import counted

if TYPE_CHECKING:
    from loms.resolve import ListedReference
    from loms.resolve.issues import Issues

__all__ = ["refs"]

REFUSED = 1
TABLE, JSON = "table", "json"
IN_FILES = ("csv", JSON, "xml")
FORMS = (TABLE, *IN_FILES)
INCOMPLETE = "REFS-INCOMPLETE"
ROWS = 1000
"""How many rows a table has; a list that is longer is shown as several, so that the first one appears soon."""


@click.command(
    cls=Command,
    examples=[
        "loms refs qualifications.xml",
        "loms refs registers/ -o references.csv",
        "loms refs legacy.xml --as xml --namespace https://data.example.org/qualification/",
    ],
)
@click.argument("sources", metavar="FILE…", nargs=-1, required=True)
@click.option(
    "form",
    "--as",
    type=click.Choice(FORMS),
    help="How to list them; xml gives qualificationRef elements, ready for a dataset of courses. Without it the name "
    "of OUT says it, such as refs.csv, and what is printed is a table.",
)
@output_option(metavar="OUT")
@click.option("--namespace", metavar="URI", help="Under which ids are made for legacy qualifications, which have none.")
@click.option(
    "--identifier-scheme",
    metavar="SCHEME",
    help="Scheme of the identifiers in legacy files, which do not name it; references name it as schemeID.",
)
@max_unpacked_size_option
@json_option
@click.pass_context
def refs(
    context: click.Context,
    /,
    *,
    sources: tuple[str, ...],
    form: str | None,
    target: str,
    namespace: str | None,
    identifier_scheme: str | None,
    max_unpacked_size: int | None,
    as_json: bool,
) -> None:
    """List references to the qualifications in each FILE.

    FILE may also be a folder of files, or a pattern. A reference repeats the identifier of a qualification and its
    schemeID. A dataset of courses holds it in the place of the qualification, which is published in a dataset of its
    own. Where a FILE cannot be read to its end, OUT is not written, and the exit code is 1.
    """
    from loms.resolve import references
    from loms.resolve.issues import Issues

    if as_json and target == STANDARD_STREAM and form not in (None, JSON):
        raise UsageError(f"--json and the list as {form} cannot both go to standard output; give -o OUT.")
    check_files(sources)
    check_places(inputs=[Place("source", each) for each in sources], outputs=[Place("list", target)])
    form = _form_of(target, form)
    is_written = True
    issues = Issues()
    listed = _Counted(
        references(
            *sources,
            namespace=namespace,
            identifier_scheme=identifier_scheme,
            on_issue=issues.add,
            max_unpacked_size=max_unpacked_size,
        )
    )
    if as_json and target == STANDARD_STREAM:
        _print(_document(listed, issues))
    elif target != STANDARD_STREAM:
        is_written = _write(_lines(form, listed, issues), target, issues)
        _tell(listed, issues, form=form, target=target if is_written else None, as_json=as_json)
    elif form == TABLE:
        _show(listed)
    else:
        _print(_lines(form, listed, issues))
    if not as_json:
        print_issues(issues.all())
    if not listed.count:
        messages().line("loms: warning: No qualification was found, so the list is empty.", style="yellow")
    if _failed(issues):
        left = "" if is_written else f", so {target} was not written"
        messages().line(f"loms: error: The list is not complete{left}.", style="bold red")
        context.exit(REFUSED)


@attrs.define
class _Counted:
    """Passes references on and counts them.

    Attributes:
        references: The references.
        count: How many were passed on.
    """

    references: Iterator[ListedReference]
    count: int = 0

    def __iter__(self) -> Iterator[ListedReference]:
        for each in self.references:
            self.count += 1
            yield each


def _form_of(target: str, chosen: str | None) -> str:
    """How to list references.

    Raises:
        UsageError: The name of the file does not say it, and nobody else does, or it is to be a table.
    """
    if target == STANDARD_STREAM:
        return chosen or TABLE
    form = chosen or target.lower().removesuffix(".gz").rpartition(".")[2]
    if form == TABLE:
        raise UsageError(f"A table is only printed. Give --as {', '.join(IN_FILES)} for a file.")
    if form not in IN_FILES:
        raise UsageError(f"The name {target} does not say how to list the references. Give --as {', '.join(IN_FILES)}.")
    return form


def _failed(issues: Issues) -> bool:
    return any(issue.severity is Severity.ERROR for issue in issues.all())


def _show(listed: Iterable[ListedReference]) -> None:
    """Print tables, for people."""
    rows = ((each.identifier, each.scheme_id or "", each.eqf_level or "", each.title) for each in listed)
    total = 0
    while batch := list(itertools.islice(rows, ROWS)):
        total += len(batch)
        results().table(("Identifier", "schemeID", "EQF", "Title"), batch, whole=["Identifier", "schemeID"])
    results().line(f"{counted(total, 'reference')}.")


def _tell(listed: _Counted, issues: Issues, *, form: str, target: str | None, as_json: bool) -> None:
    """Say what was written; nothing, where there is no target."""
    if as_json:
        print_json({**_summary(listed, issues), "form": form, "target": target})
    elif target is not None:
        results().line(f"{target} written: {counted(listed.count, 'reference')}.")


def _summary(listed: _Counted, issues: Issues) -> Mapping[str, object]:
    """What programs learn of a list."""
    found: tuple[Issue, ...] = issues.all()
    return {"ok": not _failed(issues), "count": listed.count, "issues": [issue.as_dict() for issue in found]}


def _print(lines: Iterable[str]) -> None:
    """Print lines; on a terminal so that nothing in data steers it."""
    if sys.stdout.isatty():
        for line in lines:
            results().line(line.rstrip("\r\n"))
    else:
        sys.stdout.writelines(lines)


class _IncompleteError(Exception):
    """A source could not be read to its end."""


def _check_complete(issues: Issues) -> None:
    if any(issue.code == INCOMPLETE for issue in issues.all()):
        raise _IncompleteError


def _write(lines: Iterable[str], target: str, issues: Issues) -> bool:
    """Write lines to a file, whole or not at all: where a source was not read to its end, nothing takes its place.

    Returns:
        Whether it was written.
    """
    from loms.io.target import open_target

    try:
        with open_target(target) as stream:
            for line in lines:
                stream.write(line.encode("utf-8"))
            _check_complete(issues)
    except _IncompleteError:
        return False
    return True


def _lines(form: str, listed: Iterable[ListedReference], issues: Issues) -> Iterator[str]:
    from loms.resolve import csv_lines, xml_lines

    if form == "csv":
        return csv_lines(listed)
    if form == "xml":
        return xml_lines(listed, on_issue=issues.add)
    return _array(listed)


def _document(listed: _Counted, issues: Issues) -> Iterator[str]:
    """A JSON document with the references, which are read only while it is written."""
    yield '{"references":\n'
    yield from _array(listed, end=",")
    yield f"{json.dumps(_summary(listed, issues)).removeprefix('{')}\n"


def _array(listed: Iterable[ListedReference], *, end: str = "") -> Iterator[str]:
    """A JSON array with one object on each line, and what stands behind it."""
    yield "[\n"
    waiting: str | None = None
    for each in listed:
        if waiting is not None:
            yield f"{waiting},\n"
        waiting = json.dumps(each.as_dict())
    if waiting is not None:
        yield f"{waiting}\n"
    yield f"]{end}\n"
