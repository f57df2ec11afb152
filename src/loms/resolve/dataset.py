"""Reads a dataset whose references are to be followed, record by record and leniently."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import itertools
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

import attrs

from loms.convert.edges import EDGES
from loms.document import Document
from loms.errors import InvalidDataError, Issue, Severity, UsageError
from loms.formats import find_format
from loms.io.growing import GrowingDocument
from loms.io.record_elements import record_elements
from loms.io.schema.sources import is_element, local_name
from loms.io.source import OpenSource, Source, open_source
from loms.io.write import dumps
from loms.io.xml import parse_tree
from loms.resolve.nodes import Node, node_of
from loms.resolve.vocabulary import LOMS_2019, VOCABULARIES, Vocabulary

__all__ = ["Dataset", "open_dataset"]

_NAME = "loms-2019"
_MOST_SHOWN = 5
_SECTION = "learningSpecificationReferences"
_REFERENCE = "qualificationRef"
_FRAGMENTS = (_SECTION, _REFERENCE)


@attrs.frozen(kw_only=True)
class Dataset:
    """The records of a dataset, without what links do not need.

    Attributes:
        source: Name of the file; None for a dataset that was given as objects.
        nodes: Its records, in its order, each read when it is asked for.
        issues: What is wrong with it as a document. It is whole where there is nothing.
        vocabulary: The words of its format.
    """

    source: str | None
    nodes: Iterator[Node]
    issues: tuple[Issue, ...] = ()
    vocabulary: Vocabulary = LOMS_2019


@contextlib.contextmanager
def open_dataset(dataset: Document | Source, *, max_unpacked_size: int | None = None) -> Iterator[Dataset]:
    """Open a dataset to read from it what links need. Its records raise what is raised below, too.

    Args:
        dataset: A LOMS or ELM document as objects, the path of one, or a binary stream. A file may also hold only the
            section ``learningSpecificationReferences`` of a LOMS document, in whatever namespace, as documentation
            shows it.
        max_unpacked_size: As for `loms.read`.

    Yields:
        The dataset.

    Raises:
        UsageError: It is of another format.
        SourceError: The file cannot be read.
        InvalidDataError: The XML is not well formed or of no known format.
    """
    if dataclasses.is_dataclass(dataset):
        # What was made by lenient reading can be written, too, and reading it back takes elements as they are.
        with open_source(io.BytesIO(dumps(dataset)), name=type(dataset).__name__) as opened:
            read = _dataset(GrowingDocument(opened), opened.name)
            yield attrs.evolve(read, source=None, nodes=(node._replace(line=None) for node in read.nodes))
        return
    with open_source(dataset, max_unpacked_size=max_unpacked_size) as opened:
        yield _opened(opened)


def _opened(opened: OpenSource) -> Dataset:
    stream = _TwiceRead(opened.stream)
    again = OpenSource(cast("BinaryIO", stream), opened.name)
    try:
        growing = GrowingDocument(again)
    except InvalidDataError as error:
        if not _may_be_fragment(error):
            raise
        stream.begin_again()
        return _fragment(again)
    stream.forget()
    return _dataset(growing, opened.name)


class _TwiceRead:
    """Passes bytes on and keeps the first of them, so that a pipe, too, can be read from its beginning again."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept: list[bytes] | None = []
        self._again = b""

    def read(self, size: int = -1) -> bytes:
        """Read as the stream does."""
        if self._again:
            chunk, self._again = (self._again, b"") if size < 0 else (self._again[:size], self._again[size:])
            return chunk
        chunk = self._stream.read(size)
        if self._kept is not None:
            self._kept.append(chunk)
        return chunk

    def begin_again(self) -> None:
        """Give what was read so far once more, then the rest."""
        self._again = b"".join(self._kept or ())
        self.forget()

    def forget(self) -> None:
        """Keep nothing any more."""
        self._kept = None


def _dataset(document: GrowingDocument, name: str) -> Dataset:
    vocabulary = VOCABULARIES.get(document.format.name)
    if vocabulary is None:
        found = document.format.name
        convertible = any(edge.source == found and edge.target == _NAME for edge in EDGES)
        remedy = f"Convert it first: loms convert … --to {_NAME}." if convertible else f"Name a {_NAME} dataset."
        raise UsageError(
            f"References are resolved in LOMS 2019 and ELM LOQ datasets, and {name} is a {found} file. {remedy}"
        )
    elements = enumerate(record_elements(document), start=1)
    nodes = (node_of(element, position, vocabulary) for position, element in elements)
    return Dataset(source=name, nodes=nodes, vocabulary=vocabulary)


def _may_be_fragment(error: InvalidDataError) -> bool:
    issue = error.issues[0]
    return issue.code == "FORMAT-UNKNOWN" and (issue.path or "").lstrip("/") in _FRAGMENTS


def _fragment(opened: OpenSource) -> Dataset:
    root = parse_tree(opened).getroot()
    namespace = find_format(_NAME).namespace
    for element in filter(is_element, root.iter()):
        element.tag = f"{{{namespace}}}{local_name(str(element.tag))}"
    records = [root] if local_name(str(root.tag)) != _SECTION else list(filter(is_element, root))
    issue = Issue(
        code="RESOLVE-FRAGMENT",
        severity=Severity.WARNING,
        message=f"This is not a whole dataset, only {local_name(str(root.tag))}; its references were resolved.",
        remedy="Name the dataset to have all its links checked.",
        source=opened.name,
    )
    nodes = tuple(node_of(element, position) for position, element in enumerate(records, start=1))
    issues = (issue,) if any(node.kind == _REFERENCE for node in nodes) else (_without_reference(nodes, opened.name),)
    return Dataset(source=opened.name, nodes=iter(nodes), issues=issues)


def _without_reference(nodes: Sequence[Node], source: str) -> Issue:
    found = ", ".join(dict.fromkeys(node.kind for node in itertools.islice(nodes, _MOST_SHOWN)))
    return Issue(
        code="RESOLVE-NO-REFERENCE",
        severity=Severity.ERROR,
        message=f"This part of a dataset holds no {_REFERENCE}, so there is nothing to resolve. It holds "
        f"{found or 'no element'}.",
        remedy=f"Write each reference as {_REFERENCE}, or name the dataset.",
        source=source,
    )
