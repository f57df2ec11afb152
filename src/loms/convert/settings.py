"""The settings of a conversion, checked when they are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from loms.convert.identifiers import is_uri, is_web_address
from loms.convert.known import KnownQualifications, known_qualifications
from loms.convert.settings_file import settings_of_toml
from loms.convert.tables import rows_by
from loms.errors import UsageError
from loms.model import TextLanguage
from loms.xml_values import NOT_XML

__all__ = ["Settings"]


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
    if NOT_XML.search(value):
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


def _one_of(*values: str, optional: bool = True) -> Callable[[object, attrs.Attribute[Any], str | None], None]:
    def check(_settings: object, field: attrs.Attribute[Any], value: str | None) -> None:
        if value not in values and not (optional and value is None):
            raise UsageError(
                f"The setting {field.name} is {value!r}. Give {' or '.join(map(repr, values))}, or leave it out."
            )

    return check


def _check_homepage(_settings: object, _field: object, value: object) -> None:
    if value in ("refuse", "provider", "id"):
        return
    filled = value.replace("{identifier}", "BREAD").replace("{id}", "BREAD") if isinstance(value, str) else ""
    if filled != value and is_web_address(filled) and is_uri(filled):
        return
    raise UsageError(
        f"The setting missing_homepage is {value!r}. Give 'refuse', 'provider', 'id', or a web address with "
        "{identifier} or {id} in it, such as https://school.example/courses/{identifier}."
    )


def _check_language(_settings: object, field: attrs.Attribute[str | None], value: str | None) -> None:
    known = [language.value for language in TextLanguage]
    if value is not None and value not in known:
        raise UsageError(
            f"The setting {field.name} is {value!r}. Give a language code of LOMS, or leave it out. "
            f"It has: {' '.join(known)}."
        )


def _check_key(_settings: object, _field: attrs.Attribute[str | None], value: str | None) -> None:
    # The value is a secret, so no message holds it.
    if value is not None and (not isinstance(value, str) or NOT_XML.search(value)):
        raise UsageError(
            "The setting legacy_key is no text that XML can hold. Give the upload key as it was given out."
        )


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
        namespace: Absolute URI under which ids are minted, ending in ``/``, ``#`` or ``:``. Default: none, because ids
            must be yours and must stay the same from release to release: conversions that mint ids refuse to run
            without it. An id is the namespace, the kind of record and the percent-encoded source identifier, such as
            ``https://data.example.org/lo/opportunity/BREAD-2025``; records without an identifier, which organizations
            are, have a UUID made of their content in its place.
        identifier_scheme: Value of ``schemeID`` for the identifiers of the source. Legacy identifiers are unique only
            inside of their data source, so they mean nothing without it. Default: the namespace, because it is a URI
            of the data source too.
        fallback_languages: Language code of LOMS by legacy country code, for texts in the seven languages that LOMS
            has no code for (Basque, Catalan, Galician, Russian, Scottish Gaelic, Turkish, Welsh). Such a text is kept
            in a note that names its language; the note must have some code. Default: none are given, and a country
            that is not given has its main language, such as ``es`` for Spain, because most of its readers know it.
        owns_qualifications: Whether the data source publishes the qualifications that its records lead to. Then a
            record with one named qualification, an EQF level and a national level becomes a `qualification` instead of
            a learning specification. Default: no, because Europass asks publishers to publish only what they own, and
            a qualification made for each course is there once for each course.
        known_qualifications: Qualifications that are published in other datasets, by the addresses of their pages:
            an object with a method ``find``, or a mapping such as ``{"https://school.example/baker":
            QualificationIdentity(identifier="Q-1", scheme_id="https://quals.example/")}``. A block that leads to
            exactly one of them becomes a `qualificationRef`. In a mapping the case of scheme and host, a slash at the
            end and percent-encoding make no difference. Default: none are known, because a legacy file does not say
            which of its qualifications others publish.
        study_type_pt: What part-time study (PT) is, ``partTimeIntensive`` (8 to 30 hours a week) or ``partTimeLight``
            (less). Default: not known, because the legacy code says no hours; a phrase keeps it.
        study_type_wk: What the code WK means in the data source, ``workbased`` or ``workShop``. Default: not known,
            because the legacy model does not say; a phrase keeps it.
        approximate_codes: Whether codes are written that only come near: distance learning as the mode online, a region
            that was merged into a larger one, a national framework that is the likely one of several. Default: yes,
            because registers search by codes; a phrase or a warning says that they are not exact.
        legacy_key: Upload key (``Key``) of the data source, for conversions to the legacy model. It is a secret: it
            stands in the converted document and nowhere else. Default: none, so an empty key is written, because no
            LOMS file holds one; you fill it in before you upload.
        default_language: Code of the language, such as ``en``, of what the source says no language for, in conversions
            to ELM, which requires one: opportunities and specifications that name none, and names of agencies. Default:
            that of the first title of the record, because somebody wrote it for the readers of the record.
        missing_homepage: What becomes of opportunities without a homepage, neither of their own nor of their
            specification, in conversions to ELM, which requires one. ``refuse`` leaves the opportunity out,
            ``provider`` takes the page of the provider, ``id`` the id of the opportunity where that is an address of
            the web, and anything else is the address of a page, with ``{identifier}`` for the first identifier of the
            opportunity or ``{id}`` for its id. Default: ``refuse``, because the register wants a page that belongs to
            this opportunity alone.
        missing_level: What becomes of qualifications without a level of the EQF and of a national framework that ELM
            knows, in conversions to ELM, which requires both. ``refuse`` leaves the qualification out, with all that
            leads to it; ``specification`` makes a learning achievement specification of it, which has neither levels
            nor codes of the qualification. Default: ``refuse``, because a qualification should not turn into something
            else unasked.
        successor_codes: Whether codes that ELM has withdrawn are replaced by those that came after them, such as a
            municipality by the one into which it was merged. Each is reported. Default: no, because the new code may
            mean more than the old.
        near_codes: Whether codes of LOMS that ELM does not have are replaced by those that only come near, in
            conversions to ELM, such as a French level by its number before 2019. Each is reported. Default: no, because
            nobody should guess a level.
        parse_texts: Whether dates, amounts, credit points and durations that a free text says beyond doubt are also
            written as values. The text is kept in any case. Default: yes, because registers search by values.
        expiry_ends_awarding: Whether the expiry of a legacy qualification (``ExpiryDate``) is the day on which awarding
            ends in the data source, and not, say, the time for which a certificate is valid. Then a text that is one
            date beyond doubt, in all its languages alike, also becomes the end of the awarding opportunity, unless
            ``parse_texts`` is off. The text is kept in any case. Default: no, because the legacy model does not say
            what expires, and a date in the wrong place would be believed.

    Examples:
        >>> Settings(namespace="https://data.example.org/lo/").scheme()
        'https://data.example.org/lo/'
    """

    namespace: str | None = attrs.field(default=None, validator=_check_namespace)
    identifier_scheme: str | None = attrs.field(default=None, validator=_check_scheme)
    fallback_languages: Mapping[str, str] = attrs.field(
        factory=dict, converter=_frozen, validator=_check_languages, hash=False
    )
    owns_qualifications: bool = attrs.field(default=False, validator=_check_switch)
    known_qualifications: KnownQualifications = attrs.field(
        default=known_qualifications({}), converter=known_qualifications, eq=False, repr=False
    )
    study_type_pt: str | None = attrs.field(default=None, validator=_one_of("partTimeIntensive", "partTimeLight"))
    study_type_wk: str | None = attrs.field(default=None, validator=_one_of("workbased", "workShop"))
    approximate_codes: bool = attrs.field(default=True, validator=_check_switch)
    legacy_key: str | None = attrs.field(default=None, validator=_check_key, repr=False)
    default_language: str | None = attrs.field(default=None, validator=_check_language)
    missing_homepage: str = attrs.field(default="refuse", validator=_check_homepage)
    missing_level: str = attrs.field(default="refuse", validator=_one_of("refuse", "specification", optional=False))
    successor_codes: bool = attrs.field(default=False, validator=_check_switch)
    near_codes: bool = attrs.field(default=False, validator=_check_switch)
    parse_texts: bool = attrs.field(default=True, validator=_check_switch)
    expiry_ends_awarding: bool = attrs.field(default=False, validator=_check_switch)

    @classmethod
    def from_toml(cls, text: str) -> Settings:
        """Make settings from a TOML document, whose keys are the names of the settings.

        Args:
            text: The document. ``fallback_languages`` is a table of language codes by country; in the table
                ``known_qualifications`` each address has a table with ``identifier`` and, where there is one,
                ``scheme_id``.

        Raises:
            UsageError: It is no TOML, or a setting is unknown or has no meaning.

        Examples:
            >>> Settings.from_toml("owns_qualifications = true").owns_qualifications
            True
        """
        fields = attrs.fields(cls)
        switches = [field.name for field in fields if field.validator is _check_switch]
        found = settings_of_toml(text, known=[field.name for field in fields], switches=switches)
        return cls(**found)  # type: ignore[arg-type]

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
