"""Converts a few records by themselves, so that several processes can share the records of a file."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

import attrs
from lxml import etree

from loms.convert.tally import Tally
from loms.formats import find_format
from loms.io.binding import bind
from loms.io.certain.records import CertainRecord, certain_records
from loms.io.streaming.record_kinds import record_kinds
from loms.io.streaming.rendering import RecordRenderer
from loms.io.xml import PARSER_OPTIONS
from loms.migration.book import entry_lines
from loms.migration.left_out import entries_of
from loms.migration.task import AT_ONCE
from loms.model import Organization, QualificationRef

if TYPE_CHECKING:
    from loms.convert.entries import Entry
    from loms.convert.settings import Settings
    from loms.convert.to_loms.by_record import ByRecord
    from loms.errors import Issue
    from loms.io.left_out import LeftOut
    from loms.io.streaming.record_types import Record

__all__ = ["Chunk", "ChunkConverter", "ConvertedChunk", "Piece", "Rendered"]

_SHARED = (Organization, QualificationRef)
"""Records that several source records can make; the first of each id counts."""


@attrs.frozen
class Piece:
    """A source record.

    Attributes:
        data: Its element as XML.
        left_out: What was left out of it when it was read.
    """

    data: bytes
    left_out: tuple[LeftOut, ...]


@attrs.frozen(kw_only=True)
class Chunk:
    """Source records that follow each other.

    Attributes:
        before: How many records are before the first of them.
        pieces: The records.
    """

    before: int
    pieces: tuple[Piece, ...]


@attrs.frozen(kw_only=True)
class Rendered:
    """A record of the target as XML.

    Attributes:
        kind: Names of its section and of its element.
        text: The record, as it will stand in the document.
        shared: Its id, where several source records can make it.
        certain: What is known of it where it is certainly valid by itself.
    """

    kind: tuple[str, str]
    text: str
    shared: str | None = None
    certain: CertainRecord | None = None


@attrs.frozen(kw_only=True)
class ConvertedChunk:
    """What came of the records of a chunk.

    Attributes:
        names: Their identifiers.
        records: Records of the target.
        frameworks: Frameworks by id, which come last in the target.
        pages: Addresses of pages, each with the identifier of the source record.
        tally: Counts of the entries.
        lines: The entries, if they were wanted.
        issues: What somebody should look at.
        converted: How many of the records stand in the target.
    """

    names: tuple[str, ...]
    records: tuple[Rendered, ...]
    frameworks: tuple[tuple[str, Rendered], ...]
    pages: tuple[tuple[str, str], ...]
    tally: Tally
    lines: tuple[str, ...]
    issues: tuple[Issue, ...]
    converted: int


class _Noted:
    """Numbers identifiers, notes them down, and notes down pages instead of comparing them."""

    def __init__(self, numbers: Sequence[int] | None) -> None:
        self._given = None if numbers is None else iter(numbers)
        self._counts: dict[str, int] = {}
        self.names: list[str] = []
        self.pages: list[tuple[str, str]] = []

    def count(self, name: str) -> int:
        self.names.append(name)
        self._counts[name] = self._counts.get(name, 0) + 1
        return self._counts[name] if self._given is None else next(self._given)

    def add(self, address: str, *, record: str) -> None:
        self.pages.append((address, record))

    def shared(self) -> Iterator[Issue]:
        return iter(())


class ChunkConverter:
    """Converts chunks.

    Args:
        by_record: How a record is converted.
        settings: What the conversion cannot know by itself.
        keeps_entries: Whether the entries are wanted, and not only their numbers.
        source: Name of the source, for messages.
    """

    def __init__(self, by_record: ByRecord[Any], settings: Settings, *, keeps_entries: bool, source: str) -> None:
        self._by_record = by_record
        self._settings = settings
        self._keeps_entries = keeps_entries
        self._source = source
        kind = record_kinds(find_format(by_record.source_format))["", by_record.record].kind
        self._kind = cast("type[Any]", kind)
        self._certain = certain_records(find_format("loms-2019"))
        self._parser = etree.XMLParser(**PARSER_OPTIONS)
        self._renderer = RecordRenderer(find_format("loms-2019"), root=by_record.empty_document(), name=source)

    def convert(self, chunk: Chunk, numbers: Sequence[int] | None = None) -> ConvertedChunk:
        """Convert a chunk.

        Args:
            chunk: The records.
            numbers: How often the identifier of each record has come, itself included. None takes the chunk for all.

        Raises:
            InvalidDataError: A record cannot be read or written at all.
        """
        noted = _Noted(numbers)
        tally, lines = Tally(), list[str]()
        assembly = self._by_record.begin(self._settings, tally=None if self._keeps_entries else tally)
        assembly.occurrences = noted.count
        assembly.pages = noted
        assembly.read = chunk.before
        records: list[Rendered] = []
        issues: list[Issue] = []

        def take(left_out: Iterable[Entry] = ()) -> None:
            gathered = assembly.gather()
            records.extend(map(self._rendered, gathered.records))
            issues.extend(gathered.issues)
            entries = (*gathered.entries, *left_out)
            tally.add(entries)
            if self._keeps_entries:
                lines.extend(entry_lines(entries))

        pieces = iter(chunk.pieces)
        while some := [(piece, self._bound(piece.data)) for piece in itertools.islice(pieces, AT_ONCE)]:
            for piece, record in some:
                self._by_record.add(record, assembly, self._settings)
                if piece.left_out:
                    take(entries_of(piece.left_out, getattr(record, self._by_record.identifier_field)))
            take()
        return ConvertedChunk(
            names=tuple(noted.names),
            records=tuple(records),
            frameworks=tuple((each.id, self._rendered(each)) for each in assembly.sorted_frameworks()),
            pages=tuple(noted.pages),
            tally=tally,
            lines=tuple(lines),
            issues=tuple(issues),
            converted=assembly.converted,
        )

    def _bound(self, data: bytes) -> Any:
        element = etree.fromstring(data, self._parser)
        return bind(etree.ElementTree(element), self._kind, source=self._source, strict=False)

    def _rendered(self, record: Record) -> Rendered:
        kind = self._renderer.kind_of(record)
        text = self._renderer.rendered(record, kind)
        shared = record.id if isinstance(record, _SHARED) else None
        names = kind.section.name, kind.name
        return Rendered(kind=names, text=text, shared=shared, certain=self._certain.certain(record, names))
