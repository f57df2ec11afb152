"""Looks whether a document that went to another format and back is the same, apart from what the reports say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import unquote

import loms
from loms.convert.accounting import Action, Entry, shortened
from loms.document import Document
from tests.support.sayings import Made, Said, Source, field_of, from_second, text_fields, words

__all__ = ["unexplained"]

_CHANGES = (Action.NOTE, Action.DROPPED)


def unexplained(source: Document, there: loms.Conversion, back: loms.Conversion) -> list[str]:
    """What did not come back as it was, and what came back though it was not there, unless a report says so.

    A report says so if it dropped the thing, kept it as a note or says that something of it was lost. All else comes
    back the same in its field and language and as often as it was there, apart from what all conversions do: HTML is
    cleaned, white space and percent-encoding may differ, several texts of one language stand in one, a code or address
    that is repeated says nothing more, and no language means English.

    Args:
        source: What was converted.
        there: What came of it.
        back: What came of that, in the format of the source.

    Returns:
        One line for each difference.
    """
    return list(_Journey(source, there, back).differences())


class _Journey:
    """A document, what it became, and what came back."""

    def __init__(self, source: Document, there: loms.Conversion, back: loms.Conversion) -> None:
        self._source, self._back = Source(source), Source(back.document)
        self._between = Made(there.document)
        self._texts = text_fields(self._source.format.name)
        self._forward = _by_place(there.report.entries)
        self._backward: dict[tuple[str | None, str], list[Entry]] = {}
        self._to_field: dict[tuple[str | None, str], list[Entry]] = {}
        self._reached: dict[tuple[str | None, str], set[str]] = {}
        for entry in back.report.entries:
            if entry.source is not None:
                self._backward.setdefault((entry.record, field_of(entry.source)), []).append(entry)
            if entry.target is not None:
                self._to_field.setdefault((entry.target_record, entry.target), []).append(entry)
        for entry in there.report.entries:
            if entry.source is not None and entry.target is not None:
                place = entry.target_record, _in_record(entry.target)
                self._reached.setdefault(place, set()).add(field_of(entry.source))

    def differences(self) -> Iterator[str]:
        """What differs without a word, one line each."""
        returned = self._returned()
        wanted: Counter[tuple[str | None, str, str, str]] = Counter()
        repeats: dict[tuple[str | None, str, str, str], int] = {}
        changed: set[tuple[str | None, str]] = set()
        for said in self._source.all:
            if said.value.strip() and self._is_explained(said):
                changed.add((_one_line(said.record), said.field))
            elif said.value.strip():
                key = _one_line(said.record), said.field, _language(said), self._spelled(said)
                wanted[key] += 1
                repeats[key] = self._repeats(said)
        for (record, field, language, value), said_times in wanted.items():
            count = max(said_times - repeats[record, field, language, value], 1)
            found = returned.get((record, field, language), [])
            if field in self._texts:
                times = sum(each.count(value) for each in found) if value else count
            else:
                times = count if value in found else 0
            if times < count:
                yield f"{record} {field} {value!r} in {language} came back {times} times of {count}"
        yield from self._additions(changed)

    def _returned(self) -> Mapping[tuple[str | None, str, str], list[str]]:
        found: dict[tuple[str | None, str, str], list[str]] = {}
        for said in self._back.all:
            found.setdefault((said.record, said.field, _language(said)), []).append(self._spelled(said))
        return found

    def _additions(self, changed: Collection[tuple[str | None, str]]) -> Iterator[str]:
        """What came back though it was not there: neither made up, nor of another field, nor a change that was said."""
        said_before: dict[tuple[str | None, str, str], list[str]] = {}
        for said in self._source.all:
            said_before.setdefault((_one_line(said.record), said.field, _language(said)), []).append(
                self._spelled(said)
            )
        for said in self._back.all:
            before = said_before.get((said.record, said.field, _language(said)), [])
            # The language of a text is looked at with the text.
            is_language = said.field.endswith("/@language")
            if said.record is None or not said.value.strip() or is_language or (said.record, said.field) in changed:
                continue
            value = self._spelled(said)
            is_text = said.field in self._texts
            is_same = any(each in value for each in before if each) if is_text else value in before
            if not is_same and not self._is_addition(said):
                yield f"{said} came back, but was not there"

    def _is_addition(self, said: Said) -> bool:
        entries = self._to_field.get((said.record, said.field), [])
        return any(
            entry.source is None or self._reached.get((entry.record, field_of(entry.source)), set()) - {said.field}
            for entry in entries
        )

    def _is_explained(self, said: Said) -> bool:
        """Whether a report says that something was dropped, kept as a note or lost on its way, there or back.

        What stands in several places on the way, such as a title, comes back if it does so from one of them.
        """
        if any(_is_change(entry) for entry in self._there(said)):
            return True
        onward = self._onward(said)
        if any(each.lost for each in onward):
            return True
        return not _returns(onward, said.field) and any(_is_change(each) for each in onward)

    def _repeats(self, said: Said) -> int:
        """How often a report says that something is left out, where the same comes back from the same field."""
        onward = self._onward(said)
        kept = {(each.record, field_of(each.source or "")) for each in _returns(onward, said.field)}
        left_out = {(each.record, each.source) for each in onward if each.action is Action.DROPPED}
        return sum((record, field_of(path or "")) in kept for record, path in left_out)

    def _there(self, said: Said) -> list[Entry]:
        paths = (said.path, f"{said.path}/@language")
        return [entry for path in paths for entry in self._forward.get((said.record, path), [])]

    def _onward(self, said: Said) -> list[Entry]:
        """What became on the way back of what something had become; of texts only what became of this one."""
        found: list[Entry] = []
        for entry in self._there(said):
            if entry.target is None:
                continue
            held = self._backward.get((entry.target_record, _in_record(entry.target)), [])
            if said.field in self._texts and entry.target.endswith("/text"):
                places = self._between.at(entry.target_record, entry.target)
                own = {shortened(each.value) for each in places if each.words == words(said.value)}
                held = [each for each in held if each.value in own]
            found += held
        return found

    def _spelled(self, said: Said) -> str:
        """A value in the form in which all spellings of it are the same."""
        if said.field in self._texts:
            return words(said.value)
        if said.field.lower().endswith("url"):
            return unquote(said.value.strip())
        return " ".join(said.value.split())


def _returns(onward: Sequence[Entry], field: str) -> list[Entry]:
    """The entries by which something comes back to its field."""
    return [each for each in onward if each.target == field and not _is_change(each)]


def _is_change(entry: Entry) -> bool:
    return entry.lost or entry.action in _CHANGES


def _language(said: Said) -> str:
    return said.language or "en"


def _one_line(record: str | None) -> str | None:
    """An identifier as LOMS writes it."""
    return None if record is None else record.replace("\t", " ").replace("\n", " ").replace("\r", " ")


def _in_record(target: str) -> str:
    """``learningOpportunities/learningOpportunity/title`` from the record on."""
    return target.partition("/")[2]


def _by_place(entries: Sequence[Entry]) -> Mapping[tuple[str | None, str], list[Entry]]:
    found: dict[tuple[str | None, str], list[Entry]] = {}
    for entry in entries:
        if entry.source is not None:
            found.setdefault((entry.record, from_second(entry.source)), []).append(entry)
    return found
