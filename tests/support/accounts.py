"""Looks whether a conversion lost anything without a word: in the XML of both sides, whatever the formats."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

import attrs
from lxml import etree

import loms
from loms.convert.accounting import Action, Entry
from loms.convert.leaves import fields_of
from loms.document import Document
from loms.formats import Format, format_of
from loms.text import decode_references, is_html, strip_html
from tests.support.trees import attributes_of

__all__ = ["differences", "unaccounted"]


@attrs.frozen
class Said:
    """A text or an attribute of a record, which is not blank.

    Attributes:
        record: Identifier of the record; None for the document element.
        path: Path from the record, with a position from the second on, such as ``LearningOpportunity/Title[2]``.
        value: What stands there.
        language: The language that the element names, if it does.
    """

    record: str | None
    path: str
    value: str
    language: str | None = None

    @property
    def field(self) -> str:
        return _without_positions(self.path)


def unaccounted(source: Document, done: loms.Conversion) -> list[str]:
    """What the source says and the report of a conversion does not account for, or accounts for wrongly.

    Everything that is not blank has an entry. What was kept can be found where its entry says; what was dropped has a
    reason.

    Args:
        source: What was converted.
        done: What came of it.

    Returns:
        One line for each fault; none where all is well.
    """
    entries = _by_place(done.report.entries)
    made = _Made(done.document)
    texts = _text_places(format_of(source))
    faults = []
    for said in _said(source):
        found = entries.get((said.record, said.path), [])
        if not found:
            faults.append(f"{said} has no entry")
        faults += [
            f"{said} is not {entry.action} at {entry.target_record} {entry.target}"
            for entry in found
            if not made.holds(said, entry, is_text=said.field in texts)
        ]
    return faults


def differences(source: Document, there: loms.Conversion, back: loms.Conversion) -> list[str]:
    """What did not come back as it was, though no report said so.

    Args:
        source: What was converted.
        there: What came of it.
        back: What came of that, in the format of the source.

    Returns:
        One line for each difference that neither report explains.
    """
    forward, backward = _by_place(there.report.entries), _by_field(back.report.entries)
    returned = {_key(said) for said in _said(back.document)}
    return [
        f"{said} did not come back"
        for said in _said(source)
        if _key(said) not in returned
        and not any(
            _is_explained(forward.get((said.record, path), []), backward)
            for path in (said.path, f"{said.path}/@language")
        )
    ]


def _key(said: Said) -> tuple[object, ...]:
    # No language means English, as the legacy schemas say.
    return said.record, said.field, said.value, said.language or "en"


def _is_explained(there: Sequence[Entry], back: Mapping[tuple[str | None, str], Sequence[Entry]]) -> bool:
    """Whether a report says that something was changed or dropped on its way, there or back."""
    if any(entry.action is not Action.COPIED for entry in there):
        return True
    onward = [
        each
        for entry in there
        if entry.target
        for each in back.get((entry.target_record, _in_record(entry.target)), [])
    ]
    return any(entry.action is not Action.COPIED for entry in onward)


def _in_record(target: str) -> str:
    """``learningOpportunities/learningOpportunity/title`` from the record on."""
    return target.partition("/")[2]


def _by_place(entries: Sequence[Entry]) -> Mapping[tuple[str | None, str], list[Entry]]:
    found: dict[tuple[str | None, str], list[Entry]] = {}
    for entry in entries:
        if entry.source is not None:
            found.setdefault((entry.record, _from_second(entry.source)), []).append(entry)
    return found


def _by_field(entries: Sequence[Entry]) -> Mapping[tuple[str | None, str], list[Entry]]:
    found: dict[tuple[str | None, str], list[Entry]] = {}
    for entry in entries:
        if entry.source is not None:
            found.setdefault((entry.record, _without_positions(entry.source)), []).append(entry)
    return found


def _said(document: Document) -> Iterator[Said]:
    """Everything that the records of a document say, and its document element."""
    format = format_of(document)
    root = etree.fromstring(loms.dumps(document))
    for name, value in attributes_of(root).items():
        yield Said(None, f"{format.root}/@{name}", value)
    for record in _records(root, format):
        identifier = _identifier(record, format)
        yield from _walk(record, identifier, etree.QName(record).localname)


def _records(root: etree._Element, format: Format) -> Iterator[etree._Element]:
    return root.iterfind("/".join(["*"] * format.record_depth))


def _identifier(record: etree._Element, format: Format) -> str:
    where = format.record_id
    if where.startswith("@"):
        return record.get(where[1:], "")
    if where == ".":
        return record.text or ""
    return record.findtext(f"{{*}}{where}", "")


def _walk(element: etree._Element, record: str, path: str) -> Iterator[Said]:
    language = element.get("language") or element.get("lang")
    if len(element) == 0 and (element.text or "").strip():
        yield Said(record, path, element.text or "", language)
    for name, value in attributes_of(element).items():
        if value.strip():
            yield Said(record, f"{path}/@{name}", value)
    counts: dict[str, int] = {}
    for child in element:
        name = etree.QName(child).localname
        counts[name] = counts.get(name, 0) + 1
        position = f"[{counts[name]}]" if counts[name] > 1 else ""
        yield from _walk(child, record, f"{path}/{name}{position}")


class _Made:
    """The document that a conversion made."""

    def __init__(self, document: Document) -> None:
        self._format = format_of(document)
        self._root = etree.fromstring(loms.dumps(document))
        self._texts = _text_places(self._format)
        self._records: dict[str, list[etree._Element]] = {}
        for record in _records(self._root, self._format):
            self._records.setdefault(_identifier(record, self._format), []).append(record)

    def holds(self, said: Said, entry: Entry, *, is_text: bool) -> bool:
        """Whether something is where its entry says."""
        if entry.action is Action.DROPPED:
            return bool(entry.reason)
        values = self._values(entry)
        if entry.action is Action.COPIED:
            return said.value in values
        if is_text and self._is_text(entry):
            return any(_words(said.value) in _words(value) for value in values)
        return any(value.strip() for value in values)

    def _is_text(self, entry: Entry) -> bool:
        steps = (entry.target or "").split("/")
        return "/".join(steps[self._format.record_depth - 1 :]) in self._texts

    def _values(self, entry: Entry) -> list[str]:
        steps = (entry.target or "").split("/")
        if entry.target_record is None:
            return _at([self._root], steps)
        return _at(self._records.get(entry.target_record, []), steps[self._format.record_depth :])


def _at(elements: Sequence[etree._Element], steps: Sequence[str]) -> list[str]:
    """The values at a path below some elements."""
    found = list(elements)
    for step in steps:
        if step.startswith("@"):
            return [each.get(step[1:], "") for each in found if each.get(step[1:]) is not None]
        found = [child for each in found for child in each.iterfind(f"{{*}}{step}")]
    # A place that holds elements only is held by what is in it.
    return [each.text or "" if len(each) == 0 else "elements" for each in found]


@functools.cache
def _text_places(format: Format) -> frozenset[str]:
    """The fields of the records of a format that are texts for people, such as ``learningOpportunity/title/text``."""
    fields = {
        "/".join(each.split("/")[format.record_depth :]) for each in fields_of(format.load_root_class(), format.root)
    }
    texts = {each.rpartition("/")[0] for each in fields if each.endswith(("/@language", "/@lang"))}
    return frozenset(each for each in texts if not each.lower().endswith("url"))


@functools.cache
def _words(value: str) -> str:
    """What people read of a text, without white space."""
    text = value if is_html(value) else decode_references(value)
    return "".join((strip_html(text) if is_html(text) else text).split())


def _from_second(path: str) -> str:
    return path.replace("[1]", "")


def _without_positions(path: str) -> str:
    return re.sub(r"\[\d+\]", "", path)
