"""Says things twice in drawn documents, which drawing does seldom, and whoever forgets one of two finds no fault."""

from __future__ import annotations

import copy
import dataclasses
import io
from collections.abc import Iterator
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import loms
from loms.document import Document

__all__ = ["with_repeats"]

D = TypeVar("D", bound=Document)

_MOST = 3


def with_repeats(documents: SearchStrategy[D]) -> SearchStrategy[D]:
    """Documents in which some texts, addresses and codes stand twice, as far as the schema lets them."""
    return st.tuples(documents, st.lists(st.integers(0, 10_000), max_size=_MOST)).map(lambda drawn: _repeated(*drawn))


def _repeated(document: D, choices: list[int]) -> D:
    repeated = copy.deepcopy(document)
    lists = list(_lists(repeated, depth=0))
    for choice in choices if lists else ():
        held = lists[choice % len(lists)]
        held.append(copy.deepcopy(held[choice % len(held)]))
    is_same = not choices or not lists
    return repeated if is_same or loms.validate(io.BytesIO(loms.dumps(repeated)), profile="schema").ok else document


def _lists(held: object, depth: int) -> Iterator[list[object]]:
    """The lists in a document of which a record can have more; records themselves stand once."""
    if not dataclasses.is_dataclass(held):
        return
    for field in dataclasses.fields(held):
        value = getattr(held, field.name)
        items = value if isinstance(value, list) else [value]
        if isinstance(value, list) and value and not hasattr(value[0], "id") and depth > 1:
            yield value
        for item in items:
            yield from _lists(item, depth + 1)
