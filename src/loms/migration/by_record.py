"""Converts a file record by record, in flat memory: each is read, converted and written before the next is read."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from loms.convert.entries import Step
from loms.io.streaming.record_stream import RecordStream
from loms.migration.left_out import entry_of, key_of

if TYPE_CHECKING:
    from loms.convert.edges import Edge
    from loms.convert.entries import Entry
    from loms.convert.settings import Settings
    from loms.convert.to_loms.assembly import LomsAssembly
    from loms.convert.to_loms.by_record import ByRecord
    from loms.document import Document
    from loms.io.left_out import LeftOut
    from loms.io.source import Source
    from loms.io.streaming.record_writer import RecordWriter
    from loms.migration.book import AccountBook

__all__ = ["RecordByRecord", "find_by_record"]


def find_by_record(path: Iterable[Edge]) -> ByRecord[Any] | None:
    """How a file can be converted record by record, or None where the conversion needs all records at once.

    Args:
        path: The edges from the format of the file to the one that is wanted.
    """
    edges = tuple(path)
    if len(edges) != 1:
        return None
    found: ByRecord[Any] | None = getattr(importlib.import_module(f"loms.convert.{edges[0].name}"), "BY_RECORD", None)
    return found


@attrs.define(kw_only=True)
class RecordByRecord:
    """One conversion of one file.

    Attributes:
        source: The file.
        by_record: How a record is converted.
        settings: What the conversion cannot know by itself.
        strict: Whether the first fault or error ends it.
        max_unpacked_size: The most bytes to which the source may unpack; None takes the usual limit.
        book: Takes the account.
    """

    source: Source
    by_record: ByRecord[Any]
    settings: Settings
    strict: bool
    max_unpacked_size: int | None
    book: AccountBook
    _left_out: list[LeftOut] = attrs.field(factory=list, init=False)

    def run(self, writer: RecordWriter) -> Step:
        """Convert.

        Args:
            writer: Takes the records of the target.

        Returns:
            How many records were read and converted.

        Raises:
            SourceError: The source cannot be read.
            InvalidDataError: The source is no document of the format; or it is strict, and something is wrong.
            TargetError: There is no place for what is written.
        """
        assembly = self.by_record.begin(self.settings, strict=self.strict)
        stream = RecordStream(
            source=self.source,
            max_unpacked_size=self.max_unpacked_size,
            strict=self.strict,
            on_issue=self.book.add_of_source,
            on_left_out=self._left_out.append,
            on_root=lambda root: self._begin(root, assembly),
        )
        for placed in stream:
            self.by_record.add(placed.record, assembly, self.settings)
            self._hand_over(assembly, writer, getattr(placed.record, self.by_record.identifier_field))
        assembly.end()
        self._hand_over(assembly, writer, None)
        for framework in assembly.sorted_frameworks():
            writer.write(framework)
        return Step(
            source_format=self.by_record.source_format,
            target_format="loms-2019",
            records_read=assembly.read,
            records_converted=assembly.converted,
        )

    def _begin(self, root: Document, assembly: LomsAssembly) -> None:
        self.by_record.add_root(root, assembly)
        gathered = assembly.gather()
        self.book.add(gathered.entries, gathered.issues)

    def _hand_over(self, assembly: LomsAssembly, writer: RecordWriter, name: str | None) -> None:
        """Write what came of a record, and enter it into the account with what reading left out of it."""
        gathered = assembly.gather()
        for record in gathered.records:
            writer.write(record)
        self.book.add((*gathered.entries, *self._entries_of_left_out(name)), gathered.issues)

    def _entries_of_left_out(self, name: str | None) -> Iterator[Entry]:
        pieces, self._left_out[:] = tuple(self._left_out), ()
        for piece in pieces:
            yield entry_of(piece, record=name if key_of(piece.record) == key_of(name) else piece.record)
