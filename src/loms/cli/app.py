"""The command ``loms`` and its options; each command has a module of its own."""

from __future__ import annotations

import io
import itertools
import sys
from typing import Any

import click

from loms import __version__
from loms.cli.codes import codes, formats
from loms.cli.convert import convert
from loms.cli.diff import diff
from loms.cli.failures import DEBUG, JSON, exit_codes, report_fault
from loms.cli.index import index
from loms.cli.info import info
from loms.cli.link import link
from loms.cli.merge import merge
from loms.cli.progress import showing_progress
from loms.cli.refs import refs
from loms.cli.resolve import resolve
from loms.cli.rules import rules
from loms.cli.sample import sample
from loms.cli.sweep import sweep
from loms.cli.terminal import messages
from loms.cli.validate import validate
from loms.cli.withdraw import withdraw

__all__ = ["app", "run"]


class _Group(click.Group):
    """A group whose commands never end in a traceback, and which tells programs in JSON what is wrong with a call."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Known before the options are understood, of which one may be wrong.
        ctx.meta[JSON] = "--json" in itertools.takewhile(lambda each: each != "--", args)
        with exit_codes(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with exit_codes(ctx):
            return super().invoke(ctx)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="loms")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def app(context: click.Context, *, debug: bool) -> None:
    """Check, convert, link and look into learning opportunity data of Europass.

    What you ask for is printed on standard output; errors and warnings go to standard error. A file may be compressed
    with gzip; - stands for standard input. Exit codes: 0 all is well, 1 the data has errors, 2 the call failed.

    Begin with: loms validate courses.xml
    """
    context.meta[DEBUG] = debug
    context.with_resource(showing_progress())


for command in (
    validate,
    rules,
    convert,
    resolve,
    refs,
    link,
    index,
    merge,
    withdraw,
    sweep,
    diff,
    info,
    codes,
    formats,
    sample,
):
    app.add_command(command)


def run() -> None:
    """Run the command line and leave the process with its exit code.

    Raises:
        SystemExit: Always.
    """
    try:
        code = _exit_code()
        sys.stdout.flush()
    except OSError as error:  # of standard output, which click fills with help and we with results
        code = report_fault(error)
    sys.exit(code)


def _show(error: click.ClickException) -> None:
    """Say what is wrong with the call. It repeats what was typed, which may hold what steers a terminal."""
    text = io.StringIO()
    error.show(text)
    for line in text.getvalue().rstrip("\n").split("\n"):
        messages().line(line)


def _exit_code() -> int:
    """What came of the command."""
    try:
        code = app.main(prog_name="loms", standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        return error.exit_code
    return code if isinstance(code, int) else 0
