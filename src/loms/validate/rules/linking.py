"""Takes the links out of records, once for all rules that need them."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from lxml import etree

from loms.io.columns import Column
from loms.io.many_texts import ManyTexts
from loms.io.overflow import Rows
from loms.io.schema.sources import local_name
from loms.links import LinkGraph
from loms.validate.defining import Here, Place
from loms.xml_values import comparable

__all__ = ["Links"]

_LINKS = etree.XPath("descendant::*[@idref or @targetFrameworkID]")
_TEXT_IDS = ("scoringScheme", "gradingScheme")


class Links:
    """The records of the file so far, and to what they refer.

    Attributes:
        graph: The records by number, in the order of the document.
    """

    def __init__(self) -> None:
        self.graph = LinkGraph(ids=ManyTexts(), column=lambda: Column("I"))
        self._paths: list[str] = []
        # By the number of a record: order, line, number of its path, and number in that.
        self._places = Rows("Q", 4)
        self._latest = 0

    def see(self, here: Here) -> int:
        """Take a record in, if it was not yet, and tell its number.

        Args:
            here: The record.
        """
        seen = here.seen
        if seen.order == self._latest:
            return len(self.graph) - 1
        self._latest = seen.order
        path, at = seen.path.rpartition("[")[::2] if seen.path.endswith("]") else (seen.path, "0]")
        if path not in self._paths:
            self._paths.append(path)
        self._places.append((seen.order, seen.line or 0, self._paths.index(path), int(at[:-1])))
        id = seen.element.get("id")
        own = None if id is None else comparable(id, is_uri=seen.kind not in _TEXT_IDS)
        return self.graph.add(seen.kind, own, _links(seen.element))

    def place(self, number: int) -> Place:
        """Where a record stands.

        Args:
            number: Its number.
        """
        order, line, path, at = self._places[number]
        where = f"{self._paths[path]}[{at}]" if at else self._paths[path]
        return Place(order=order, path=where, line=line or None, record=self.name(number))

    def name(self, number: int) -> str | None:
        """The id of a record, for messages."""
        id = self.graph.id(number)
        return None if id is None else id.removeprefix("\0")


def _links(record: etree._Element) -> Iterator[tuple[str, str]]:
    for element in _LINKS(record):  # type: ignore[union-attr]
        assert isinstance(element, etree._Element)  # noqa: S101 - the expression selects elements
        name = _local(str(element.tag))
        if (target := element.get("idref")) is not None:
            # Only the links that are children of records have a part in what the graph finds by path.
            yield f"{name}/@idref", comparable(target, is_uri=name not in _TEXT_IDS)
        if (target := element.get("targetFrameworkID")) is not None:
            yield f"{name}/@targetFrameworkID", comparable(target, is_uri=True)


_local = functools.cache(local_name)
