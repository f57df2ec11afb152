"""Takes single records out of a file of any size, with all that they need: in flat memory, in as many passes as needed.

What a record needs is found while the file is read. What stands behind it in the file is taken in the same pass, and
only for what stands before it the file is read again.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence, Set

import attrs
from lxml import etree

from loms.formats import find_format
from loms.io.growing import GrowingDocument
from loms.io.record_elements import record_elements
from loms.io.schema.sources import local_name
from loms.io.source import open_source
from loms.resolve.sources import HashedFile
from loms.resolve.wanting import SECTIONS, Wanted, WantedByLinks, WantedByNames
from loms.xml_values import comparable

__all__ = ["Collected", "SourceChangedError", "collect"]

_LOMS = find_format("loms-2019")


class SourceChangedError(Exception):
    """A file is not any more what it was when it was indexed."""


@attrs.frozen(eq=False, kw_only=True)
class Collected:
    """Records of a file.

    Attributes:
        data: A document of the format of the file, with nothing but these records.
        ids: For each record that was asked for, by its position in the file, its id as ids are compared; None where it
            has none.
    """

    data: bytes
    ids: Mapping[int, str | None]


@attrs.frozen(eq=False)
class _Taken:
    """A record that was taken: its parents from the document element on, and a copy of it."""

    parents: tuple[tuple[str, dict[str, str]], ...]
    element: etree._Element


def collect(
    path: str, *, format: str, digest: str, positions: Set[int], max_unpacked_size: int | None = None
) -> Collected:
    """Take records out of a file, with all that they need.

    Args:
        path: Path of the file.
        format: Name of its format when it was indexed.
        digest: Hash of its bytes then.
        positions: The how-manieth records they are, counted from 1.
        max_unpacked_size: As for `loms.read`.

    Raises:
        SourceChangedError: It is not what it was.
        OSError: It cannot be opened.
        SourceError: It cannot be read.
        InvalidDataError: It is not well formed any more.
    """
    wanted: Wanted = WantedByLinks(positions) if format == _LOMS.name else WantedByNames(positions)
    taken: dict[int, _Taken] = {}
    while True:
        found = _read(path, format, wanted, taken, max_unpacked_size)
        if found != digest:
            raise SourceChangedError(path)
        if not wanted.needs_more():
            break
    ids = {position: taken[position].element.get("id") for position in sorted(positions)}
    return Collected(
        data=etree.tostring(_document(taken, is_loms=format == _LOMS.name), encoding="utf-8"),
        ids={position: None if id is None else comparable(id, is_uri=True) for position, id in ids.items()},
    )


def _read(path: str, format: str, wanted: Wanted, taken: dict[int, _Taken], max_unpacked_size: int | None) -> str:
    """Read the file once, and give the hash of its bytes."""
    with open(path, "rb") as raw:  # noqa: PTH123 - the path is a str
        hashed = HashedFile(raw)
        with open_source(hashed, name=path, max_unpacked_size=max_unpacked_size) as opened:
            document = GrowingDocument(opened)
            if document.format.name != format:
                raise SourceChangedError(path)
            for position, element in enumerate(record_elements(document), start=1):
                if wanted.takes(position, element) and position not in taken:
                    taken[position] = _copied(element)
        return hashed.digest()


def _copied(element: etree._Element) -> _Taken:
    parents = [(str(each.tag), dict(each.attrib)) for each in element.iterancestors()]
    return _Taken(tuple(reversed(parents)), copy.deepcopy(element))


def _document(taken: Mapping[int, _Taken], *, is_loms: bool) -> etree._Element:
    """A document with the records that were taken, in their order."""
    ordered = [taken[position] for position in sorted(taken)]
    (tag, attributes), *_ = ordered[0].parents
    if not is_loms:
        root = etree.Element(tag, attributes)
        _put(root, ordered)
        return root
    # Nothing around the records should be at fault, because each fault is held against a record.
    root = etree.Element(tag)
    etree.SubElement(root, f"{{{_LOMS.namespace}}}learningOpportunities")
    _put(root, sorted(ordered, key=lambda each: SECTIONS.get(local_name(str(each.element.tag)), 0)))
    return root


def _put(root: etree._Element, records: Sequence[_Taken]) -> None:
    sections: dict[tuple[str, ...], etree._Element] = {}
    for each in records:
        parent = root
        way: tuple[str, ...] = ()
        for tag, attributes in each.parents[1:]:
            way = (*way, tag)
            if way not in sections:
                sections[way] = etree.SubElement(parent, tag, attributes)
            parent = sections[way]
        parent.append(each.element)
        each.element.tail = None
