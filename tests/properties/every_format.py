"""How a property is stated: a function of a drawn document, run for the documents of every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis.strategies import SearchStrategy

from loms.document import Document
from loms.formats import FORMATS
from loms.strategies import documents

__all__ = ["every_format"]

Property = Callable[[Document], None]


def every_format(
    *, only: Iterable[str] | None = None, drawn: Callable[[str], SearchStrategy[Document]] = documents
) -> Callable[[Property], Callable[[str], None]]:
    """Run a property for drawn documents of every format, one test for each.

    Args:
        only: Names of the formats, where the property is not about all of them.
        drawn: Makes the strategy from the name of a format.
    """
    names = [format.name for format in FORMATS] if only is None else list(only)

    def as_test(holds: Property) -> Callable[[str], None]:
        @pytest.mark.parametrize("name", names)
        def test(name: str) -> None:
            given(drawn(name))(holds)()

        test.__name__ = holds.__name__
        test.__doc__ = holds.__doc__
        test.__module__ = holds.__module__
        return test

    return as_test
