"""What the commands share: how they show examples, the file to read, and the choice of JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, TypeVar

import click

from loms.cli.failures import JSON

__all__ = ["FAIL_ON", "NOTHING_TO_DO", "STANDARD_STREAM", "Command", "json_option", "names_json", "source_of"]

STANDARD_STREAM = "-"
"""How the command line calls standard input and standard output."""

NOTHING_TO_DO = "Say what to convert to: --to FORMAT, or --to json, or an output that ends in .json."
"""What to say when neither format nor notation would change."""

FAIL_ON = ("error", "dropped", "note", "warning")
"""What may keep a converted document from being written; each includes those before it."""

F = TypeVar("F", bound=Callable[..., object])


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


def json_option(command: F) -> F:
    """Give a command the option ``--json``."""

    def remember(context: click.Context, _: click.Parameter, value: bool) -> bool:
        context.meta[JSON] = value
        return value

    return click.option(
        "as_json", "--json", is_flag=True, callback=remember, help="Print one JSON document, for programs."
    )(command)


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
