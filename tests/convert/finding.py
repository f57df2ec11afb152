"""Looks whether everything that a report says is kept can be found where the report says."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from loms.convert.accounting import Action, ConversionReport, Entry
from loms.convert.leaves import Leaf, attribute_leaves_of, leaves_of
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.text import decode_references, is_html, strip_html
from loms.text.elements import KNOWN_TAGS
from tests.support.trees import text_of

WORD = re.compile(r"\w+")
TAG_NAME = re.compile(rf"</?(?:{'|'.join(sorted(KNOWN_TAGS))})(?![A-Za-z0-9])", re.IGNORECASE)
PRESENTATION = re.compile(r"""(?<=\s)(?:class|style|id|width)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")
NO_TEXTS = {"@language", "Url", "QualificationAwardedURL", "AwardingBodyUrl"}
ATTRIBUTE_NAME = re.compile(r"(?<=\s)[\w-]+\s*=\s*(?=[\"'\w])")


def lost_without_a_word(source: LearningOpportunities, report: ConversionReport, xml: bytes) -> list[str]:
    """Leaves with content that the report forgets, or that are not where it says they are."""
    tree = etree.fromstring(xml)
    by_id = {record.get("id"): record for record in tree.iterfind("{*}*/{*}*")}
    entries: dict[tuple[str | None, str | None], list[Entry]] = {}
    for entry in report.entries:
        entries.setdefault((entry.record, entry.source), []).append(entry)
    missing = [
        leaf.path for leaf in attribute_leaves_of(source, "LearningOpportunities") if (None, leaf.path) not in entries
    ]
    for record in source.learning_opportunity:
        for leaf in leaves_of(record, "LearningOpportunity"):
            found = entries.get((record.learning_opportunity_id, leaf.path), [])
            if (
                not found
                or not all(_stands(leaf.value, entry, by_id) for entry in found)
                or _forgotten(leaf, found, by_id)
            ):
                missing.append(f"{record.learning_opportunity_id}: {leaf.path} = {leaf.value!r}")
    return missing


def _stands(value: str, entry: Entry, by_id: dict[str | None, etree._Element]) -> bool:
    if entry.action is Action.DROPPED:
        return bool(entry.reason) and (entry.lost or not _words(value) or "repeat" in entry.reason or _harmless(entry))
    assert entry.target is not None
    values = _found(entry, by_id)
    if entry.action is Action.NOTE and (entry.source or "").endswith("/@language"):
        return any(f'lang="{value}"' in each or value == each for each in values)
    if _is_text(entry):
        return value in values or any(_words(value) in "".join(each.split()) for each in _read(entry, by_id))
    if entry.action is Action.COPIED:
        return value in values
    if entry.target.endswith("/identifier"):
        return value.split() in [each.split() for each in values]
    return bool(values)


def _forgotten(leaf: Leaf, entries: list[Entry], by_id: dict[str | None, etree._Element]) -> set[str]:
    """Words of a text, those in its tags and comments too, that neither a target nor an entry of their own holds."""
    texts = [each for each in entries if each.action is not Action.DROPPED and _is_text(each)]
    is_empty = any("blank" in each.reason or "Nothing is left" in each.reason for each in entries)
    if leaf.name in NO_TEXTS or not (texts or is_empty):
        return set()
    kept = [value for each in texts for value in _read(each, by_id)]
    dropped = [each.value or "" for each in entries if "Left out of the text" in each.reason]
    there = "".join(" ".join([*kept, *dropped]).split())
    return {word for word in WORD.findall(_everything(leaf.value)) if word not in there}


def _everything(value: str) -> str:
    """A text with all that stands in its tags but their names and what only says how the page looks."""
    text = value if is_html(value) else decode_references(value)
    if not is_html(text):
        return text
    for pattern in (PRESENTATION, TAG_NAME, ATTRIBUTE_NAME):
        text = pattern.sub(" ", text)
    return decode_references(text)


def _is_text(entry: Entry) -> bool:
    return (entry.target or "").endswith("/text") and not _is_code(entry)


def _found(entry: Entry, by_id: dict[str | None, etree._Element]) -> list[str]:
    assert entry.target is not None
    return _values(by_id[entry.target_record], tuple(entry.target.split("/")[2:]))


def _is_code(entry: Entry) -> bool:
    """Whether a code became a phrase in a note, which does not hold the code itself."""
    return entry.action is Action.NOTE and entry.language is None and "/@language" not in (entry.source or "")


def _harmless(entry: Entry) -> bool:
    """Whether a text says nothing, though it is not blank."""
    return any(each in entry.reason for each in ("no description", "blank", "Left out of the text", "Nothing is left"))


def _values(record: etree._Element, steps: tuple[str, ...]) -> list[str]:
    *elements, last = steps
    path = "/".join(f"{{*}}{step}" for step in elements) or "."
    if last.startswith("@"):
        return [each.get(last[1:], "") for each in record.iterfind(path)]
    path = "/".join(f"{{*}}{step}" for step in steps)
    return [text_of(each) for each in record.iterfind(path)]


def _read(entry: Entry, by_id: dict[str | None, etree._Element]) -> list[str]:
    """The texts at the place of an entry as people read them."""
    assert entry.target is not None
    path = "/".join(f"{{*}}{step}" for step in entry.target.split("/")[2:])
    return [
        strip_html(text_of(each)) if each.get("content-type") == "text/html" else text_of(each)
        for each in by_id[entry.target_record].iterfind(path)
    ]


@cache
def _words(value: str) -> str:
    text = value if is_html(value) else decode_references(value)
    return "".join((strip_html(text) if is_html(text) else text).split())
