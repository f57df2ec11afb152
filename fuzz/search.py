"""What happens to each input of a search: it is tried, damaged in our way or another, and kept where it fails."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from fuzz.corpus import content_name
from fuzz.failures import Failure, failure_of
from fuzz.mutation import mutated, mutated_json
from fuzz.targets import Target

__all__ = ["Search"]

_OUR_WAY = 0.6


class Search:
    """Looks for inputs on which a target fails. Each cause keeps its smallest input, and the search goes on.

    Args:
        target: The target.
        pool: Documents of which parts are put into others.
        failures: Folder for what is found: the input, and beside it the traceback as ``.txt``.
        otherwise: Damages an input in a way that knows no XML: takes it and how many bytes it may become.
    """

    def __init__(
        self, target: Target, pool: Sequence[bytes], *, failures: Path, otherwise: Callable[[bytes, int], bytes]
    ) -> None:
        self._target = target
        self._pool = pool
        self._failures = failures
        self._otherwise = otherwise
        self._smallest: dict[str, int] = {}

    def test(self, data: bytes) -> None:
        """Try an input, and keep it where it fails in a new way or is smaller than the one before.

        Args:
            data: The input.
        """
        failure = failure_of(self._target, data)
        if failure is not None and len(data) < self._smallest.get(failure.cause, sys.maxsize):
            self._smallest[failure.cause] = len(data)
            self._keep(data, failure)

    def mutate(self, data: bytes, most: int, seed: int) -> bytes:
        """Damage an input, mostly in the way that knows XML and JSON.

        Args:
            data: The input.
            most: How many bytes it may become.
            seed: The same seed does the same.

        Returns:
            The damaged input.
        """
        chance = random.Random(seed)
        if chance.random() < _OUR_WAY:
            damage = mutated_json if self._target.json else mutated
            damaged = damage(data, chance, self._pool)
            if len(damaged) <= most:
                return damaged
        return self._otherwise(data, most)

    def _keep(self, data: bytes, failure: Failure) -> None:
        path = self._failures / content_name(failure.cause.encode())
        path.write_bytes(data)
        text = f"{failure.cause}\n\n{failure.report}"
        path.with_suffix(".txt").write_text(text, encoding="utf-8", errors="backslashreplace")
