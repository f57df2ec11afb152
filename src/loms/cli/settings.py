"""The settings of a conversion, from a file and from the options of the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from loms.cli.options import STANDARD_STREAM, collected
from loms.cli.places import Place, shown_name
from loms.errors import SourceError, UsageError

if TYPE_CHECKING:
    from loms.convert.settings import Settings

__all__ = ["GivenSettings", "settings_options"]


@attrs.frozen(kw_only=True)
class GivenSettings:
    """What the command line says of the settings of a conversion.

    Attributes:
        settings_file: Path of a TOML file, ``-`` for standard input, or None.
        namespace: As in ``Settings``; None where the option was not given.
        identifier_scheme: The same.
        fallback_languages: Pairs such as ``ES=es``, which are added to those of the file.
        parse_texts: As in ``Settings``; None where the option was not given.
    """

    settings_file: str | None
    namespace: str | None
    identifier_scheme: str | None
    fallback_languages: Sequence[str]
    parse_texts: bool | None

    @property
    def places(self) -> tuple[Place, ...]:
        """The file from which settings are read, where there is one."""
        return () if self.settings_file is None else (Place("settings", self.settings_file),)

    def load(self) -> Settings:
        """The settings of the file, in which the options take the place of what it says.

        Raises:
            SourceError: The file cannot be read.
            UsageError: A setting is unknown or has no meaning.
        """
        from loms.convert.settings import Settings

        settings = Settings() if self.settings_file is None else _read(self.settings_file)
        names = ("namespace", "identifier_scheme", "parse_texts")
        given: dict[str, object] = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        if self.fallback_languages:
            given["fallback_languages"] = {**settings.fallback_languages, **_pairs(self.fallback_languages)}
        return attrs.evolve(settings, **given)  # type: ignore[arg-type]


def settings_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say how to convert; it gets them as one ``GivenSettings``, named ``given``."""
    command = collected(command, name="given", kind=GivenSettings)
    for option in (
        click.option(
            "--settings",
            "settings_file",
            metavar="S.toml",
            help="Settings of the conversion, by their names in the reference; options given here take their place.",
        ),
        click.option(
            "--parse-texts/--no-parse-texts",
            default=None,
            help="Write dates and amounts that a text says as values too. Without it the settings decide, which say "
            "yes.",
        ),
        click.option(
            "--fallback-language",
            "fallback_languages",
            metavar="COUNTRY=LANGUAGE",
            multiple=True,
            help="Language code for notes whose own language has none, such as ES=es; may be repeated.",
        ),
        click.option(
            "--identifier-scheme",
            metavar="SCHEME",
            help="Scheme of the legacy identifiers: a URI, or any other name. Without it that is the namespace.",
        ),
        click.option(
            "--namespace",
            metavar="URI",
            help="Under which new ids are minted: a URI of yours that ends in /, # or :. Needed to convert to "
            "loms-2019.",
        ),
    ):
        command = option(command)
    return command


def _read(file: str) -> Settings:
    from loms.convert.settings import Settings

    name = shown_name(file)
    try:
        content = sys.stdin.buffer.read() if file == STANDARD_STREAM else Path(file).read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise SourceError(f"The settings {name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The settings {name} are no text in UTF-8, which TOML is.") from error
    try:
        return Settings.from_toml(text)
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from error


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    """``["ES=es"]`` as a mapping.

    Raises:
        UsageError: One of them is no such pair.
    """
    for text in texts:
        if "=" not in text:
            raise UsageError(f"--fallback-language {text} is not of the form COUNTRY=LANGUAGE, such as ES=es.")
    return {country: language for country, _, language in (text.partition("=") for text in texts)}
