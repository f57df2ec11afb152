"""Converts a QMS file with its records in a temporary database, because qualifications and agents need each other."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import attrs

from loms.convert.entries import Step
from loms.convert.qms_to_loms.document import QmsConversion
from loms.convert.qms_to_loms.leaves import agent_view, qualification_view
from loms.formats import find_format
from loms.io.source import source_name
from loms.migration.book import AccountBook
from loms.migration.left_out import entry_of
from loms.migration.store import RecordStore
from loms.migration.stored_records import StoredRecords, entries_of_left_out, put_all

if TYPE_CHECKING:
    from typing import BinaryIO

    from loms.convert.leaves import View
    from loms.convert.to_loms.assembly import LomsAssembly
    from loms.migration.result_writer import ResultWriter
    from loms.migration.store import StoredRecord
    from loms.migration.task import Task

__all__ = ["QmsRecords"]


@attrs.define
class QmsRecords:
    """One conversion of one file: a `loms.migration.task.FileConversion`.

    Attributes:
        task: What is converted.
    """

    task: Task

    def run(self, made: BinaryIO) -> Step:
        """As in `FileConversion`."""
        task = self.task
        task.settings.minting_namespace()
        with RecordStore(task.folder) as store:
            records = StoredRecords(find_format("qms-1.0"), store, source_name(task.source))
            _, left_out = put_all(task, lambda placed, pieces: records.put(placed.checked.element, pieces))
            store.seal()
            conversion = QmsConversion.begin(
                task.settings,
                agents=(view for _, view in _agents(records)),
                qualifications=(view for _, view in _qualifications(records)),
                strict=task.strict,
            )
            root = conversion.qualifications.document()
            with task.writer(made, root=root) as writer:
                self._convert_all(conversion, records, writer)
        assembly = conversion.qualifications
        self.task.book.add((entry_of(piece, record=piece.record) for piece in left_out), assembly.issues)
        return Step(
            source_format="qms-1.0",
            target_format="loms-2019",
            records_read=assembly.read,
            records_converted=assembly.converted,
        )

    def _convert_all(self, conversion: QmsConversion, records: StoredRecords, writer: ResultWriter) -> None:
        # The account of the agents comes behind that of the qualifications, as in the source.
        behind = self.task.book.aside()
        for (stored, agent), entry in zip(_agents(records), conversion.context.agents, strict=True):
            conversion.add_agent(agent, entry)
            _hand_over(conversion.agents, writer, behind, stored, agent)
        for stored, qualification in _qualifications(records):
            conversion.add_qualification(qualification)
            _hand_over(conversion.qualifications, writer, self.task.book, stored, qualification)
        self.task.book.add_lines(behind.tally, lines=behind.entries, issues=behind.issues)
        conversion.end()
        for framework in conversion.qualifications.sorted_frameworks():
            writer.write(framework)


def _agents(records: StoredRecords) -> Iterator[tuple[StoredRecord, View]]:
    return _views(records, "Agent", agent_view)


def _qualifications(records: StoredRecords) -> Iterator[tuple[StoredRecord, View]]:
    return _views(records, "Qualification", qualification_view)


def _views(records: StoredRecords, kind: str, view_of: Callable[[object], View]) -> Iterator[tuple[StoredRecord, View]]:
    for stored in records.store.of_kind(kind):
        yield stored, view_of(records.item(stored))


def _hand_over(
    assembly: LomsAssembly, writer: ResultWriter, book: AccountBook, stored: StoredRecord, view: View
) -> None:
    """Write what came of a record, and enter it into the account with what reading left out of it."""
    gathered = assembly.gather()
    for record in gathered.records:
        writer.write(record)
    name = view.one("Identifier")
    left_out = entries_of_left_out(stored, name.value if name else None)
    book.add(itertools.chain(gathered.entries, left_out), gathered.issues)
