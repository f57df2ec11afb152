"""Reads a file ahead, and lets other processes look at its records meanwhile."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs
from lxml import etree

from loms.errors import LomsError
from loms.io.growing import GrowingDocument, Growth
from loms.io.schema.sources import is_element
from loms.validate.answers import Answers, Asked, Questions
from loms.validate.looking import LookingJob
from loms.workers import Workers

if TYPE_CHECKING:
    from loms.validate.answers import Answer

__all__ = ["SharedReading"]

_CHUNK = 200_000
"""About as many bytes of records go to a process at once."""
_ALONE = 10
"""A file of fewer chunks is done before other processes would have begun."""
_LONGEST_NAMESPACES = 10_000
"""Each record is sent with the namespaces around it, so of these there must not be too many letters."""


@attrs.frozen(eq=False)
class _Chunk:
    """Some growths of a document, and the elements that have ended in them where records stand."""

    growths: list[Growth] = attrs.field(factory=list)
    elements: list[etree._Element] = attrs.field(factory=list)
    asked: list[Asked] = attrs.field(factory=list)


class SharedReading:
    """Reads a document ahead of who looks at it, and has its records looked at by others before.

    Args:
        document: The document, of which nothing was read yet.
        jobs: How many processes share the work, this one included, which has about half of it.
        job: What they do.
        source: Name of the file, for messages.

    Attributes:
        answers: What they say of the records of the growth that was given last.
    """

    def __init__(self, document: GrowingDocument, *, jobs: int, job: LookingJob, source: str) -> None:
        self._document = document
        self._depth = document.format.record_depth
        self._jobs = jobs
        self._job = job
        self._source = source
        self._failure: LomsError | None = None
        self._parent: etree._Element | None = None
        self._section: str | None = None
        self._is_sent = True
        self.answers = Answers()

    def growths(self) -> Generator[Growth, None, None]:
        """The growths of the document as it gives them itself, but that more may have come after their reach.

        Raises:
            InvalidDataError: As for `GrowingDocument`, after all growths before have been given.
            SourceError: The same.
            LomsError: A process was ended by the system or by somebody.
        """
        chunks = self._chunks()
        first = list(itertools.islice(chunks, _ALONE))
        if len(first) < _ALONE:
            yield from itertools.chain.from_iterable(each.growths for each in first)
        else:
            yield from self._shared(itertools.chain(first, chunks))
        if self._failure is not None:
            raise self._failure

    def _shared(self, chunks: Iterator[_Chunk]) -> Iterator[Growth]:
        workers: Workers[Questions, Sequence[Answer | None]] = Workers(
            self._jobs - 1, self._job, failure=f"{self._source} was not checked"
        )
        with contextlib.closing(workers.work(map(self._question, chunks))) as results:
            for chunk, answers in results:
                self.answers.put(chunk.elements, answers)
                yield from chunk.growths

    def _question(self, chunk: _Chunk) -> tuple[_Chunk, Questions]:
        questions = Questions(effort=self.answers.effort, records=tuple(chunk.asked))
        chunk.asked.clear()
        return chunk, questions

    def _chunks(self) -> Iterator[_Chunk]:
        """Read on; what stops the reading is kept until all before has been looked at."""
        chunk, size = _Chunk(), 0
        since: Sequence[etree._Element] = ()
        try:
            for growth in self._document:
                chunk.growths.append(growth)
                for element in _ended(growth.root, since, growth.reach, self._depth):
                    chunk.elements.append(element)
                    chunk.asked.append(self._asked(element))
                since = growth.reach or ()
                size += len(growth.chunk)
                if size >= _CHUNK:
                    yield chunk
                    chunk, size = _Chunk(), 0
        except LomsError as error:
            self._failure = error
        if chunk.growths:
            yield chunk

    def _asked(self, element: etree._Element) -> Asked:
        parent = element.getparent()
        if parent is not None and parent is not self._parent:
            self._parent = parent
            self._section = str(parent.tag) if self._depth > 1 else None
            names = itertools.chain.from_iterable(parent.nsmap.items())
            self._is_sent = sum(len(each or "") for each in names) <= _LONGEST_NAMESPACES
        data = etree.tostring(element, encoding="utf-8", with_tail=False) if self._is_sent else b""
        return Asked(self._section, data)


def _ended(
    parent: etree._Element, since: Sequence[etree._Element], reach: Sequence[etree._Element] | None, depth: int
) -> Iterator[etree._Element]:
    """The elements so deep in another that have ended since a reach, and stand before the next one."""
    if reach is not None and not reach:
        return
    node = since[0] if since else next(parent.iterchildren(), None)
    while node is not None:
        is_last = reach is not None and node is reach[0]
        if depth > 1 and is_element(node):
            earlier = since[1:] if since and node is since[0] else ()
            yield from _ended(node, earlier, reach[1:] if reach is not None and is_last else None, depth - 1)
        if is_last:
            return
        if depth == 1 and is_element(node):
            yield node
        node = node.getnext()
