"""Looks whether everything that a report says is kept can be found where the report says."""

from __future__ import annotations

from functools import cache

from lxml import etree

from loms.convert.accounting import Action, ConversionReport, Entry
from loms.convert.leaves import attribute_leaves_of, leaves_of
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.text import decode_references, is_html, strip_html
from tests.support.trees import text_of

TEXT_KINDS = ("/text", "/identifier")


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
            if not found or not all(_stands(leaf.value, entry, by_id) for entry in found):
                missing.append(f"{record.learning_opportunity_id}: {leaf.path} = {leaf.value!r}")
    return missing


def _stands(value: str, entry: Entry, by_id: dict[str | None, etree._Element]) -> bool:
    if entry.action is Action.DROPPED:
        return bool(entry.reason) and (entry.lost or not _words(value) or "repeat" in entry.reason or _harmless(entry))
    assert entry.target is not None
    record = by_id[entry.target_record]
    steps = entry.target.split("/")[2:]
    values = _values(record, tuple(steps))
    if entry.action is Action.NOTE and (entry.source or "").endswith("/@language"):
        return any(f'lang="{value}"' in each or value == each for each in values)
    if entry.target.endswith(TEXT_KINDS) and not _is_code(entry):
        return any(_words(value) in _words(each) for each in values)
    if entry.action is Action.COPIED:
        return value in values
    return bool(values)


def _is_code(entry: Entry) -> bool:
    """Whether a code became a phrase in a note, which does not hold the code itself."""
    return entry.action is Action.NOTE and entry.language is None and "/@language" not in (entry.source or "")


def _harmless(entry: Entry) -> bool:
    """Whether a text says nothing, though it is not blank."""
    return "no description" in entry.reason or "blank" in entry.reason


def _values(record: etree._Element, steps: tuple[str, ...]) -> list[str]:
    *elements, last = steps
    path = "/".join(f"{{*}}{step}" for step in elements) or "."
    if last.startswith("@"):
        return [each.get(last[1:], "") for each in record.iterfind(path)]
    path = "/".join(f"{{*}}{step}" for step in steps)
    return [text_of(each) for each in record.iterfind(path)]


@cache
def _words(value: str) -> str:
    text = value if is_html(value) else decode_references(value)
    return "".join((strip_html(text) if is_html(text) else text).split())
