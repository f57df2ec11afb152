"""Converts a LOMS file with its records in a temporary database, because each refers to others that come later."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

import attrs

from loms.convert.accounting import stop_at_error
from loms.convert.entries import Entry, Step
from loms.errors import Issue
from loms.formats import find_format
from loms.io.source import source_name
from loms.migration.left_out import entry_of
from loms.migration.store import RecordStore
from loms.migration.stored_dataset import StoredAccounts, StoredDataset
from loms.migration.stored_records import StoredRecords, entries_of_left_out, put_all

if TYPE_CHECKING:
    from typing import BinaryIO

    from loms.convert.to_loq.assembly import LegacyAssembly
    from loms.convert.to_loq.by_main_record import ByMainRecord
    from loms.document import Document
    from loms.migration.result_writer import ResultWriter
    from loms.migration.task import Task
    from loms.model import QmsLearningOpportunities

__all__ = ["MainRecords"]

_AT_ONCE = 1000
"""How many entries are handed to the account at once; a record that many others refer to has many."""


@attrs.define
class MainRecords:
    """One conversion of one file: a `loms.migration.task.FileConversion`.

    Attributes:
        task: What is converted.
        by_main_record: How a record is converted.
    """

    task: Task
    by_main_record: ByMainRecord[Any, Any]

    def run(self, made: BinaryIO) -> Step:
        """As in `FileConversion`."""
        task = self.task
        way = self.by_main_record
        with RecordStore(task.folder) as store:
            records = StoredRecords(find_format("loms-2019"), store, source_name(task.source))
            dataset = StoredDataset(way.rules, records, way.referring)
            accounts = StoredAccounts(store, way.closing(), way.kind)
            root, left_out = put_all(task, dataset.put)
            store.seal()
            assembly = way.begin(
                cast("QmsLearningOpportunities", root),
                task.settings,
                dataset=dataset,
                accounts=accounts,
                strict=task.strict,
            )
            empty = cast("Document", way.empty_document(assembly.key()))
            assembly.root.close()
            self._add((*assembly.root.entries, *assembly.root.issues))
            with task.writer(made, root=empty) as writer:
                self._convert_all(assembly, dataset, accounts, writer)
            self._add((*(entry_of(piece, record=piece.record) for piece in left_out), *assembly.end()))
        return Step(
            source_format="loms-2019",
            target_format=way.target_format,
            records_read=assembly.read,
            records_converted=assembly.converted,
        )

    def _convert_all(
        self, assembly: LegacyAssembly, dataset: StoredDataset, accounts: StoredAccounts, writer: ResultWriter
    ) -> None:
        """Convert the main records, and account for all others behind the last of them."""
        way = self.by_main_record
        for stored in dataset.records.store.records():
            record = dataset.record(stored)
            account: Iterable[Entry | Issue]
            if record.kind == way.kind:
                made = way.convert_record(assembly, record)
                if made is not None:
                    writer.write(made)
                ledger = accounts.close_main()
                account = (*ledger.entries, *ledger.issues)
            else:
                account = accounts.close(record)
            self._add(itertools.chain(account, entries_of_left_out(stored, record.id)))

    def _add(self, account: Iterable[Entry | Issue]) -> None:
        rest = iter(account)
        while some := tuple(itertools.islice(rest, _AT_ONCE)):
            issues = [each for each in some if isinstance(each, Issue)]
            if self.task.strict:
                stop_at_error(issues)
            self.task.book.add((each for each in some if isinstance(each, Entry)), issues)
