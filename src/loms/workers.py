"""Processes that share the work on one file: each does chunks of it, and the results come in the order of the file."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from loms.errors import LomsError, UsageError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

__all__ = ["Job", "Workers"]

_Kept = TypeVar("_Kept")
_Sent = TypeVar("_Sent")
_Result = TypeVar("_Result")
_SentIn = TypeVar("_SentIn", contravariant=True)
_ResultOut = TypeVar("_ResultOut", covariant=True)

_AHEAD = 3
"""How many chunks are on their way for each process."""


class Job(Protocol[_SentIn, _ResultOut]):
    """What every process needs to know to begin; it is sent to each of them."""

    def begin(self) -> Callable[[_SentIn], _ResultOut]:
        """What does the work on a chunk."""


class Workers(Generic[_Sent, _Result]):
    """Processes that are there in a block, and gone behind it, however it ends.

    Args:
        count: How many.
        job: What they do.
        failure: What it means when one of them is ended, such as ``courses.xml was not checked``.
        unsendable: What to say where the job cannot be sent to a process.

    Raises:
        UsageError: What the job needs cannot be sent to a process, or this process may not have others.
    """

    def __init__(
        self,
        count: int,
        job: Job[_Sent, _Result],
        *,
        failure: str,
        unsendable: str = "What the work needs cannot be sent to other processes. Use one job.",
    ) -> None:
        if multiprocessing.current_process().daemon:
            raise UsageError("A process of a pool cannot start others. Use one job.")
        try:
            ForkingPickler.dumps(job)
        except Exception as error:
            raise UsageError(unsendable) from error
        self._count = count
        self._failure = failure
        self.job = job

    def work(self, chunks: Iterable[tuple[_Kept, _Sent]]) -> Generator[tuple[_Kept, _Result], None, None]:
        """Do the work on chunks. Close what this gives, so that the processes end when nobody wants any more.

        Args:
            chunks: What is kept of each, and what is sent to a process. They are asked for a few ahead of the results.

        Yields:
            What was kept of each chunk with what came of it, in their order.

        Raises:
            LomsError: A process could not be started, or was ended by the system or by somebody.
        """
        # A process that is made anew shares neither threads nor open files with this one.
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_begin, initargs=(self.job,))
        waiting: deque[tuple[_Kept, Future[_Result]]] = deque()
        has_result = False
        try:
            for kept, sent in chunks:
                with self._told(has_result=has_result):
                    waiting.append((kept, pool.submit(_work, sent)))
                if len(waiting) > _AHEAD * self._count:
                    with self._told(has_result=has_result):
                        first = _first(waiting)
                    has_result = True
                    yield first
            while waiting:
                with self._told(has_result=has_result):
                    first = _first(waiting)
                has_result = True
                yield first
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    @contextlib.contextmanager
    def _told(self, *, has_result: bool) -> Iterator[None]:
        """Say plainly why processes do not work."""
        try:
            yield
        except BrokenProcessPool as error:
            why = (
                "a process that shared the work was ended, perhaps for want of memory. Try again with fewer jobs."
                if has_result
                else "a process that shared the work was ended before it had done anything. A script that asks for "
                "several jobs must be a file, with what it does below 'if __name__ == \"__main__\":'. "
                "Otherwise try again with fewer jobs."
            )
            raise LomsError(f"{self._failure}: {why}") from error
        except OSError as error:
            raise LomsError(
                f"{self._failure}: a process that shared the work was ended or could not be started "
                f"({error.strerror or error}). Try again with fewer jobs."
            ) from error


def _first(waiting: deque[tuple[_Kept, Future[_Result]]]) -> tuple[_Kept, _Result]:
    kept, future = waiting.popleft()
    return kept, future.result()


_worker: Callable[[Any], Any] | None = None


def _begin(job: Job[Any, Any]) -> None:
    """Make a process ready."""
    global _worker
    # Ctrl-C reaches all processes, and the first of them decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _worker = job.begin()


def _end_with(parent: BaseProcess) -> None:
    """End this process when the first one is gone, even if that was killed."""
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)


def _work(sent: Any) -> Any:
    if _worker is None:
        raise UsageError("This process has no job.")
    return _worker(sent)
