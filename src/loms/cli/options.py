"""What several commands share: the file to read, and the choice of JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import BinaryIO, TypeVar

import click

from loms.cli.failures import JSON

__all__ = ["STANDARD_STREAM", "json_option", "source_of"]

STANDARD_STREAM = "-"
"""How the command line calls standard input and standard output."""

F = TypeVar("F", bound=Callable[..., object])


def json_option(command: F) -> F:
    """Give a command the option ``--json``."""

    def remember(context: click.Context, _: click.Parameter, value: bool) -> bool:  # noqa: FBT001 - click calls it
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
