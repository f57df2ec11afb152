"""Prints: tables on a terminal, aligned text elsewhere, and nothing that data could use to steer the terminal."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, TextIO

import attrs

from loms.unseen import is_steering

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Screen", "folded_path", "messages", "print_json", "print_json_pieces", "printable", "results"]

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
GAP = 3
"""How many columns a table on a terminal leaves between two cells, and at its edges together at most."""


def printable(text: str) -> str:
    r"""The text on one line, with control characters written as escapes such as ``\x1b``.

    Args:
        text: Anything, usually out of data.

    Examples:
        >>> printable("red: \x1b[31m")
        'red: \\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(
        letter.encode("unicode_escape").decode("ascii") if is_steering(letter) else letter for letter in text
    )


def folded_path(path: str, width: int) -> str:
    """The path on as few lines as its steps allow; a line that goes on is indented.

    Args:
        path: Steps with ``/`` between them.
        width: How many columns there are. A step that is longer gets a line of its own.

    Examples:
        >>> print(folded_path("Qualifications/AwardingBody/@language", 30))
        Qualifications/AwardingBody/
          @language
    """
    first, *steps = path.split("/")
    lines = [first]
    for step in steps:
        if len(lines[-1]) + len(step) + 2 <= width:
            lines[-1] += f"/{step}"
        else:
            lines[-1] += "/"
            lines.append(f"  {step}")
    return "\n".join(lines)


@attrs.frozen
class Screen:
    """One of the two streams that people read.

    Attributes:
        stream: Standard output or standard error.
    """

    stream: TextIO

    @property
    def terminal(self) -> bool:
        """Whether a person is looking, not a program."""
        return self.stream.isatty()

    @property
    def width(self) -> int | None:
        """How many columns the terminal has, or None where lines may have any length."""
        return self._console().width if self.terminal else None

    def line(self, text: str = "", *, style: str = "") -> None:
        """Print one line.

        Args:
            text: What to say.
            style: How it looks on a terminal, in the words of rich, such as ``bold red``.
        """
        if self.terminal and style:
            from rich.text import Text

            self._console().print(Text(printable(text), style=style), soft_wrap=True)
        else:
            self.stream.write(f"{printable(text)}\n")

    def table(
        self,
        headers: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        numbers: Iterable[str] = (),
        whole: Iterable[str] = (),
        paths: Iterable[str] = (),
        title: str = "",
        styles: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Print a table; nothing is cut off.

        Args:
            headers: Names of the columns.
            rows: The cells.
            numbers: Names of the columns to align on the right.
            whole: Names of the columns that are never folded, because people copy from them.
            paths: Names of the columns that are folded only at a ``/``.
            title: What stands above it.
            styles: How cells that hold just one of these words look on a terminal, in the words of rich.
        """
        cells = [[printable(cell) for cell in row] for row in rows]
        if self.terminal:
            for header in paths:
                self._fold_paths(headers.index(header), headers, cells)
            self._rich_table(
                headers, cells, numbers=set(numbers), whole=set(whole), title=printable(title), styles=styles
            )
        else:
            self._plain_table(headers, cells, numbers=set(numbers), title=title)

    def _fold_paths(self, column: int, headers: Sequence[str], cells: Sequence[list[str]]) -> None:
        """Fold the cells of one column where the others leave too little room for it."""
        widths = [
            max(len(line[other]) for line in (headers, *cells)) for other in range(len(headers)) if other != column
        ]
        room = self._console().width - sum(widths) - GAP * (len(headers) + 1)
        for row in cells:
            row[column] = folded_path(row[column], room)

    def _rich_table(
        self,
        headers: Sequence[str],
        cells: Sequence[Sequence[str]],
        *,
        numbers: set[str],
        whole: set[str],
        title: str,
        styles: Mapping[str, str],
    ) -> None:
        from rich.box import SIMPLE_HEAD
        from rich.table import Table
        from rich.text import Text

        table = Table(box=SIMPLE_HEAD, title=Text(title) if title else None, title_justify="left")
        for header in headers:
            table.add_column(
                Text(header),
                justify="right" if header in numbers else "left",
                overflow="fold",
                no_wrap=header in whole,
            )
        for row in cells:
            table.add_row(*(Text(cell, style=styles.get(cell, "")) for cell in row))
        self._console().print(table)

    def _plain_table(
        self, headers: Sequence[str], cells: Sequence[Sequence[str]], *, numbers: set[str], title: str
    ) -> None:
        if title:
            self.line(title)
        lines = [list(headers), *cells]
        widths = [max(len(line[column]) for line in lines) for column in range(len(headers))]
        for line in lines:
            padded = [
                cell.rjust(width) if header in numbers else cell.ljust(width)
                for header, cell, width in zip(headers, line, widths, strict=True)
            ]
            self.stream.write("  ".join(padded).rstrip() + "\n")

    def _console(self) -> Console:
        from rich.console import Console

        return Console(file=self.stream, force_terminal=True, highlight=False, markup=False, emoji=False)


def results() -> Screen:
    """Standard output, where the results go."""
    return Screen(sys.stdout)


def messages() -> Screen:
    """Standard error, where everything else goes. What was printed before as a result is shown before."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    return Screen(sys.stderr)


def print_json_pieces(pieces: Iterable[str]) -> None:
    """Print one JSON document that comes in pieces, in ASCII as `print_json` does.

    Args:
        pieces: JSON, whatever letters it holds.
    """
    for piece in pieces:
        # In JSON all but ASCII stands in texts.
        sys.stdout.write(_NOT_ASCII.sub(lambda match: json.dumps(match.group())[1:-1], piece))
    sys.stdout.write("\n")


def print_json(document: object) -> None:
    """Print one JSON document as a result, in ASCII, so that neither the terminal nor its encoding matters."""
    json.dump(document, sys.stdout, indent=2)
    sys.stdout.write("\n")
