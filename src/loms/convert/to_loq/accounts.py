"""Gathers what legacy records made of each LOMS record, and accounts for the rest."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from typing import Protocol

import attrs

from loms.convert.accounting import Action, Entry, Ledger
from loms.convert.from_loms.dataset import Record
from loms.convert.leaves import View
from loms.convert.rules import Rules
from loms.errors import Issue

__all__ = ["Accounts", "Closing", "DocumentAccounts", "in_order"]

_SAYS_NOTHING = frozenset({"id", "link", "text-type", "language"})
"""Kinds of fields that say nothing by themselves, so that nothing is lost with them."""


class Accounts(Protocol):
    """Takes the accounts of LOMS records."""

    def add(self, accounts: Mapping[Record, Ledger]) -> None:
        """Take what one legacy record made of LOMS records.

        Args:
            accounts: The account of each record that it was made of.
        """


@attrs.frozen
class Closing:
    """Ends accounts.

    Attributes:
        rules: What may become of a field.
        unused: Why nothing became of a record that no converted record needs, by kind of record.
    """

    rules: Rules
    unused: Mapping[str, str]
    _kinds: Mapping[str, str] = attrs.field(init=False)
    _droppable: Collection[str] = attrs.field(init=False)

    @_kinds.default
    def _kinds_of_fields(self) -> Mapping[str, str]:
        return {rule.source: rule.kind for rule in reversed(self.rules.fields)}

    @_droppable.default
    def _droppable_fields(self) -> Collection[str]:
        return {rule.source for rule in self.rules.fields if not rule.target and Action.DROPPED in rule.actions}

    def rest(self, record: Record, seen: Container[str | None], *, is_used: bool) -> Ledger:
        """The account of what no legacy record took: it is dropped, if a rule says that it may be.

        Args:
            record: The record.
            seen: Paths of the leaves that have been accounted for.
            is_used: Whether a legacy record was made of it.
        """
        view = record.view
        ledger = Ledger(
            self.rules, View(view.field, tuple(leaf for leaf in view.leaves if leaf.path not in seen)), record.id
        )
        reason = "" if is_used else self.unused.get(record.kind, "")
        for leaf in ledger.view.leaves:
            if reason or leaf.field in self._droppable:
                says = self._kinds.get(leaf.field) not in _SAYS_NOTHING
                ledger.drop(leaf, lost=says and bool(leaf.value.strip()), detail=reason)
        ledger.close()
        return ledger

    def close(self, record: Record, ledger: Ledger) -> None:
        """End the account of a record of which one legacy record was made, and put it in order.

        Args:
            record: The record.
            ledger: What that legacy record made of it.
        """
        rest = self.rest(record, {entry.source for entry in ledger.entries}, is_used=True)
        ledger.entries[:] = in_order(record, dict.fromkeys((*ledger.entries, *rest.entries)))
        ledger.issues += rest.issues


@attrs.define
class DocumentAccounts:
    """The accounts of records that are in memory: `Accounts`.

    Attributes:
        closing: Ends them.
        kind: Name of the element of the main records, of each of which one legacy record is made.
    """

    closing: Closing
    kind: str
    _ledgers: dict[Record, Ledger] = attrs.field(factory=dict, init=False)
    _dropped: set[tuple[Record, Entry]] = attrs.field(factory=set, init=False)

    def add(self, accounts: Mapping[Record, Ledger]) -> None:
        """As in `Accounts`. A drop that several legacy records report is entered once."""
        for record, account in accounts.items():
            if record not in self._ledgers:
                self._ledgers[record] = Ledger(self.closing.rules, record.view, record.id)
            for entry in in_order(record, dict.fromkeys(account.entries)):
                if entry.target is None:
                    if (record, entry) in self._dropped:
                        continue
                    self._dropped.add((record, entry))
                self._ledgers[record].entries.append(entry)
            self._ledgers[record].issues += account.issues

    def close(self, records: Iterable[Record]) -> tuple[list[Entry], list[Issue]]:
        """End the accounts.

        Args:
            records: All records, in document order.

        Returns:
            All entries and issues, record by record; in each by legacy record, and then what none of them took.
        """
        entries: list[Entry] = []
        issues: list[Issue] = []
        for record in records:
            ledger = self._ledgers.get(record)
            if ledger is None:
                ledger = self.closing.rest(record, (), is_used=False)
            elif record.kind == self.kind:
                self.closing.close(record, ledger)
            else:
                rest = self.closing.rest(record, {entry.source for entry in ledger.entries}, is_used=True)
                ledger.entries += rest.entries
                ledger.issues += rest.issues
            entries += ledger.entries
            issues += ledger.issues
        return entries, issues


def in_order(record: Record, entries: Iterable[Entry]) -> list[Entry]:
    """Entries in the order of the leaves of their record; those that have none come last.

    Args:
        record: The record.
        entries: Entries about it.
    """
    order = {leaf.path: position for position, leaf in enumerate(record.view.leaves)}
    return sorted(entries, key=lambda entry: order.get(entry.source or "", len(order)))
