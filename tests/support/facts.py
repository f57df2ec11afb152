"""The codes of both sides: those of the crosswalk, where it is there, otherwise those of our tables."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping

from loms.convert.tables import read_table, rows_by
from tests.support.documents import SHARED

__all__ = [
    "COUNTRY",
    "EQF",
    "ISCED_F",
    "LANGUAGE",
    "NATIONAL",
    "NUTS",
    "codes",
    "fallback_language",
    "inverted",
    "language_names",
    "language_uris",
    "phrases_of_study",
    "study_codes",
    "text_language",
]

COUNTRY = "http://publications.europa.eu/resource/authority/country/"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
NUTS = "http://data.europa.eu/esco/nuts/"
ISCED_F = "http://data.europa.eu/esco/isced-f/"
EQF = "http://data.europa.eu/esco/eqf/"
NATIONAL = "http://data.europa.eu/esco/qdr/QF/"

_CROSSWALK = SHARED / "reference" / "crosswalks" / "legacy_to_loms_codes.csv"
_FALLBACK = "fallback text/@lang by country (for texts in a language LOMS lacks)"
_STUDY = {
    "mode": ("StudyType -> mode", "http://data.europa.eu/europass/modeOfLearningAndAssessment/"),
    "schedule": ("StudyType -> learningSchedule", "http://data.europa.eu/europass/learningScheduleType/"),
    "activity": (
        "StudyType -> learningActivitySpecification/type",
        "http://data.europa.eu/europass/learningActivityType/",
    ),
}

Codes = Mapping[str, frozenset[str]]
"""Codes of LOMS by legacy code."""


@functools.cache
def codes(vocabulary: str, table: str, column: str, prefix: str = "", *, key: str = "code") -> Codes:
    """The codes of one list.

    Args:
        vocabulary: Its name in the crosswalk.
        table: Our table.
        column: The column of LOMS.
        prefix: What is before the code in its URI.
        key: The column of the legacy code.
    """
    found = _crosswalk().get(vocabulary)
    if found is not None:
        return found
    rows = read_table(table)
    return {row[key]: frozenset(prefix + code for code in row[column].split()) for row in rows if row[column]}


@functools.cache
def study_codes(kind: str) -> Codes:
    """Codes of forms of study: of the kind ``mode``, ``schedule`` or ``activity``."""
    vocabulary, prefix = _STUDY[kind]
    found = _crosswalk().get(vocabulary)
    if found is not None:
        return found
    return {
        code: frozenset(prefix + row["value"] for row in rows if row["kind"] == kind)
        for code, rows in rows_by("study_type").items()
    }


def phrases_of_study() -> Mapping[str, str]:
    """The phrases for forms of study that LOMS has no code for, by legacy code."""
    found = _crosswalk().get("StudyType -> note")
    if found is not None:
        return {code: " ".join(values) for code, values in found.items()}
    return {row["code"]: row["value"] for row in read_table("study_type") if row["kind"] == "note"}


def language_uris() -> Codes:
    """URIs of languages by legacy code."""
    return codes("LanguageCode -> language/@uri", "language", "language", LANGUAGE)


@functools.cache
def language_names() -> Mapping[str, str]:
    """English names of the languages that LOMS has no URI for, by legacy code."""
    found = {row["code"]: row["name"] for row in read_table("language")}
    if _CROSSWALK.is_file():
        # Beside the name a note may say more, behind a colon.
        found |= {
            row["legacy_value"]: row["note"].partition(":")[0]
            for row in _rows()
            if row["vocabulary"] == "LanguageCode -> text/@lang" and row["note"]
        }
    return found


def text_language(code: str) -> str | None:
    """The code for texts of a legacy language, or None."""
    return next(iter(codes("LanguageCode -> text/@lang", "language", "text").get(code, ())), None)


def fallback_language(country: str) -> str:
    """The code for texts of a country in languages without a code."""
    found = codes(_FALLBACK, "fallback_language", "text", key="country").get(country)
    return next(iter(found)) if found else "en"


def inverted(found: Codes) -> Codes:
    """Legacy codes by code of LOMS."""
    back: dict[str, set[str]] = {}
    for legacy, values in found.items():
        for value in values:
            back.setdefault(value, set()).add(legacy)
    return {value: frozenset(names) for value, names in back.items()}


@functools.cache
def _crosswalk() -> Mapping[str, Codes]:
    """The vocabularies of the crosswalk; none where it is not there. Several codes stand apart, phrases do not."""
    if not _CROSSWALK.is_file():
        return {}
    found: dict[str, dict[str, frozenset[str]]] = {}
    for row in _rows():
        several = [row["loms_value"]] if row["vocabulary"].endswith("note") else row["loms_value"].split()
        known = found.setdefault(row["vocabulary"], {})
        known[row["legacy_value"]] = known.get(row["legacy_value"], frozenset()) | frozenset(several)
    return found


@functools.cache
def _rows() -> list[dict[str, str]]:
    with _CROSSWALK.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
