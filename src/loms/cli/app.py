"""The command ``loms`` and its options; each command has a module of its own."""

from __future__ import annotations

import contextlib
import io
import sys
from typing import Any

import click

from loms import __version__
from loms.cli.codes import codes, formats
from loms.cli.convert import convert
from loms.cli.failures import DEBUG, exit_codes
from loms.cli.info import info
from loms.cli.validate import validate

__all__ = ["app", "run"]


class _Group(click.Group):
    """A group whose commands never end in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        with exit_codes(ctx):
            return super().invoke(ctx)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="loms")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def app(context: click.Context, *, debug: bool) -> None:
    """Check, convert and look into learning opportunity data of Europass.

    What you ask for is printed on standard output; errors and warnings go to standard error. A file may be compressed
    with gzip; - stands for standard input. Exit codes: 0 all is well, 1 the data has errors, 2 the call failed.

    Begin with: loms validate courses.xml
    """
    context.meta[DEBUG] = debug


for command in (validate, convert, info, codes, formats):
    app.add_command(command)


def run() -> None:
    """Run the command line and leave the process with its exit code."""
    with contextlib.suppress(AttributeError, io.UnsupportedOperation):
        # A name that the encoding of the terminal lacks is no reason to fail.
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app(prog_name="loms")
