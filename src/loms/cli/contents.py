"""Counts what a file holds while it streams by, so that a file of any size needs little memory."""

from __future__ import annotations

import collections
import itertools
import os
from collections.abc import Iterator, Mapping
from typing import BinaryIO, cast

import attrs
from lxml import etree

from loms.formats import Format
from loms.io.adoption import adoption_of, is_undecided
from loms.io.model_fields import LanguageAttribute, text_elements
from loms.io.source import Source, open_source
from loms.io.xml import PARSER_OPTIONS, EndInSight, detect, feed, refuse_doctype, syntax_error

__all__ = ["Contents", "contents_of"]

# The element that names the provider of a record: by reference, or as text once for each language.
_PROVIDERS = {"loms-2019": "providedBy", "loq-learning-opportunities": "ProviderName"}

# The element in which a record says what qualification it leads to, where that is no record of its own.
_QUALIFICATION_BLOCKS = {"loq-learning-opportunities": "Qualifications"}

# Elements at the depth of records that are none.
_NO_RECORDS = {"loq-delete": {"EntityType"}}

CHUNK = 1 << 16
_EVENTS = 1000
_MOST_EVENTS = 100_000


@attrs.frozen(kw_only=True)
class Contents:
    """What a file holds.

    Attributes:
        source: Name of the file.
        format: Its format.
        declared_version: Version of the format that the file itself names, if it does.
        size: Bytes of XML, uncompressed.
        stored_size: Bytes on disk, or None for a stream.
        records: How many records of each kind, by element name, in the order of their first appearance.
        languages: How many texts in each language, the most frequent first.
        providers: How many different providers, or None where the format knows no providers.
        qualification_refs: How many qualifications are referred to that another dataset publishes; only LOMS 2019 can.
        qualification_blocks: How many times a legacy course says what qualification it leads to, or None in other
            formats.
    """

    source: str
    format: Format
    declared_version: str | None
    size: int
    stored_size: int | None
    records: dict[str, int]
    languages: dict[str, int]
    providers: int | None
    qualification_refs: int
    qualification_blocks: int | None

    def as_dict(self) -> dict[str, object]:
        """The contents as a mapping that JSON can hold."""
        return attrs.asdict(self, recurse=False) | {"format": self.format.name, "version": self.format.version}


class _CountingStream(EndInSight):
    """Passes bytes on and counts them."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        """Read as the stream does."""
        chunk = super().read(size)
        self.size += len(chunk)
        return chunk


@attrs.define
class _Tally:
    """What was counted so far."""

    format: Format
    texts: Mapping[str, LanguageAttribute]
    records: collections.Counter[str] = attrs.field(factory=collections.Counter)
    languages: collections.Counter[str] = attrs.field(factory=collections.Counter)
    providers: set[str] = attrs.field(factory=set)
    qualification_blocks: int = 0

    def add_record(self, record: etree._Element) -> None:
        """Count a finished record and what is in it."""
        kind = _local_name(record)
        if kind in _NO_RECORDS.get(self.format.name, ()):
            return
        self.records[kind] += 1
        provider = _PROVIDERS.get(self.format.name)
        block = _QUALIFICATION_BLOCKS.get(self.format.name)
        named: list[str] = []
        for element in record.iter(f"{{{self.format.namespace}}}*"):
            name = _local_name(element)
            # An element of the same name may hold other elements instead of a text.
            if name in self.texts and not len(element):
                self.languages[self.texts[name].of(element) or "unknown"] += 1
            if name == block:
                self.qualification_blocks += 1
            if name == provider:
                named.append(str(element.get("idref") or element.text or ""))
        # A legacy record has one provider, named once for each language.
        self.providers.update(named[:1] if provider == "ProviderName" else named)


def contents_of(source: Source, *, max_unpacked_size: int | None = None) -> Contents:
    """Count what a file holds.

    Args:
        source: Path of an XML file, or a binary stream; compressed or not.
        max_unpacked_size: The most bytes to which a compressed file may unpack; None takes the usual limit.

    Returns:
        The counts.

    Raises:
        SourceError: The file cannot be read.
        InvalidDataError: The XML is not well formed, of no known format, or over the limit. Nothing else is checked.
    """
    with open_source(source, max_unpacked_size=max_unpacked_size) as opened:
        counting = _CountingStream(opened.stream)
        try:
            tally, version = _count(_events(counting), opened.name)
        except etree.XMLSyntaxError as error:
            raise syntax_error(error, opened.name, stream=counting) from error
    return Contents(
        source=opened.name,
        format=tally.format,
        declared_version=version,
        size=counting.size,
        stored_size=_stored_size(source),
        records=dict(tally.records),
        languages=dict(sorted(tally.languages.items(), key=lambda item: (-item[1], item[0]))),
        providers=len(tally.providers) if tally.format.name in _PROVIDERS else None,
        qualification_refs=tally.records["qualificationRef"],
        qualification_blocks=tally.qualification_blocks if tally.format.name in _QUALIFICATION_BLOCKS else None,
    )


def _count(events: Iterator[tuple[str, etree._Element]], name: str) -> tuple[_Tally, str | None]:
    """Read to the end and forget each record when it is counted."""
    _, root = next(events)
    refuse_doctype(root.getroottree(), name)
    held: list[tuple[str, etree._Element]] = []
    while is_undecided(root) and len(held) < _MOST_EVENTS and (more := list(itertools.islice(events, _EVENTS))):
        held += more
    found = detect(root, name)
    adoption = adoption_of(root)
    deep = (adoption or found).record_depth
    tally = _Tally(found, text_elements(found))
    version = root.get("xsdVersion") or root.get("XsdVersion")
    depth = 0
    for event, element in itertools.chain(held, events):
        if event == "start":
            depth += 1
        else:
            if depth == deep:
                if adoption is not None:
                    adoption.rename(element)
                tally.add_record(element)
            if depth <= deep:
                _forget(element)
            depth -= 1
    return tally, version


def _events(stream: EndInSight) -> Iterator[tuple[str, etree._Element]]:
    """The beginnings and ends of elements, as they come."""
    parser = etree.XMLPullParser(events=("start", "end"), **PARSER_OPTIONS)
    while chunk := stream.read(CHUNK):
        feed(parser, chunk)
        yield from cast("Iterator[tuple[str, etree._Element]]", parser.read_events())
    parser.close()
    yield from cast("Iterator[tuple[str, etree._Element]]", parser.read_events())


def _forget(element: etree._Element) -> None:
    """Drop an element and everything before it. The element itself stays, empty: the parser may still touch it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _stored_size(source: Source) -> int | None:
    return os.stat(source).st_size if isinstance(source, (str, os.PathLike)) else None  # noqa: PTH116 - also a str
