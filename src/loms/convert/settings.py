"""The settings of a conversion, checked when they are made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from loms.convert.identifiers import is_uri
from loms.convert.tables import rows_by
from loms.errors import UsageError
from loms.model import TextLanguage

__all__ = ["Settings"]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _check_namespace(_settings: object, _field: object, value: str | None) -> None:
    if value is None:
        return
    # What follows decides too: behind https://a.example: there can only be a port.
    if (
        isinstance(value, str)
        and value.endswith(("/", "#", ":"))
        and "#" not in value[:-1]
        and is_uri(value)
        and is_uri(f"{value}opportunity/")
    ):
        return
    raise UsageError(
        f"The namespace {value!r} is not an absolute URI that ends in '/', '#' or ':'. "
        "Give one that is yours, such as https://data.example.org/lo/."
    )


def _check_scheme(_settings: object, _field: object, value: str | None) -> None:
    if value is None:
        return
    given: object = value
    if not isinstance(given, str):
        raise UsageError(f"The identifier scheme {value!r} is no text. Give one, such as a URI, or leave it out.")
    if value == "":
        raise UsageError("The identifier scheme is empty. Name one, or leave the setting out.")
    if _NOT_XML.search(value):
        raise UsageError(f"The identifier scheme {value!r} holds a character that XML cannot hold; write it without.")
    if value != " ".join(value.split()):
        raise UsageError(f"The identifier scheme {value!r} begins, ends or goes on with white space; write it without.")


def _check_languages(_settings: object, _field: object, value: Mapping[object, object]) -> None:
    countries = rows_by("fallback_language", "country")
    languages = [language.value for language in TextLanguage]
    for country, language in value.items():
        if country not in countries:
            raise UsageError(
                f"fallback_languages names {country!r}, which is no country of the legacy list. "
                f"It has: {' '.join(sorted(countries))}."
            )
        if language not in languages:
            raise UsageError(
                f"fallback_languages gives {country} the language {language!r}, for which LOMS has no text code. "
                f"It has: {' '.join(languages)}."
            )


def _check_switch(_settings: object, field: attrs.Attribute[bool], value: object) -> None:
    if not isinstance(value, bool):
        raise UsageError(f"The setting {field.name} is {value!r}. Give True or False.")


def _frozen(value: Mapping[str, str]) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise UsageError(
            f"fallback_languages is {value!r}. Give a mapping of country codes to language codes, such as "
            "{'ES': 'es'}."
        )
    return MappingProxyType(dict(value))


@attrs.frozen(kw_only=True)
class Settings:
    """What a conversion cannot know by itself.

    Attributes:
        namespace: Absolute URI under which ids are minted, ending in ``/``, ``#`` or ``:``. No default, because ids
            must be yours and must stay the same from release to release: conversions that mint ids refuse to run
            without it. An id is the namespace, the kind of record and the percent-encoded source identifier, such as
            ``https://data.example.org/lo/opportunity/BREAD-2025``; records without an identifier, which organizations
            are, have a UUID made of their content in its place.
        identifier_scheme: Value of ``schemeID`` for the identifiers of the source. Legacy identifiers are unique only
            inside of their data source, so they mean nothing without it. Default: the namespace.
        fallback_languages: Language code of LOMS by legacy country code, for texts in the seven languages that LOMS
            has no code for (Basque, Catalan, Galician, Russian, Scottish Gaelic, Turkish, Welsh). Such a text is kept
            in a note that names its language; the note must have some code. Default: the main language of the
            country, such as ``es`` for Spain; what is given here is taken before it.
        parse_texts: Whether dates, amounts, credit points and durations that a free text says beyond doubt are also
            written as values. The text is kept in any case. Default: yes, because registers search by values.

    Examples:
        >>> Settings(namespace="https://data.example.org/lo/").scheme()
        'https://data.example.org/lo/'
    """

    namespace: str | None = attrs.field(default=None, validator=_check_namespace)
    identifier_scheme: str | None = attrs.field(default=None, validator=_check_scheme)
    fallback_languages: Mapping[str, str] = attrs.field(
        factory=dict, converter=_frozen, validator=_check_languages, hash=False
    )
    parse_texts: bool = attrs.field(default=True, validator=_check_switch)

    def minting_namespace(self) -> str:
        """The namespace, for a conversion that mints ids.

        Raises:
            UsageError: There is none.
        """
        if self.namespace is None:
            raise UsageError(
                "This conversion gives ids to records, so it needs a namespace: an absolute URI of yours, such as "
                "https://data.example.org/lo/ (Settings(namespace=…), on the command line --namespace)."
            )
        return self.namespace

    def scheme(self) -> str:
        """The scheme of the identifiers of the source: the setting, or the namespace.

        Raises:
            UsageError: There is neither.
        """
        return self.identifier_scheme or self.minting_namespace()
