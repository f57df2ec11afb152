"""Lets Hypothesis make the choices."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from loms.samples.alphabets import Alphabet
from loms.samples.chooser import Chooser

__all__ = ["HypothesisChooser", "strings"]

T = TypeVar("T")


class HypothesisChooser:
    """Makes choices by drawing them.

    Args:
        draw: What a composite strategy draws with.
    """

    def __init__(self, draw: DrawFn) -> None:
        self._draw = draw
        self._random = draw(_RANDOMS)

    def integer(self, low: int, high: int) -> int:
        """Draw a whole number from ``low`` to ``high``, both included."""
        return self._random.randint(low, high) if low < high else low

    def pick(self, values: Sequence[T]) -> T:
        """Draw one of the values, by its place, so that long lists are not copied."""
        return values[self.integer(0, len(values) - 1)]

    def string(self, alphabet: Alphabet, *, shortest: int, longest: int) -> str:
        """Draw a string of so many characters."""
        return self._draw(strings(alphabet, shortest, longest))

    def part(self, build: Callable[[Chooser], T]) -> T:
        """Build something that Hypothesis knows to belong together."""
        return self._draw(_part(build))


# Each number that this gives is a choice of Hypothesis, which shrinks like one of ``st.integers``, in half the time.
_RANDOMS = st.randoms(use_true_random=False)


@st.composite
def _part(draw: DrawFn, build: Callable[[Chooser], T]) -> T:
    return build(HypothesisChooser(draw))


# Made once, because making a strategy takes longer than drawing from it.
@functools.cache
def strings(alphabet: Alphabet, shortest: int, longest: int) -> SearchStrategy[str]:
    """Strings of so many characters.

    Args:
        alphabet: The characters.
        shortest: The least number of them.
        longest: The most.
    """
    if alphabet.only:
        return st.text(alphabet=alphabet.only, min_size=shortest, max_size=longest)
    letters = st.characters(exclude_categories=["Cs"], exclude_characters=alphabet.without)
    return st.text(alphabet=letters, min_size=shortest, max_size=longest)
