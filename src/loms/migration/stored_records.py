"""Puts the records of a file into a temporary database, and gets them back as objects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
from lxml import etree

from loms.io.binding import bind
from loms.io.left_out import Cause, LeftOut
from loms.io.schema.sources import local_name
from loms.io.streaming.record_kinds import record_kinds, section_kinds
from loms.io.xml import PARSER_OPTIONS
from loms.migration.left_out import entries_of
from loms.migration.store import StoredRecord

if TYPE_CHECKING:
    from loms.convert.entries import Entry
    from loms.document import Document
    from loms.formats import Format
    from loms.io.streaming.record_stream import PlacedElement
    from loms.migration.store import RecordStore
    from loms.migration.task import Task

__all__ = ["StoredRecords", "entries_of_left_out", "put_all"]


@attrs.define(eq=False)
class StoredRecords:
    """Records of a format in a temporary database.

    Attributes:
        format: The format.
        store: The database.
        source: Name of the source, for messages.
    """

    format: Format
    store: RecordStore
    source: str
    _sections: Mapping[str, int] = attrs.field(init=False)
    _kinds: Mapping[str, type[Any]] = attrs.field(init=False)
    # One for all records, because to make one takes longer than to read most records.
    _parser: etree.XMLParser = attrs.field(init=False, factory=lambda: etree.XMLParser(**PARSER_OPTIONS))

    @_sections.default
    def _numbers(self) -> Mapping[str, int]:
        return {section.name: number for number, section in enumerate(section_kinds(self.format))}

    @_kinds.default
    def _classes(self) -> Mapping[str, type[Any]]:
        return {name: each.kind for (_, name), each in record_kinds(self.format).items() if each.kind}

    def put(self, element: etree._Element, left_out: Sequence[LeftOut], *, id: str = "") -> StoredRecord:
        """Keep a record.

        Args:
            element: Its element, in its document.
            left_out: What was left out of it when it was read.
            id: Its id, as it is looked for; empty where it is not.

        Returns:
            The record as it is kept.
        """
        parent = element.getparent()
        section = "" if parent is None else local_name(str(parent.tag))
        kind = local_name(str(element.tag))
        data = etree.tostring(element, encoding="utf-8", with_tail=False)
        packed = _packed(left_out) if left_out else ""
        number = self.store.put(kind, section=self._sections.get(section, 0), id=id, data=data, left_out=packed)
        return StoredRecord(kind, number, data, packed)

    def item(self, stored: StoredRecord) -> Any:
        """The object of a record.

        Args:
            stored: The record as it is kept.
        """
        element = etree.fromstring(stored.data, self._parser)
        return bind(etree.ElementTree(element), self._kinds[stored.kind], source=self.source, strict=False)


def put_all(
    task: Task, put: Callable[[PlacedElement, Sequence[LeftOut]], object]
) -> tuple[Document, Sequence[LeftOut]]:
    """Keep all records of a file.

    Args:
        task: The file.
        put: Keeps a record.

    Returns:
        The document without its records, and what was left out behind the last of them.

    Raises:
        SourceError: The source cannot be read.
        InvalidDataError: The source is no document of the format; or the task is strict, and something is wrong.
    """
    roots: list[Document] = []
    pieces: list[LeftOut] = []
    for placed in task.stream(on_root=roots.append, on_left_out=pieces.append).elements():
        put(placed, tuple(pieces))
        pieces.clear()
    return roots[0], pieces


def entries_of_left_out(stored: StoredRecord, name: str | None) -> Iterator[Entry]:
    """The entries of what was left out when a record was read.

    Args:
        stored: The record as it is kept.
        name: The identifier by which other entries name it.
    """
    values = json.loads(stored.left_out) if stored.left_out else ()
    return entries_of((LeftOut(**{**each, "cause": Cause[each["cause"]]}) for each in values), name)


def _packed(pieces: Iterable[LeftOut]) -> str:
    return json.dumps([{**attrs.asdict(piece), "cause": piece.cause.name} for piece in pieces])
