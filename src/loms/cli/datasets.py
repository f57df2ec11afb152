"""What the commands share that make new datasets of a dataset: read a valid one, write valid ones or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from loms.cli.options import STANDARD_STREAM, names_json
from loms.cli.places import shown_name
from loms.cli.terminal import Screen, messages, results
from loms.errors import UsageError

if TYPE_CHECKING:
    from loms.document import Document
    from loms.io.source import Source
    from loms.model import QmsLearningOpportunities

__all__ = ["links_of", "load_dataset", "screen_beside", "tell_written", "write_datasets"]

_FORMAT = "loms-2019"


def load_dataset(name: str, *, max_unpacked_size: int | None) -> QmsLearningOpportunities:
    """Read a LOMS dataset.

    Args:
        name: Its path, or ``-``.
        max_unpacked_size: The most bytes to which it may unpack; None takes the usual limit.

    Raises:
        SourceError: It cannot be read.
        InvalidDataError: It is not valid.
        UsageError: It has another format.
    """
    from loms.cli.documents import load, not_valid

    loaded = load(name, max_unpacked_size=max_unpacked_size)
    document = _checked(loaded.document, name)
    if loaded.faults:
        raise not_valid(loaded.faults, name, nothing_was="written")
    return document


@contextlib.contextmanager
def links_of(name: str, *, max_unpacked_size: int | None) -> Iterator[Document | Source]:
    """What `loms.resolve` follows the links of: the file itself where it can be read record by record.

    Args:
        name: Its path, or ``-``.
        max_unpacked_size: The most bytes to which it may unpack; None takes the usual limit.

    Yields:
        What to read; the document where it is JSON.

    Raises:
        SourceError: It cannot be read.
        InvalidDataError: It is JSON, and no document.
        UsageError: It is JSON of another format.
    """
    from loms.cli.documents import given_source, is_json, load_from

    with given_source(name) as source:
        if is_json(source):
            yield _linked(load_from(source, max_unpacked_size=max_unpacked_size).document, name)
        else:
            yield source


def _linked(document: Document, name: str) -> Document:
    """A document whose links can be followed.

    Raises:
        UsageError: It is of a format whose links nobody follows.
    """
    from loms.formats import format_of
    from loms.resolve.vocabulary import VOCABULARIES

    return document if format_of(document).name in VOCABULARIES else _checked(document, name)


def _checked(document: Document, name: str) -> QmsLearningOpportunities:
    """A document as one of LOMS.

    Raises:
        UsageError: It is of another format.
    """
    from loms.convert.edges import EDGES
    from loms.formats import format_of
    from loms.model import QmsLearningOpportunities

    if isinstance(document, QmsLearningOpportunities):
        return document
    kind = format_of(document).name
    remedy = "Name a LOMS 2019 dataset."
    if (kind, _FORMAT) in {(edge.source, edge.target) for edge in EDGES}:
        remedy = f"Convert it first: loms convert {name} --to {_FORMAT} …"
    raise UsageError(f"{shown_name(name)} is one of {kind}. {remedy}")


def write_datasets(datasets: Mapping[str, QmsLearningOpportunities], *, source: str, dry_run: bool) -> None:
    """Write datasets, all of them valid, or none.

    Args:
        datasets: The datasets by the path to which each goes; ``-`` is standard output.
        source: Name of the dataset of which they were made.
        dry_run: Whether to write nothing.

    Raises:
        InvalidDataError: One is not valid.
        TargetError: One cannot be written; what was there before is untouched.
    """
    from loms.cli.documents import valid_content, write_all

    contents = {
        path: valid_content(dataset, path, as_json=names_json(path), sources=[source])
        for path, dataset in datasets.items()
    }
    if not dry_run:
        write_all(contents)


def screen_beside(target: str, *, dry_run: bool) -> Screen:
    """Where to say what was done: standard output, unless the dataset goes there.

    Args:
        target: Where the dataset goes.
        dry_run: Whether nothing is written.
    """
    return messages() if target == STANDARD_STREAM and not dry_run else results()


def tell_written(screen: Screen, *targets: str, dry_run: bool) -> None:
    """Say what was written.

    Args:
        screen: Where to say it.
        targets: Where the datasets went.
        dry_run: Whether nothing was written.
    """
    if dry_run:
        screen.line("Nothing written (dry run); it would be valid loms-2019.")
        return
    for target in targets:
        if target != STANDARD_STREAM:
            screen.line(f"{target} written: valid loms-2019{' as JSON' if names_json(target) else ''}.")
