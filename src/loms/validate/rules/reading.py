"""Reads out of elements what rules are about: texts with their languages, the run of a field, links, values."""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import resources

import attrs
from lxml import etree

from loms.formats import FORMATS, find_format
from loms.io.schema.sources import local_name

__all__ = [
    "ALL_TEXTS",
    "ELM",
    "LEGACY",
    "LEGACY_TEXTS",
    "LOMS",
    "Text",
    "content_url_of",
    "field_of",
    "name_of",
    "repeated_languages",
    "shortened",
    "siblings",
    "table",
    "text_of",
]

LOMS = f"{{{find_format('loms-2019').namespace}}}"
"""How the tags of LOMS begin."""

ELM = f"{{{find_format('elm-loq').namespace}}}"
"""How the tags of ELM begin."""

LEGACY = tuple(each.name for each in FORMATS if each.name.startswith("loq-") and each.name != "loq-delete")
"""The names of the legacy formats that hold texts."""

LEGACY_TEXTS = (
    *("Title", "NonPreferredTerm", "NonPreferredTerms", "MoreInfo", "Description", "FurtherInfo"),
    *("SourceOfFurtherInfo", "ProviderName", "ProviderContactInfo", "ProviderType", "QualificationAwarded"),
    *("OtherQualificationAwardedTerm", "QualificationAwardedDescription", "AwardingBody", "AwardingBodyContactInfo"),
    *("DurationInformation", "StartDate", "CourseLocationInfo", "CourseAddress", "SpecialArrangements"),
    *("AccessRequirements", "AdmissionProcedure", "Costs", "Grants", "Credits", "WaysToAcquire"),
    *("NationalOccupationClassification", "RelationshipType", "ExpiryDate"),
)
"""The elements of the legacy formats that hold a text in a language."""

ALL_TEXTS = ("text", *LEGACY_TEXTS)
"""The elements that hold a text in a language, in any of these formats."""

_LONGEST_SHOWN = 60


@attrs.frozen
class Text:
    """A text in a language.

    Attributes:
        value: What it says, as it stands.
        language: Code of its language.
        is_html: Whether it says that it is HTML; None where its format does not say.
        field: Name of the field that it is for, such as ``title``.
    """

    value: str
    language: str
    is_html: bool | None
    field: str


def text_of(element: etree._Element) -> Text:
    """The text that stands in an element.

    Args:
        element: A ``text`` of LOMS, or a legacy element with a language.
    """
    value = element.text or ""
    if len(element):
        value = "".join(map(str, element.itertext()))
    if element.tag == f"{LOMS}text":
        kind = element.get("content-type")
        return Text(value, element.get("lang", ""), None if kind is None else kind == "text/html", field_of(element))
    return Text(value, element.get("language", "en"), None, name_of(element))


def field_of(text: etree._Element) -> str:
    """The name of the field that holds a ``text``."""
    parent = text.getparent()
    return "text" if parent is None else name_of(parent)


def content_url_of(page: etree._Element) -> str:
    """The address of a page of ELM; empty where it has none.

    Args:
        page: The element that holds it, such as ``homepage``.
    """
    return next((each.text or "" for each in page.iterchildren(f"{ELM}contentUrl")), "").strip()


def name_of(element: etree._Element) -> str:
    """The local name of an element."""
    return _local(str(element.tag))


_local = functools.cache(local_name)


def siblings(element: etree._Element) -> Iterator[etree._Element]:
    """The elements of a field, one for each language or value, if this is the first of them; else nothing.

    Args:
        element: One of them. Those of a field stand side by side.
    """
    before = element.getprevious()
    if before is not None and before.tag == element.tag:
        return
    following: etree._Element | None = element
    while following is not None and following.tag == element.tag:
        yield following
        following = following.getnext()


def repeated_languages(
    element: etree._Element, language_of: Callable[[etree._Element], str | None]
) -> Iterable[tuple[etree._Element, str]]:
    """The elements of a field whose language another of it had before, each with that language.

    Args:
        element: The first of them; for any other there is nothing to tell.
        language_of: Tells the language of an element, None where it has none.
    """
    following = element.getnext()
    # Most fields have one element.
    return () if following is None or following.tag != element.tag else _repeated_languages(element, language_of)


def _repeated_languages(
    element: etree._Element, language_of: Callable[[etree._Element], str | None]
) -> Iterator[tuple[etree._Element, str]]:
    seen: set[str] = set()
    for each in siblings(element):
        language = language_of(each)
        if language in seen:
            yield each, language
        elif language is not None:
            seen.add(language)


def shortened(text: str) -> str:
    r"""A text for a message: on one line, quoted, and cut off where it is long.

    Examples:
        >>> shortened("Bread\n and butter")
        "'Bread and butter'"
        >>> shortened("bread " * 50)[-12:]
        "read bread…'"
    """
    words = " ".join(text[: 4 * _LONGEST_SHOWN].split())
    return repr(words if len(words) <= _LONGEST_SHOWN else f"{words[: _LONGEST_SHOWN - 1]}…")


@functools.cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a table of the rules.

    Args:
        name: Name of the file in ``loms/validate/tables`` without its ending.

    Returns:
        One mapping per row, by the names of the columns.
    """
    source = resources.files("loms.validate") / "tables" / f"{name}.csv"
    return tuple(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
