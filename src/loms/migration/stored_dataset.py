"""A dataset whose records, and the accounts of them, are in a temporary database."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from loms.convert.accounting import Entry, Ledger
from loms.convert.from_loms.dataset import Record, comparable_id, wanted_id
from loms.convert.rules import Action
from loms.convert.to_loq.accounts import in_order
from loms.errors import Issue, Severity
from loms.io.schema.sources import local_name
from loms.xml_values import comparable

if TYPE_CHECKING:
    from lxml import etree

    from loms.convert.rules import Rules
    from loms.convert.to_loq.accounts import Closing
    from loms.io.left_out import LeftOut
    from loms.io.streaming.record_stream import PlacedElement
    from loms.migration.store import RecordStore, StoredRecord
    from loms.migration.stored_records import StoredRecords

__all__ = ["StoredAccounts", "StoredDataset"]

_CACHED = 256
"""How many records are kept at hand, of those to which many others refer."""


@attrs.define(eq=False)
class StoredDataset:
    """The records of a LOMS file: a `loms.convert.from_loms.dataset.Dataset`.

    Attributes:
        rules: What may become of a field.
        records: Where the records are.
        links: Where records are looked for by what they refer to: names of their elements, and the field.
    """

    rules: Rules
    records: StoredRecords
    links: Sequence[tuple[str, str]]
    _loaded: Callable[[str, int], Record] = attrs.field(init=False)
    _first_with: Callable[[str], tuple[str, int] | None] = attrs.field(init=False)

    @_loaded.default
    def _load_cached(self) -> Callable[[str, int], Record]:
        store = self.records.store
        return functools.lru_cache(maxsize=_CACHED)(lambda kind, number: self.record(store.record(kind, number)))

    @_first_with.default
    def _first_with_cached(self) -> Callable[[str], tuple[str, int] | None]:
        return functools.lru_cache(maxsize=_CACHED)(self.records.store.first_with)

    def put(self, placed: PlacedElement, left_out: Sequence[LeftOut]) -> None:
        """Keep a record.

        Args:
            placed: Its element, in its document.
            left_out: What belongs to it, and comes back with it.
        """
        element = placed.checked.element
        kind = local_name(str(element.tag))
        stored = self.records.put(element, left_out, id=comparable_id(element.get("id") or "", kind))
        for linked, field in self.links:
            if linked == kind:
                self.records.store.put_links(kind, stored.number, field, _linked(element, field))

    def record(self, stored: StoredRecord) -> Record:
        """A record as conversions look at it.

        Args:
            stored: The record as it is kept.
        """
        return Record.of(self.records.item(stored), stored.kind, stored.number)

    def find(self, identity: str, *kinds: str) -> Record | None:
        """As in `Dataset`."""
        found = self.locate(identity, *kinds)
        return None if found is None else self._loaded(*found)

    def locate(self, identity: str, *kinds: str) -> tuple[str, int] | None:
        """As in `Dataset`."""
        found = self._first_with(wanted_id(identity, kinds)) if identity.strip() else None
        return found if found is not None and found[0] in kinds else None

    def load(self, kind: str, number: int) -> Record:
        """As in `Dataset`."""
        return self._loaded(kind, number)

    def referring(self, identity: str, kind: str, field: str) -> Sequence[Record]:
        """As in `Dataset`."""
        numbers = self.records.store.referring(comparable(identity, is_uri=True), kind, field)
        return [self._loaded(kind, number) for number in numbers]

    def first_referring(self, identity: str, kind: str, field: str) -> Record | None:
        """As in `Dataset`."""
        numbers = self.records.store.referring(comparable(identity, is_uri=True), kind, field)
        return self._loaded(kind, numbers[0]) if numbers else None


@attrs.define(eq=False)
class StoredAccounts:
    """The accounts of the records of a LOMS file: `loms.convert.to_loq.accounts.Accounts`.

    Attributes:
        store: Where those of records are that several legacy records may be made of.
        closing: Ends them.
        kind: Name of the element of the main records, of each of which one legacy record is made.
    """

    store: RecordStore
    closing: Closing
    kind: str
    _main: tuple[Record, Ledger] | None = attrs.field(default=None, init=False)

    def add(self, accounts: Mapping[Record, Ledger]) -> None:
        """As in `Accounts`."""
        for record, ledger in accounts.items():
            if record.kind == self.kind:
                self._main = (record, ledger)
            else:
                self.store.claim(record.kind, record.number, _packed(record, ledger))

    def close_main(self) -> Ledger:
        """End the account of the main record that came last, and hand it over.

        Raises:
            LookupError: It was handed over already.
        """
        if self._main is None:
            raise LookupError
        (record, ledger), self._main = self._main, None
        self.closing.close(record, ledger)
        return ledger

    def close(self, record: Record) -> Iterator[Entry | Issue]:
        """End the account of a record of which nothing more is made. It may be long.

        Args:
            record: A record that is no main record.

        Yields:
            Its entries and issues.
        """
        is_used = False
        seen: set[str | None] = set()
        dropped: set[Entry] = set()
        for content in self.store.claims(record.kind, record.number):
            is_used = True
            entries, issues = json.loads(content)
            for entry in (_unpacked_entry(record.id, values) for values in entries):
                seen.add(entry.source)
                if entry.target is None:
                    # Several legacy records report the same drop.
                    if entry in dropped:
                        continue
                    dropped.add(entry)
                yield entry
            yield from map(_unpacked_issue, issues)
        rest = self.closing.rest(record, seen, is_used=is_used)
        yield from rest.entries
        yield from rest.issues


def _linked(element: etree._Element, field: str) -> Iterator[str]:
    """The ids to which a record refers in a field, such as ``mayResultFrom/@idref``, as they are looked for."""
    steps, _, attribute = field.partition("/@")
    for each in element.iterfind("/".join(f"{{*}}{step}" for step in steps.split("/"))):
        value = each.get(attribute)
        if value is not None:
            yield comparable(value, is_uri=True)


def _packed(record: Record, ledger: Ledger) -> str:
    entries = [
        (
            entry.source,
            entry.language,
            entry.value,
            entry.action,
            entry.target,
            entry.target_record,
            entry.reason,
            entry.lost,
        )
        for entry in in_order(record, dict.fromkeys(ledger.entries))
    ]
    return json.dumps([entries, [issue.as_dict() for issue in ledger.issues]], separators=(",", ":"))


def _unpacked_entry(record: str, values: Sequence[Any]) -> Entry:
    source, language, value, action, target, target_record, reason, lost = values
    return Entry(
        record=record,
        source=source,
        language=language,
        value=value,
        action=Action(action),
        target=target,
        target_record=target_record,
        reason=reason,
        lost=lost,
    )


def _unpacked_issue(values: Mapping[str, Any]) -> Issue:
    return Issue(**{**values, "severity": Severity(values["severity"])})
