"""Does in one process what several would do, since starting processes takes longer than most tests."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from multiprocessing.reduction import ForkingPickler
from typing import Any, TypeVar

from loms.workers import Workers

T = TypeVar("T")


def sent(thing: T) -> T:
    """What arrives of something that is sent to another process."""
    received: T = ForkingPickler.loads(ForkingPickler.dumps(thing))
    return received


class Alone(Workers[Any, Any]):
    """Does the work in this process, as far behind as several would, and sends to and fro what they would send."""

    def work(self, chunks: Iterable[tuple[Any, Any]]) -> Generator[tuple[Any, Any], None, None]:
        work = sent(self.job).begin()
        waiting: list[tuple[Any, Any]] = []
        for kept, given in chunks:
            waiting.append((kept, sent(work(sent(given)))))
            if len(waiting) > 2:
                yield waiting.pop(0)
        yield from waiting
