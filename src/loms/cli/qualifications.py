"""What the commands share that look for qualifications: where these are, and an index of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from loms.cli.options import STANDARD_OUTPUT, STANDARD_STREAM, Command, collected, max_unpacked_size_option
from loms.cli.places import Place
from loms.cli.terminal import messages
from loms.errors import UsageError

if TYPE_CHECKING:
    from loms.resolve import Index

__all__ = [
    "CommandWithLists",
    "GivenQualifications",
    "check_files",
    "check_index_file",
    "qualifications_options",
    "warn_of_none",
]


class CommandWithLists(Command):
    """A command with options that take all file names up to the next option, as a shell makes them of ``*.xml``.

    Written with ``=``, such an option takes one name, as usual.

    Attributes:
        lists: These options.
    """

    lists = ("--qualifications",)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Understand the arguments; each further value of such an option gets the option before it.

        Raises:
            click.UsageError: They make no sense.
        """
        try:
            return super().parse_args(ctx, list(self._repeated(ctx, args)))
        except click.MissingParameter as error:
            if not isinstance(error.param, click.Argument) or self._used(args) is None:
                raise
            raise self._misplaced(ctx, error.param, args) from error
        except click.UsageError as error:
            if "unexpected extra argument" not in error.message:
                raise
            hint = f"{error.message}. Files with qualifications are named behind {self.lists[0]}."
            raise click.UsageError(hint, ctx) from error

    def _used(self, args: Sequence[str]) -> str | None:
        """The first of such options that is there."""
        return next((each for each in args if each in self.lists), None)

    def _misplaced(self, ctx: click.Context, argument: click.Argument, args: Sequence[str]) -> click.UsageError:
        """What to say where the option took what was meant for an argument."""
        name = argument.make_metavar(ctx)
        return click.UsageError(
            f"Missing argument '{name}'. It stands before {self._used(args)}, which takes all file names behind it.",
            ctx,
        )

    def _repeated(self, ctx: click.Context, args: Sequence[str]) -> Iterator[str]:
        current = ""
        is_first = False
        for position, each in enumerate(args):
            is_name = not each.startswith("-") or each == "-"
            if is_first and not is_name:
                raise click.UsageError(f"Option {current!r} requires an argument: the name of a file.", ctx)
            if each == "--":
                yield from args[position:]
                return
            if not is_name:
                current, is_first = (each, True) if each in self.lists else ("", False)
            elif current and not is_first:
                yield current
            else:
                is_first = False
            yield each


@attrs.frozen(kw_only=True)
class GivenQualifications:
    """Where qualifications are to be looked for.

    Attributes:
        qualifications: Files, folders and patterns.
        index: Path of an index, or None.
        identifier_scheme: The scheme of identifiers in files of formats that name none.
        accept_near: Whether a near miss counts as found.
        max_unpacked_size: The most bytes to which a compressed file may unpack; None takes the usual limit.
    """

    qualifications: tuple[str, ...]
    index: str | None
    identifier_scheme: str | None
    accept_near: bool
    max_unpacked_size: int | None

    @property
    def inputs(self) -> list[Place]:
        """The files that are read."""
        index = [] if self.index is None else [Place("index", self.index)]
        return [*(Place("qualifications", each) for each in self.qualifications), *index]

    def check(self) -> None:
        """Refuse names that stand for no files, files or a scheme beside an index, and a scheme that is none.

        Raises:
            UsageError: Standard input stands for qualifications, or something that is no file for the index, or both
                files and an index were given, or a scheme and an index, or no document can hold the scheme.
        """
        from loms.convert.settings import Settings

        check_files(self.qualifications)
        if self.index is not None:
            check_index_file(self.index)
        if self.qualifications and self.index is not None:
            raise UsageError(
                "An index is only read, so give --qualifications or --index, not both. To put files into an index, "
                f"build it with: loms index build FILE… -o {self.index}"
            )
        Settings(identifier_scheme=self.identifier_scheme)
        if self.identifier_scheme is not None and self.index is not None:
            raise UsageError(
                "An index has the scheme of identifiers with which it was built, so --index takes no "
                f"--identifier-scheme. Build it with: loms index build FILE… -o {self.index} --identifier-scheme SCHEME"
            )

    @contextlib.contextmanager
    def open(self) -> Iterator[Index]:
        """Make or open the index.

        Yields:
            The index.

        Raises:
            UsageError: Neither files nor an index were given.
            LomsError: As for `Index.from_sources` and `Index.open`.
        """
        from loms.resolve import Index

        if not self.qualifications and self.index is None:
            raise UsageError("Say where the qualifications are: --qualifications FILE…, or --index FILE.")
        if self.index is not None:
            opened = Index.open(self.index)
        else:
            opened = Index.from_sources(
                *self.qualifications,
                identifier_scheme=self.identifier_scheme,
                max_unpacked_size=self.max_unpacked_size,
            )
        with opened:
            warn_of_none(opened)
            yield opened

    @contextlib.contextmanager
    def open_if_named(self) -> Iterator[Index | None]:
        """Make or open the index, or give None where neither files nor an index were given.

        Raises:
            UsageError: Neither were given, but options that are about them.
            LomsError: As for `open`.
        """
        if not self.qualifications and self.index is None:
            if self.accept_near or self.identifier_scheme is not None:
                raise UsageError(
                    "--accept-near and --identifier-scheme are about qualifications that are looked up; give "
                    "--qualifications FILE… or --index FILE, too, or neither of them."
                )
            yield None
            return
        with self.open() as opened:
            yield opened


def check_files(names: Sequence[str]) -> None:
    """Refuse standard input where files are needed.

    Args:
        names: What the command line names.

    Raises:
        UsageError: One is standard input.
    """
    if STANDARD_STREAM in names:
        raise UsageError("Qualifications are read from files, not from standard input (-). Save them to a file first.")


def check_index_file(name: str) -> None:
    """Refuse what is no file and can become none.

    Args:
        name: Where an index is or is to be.

    Raises:
        UsageError: It is a stream or a device.
    """
    is_stream = name in (STANDARD_STREAM, *STANDARD_OUTPUT)
    if is_stream or (Path(name).exists() and not (Path(name).is_file() or Path(name).is_dir())):
        raise UsageError(f"An index is a file, and {name} is none. Name a file, such as qualifications.sqlite.")


def warn_of_none(index: Index) -> None:
    """Say that an index holds no qualification, which is hardly meant.

    Args:
        index: The index.
    """
    if not len(index):
        messages().line(
            "loms: warning: The files hold no qualification that a reference could lead to.", style="yellow"
        )


def qualifications_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say where qualifications are; it gets them as one object, named ``given``."""
    command = collected(command, name="given", kind=GivenQualifications)
    options: tuple[Callable[[Any], Any], ...] = (
        click.option(
            "--qualifications",
            metavar="FILE…",
            multiple=True,
            help="Files with qualifications (LOMS 2019, ELM, legacy or QMS 1.0), folders of them, or patterns: all "
            "names up to the next option.",
        ),
        click.option(
            "--index",
            metavar="F.sqlite",
            help="An index of qualifications, in place of files. It is only read: loms index build makes it.",
        ),
        click.option(
            "--identifier-scheme",
            metavar="SCHEME",
            help="Scheme of the identifiers in legacy files, which do not name it; references name it as schemeID.",
        ),
        click.option(
            "--accept-near",
            is_flag=True,
            help="Take a qualification whose identifier differs only in letter case, white space and the like, where "
            "no other comes into question.",
        ),
        max_unpacked_size_option,
    )
    for option in reversed(options):
        command = option(command)
    return command
