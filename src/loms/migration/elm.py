"""Converts a LOMS file to ELM with its records in a temporary database, because each refers to others in the file."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, cast

import attrs

from loms.convert.entries import Step
from loms.convert.loms_to_elm.context import LINKS
from loms.convert.loms_to_elm.document import NAME, SOURCE, TARGET, ElmConversion, elm_document
from loms.convert.rules import load_rules
from loms.formats import find_format
from loms.io.source import source_name
from loms.migration.left_out import entry_of
from loms.migration.store import RecordStore
from loms.migration.stored_dataset import StoredDataset
from loms.migration.stored_records import StoredRecords, entries_of_left_out, put_all

if TYPE_CHECKING:
    from typing import BinaryIO

    from loms.convert.loms_to_elm.document import ElmRecord
    from loms.migration.result_writer import ResultWriter
    from loms.migration.task import Task
    from loms.model import QmsLearningOpportunities

__all__ = ["ElmRecords"]


@attrs.define
class ElmRecords:
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
            records = StoredRecords(find_format(SOURCE), store, source_name(task.source))
            dataset = StoredDataset(load_rules(NAME), records, LINKS)
            root, left_out = put_all(task, dataset.put)
            store.seal()
            conversion = ElmConversion.begin(
                task.settings,
                dataset=dataset,
                references=(dataset.record(each) for each in store.of_kind("qualificationRef")),
                strict=task.strict,
                tally=task.book.only_tally,
            )
            ledger = conversion.convert_root(cast("QmsLearningOpportunities", root))
            task.book.add(ledger.entries, ledger.issues)
            with task.writer(made, root=elm_document()) as writer:
                self._convert_all(conversion, dataset, writer)
            task.book.add((entry_of(piece, record=piece.record) for piece in left_out), conversion.end())
        return Step(
            source_format=SOURCE,
            target_format=TARGET,
            records_read=conversion.read,
            records_converted=conversion.converted,
        )

    def _convert_all(self, conversion: ElmConversion, dataset: StoredDataset, writer: ResultWriter) -> None:
        """Convert the records; some are read before they are converted, and converted before they are written."""
        stored = dataset.records.store.records()
        while some := [(each, dataset.record(each)) for each in itertools.islice(stored, self.task.at_once)]:
            results: list[ElmRecord] = []
            for each, record in some:
                made, ledger = conversion.convert_record(record)
                results += made
                left_out = entries_of_left_out(each, record.id)
                self.task.book.add(itertools.chain(ledger.entries, left_out), ledger.issues)
            for result in results:
                writer.write(result)
