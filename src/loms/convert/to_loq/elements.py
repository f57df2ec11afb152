"""Makes the elements of texts and addresses that each legacy model has classes of its own for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import attrs

from loms.convert.to_loq.texts import LegacyText

__all__ = ["LegacyElements"]

T = TypeVar("T")
L = TypeVar("L")
P = TypeVar("P")


@attrs.frozen(kw_only=True)
class LegacyElements(Generic[T, L, P]):
    """The classes of a legacy model, each as a function of value and language.

    Attributes:
        text: Makes a text that may be empty.
        label: Makes a text that may not be empty.
        page: Makes a web address.
    """

    text: Callable[[str, str], T]
    label: Callable[[str, str], L]
    page: Callable[[str, str], P]

    def as_texts(self, written: Sequence[LegacyText]) -> list[T]:
        """Texts as the model has them where they may be empty.

        Args:
            written: The texts.
        """
        return [self.text(each.value, each.language) for each in written]

    def as_labels(self, written: Sequence[LegacyText]) -> list[L]:
        """Texts as the model has them where they may not be empty.

        Args:
            written: The texts.
        """
        return [self.label(each.value, each.language) for each in written]

    def as_pages(self, written: Sequence[LegacyText]) -> list[P]:
        """Web addresses as the model has them.

        Args:
            written: The addresses.
        """
        return [self.page(each.value, each.language) for each in written]
