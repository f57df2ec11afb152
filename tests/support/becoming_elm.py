"""What values of LOMS become in ELM: told apart from how the conversion finds it."""

from __future__ import annotations

import csv
import functools
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from loms.convert.accounting import Action, Entry
from loms.convert.tables import read_table
from tests.support.documents import SHARED
from tests.support.sayings import Place, Said, words

__all__ = ["stands_in_elm"]

_CROSSWALK = SHARED / "reference" / "crosswalks" / "loms_to_elm_codes.csv"
_HTML = "http://publications.europa.eu/resource/authority/file-type/HTML"
_LEVELS = ("/nqfLevel/@targetFrameworkID", "/nqfLevel/@targetNotation")


def stands_in_elm(said: Said, entry: Entry, places: Sequence[Place], *, texts: Collection[str]) -> bool:
    """Whether a value of LOMS is what it must be at a place of ELM.

    Args:
        said: The value.
        entry: What became of it at that place.
        places: What stands there.
        texts: The fields of LOMS that are texts.
    """
    target, values = entry.target or "", [place.value for place in places]
    if target.endswith("noteFormat/@uri"):
        return said.value == "text/html" and _HTML in values
    if target.endswith("/noteLiteral") and said.field not in texts:
        # What has no place is said in a phrase, codes by their last part or in full.
        ways = (said.value.strip().rpartition("/")[2].replace("_", " "), said.value.strip())
        return any(way in place.value for way in ways for place in places if place.language == "en")
    if said.field in texts:
        wanted = words(said.value)
        return any(wanted in place.words for place in places if said.language in (None, "", place.language))
    if said.field.endswith("@xsdVersion"):
        return values == ["3.3.1"]
    if entry.action is Action.COPIED:
        return said.value in values
    if said.field.endswith(("startedAtDate", "endedAtDate")):
        return any(value.startswith(f"{said.value.strip()[:10]}T00:00:00") for value in values)
    if said.field.endswith(_LEVELS):
        return any(value in _national() for value in values)
    if said.field.endswith("/amount"):
        return any(_number(value) == _number(said.value) for value in values)
    if said.field.endswith("/@uri") or said.field.endswith(("/@spatialID", "/@schemeID")):
        return not _meanings(said.value).isdisjoint(values)
    # It is spelled otherwise.
    return bool(values)


def _meanings(value: str) -> frozenset[str]:
    """The codes of ELM for a code of LOMS."""
    exact, beginnings = _codes()
    code = value.strip()
    if code in exact:
        return exact[code]
    found = [to + code[len(begin) :] for begin, to in beginnings if begin and code.startswith(begin)]
    return frozenset(found or [code])


@functools.cache
def _codes() -> tuple[Mapping[str, frozenset[str]], Sequence[tuple[str, str]]]:
    """The crosswalk, where it is there, otherwise our table."""
    if _CROSSWALK.is_file():
        with _CROSSWALK.open(encoding="utf-8", newline="") as lines:
            rows = [(row["loms_uri"], row["elm_uri"]) for row in csv.DictReader(lines)]
    else:
        rows = [(row["code"], row["elm"]) for row in read_table("elm_code")]
    exact: dict[str, frozenset[str]] = {}
    for code, meaning in rows:
        if not code.endswith("*"):
            exact[code] = exact.get(code, frozenset()) | {meaning}
    return exact, [(code[:-1], meaning[:-1]) for code, meaning in rows if code.endswith("*")]


@functools.cache
def _national() -> frozenset[str]:
    return frozenset(row["elm"] for row in read_table("elm_national_level"))


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value.strip())
    except InvalidOperation:
        return None
