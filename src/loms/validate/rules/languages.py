"""Rules about the languages in which a record speaks."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from lxml import etree

from loms.convert.tables import read_table
from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import LEGACY, LOMS, name_of

_LOMS_TEXT = f"{LOMS}text"
# What a record says of itself in several languages; a qualification or a place has languages of its own.
_FIELDS = ("title", "description", "definition", "scheduleInformation", "admissionProcedure", "entryRequirementsNote")
_LEGACY_FIELDS = ("Title", "Description")


@rule(
    "LOMS-TEXT-REFERENCE-LANGUAGE",
    "warning",
    says="A record has its texts in its reference language.",
    why="The reference language is shown where there is no text in the language of the reader.",
    remedy="Add the text in that language, or correct the language.",
    formats=("loms-2019", *LEGACY),
    records=("learningOpportunity", "LearningOpportunity", "Qualification"),
    bad="""
<learningOpportunity>
  <title><text lang="en" content-type="text/plain">Baking bread</text></title>
  <referenceLanguage uri="http://publications.europa.eu/resource/authority/language/FRA"/>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <title><text lang="en" content-type="text/plain">Baking bread</text></title>
  <title><text lang="fr" content-type="text/plain">Faire du pain</text></title>
  <referenceLanguage uri="http://publications.europa.eu/resource/authority/language/FRA"/>
</learningOpportunity>""",
)
def without_reference_language(element: etree._Element, here: Here) -> Iterator[Finding]:
    wanted = _reference_language(element)
    if wanted is None:
        return
    languages = _languages_by_field(element)
    missing = [field for field, found in languages.items() if wanted not in found]
    if missing:
        verb = "has" if len(missing) == 1 else "have"
        yield Finding(element, f"The reference language is {wanted!r}, but {_listed(missing)} {verb} no text in it.")


@rule(
    "LOMS-LANGUAGE-WITHOUT-TEXT",
    "info",
    says="Something that is taught in a language has texts in it.",
    why="Those who can follow it read that language, and others may not be understood.",
    remedy="Add texts in that language, if you have them.",
    formats=("loms-2019", *LEGACY),
    records=("learningSpecification", "qualification", "LearningOpportunity"),
    bad="""
<learningSpecification>
  <title><text lang="en" content-type="text/plain">Baking bread</text></title>
  <language uri="http://publications.europa.eu/resource/authority/language/FRA"/>
</learningSpecification>""",
    good="""
<learningSpecification>
  <title><text lang="en" content-type="text/plain">Baking bread</text></title>
  <title><text lang="fr" content-type="text/plain">Faire du pain</text></title>
  <language uri="http://publications.europa.eu/resource/authority/language/FRA"/>
</learningSpecification>""",
)
def taught_without_text(element: etree._Element, here: Here) -> Iterator[Finding]:
    taught = _taught(element)
    if not taught:
        return
    spoken = set().union(*_languages_by_field(element).values())
    silent = [language for language in taught if language not in spoken]
    if silent:
        found = _listed([repr(each) for each in silent])
        yield Finding(element, f"It is taught in {found}, but neither title nor description is in that language.")


def _reference_language(record: etree._Element) -> str | None:
    if str(record.tag).startswith(LOMS):
        found = record.find(f"{LOMS}referenceLanguage")
        return None if found is None else _texts_by_uri().get(found.get("uri", ""))
    return _legacy_text(record, "InformationLanguage")


def _taught(record: etree._Element) -> list[str]:
    if str(record.tag).startswith(LOMS):
        uris = (each.get("uri", "") for each in record.iterchildren(f"{LOMS}language"))
        return [text for uri in uris if (text := _texts_by_uri().get(uri))]
    known = set(_texts_by_uri().values())
    found = (each.text or "" for each in record.iterchildren("{*}TeachingLanguage"))
    return [each.strip() for each in found if each.strip() in known]


def _languages_by_field(record: etree._Element) -> Mapping[str, set[str]]:
    """The languages of each field that a record has."""
    found: dict[str, set[str]] = {}
    is_loms = str(record.tag).startswith(LOMS)
    fields = _FIELDS if is_loms else _LEGACY_FIELDS
    for each in record:
        if isinstance(each.tag, str) and (field := name_of(each)) in fields:
            languages = (text.get("lang", "") for text in each.iterchildren(_LOMS_TEXT)) if is_loms else None
            found.setdefault(field, set()).update(languages or (each.get("language", "en"),))
    return found


def _legacy_text(record: etree._Element, name: str) -> str | None:
    found = record.find(f"{{*}}{name}")
    return None if found is None else (found.text or "").strip() or None


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


@functools.cache
def _texts_by_uri() -> Mapping[str, str]:
    """The code of texts by the code of languages, for the languages that texts may have."""
    rows = read_table("language")
    begin = "http://publications.europa.eu/resource/authority/language/"
    return {f"{begin}{row['language']}": row["text"] for row in rows if row["language"] and row["text"]}
