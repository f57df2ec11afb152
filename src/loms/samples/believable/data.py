"""Reads the believable texts: one file per language, and one for what is the same in every language."""

from __future__ import annotations

import functools
import itertools
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

__all__ = ["country_codes", "languages", "neutral_texts", "read_table", "texts_of"]

Texts = Mapping[str, tuple[str, ...]]
"""Texts by their kind; the first of a kind is the simplest."""

_FALLBACK = "en"
_ENDING = ".toml"
_DERIVED = ("countries", "place")
_NEUTRAL_DERIVED = ("mail_host", "mailbox", "page", "picture", "site", "telephone")


@functools.cache
def languages() -> frozenset[str]:
    """The languages that have believable texts of their own, as two-letter codes.

    Examples:
        >>> "is" in languages(), "xx" in languages()
        (True, False)
    """
    files = (resources.files(__package__) / "languages").iterdir()
    return frozenset(file.name.removesuffix(_ENDING) for file in files if file.name.endswith(_ENDING))


def country_codes(language: str | None) -> tuple[str, ...]:
    """The country in which the addresses of a language lie, once as LOMS writes it and once as the legacy formats do.

    Args:
        language: Two-letter code; one without texts of its own counts as English, and so does None.

    Returns:
        Names of members of the two code lists of countries.

    Examples:
        >>> country_codes("el")
        ('GRC', 'EL')
    """
    return texts_of(language)["countries"]


def texts_of(language: str | None) -> Texts:
    """The texts of a language.

    Args:
        language: Two-letter code; one without texts of its own counts as English, and so does None.

    Examples:
        >>> texts_of("fr")["title"][:2]
        ('Robotique', 'Botanique')
    """
    return _texts(language if language in languages() else _FALLBACK)


@functools.cache
def _texts(language: str | None) -> Texts:
    table = read_table(f"languages/{language}{_ENDING}")
    subjects, places = table["subject"], table["place"]
    # The pattern stands outside: the simplest comes first with every subject, and only then the next.
    titles = [pattern.replace("{subject}", subject) for pattern in table["title"] for subject in subjects]
    names = [
        pattern.replace("{city}", place.get("in_names", place["city"]))
        for pattern in table["organization"]
        for place in places
    ]
    lists = {key: tuple(value) for key, value in table.items() if key not in _DERIVED}
    return lists | {
        "countries": tuple(table["countries"]),
        "title": _capitalized(titles),
        "subject": _capitalized(subjects),
        "skill": tuple(table["outcome"]),
        "outcome": tuple(f"{outcome}." for outcome in table["outcome"]),
        "organization": tuple(names),
        "place": tuple(place["city"] for place in places),
        "address": tuple(place["address"] for place in places),
    }


@functools.cache
def neutral_texts() -> Texts:
    """The texts that are the same in every language, such as web addresses.

    Examples:
        >>> neutral_texts()["mail"][0]
        'info@campus.example'
    """
    table = read_table("neutral.toml")
    mails = [f"{name}@{host}" for host, name in itertools.product(table["mail_host"], table["mailbox"])]
    phones = table["telephone"]
    lists = {key: tuple(value) for key, value in table.items() if key not in _NEUTRAL_DERIVED}
    return lists | {
        "url": tuple(site + page for site, page in itertools.product(table["site"], table["page"])),
        "image": tuple(site + picture for site, picture in itertools.product(table["site"], table["picture"])),
        "mail": tuple(mails),
        "mailto": tuple(f"mailto:{mail}" for mail in mails),
        "phone": tuple(f"{phone['country']} {phone['area']} {phone['number']}" for phone in phones),
        "country_dialing": tuple(phone["country"].removeprefix("+") for phone in phones),
        "area_dialing": tuple(phone["area"] for phone in phones),
        "dial_number": tuple(phone["number"] for phone in phones),
    }


def read_table(name: str) -> Mapping[str, Any]:
    """Read a file of this package.

    Args:
        name: Its path inside the package.
    """
    file = resources.files(__package__).joinpath(*name.split("/"))
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _capitalized(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts that begin with a capital letter and stay as they are after that."""
    return tuple(text[0].upper() + text[1:] for text in texts)
