"""Converts a file in flat memory: a few records at a time are read, then converted, then written."""

from __future__ import annotations

import contextlib
import functools
import itertools
from collections.abc import Callable, Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from lxml import etree

from loms.convert.entries import Step
from loms.convert.occurrences import Occurrences
from loms.formats import find_format
from loms.io.source import source_name
from loms.io.streaming.record_kinds import RecordKind, record_kinds
from loms.migration.chunks import Chunk, ConvertedChunk, Piece
from loms.migration.left_out import entries_of

if TYPE_CHECKING:
    from typing import BinaryIO

    from loms.convert.entries import Entry
    from loms.convert.to_loms.assembly import LomsAssembly
    from loms.convert.to_loms.by_record import ByRecord
    from loms.document import Document
    from loms.io.left_out import LeftOut
    from loms.io.streaming.record_stream import RecordStream
    from loms.migration.result_writer import ResultWriter
    from loms.migration.task import Task

__all__ = ["RecordByRecord"]

_CHUNK = 200_000
"""About as many bytes of source records go to a process at once."""

_ToWrite = Mapping[str, Callable[[], None]]
"""What writes records that come last, by their ids."""


@attrs.define(slots=False)
class RecordByRecord:
    """One conversion of one file: a `loms.migration.task.FileConversion`.

    Attributes:
        task: What is converted.
        by_record: How a record is converted.
    """

    task: Task
    by_record: ByRecord[Any]
    _left_out: list[LeftOut] = attrs.field(factory=list, init=False)

    def run(self, made: BinaryIO) -> Step:
        """As in `FileConversion`."""
        empty = self.by_record.empty_document()
        with self.task.writer(made, root=empty) as writer:
            return self._run(writer)

    def _run(self, writer: ResultWriter) -> Step:
        tally = self.task.book.only_tally
        assembly = self.by_record.begin(self.task.settings, strict=self.task.strict, tally=tally)
        stream = self.task.stream(on_root=lambda root: self._begin(root, assembly), on_left_out=self._left_out.append)
        if self.task.jobs > 1 and not self.task.strict:
            frameworks = self._share(stream, assembly, writer)
        else:
            frameworks = self._go_through(stream, assembly, writer)
        assembly.end()
        self._hand_over(assembly, writer, entries_of(self._taken(), None))
        for _, write in sorted(frameworks.items()):
            write()
        return Step(
            source_format=self.by_record.source_format,
            target_format="loms-2019",
            records_read=assembly.read,
            records_converted=assembly.converted,
        )

    def _go_through(self, stream: RecordStream, assembly: LomsAssembly, writer: ResultWriter) -> _ToWrite:
        """Convert one record after the other; some are read before they are converted, and converted before written."""
        add, settings = self.by_record.add, self.task.settings
        with contextlib.closing(self._read(stream)) as records:
            while some := list(itertools.islice(records, self.task.at_once)):
                for record, left_out in some:
                    add(record, assembly, settings)
                    if left_out:
                        name = getattr(record, self.by_record.identifier_field)
                        self._hand_over(assembly, writer, entries_of(left_out, name))
                self._hand_over(assembly, writer)
        return {each.id: functools.partial(writer.write, each) for each in assembly.sorted_frameworks()}

    def _read(self, stream: RecordStream) -> Generator[tuple[Any, tuple[LeftOut, ...]], None, None]:
        """The source records, each with what was left out when it was read."""
        for placed in stream:
            yield placed.record, self._taken()

    def _share(self, stream: RecordStream, assembly: LomsAssembly, writer: ResultWriter) -> _ToWrite:
        """Let several processes convert the records, and put together what comes of them."""
        # Imported only now, because it is slow, and most conversions have no need of it.
        from loms.migration.job import UNSENDABLE, ConversionJob
        from loms.workers import Workers

        source = source_name(self.task.source)
        job = ConversionJob.of(
            self.task.settings, name=self.by_record.name, keeps_entries=self.task.book.keeps_entries, source=source
        )
        own = job.converter()
        workers = Workers(self.task.jobs, job, failure=f"{source} was not converted", unsendable=UNSENDABLE)
        frameworks: dict[str, Callable[[], None]] = {}
        with (
            contextlib.closing(self._chunks(stream)) as chunks,
            contextlib.closing(workers.work((each, each) for each in chunks)) as results,
        ):
            for chunk, done in results:
                numbers = [assembly.occurrences(name) for name in done.names]
                alone = Occurrences()
                if numbers != [alone(name) for name in done.names]:
                    # An identifier has come before, which nobody could know who saw the chunk alone.
                    done = own.convert(chunk, numbers)
                self._put(done, assembly, writer)
                assembly.read += len(chunk.pieces)
                for identity, record in done.frameworks:
                    frameworks.setdefault(
                        identity,
                        functools.partial(
                            writer.write_text, record.text, self._kinds[record.kind], certain=record.certain
                        ),
                    )
        return frameworks

    def _put(self, done: ConvertedChunk, assembly: LomsAssembly, writer: ResultWriter) -> None:
        for record in done.records:
            if record.shared is None or assembly.is_first(record.shared):
                writer.write_text(record.text, self._kinds[record.kind], certain=record.certain)
        for address, name in done.pages:
            assembly.pages.add(address, record=name)
        assembly.converted += done.converted
        self.task.book.add_lines(done.tally, lines=done.lines, issues=done.issues)

    def _chunks(self, stream: RecordStream) -> Generator[Chunk, None, None]:
        before, size = 0, 0
        pieces: list[Piece] = []
        with contextlib.closing(stream.elements()) as elements:
            for each in elements:
                data = etree.tostring(each.checked.element, encoding="utf-8", with_tail=False)
                pieces.append(Piece(data, self._taken()))
                size += len(data)
                if size >= _CHUNK:
                    yield Chunk(before=before, pieces=tuple(pieces))
                    before += len(pieces)
                    pieces, size = [], 0
        if pieces:
            yield Chunk(before=before, pieces=tuple(pieces))

    @functools.cached_property
    def _kinds(self) -> Mapping[tuple[str, str], RecordKind]:
        return record_kinds(find_format("loms-2019"))

    def _begin(self, root: Document, assembly: LomsAssembly) -> None:
        self.by_record.add_root(root, assembly)
        gathered = assembly.gather()
        self.task.book.add(gathered.entries, gathered.issues)

    def _hand_over(self, assembly: LomsAssembly, writer: ResultWriter, left_out: Iterable[Entry] = ()) -> None:
        """Write what came of some records, and enter it into the account with what reading left out of the last."""
        gathered = assembly.gather()
        for record in gathered.records:
            writer.write(record)
        self.task.book.add((*gathered.entries, *left_out), gathered.issues)

    def _taken(self) -> tuple[LeftOut, ...]:
        """What reading has left out since the last time."""
        pieces = tuple(self._left_out)
        self._left_out.clear()
        return pieces
