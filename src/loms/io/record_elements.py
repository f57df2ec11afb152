"""Takes the records out of a document as it grows, one element at a time, in flat memory."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from lxml import etree

from loms.io.growing import GrowingDocument
from loms.io.schema.sources import is_element

__all__ = ["record_elements"]


def record_elements(document: GrowingDocument) -> Generator[etree._Element, None, None]:
    """The elements of the records of a document, in its order.

    Args:
        document: The document, of which nothing was read yet.

    Yields:
        Each element as a whole, with the names of our schema. It is gone when the next one is asked for.

    Raises:
        InvalidDataError: As for `GrowingDocument`.
        SourceError: As for `GrowingDocument`.

    Examples:
        >>> from loms.io.source import open_source
        >>> with open_source("examples/qualifications-loms.xml") as opened:
        ...     found = [element.tag.rpartition("}")[2] for element in record_elements(GrowingDocument(opened))]
        >>> found[0], len(found)
        ('qualification', 48)
    """
    depth = document.format.record_depth
    for growth in document:
        yield from _ended(growth.root, depth, complete=growth.is_complete)


def _ended(parent: etree._Element, depth: int, *, complete: bool) -> Iterator[etree._Element]:
    """Take out the records below an element that have ended."""
    last = parent[-1] if len(parent) and not complete else None
    for child in parent:
        if not is_element(child):
            continue
        if depth > 1:
            yield from _ended(child, depth - 1, complete=child is not last)
        elif child is not last:
            yield child
            parent.remove(child)
