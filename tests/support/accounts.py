"""Looks whether a conversion lost anything without a word: in the XML of both sides, whatever the formats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

import attrs
from xsdata.models.datatype import XmlDateTime

import loms
from loms.convert.accounting import Action, Entry
from loms.document import Document
from tests.support import facts
from tests.support.becoming_elm import stands_in_elm
from tests.support.becoming_legacy import is_phrase, loms_value, written_as
from tests.support.becoming_loms import Case, Wanted, legacy_languages, legacy_value
from tests.support.becoming_loms_from_qms import qms_languages, qms_value
from tests.support.sayings import Made, Place, Said, Source, from_second, text_fields, unmarked, words

__all__ = ["SETTINGS", "unaccounted"]

SETTINGS = loms.Settings(namespace="https://data.example.org/lo/")
"""The settings of conversions that need no others."""

_LANGUAGE = ("/@language", "/@lang")
_BLANK = re.compile(r"\b(?:It|Its text) is blank\.")
_LEFT_OUT = "Left out of the text"
_SHORT = 80
_MOMENTS = ("startedAtTime", "endedAtTime")

_MADE_UP = {"LearningOpportunity/EducationLevel": "9", "Qualification/NQFLevel": "99"}
"""What stands where the source says nothing."""

# What several source records or blocks say of one framework stands there once.
_SAID_ONCE = "semanticFrameworkReferences/framework/"

Claim = tuple[str | None, ...]
"""A text at a place: who says it, where it stands, what it is, in which language."""


def unaccounted(source: Document, done: loms.Conversion, settings: loms.Settings = SETTINGS) -> list[str]:
    """What the source says and the report of a conversion does not account for, or accounts for wrongly.

    Every text and attribute has an entry of its value. What was kept is what it must be at the place that its entry
    names, texts in their languages and as often as the source says them. What was dropped has a reason, which is not
    false. Every place that an entry names is there, and every entry is about something in the source.

    Args:
        source: What was converted.
        done: What came of it.
        settings: Those of the conversion.

    Returns:
        One line for each fault; none where all is well.
    """
    case = Case(source=Source(source), made=Made(done.document), settings=settings)
    return list(_Account(case, done.report.entries).faults())


class _Account:
    """The entries of a report, held against both documents."""

    def __init__(self, case: Case, entries: Sequence[Entry]) -> None:
        self._case = case
        self._entries = entries
        self._by_place: dict[tuple[str | None, str], list[Entry]] = {}
        for entry in entries:
            if entry.source is not None:
                self._by_place.setdefault((entry.record, from_second(entry.source)), []).append(entry)
        self._claims: Counter[Claim] = Counter()
        self._found: dict[Claim, int] = {}
        self._texts = text_fields(case.source.format.name)

    def faults(self) -> Iterator[str]:
        """What is wrong, one line each."""
        for said in self._case.source.all:
            yield from self._faults_of(said)
        for claim, count in self._claims.items():
            if self._found[claim] < count:
                yield f"{claim} is there {self._found[claim]} times, but was said {count} times"
        for entry in self._entries:
            if entry.target and not self._case.made.at(entry.target_record, entry.target):
                yield f"there is no {entry.target} in {entry.target_record}"
            if entry.action is Action.SYNTHESISED and not self._is_made_up_well(entry):
                yield f"{entry.target} of {entry.target_record} is not what it should be where the source says nothing"
            if entry.source is not None and not self._case.source.has(entry.record, from_second(entry.source)):
                yield f"{entry.record} has no {entry.source}"
            if not entry.reason or (entry.action is Action.DROPPED) != (entry.target is None):
                yield f"{entry} says no reason, or not where"

    def _faults_of(self, said: Said) -> Iterator[str]:
        entries = [each for each in self._by_place.get((said.record, said.path), []) if _is_about(each, said)]
        if not any(_LEFT_OUT not in each.reason for each in entries):
            yield f"{said} has no entry"
        if said.value.strip():
            for entry in entries:
                if not self._holds(said, entry, entries):
                    yield f"{said} is not {entry.action} at {entry.target_record} {entry.target}: {entry.reason}"

    def _is_made_up_well(self, entry: Entry) -> bool:
        """Whether what the source does not say is what the conversions promise."""
        target, made = entry.target or "", self._case.made
        found = _values(made.at(entry.target_record, target))
        if target in _MADE_UP:
            return _MADE_UP[target] in found
        if target.endswith("/identifier/@schemeID") and "/qualificationRef/" not in target:
            return (self._case.settings.identifier_scheme or self._case.settings.namespace) in found
        if target.endswith("/Description"):
            titles = _by_record(made.at(entry.target_record, f"{target.rpartition('/')[0]}/Title"))
            texts = _by_record(made.at(entry.target_record, target))
            # Several records may have the identifier.
            return any(said and said == texts.get(record) for record, said in titles.items())
        return True

    def _holds(self, said: Said, entry: Entry, entries: Sequence[Entry]) -> bool:
        if entry.action is Action.DROPPED:
            is_blank = not words(said.owner if said.path.endswith(_LANGUAGE) else said.value)
            return is_blank or _BLANK.search(entry.reason) is None
        places = self._case.made.at(entry.target_record, entry.target)
        if entry.action is Action.COPIED and not self._is_joined(said) and said.value not in _values(places):
            return False
        if self._case.made.format.name == "loms-2019":
            return self._stands_in_loms(said, entry, places)
        if self._case.made.format.name == "elm-loq":
            return stands_in_elm(said, entry, places, texts=self._texts)
        return self._stands_in_legacy(said, entry, entries, places)

    def _is_joined(self, said: Said) -> bool:
        """Whether several values of the source may stand in one text."""
        return self._case.made.format.name != "loms-2019" and said.field not in self._texts

    def _stands_in_loms(self, said: Said, entry: Entry, places: Sequence[Place]) -> bool:
        is_qms = self._case.source.format.name == "qms-1.0"
        target = entry.target or ""
        if said.path.endswith(_LANGUAGE):
            return self._language_stands_in_loms(said, entry, places)
        if said.field in self._texts and target.endswith("/text"):
            language, codes = (qms_languages if is_qms else legacy_languages)(said, entry, self._case)
            return self._text_stands_in_loms(said, entry, places, language, codes)
        if said.name == "InformationLanguage" and target.endswith("/@lang"):
            return said.value in _values(places)
        if said.name == "InformationLanguage" and any(_mark(said.value) in value for value in _values(places)):
            return True
        if said.field.lower().endswith("url") and target.endswith("/homepage/@uri"):
            page = attrs.evolve(said, value=said.language or "en", owner=said.value)
            link = attrs.evolve(entry, target=f"{target.removesuffix('/@uri')}/language/@uri")
            uris = self._case.made.at(link.target_record, link.target)
            if facts.text_language(page.value) and facts.language_uris().get(page.value):
                return self._language_stands_in_loms(page, link, uris)
        wanted = (qms_value if is_qms else legacy_value)(said, entry, self._case)
        if wanted is None:
            return entry.action is Action.NOTE and self._is_noted(said, entry, places, is_phrase=is_qms)
        return wanted.holds(_values(places))

    def _text_stands_in_loms(
        self, said: Said, entry: Entry, places: Sequence[Place], language: str, codes: frozenset[str]
    ) -> bool:
        """Whether a text is there in its language; one without a code in a note that names language and field."""
        model = "qms" if self._case.source.format.name == "qms-1.0" else "loq"
        mark = _mark(language, f"{model}-{said.name}") if entry.action is Action.NOTE else ""
        wanted = words(said.value)
        found = [place for place in places if place.language in codes and mark in place.value and place.words == wanted]
        self._claim(said, (entry.record, entry.target_record, entry.target, wanted, mark, *sorted(codes)), len(found))
        if entry.action is Action.COPIED:
            return said.value in _values(found)
        return bool(found)

    def _claim(self, said: Said, claim: Claim, found: int) -> None:
        # Nobody can tell which entry is about which of several records that have one identifier.
        is_alone = len(self._case.source.at(said.record, said.path)) == 1
        if is_alone and not str(claim[2]).startswith(_SAID_ONCE):
            self._claims[claim] += 1
            self._found[claim] = found

    def _language_stands_in_loms(self, said: Said, entry: Entry, places: Sequence[Place]) -> bool:
        """Whether a language is that of its own text or page."""
        target, made = entry.target or "", self._case.made
        if target.endswith("/language/@uri"):
            pages = made.at(entry.target_record, f"{target.removesuffix('/language/@uri')}/@uri")
            own = [page.where.removesuffix("@uri") for page in pages if _same_address(page.value, said.owner)]
            wanted = Wanted([facts.language_uris().get(said.value, ())])
            return any(wanted.holds(each.value for each in places if each.where.startswith(page)) for page in own)
        owner = words(said.owner)
        if target.endswith("/@lang"):
            texts = made.at(entry.target_record, target.removesuffix("/@lang"))
            return any(each.language == said.value and each.words == owner for each in texts)
        return any(_mark(said.value) in each.value and each.words == owner for each in places)

    def _is_noted(self, said: Said, entry: Entry, places: Sequence[Place], *, is_phrase: bool) -> bool:
        """Whether a note holds a value that is no text: an address in the language of the source, or in a phrase."""
        if is_phrase:
            return any(words(said.value) in words(each.value) and each.value != "" for each in places)
        _, codes = legacy_languages(said, attrs.evolve(entry, action=Action.MAPPED), self._case)
        return any(each.value == said.value and each.language in codes for each in places)

    def _stands_in_legacy(self, said: Said, entry: Entry, entries: Sequence[Entry], places: Sequence[Place]) -> bool:
        target = entry.target or ""
        if target.endswith("/@language") and said.field.endswith("/language/@uri"):
            return self._page_language_stands(said, entry)
        if said.field.endswith("/@lang"):
            text = attrs.evolve(said, path=said.path.removesuffix("/@lang"), value=said.owner)
            texts = self._case.made.at(entry.target_record, target.removesuffix("/@language"))
            own = [each for each in texts if any(_is_in(way, each.value) for way in written_as(text))]
            return said.value in _values(places) and (
                target.endswith("/InformationLanguage") or any(each.language == said.value for each in own)
            )
        if said.field in self._texts and not is_phrase(target):
            return self._text_stands_in_legacy(said, entry, places)
        wanted = loms_value(said, entry, entries, self._case)
        if wanted is not None:
            return wanted.holds(_values(places))
        # A value is said in the language of the record, or in English.
        own = self._case.made.at(entry.target_record, f"{target.partition('/')[0]}/InformationLanguage")
        languages = {None, "en", *_values(own)}
        if said.field.endswith("supplementaryDoc/@uri"):
            languages |= {each.language for each in places}
        return any(way in each.value for each in places if each.language in languages for way in written_as(said))

    def _text_stands_in_legacy(self, said: Said, entry: Entry, places: Sequence[Place]) -> bool:
        """Whether a text is there, alone or with others of its language, and no more often claimed than it is there."""
        marked = unmarked(said.value)
        for way in written_as(said):
            languages = {said.language, None} if way == said.value else {*marked, None}
            found = [each for each in places if each.language in languages]
            count = sum(each.value.count(way) for each in found)
            if (entry.target or "").endswith("Url"):
                count = sum(_same_address(each.value, way) for each in found)
            if count:
                claim = (None, entry.target_record, entry.target, way, *sorted(each or "" for each in languages))
                self._claim(said, claim, count)
                return entry.action is not Action.COPIED or said.value in _values(found)
        return False

    def _page_language_stands(self, said: Said, entry: Entry) -> bool:
        """Whether the address of the page stands under the language."""
        own = self._case.source.at(said.record, f"{said.path.rpartition('/language')[0]}/@uri")
        codes = facts.inverted(facts.language_uris()).get(said.value, frozenset())
        texts = self._case.made.at(entry.target_record, (entry.target or "").removesuffix("/@language"))
        return any(each.language in codes and any(_is_in(address, each.value) for address in own) for each in texts)


def _is_about(entry: Entry, said: Said) -> bool:
    """Whether an entry is about this value, or a part of it, and not that of another record of the same identifier."""
    if entry.value is None or _LEFT_OUT in entry.reason or entry.value == said.value:
        return True
    if len(said.value) > _SHORT:
        return entry.value == f"{said.value[: _SHORT - 1]}…"
    # A moment may be written in several ways.
    return said.name in _MOMENTS and _moment(entry.value) == _moment(said.value)


def _moment(value: str) -> XmlDateTime | str:
    try:
        return XmlDateTime.from_string(value.strip())
    except ValueError:
        return value


def _by_record(places: Sequence[Place]) -> Mapping[str, set[tuple[str, str | None]]]:
    """Texts with their languages by the record in which they stand."""
    found: dict[str, set[tuple[str, str | None]]] = {}
    for each in places:
        found.setdefault(each.where.partition("/")[0], set()).add((each.value, each.language))
    return found


def _values(places: Sequence[Place]) -> list[str]:
    return [each.value for each in places]


def _mark(language: str, name: str = "") -> str:
    """How a note begins that keeps a text in a language without a code."""
    return f'<section lang="{language}" class="{name}'


def _is_in(text: str, value: str) -> bool:
    """Whether a text is a part of another, or an address that is spelled otherwise."""
    return text in value or _same_address(text, value)


def _same_address(one: str, other: str) -> bool:
    return unquote(one.strip()) == unquote(other.strip())
