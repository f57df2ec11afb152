"""The records of a dataset as far as links go: what each is, what it is called, and to what it refers."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from sys import intern
from typing import NamedTuple

from lxml import etree

from loms.io.schema.sources import local_name, source_line
from loms.resolve.readers.findings import AwardingBody
from loms.resolve.vocabulary import LOMS_2019, Vocabulary
from loms.xml_values import comparable

__all__ = ["Node", "node_of"]

_LINKS = etree.XPath("descendant::*[@idref or @targetFrameworkID]")
_ATTRIBUTES = ("idref", "targetFrameworkID")


# There are as many as there are records, and attrs would take long to make them.
class Node(NamedTuple):
    """A record of a dataset.

    Attributes:
        kind: Name of its element.
        id: Its id as ids are compared; None where it has none.
        position: The how-manieth record of the dataset it is, counted from 1.
        line: Line of its start tag; None where it is not known.
        title: Its title, in English or else the first one.
        identifiers: Values of its identifiers, each with its scheme.
        links: Path and target of each reference to another record, in the order of the record.
        eqf_level: Its level in the European Qualifications Framework; None where it has none.
        awarding_bodies: Who awards it.
    """

    kind: str
    id: str | None
    position: int
    line: int | None
    title: str
    identifiers: Sequence[tuple[str, str | None]]
    links: Sequence[tuple[str, str]]
    eqf_level: str | None = None
    awarding_bodies: Sequence[AwardingBody] = ()

    def targets(self, path: str) -> Iterator[str]:
        """The ids at one place.

        Args:
            path: The place, such as ``specifiedBy/@idref``.
        """
        return (target for place, target in self.links if place == path)

    @property
    def name(self) -> str:
        """What to call it in messages."""
        return (self.id or self.title or f"number {self.position:,}").removeprefix("\0")


def node_of(element: etree._Element, position: int, vocabulary: Vocabulary = LOMS_2019) -> Node:
    """The node of a record.

    Args:
        element: The element of the record.
        position: The how-manieth record of the dataset it is.
        vocabulary: The words of its format.
    """
    kind = _local(str(element.tag))
    identity = element.get("id")
    read = vocabulary.reader.records.get(str(element.tag))
    found = read(element) if read is not None else None
    titles = found.titles if found is not None else vocabulary.titles(element)
    identifiers: Sequence[tuple[str, str | None]] = [
        (value, None if scheme is None else intern(scheme)) for value, scheme in vocabulary.identifiers(element)
    ]
    return Node(
        kind=kind,
        id=None if identity is None else intern(comparable(identity, is_uri=kind not in vocabulary.text_ids)),
        position=position,
        line=source_line(element),
        title=titles.get("en") or next(iter(titles.values()), ""),
        identifiers=identifiers,
        links=tuple(_links(element, vocabulary)),
        eqf_level=found.eqf_level if found is not None else None,
        awarding_bodies=found.awarding_bodies if found is not None else (),
    )


def _links(record: etree._Element, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for element in _LINKS(record):  # type: ignore[union-attr]
        assert isinstance(element, etree._Element)  # noqa: S101 - the expression selects elements
        path = _path(element, record)
        is_uri = local_name(str(element.tag)) not in vocabulary.text_ids
        for name in _ATTRIBUTES:
            if (value := element.get(name)) is not None:
                # Many records say the same, and there may be millions of them.
                yield intern(f"{path}/@{name}"), intern(comparable(value, is_uri=is_uri))


def _path(element: etree._Element, record: etree._Element) -> str:
    names = [_local(str(element.tag))]
    parent = element.getparent()
    while parent is not None and parent is not record:
        names.append(_local(str(parent.tag)))
        parent = parent.getparent()
    return "/".join(reversed(names))


_local = functools.cache(local_name)
