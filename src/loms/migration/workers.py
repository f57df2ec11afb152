"""Processes that share the work on one file: each converts chunks, and the results come in the order of the file."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any

import attrs

from loms.convert.settings import Settings
from loms.errors import LomsError, UsageError
from loms.migration.chunks import Chunk, ChunkConverter, ConvertedChunk

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

__all__ = ["Job", "Workers"]

_AHEAD = 3
"""How many chunks are on their way for each process."""


@attrs.frozen(kw_only=True)
class Job:
    """What every process needs to know.

    Attributes:
        name: Name of the edge.
        settings: The settings by name.
        keeps_entries: Whether the entries of the report are wanted.
        source: Name of the source, for messages.
    """

    name: str
    settings: Mapping[str, Any]
    keeps_entries: bool
    source: str

    @classmethod
    def of(cls, settings: Settings, *, name: str, keeps_entries: bool, source: str) -> Job:
        """The job with settings as they can be sent to a process."""
        given = attrs.asdict(settings, recurse=False)
        given["fallback_languages"] = dict(settings.fallback_languages)
        return cls(name=name, settings=given, keeps_entries=keeps_entries, source=source)

    def converter(self) -> ChunkConverter:
        """What does the work."""
        by_record = importlib.import_module(f"loms.convert.{self.name}").BY_RECORD
        settings = Settings(**self.settings)
        return ChunkConverter(by_record, settings, keeps_entries=self.keeps_entries, source=self.source)


class Workers:
    """Processes that are there in a block, and gone behind it, however it ends.

    Args:
        count: How many.
        job: What they do.

    Raises:
        UsageError: What the job needs cannot be sent to a process.
    """

    def __init__(self, count: int, job: Job) -> None:
        try:
            ForkingPickler.dumps(job)
        except Exception as error:
            raise UsageError(
                "The known qualifications of the settings cannot be sent to other processes. Give a mapping of "
                "addresses, or use one job."
            ) from error
        self._count = count
        self.job = job

    def convert(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, ConvertedChunk]]:
        """Convert chunks.

        Args:
            chunks: They are asked for a few ahead of the results.

        Yields:
            Each chunk with what came of it, in their order.

        Raises:
            LomsError: A process was ended by the system or by somebody.
        """
        # A process that is made anew shares neither threads nor open files with this one.
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_begin, initargs=(self.job,))
        waiting: deque[tuple[Chunk, Future[ConvertedChunk]]] = deque()
        try:
            with _told(self.job):
                for chunk in chunks:
                    waiting.append((chunk, pool.submit(_convert, chunk)))
                    if len(waiting) > _AHEAD * self._count:
                        yield _first(waiting)
                while waiting:
                    yield _first(waiting)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _first(waiting: deque[tuple[Chunk, Future[ConvertedChunk]]]) -> tuple[Chunk, ConvertedChunk]:
    chunk, future = waiting.popleft()
    return chunk, future.result()


@contextlib.contextmanager
def _told(job: Job) -> Iterator[None]:
    """Say plainly why processes do not work."""
    try:
        yield
    except BrokenProcessPool as error:
        raise LomsError(
            f"{job.source} was not converted: a process that shared the work was ended, perhaps for want of memory. "
            "Try again with fewer jobs."
        ) from error


_converter: ChunkConverter | None = None


def _begin(job: Job) -> None:
    """Make a process ready."""
    global _converter
    # Ctrl-C reaches all processes, and the first of them decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _converter = job.converter()


def _end_with(parent: BaseProcess) -> None:
    """End this process when the first one is gone, even if that was killed."""
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)


def _convert(chunk: Chunk) -> ConvertedChunk:
    if _converter is None:
        raise UsageError("This process has no job.")
    return _converter.convert(chunk)
