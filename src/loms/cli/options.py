"""What the commands share: how they show examples, the file to read and its limit, and the choice of JSON."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO, TypeVar

import attrs
import click

from loms.cli.failures import JSON
from loms.jobs import MOST_JOBS

__all__ = [
    "NOTHING_TO_DO",
    "STANDARD_STREAM",
    "Command",
    "byte_size",
    "collected",
    "dry_run_option",
    "jobs_option",
    "json_option",
    "max_unpacked_size_option",
    "names_json",
    "output_option",
    "report_option",
    "source_of",
]

STANDARD_STREAM = "-"
"""How the command line calls standard input and standard output."""

STANDARD_OUTPUT = ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""What the system calls standard output. Written as a file, it would be mixed with the summary."""

NOTHING_TO_DO = "Say what to convert to: --to FORMAT, or --to json, or an output that ends in .json, .ttl or .jsonld."
"""What to say when neither format nor notation would change."""

F = TypeVar("F", bound=Callable[..., object])

_SIZE = re.compile(
    r"(?P<number>[0-9]{1,15}(?:\.[0-9]{1,3})?) ?(?:(?P<prefix>[kmgt])(?P<binary>i?))?b?", re.ASCII | re.IGNORECASE
)
_NO_LIMIT = "none"
_PREFIXES = "kmgt"


class Command(click.Command):
    """A command whose help ends with examples.

    Attributes:
        examples: What a user would type.
    """

    def __init__(self, *arguments: Any, examples: Sequence[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, each on a line of its own."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


def collected(command: Callable[..., None], *, name: str, kind: type[attrs.AttrsInstance]) -> Callable[..., None]:
    """The command with one argument in the place of several that belong together.

    Args:
        command: What the command does.
        name: Name of the argument that it takes.
        kind: Class of that argument, made by attrs; its attributes are named as the parameters of click.
    """

    @functools.wraps(command)
    def with_one(*arguments: object, **options: object) -> None:
        together = {each.name: options.pop(each.name) for each in attrs.fields(kind)}
        command(*arguments, **{name: kind(**together)}, **options)

    return with_one


def output_option(*, metavar: str, help: str = "Where to write; else standard output.") -> Callable[[F], F]:
    """Give a command the option ``-o``.

    Args:
        metavar: What the help calls the file.
        help: What it is for.
    """
    return click.option(
        "target", "-o", "--output", metavar=metavar, default=STANDARD_STREAM, callback=_standard_output, help=help
    )


def report_option(*, help: str) -> Callable[[F], F]:
    """Give a command the option ``--report``.

    Args:
        help: What the report holds.
    """
    return click.option("--report", metavar="R.json", callback=_standard_output, help=help)


def json_option(command: F) -> F:
    """Give a command the option ``--json``."""

    def remember(context: click.Context, _: click.Parameter, value: bool) -> bool:
        context.meta[JSON] = value
        return value

    return click.option(
        "as_json", "--json", is_flag=True, callback=remember, help="Print one JSON document, for programs."
    )(command)


def jobs_option(help: str) -> Callable[[F], F]:
    """What gives a command the option ``--jobs``.

    Args:
        help: What it is good for.
    """
    return click.option(
        "--jobs", type=click.IntRange(min=1, max=MOST_JOBS), default=1, metavar="N", show_default=True, help=help
    )


def dry_run_option(command: F) -> F:
    """Give a command the option ``--dry-run``."""
    return click.option(
        "--dry-run",
        is_flag=True,
        help="Do all the work with the same output and exit code, but write nothing, no report either; --json prints "
        "that.",
    )(command)


def byte_size(text: str) -> int:
    """The number of bytes that somebody means.

    Args:
        text: A number with or without a unit, such as ``500MB`` or ``10 GiB``; or ``none`` for as many as there are.

    Raises:
        ValueError: It is no size.

    Examples:
        >>> [byte_size(text) for text in ("500MB", "1.5 gb", "64KiB", "1000")]
        [500000000, 1500000000, 65536, 1000]
    """
    if text.lower() == _NO_LIMIT:
        return sys.maxsize
    match = _SIZE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no size such as 500MB, 10GB or none.")
    steps = _PREFIXES.index(match["prefix"].lower()) + 1 if match["prefix"] else 0
    return int(Decimal(match["number"]) * (1024 if match["binary"] else 1000) ** steps)


def max_unpacked_size_option(command: F) -> F:
    """Give a command the option ``--max-unpacked-size``."""

    def understand(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
        try:
            return None if value is None else byte_size(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return click.option(
        "--max-unpacked-size",
        callback=understand,
        metavar="SIZE",
        help="The most to which a compressed file may unpack, such as 500MB, 10GB or none (no limit). Without it that "
        "is 100 times the compressed size, and 10 MB in any case.",
    )(command)


def _standard_output(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    return STANDARD_STREAM if value in STANDARD_OUTPUT else value


def source_of(name: str) -> str | BinaryIO:
    """What to read for a file name of the command line.

    Args:
        name: A path, or ``-`` for standard input.
    """
    return sys.stdin.buffer if name == STANDARD_STREAM else name


def names_json(path: str) -> bool:
    """Whether a file name says that the file holds JSON.

    Examples:
        >>> names_json("courses.json"), names_json("courses.json.gz"), names_json("courses.xml")
        (True, True, False)
    """
    return path.lower().removesuffix(".gz").endswith(".json")
