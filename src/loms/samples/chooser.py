"""Makes the choices that a drawn document is made of; what makes them can be a random generator or Hypothesis."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from loms.samples.alphabets import Alphabet

__all__ = ["Chooser", "RandomChooser"]

T = TypeVar("T")


class Chooser(Protocol):
    """Makes choices. The first of several is the simplest, to which Hypothesis shrinks."""

    def integer(self, low: int, high: int) -> int:
        """Choose a whole number from ``low`` to ``high``, both included; the simplest is the one nearest to 0."""

    def pick(self, values: Sequence[T]) -> T:
        """Choose one of the values, of which there is at least one; the simplest is the first."""

    def string(self, alphabet: Alphabet, *, shortest: int, longest: int) -> str:
        """Choose a string of so many characters; the simplest is the shortest."""

    def part(self, build: Callable[[Chooser], T]) -> T:
        """Build something that can be left out or made simpler as a whole."""


class RandomChooser:
    """Makes choices at random, the same ones for the same seed.

    Args:
        seed: Any whole number.

    Examples:
        >>> chooser = RandomChooser(seed=1)
        >>> chooser.integer(1, 6), chooser.pick(["a", "b", "c"])
        (3, 'a')
    """

    def __init__(self, *, seed: int) -> None:
        self._random = random.Random(str(seed))  # noqa: S311 - nothing here is a secret

    def integer(self, low: int, high: int) -> int:
        """Choose a whole number from ``low`` to ``high``, both included."""
        # Of the methods of Random, only this one is promised to give the same in every version of Python.
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, values: Sequence[T]) -> T:
        """Choose one of the values."""
        return values[self.integer(0, len(values) - 1)]

    def string(self, alphabet: Alphabet, *, shortest: int, longest: int) -> str:
        """Choose a string of so many characters, most of them common ones."""
        return "".join(self.pick(alphabet.common) for _ in range(self.integer(shortest, longest)))

    def part(self, build: Callable[[Chooser], T]) -> T:
        """Build something."""
        return build(self)
