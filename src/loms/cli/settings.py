"""The settings of a conversion, from a file and from the options of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from loms.errors import SourceError, UsageError

if TYPE_CHECKING:
    from loms.convert.settings import Settings

__all__ = ["settings_of"]


def settings_of(
    file: str | None,
    *,
    namespace: str | None,
    identifier_scheme: str | None,
    fallback_languages: Sequence[str],
    parse_texts: bool | None,
) -> Settings:
    """The settings of a file, in which options of the command line take the place of what it says.

    Args:
        file: Path of a TOML file, or None.
        namespace: As in ``Settings``; None where the option was not given.
        identifier_scheme: The same.
        fallback_languages: Pairs such as ``ES=es``, which are added to those of the file.
        parse_texts: As in ``Settings``; None where the option was not given.

    Raises:
        SourceError: The file cannot be read.
        UsageError: A setting is unknown or has no meaning.
    """
    from loms.convert.settings import Settings

    settings = Settings() if file is None else _read(file)
    options = {"namespace": namespace, "identifier_scheme": identifier_scheme, "parse_texts": parse_texts}
    given: dict[str, object] = {name: value for name, value in options.items() if value is not None}
    if fallback_languages:
        given["fallback_languages"] = {**settings.fallback_languages, **_pairs(fallback_languages)}
    return attrs.evolve(settings, **given)  # type: ignore[arg-type]


def _read(file: str) -> Settings:
    from loms.convert.settings import Settings

    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"The settings {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The settings {file} are no text in UTF-8, which TOML is.") from error
    try:
        return Settings.from_toml(text)
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from error


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    """``["ES=es"]`` as a mapping.

    Raises:
        UsageError: One of them is no such pair.
    """
    for text in texts:
        if "=" not in text:
            raise UsageError(f"--fallback-language {text} is not of the form COUNTRY=LANGUAGE, such as ES=es.")
    return {country: language for country, _, language in (text.partition("=") for text in texts)}
