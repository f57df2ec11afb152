"""Keeps rdflib from logging what it cannot convert to Python."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

__all__ = ["quiet"]

_LOGGER = logging.getLogger("rdflib.term")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Let nothing be logged of literals without a value in Python, such as a moment before the year 1, in this block.

    XML Schema knows more moments than Python, and nobody asks for the value.
    """
    _LOGGER.addFilter(_nothing)
    try:
        yield
    finally:
        _LOGGER.removeFilter(_nothing)


def _nothing(_record: logging.LogRecord) -> bool:
    return False
