"""Looks up what codes of LOMS are called in the legacy models."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping

from loms.convert.tables import read_table
from loms.convert.to_loms.codes import isced_f
from loms.convert.uris import ISCED_F, LANGUAGES

__all__ = ["field_of_education", "is_field_of_1997", "language_of"]


def language_of(uri: str) -> str | None:
    """The legacy code of a language, or None.

    Args:
        uri: URI of the language in LOMS.

    Examples:
        >>> language_of("http://publications.europa.eu/resource/authority/language/FRA")
        'fr'
    """
    return _languages().get(uri)


def field_of_education(uri: str, known: Collection[str]) -> str | None:
    """The legacy code of a field of education of 2013, or of the next wider one that the legacy list has, or None.

    Args:
        uri: URI of the field in LOMS.
        known: Codes of the legacy list.

    Examples:
        >>> field_of_education("http://data.europa.eu/esco/isced-f/0721", ["072", "0721"])
        '0721'
        >>> field_of_education("http://data.europa.eu/esco/isced-f/0729", ["072", "0721"])
        '072'
    """
    code = uri.removeprefix(ISCED_F)
    while isced_f(code) is not None:
        if code in known:
            return code
        code = code[:-1]
    return None


def is_field_of_1997(uri: str, codes: Collection[str]) -> bool:
    """Whether a field of 2013 is what the table of codes makes of one of 1997.

    Args:
        uri: URI of the field in LOMS.
        codes: Codes of 1997.
    """
    field = uri.removeprefix(ISCED_F)
    return any(field in row["fields"].split() for row in read_table("isced_1997") if row["code"] in codes)


@functools.cache
def _languages() -> Mapping[str, str]:
    return {LANGUAGES + row["language"]: row["code"] for row in read_table("language") if row["language"]}
