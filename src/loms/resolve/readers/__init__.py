"""Find in the elements of a record what an index keeps, one module for each format that holds qualifications."""

from __future__ import annotations

import importlib

from loms.resolve.readers.findings import Reader

__all__ = ["READERS", "reader_of"]

READERS = {
    "loms-2019": "loms.resolve.readers.loms_2019",
    "loq-qualifications": "loms.resolve.readers.loq_qualifications",
    "qms-1.0": "loms.resolve.readers.qms",
    "elm-loq": "loms.resolve.readers.elm_loq",
}
"""The module of the reader by the name of the format."""


def reader_of(format: str) -> Reader | None:
    """The reader of a format.

    Args:
        format: Name of the format.

    Returns:
        The reader, or None where files of the format hold no qualifications.

    Examples:
        >>> reader_of("loq-delete")
        >>> reader_of("loq-qualifications").has_schemes
        False
    """
    module = READERS.get(format)
    reader: Reader | None = importlib.import_module(module).READER if module is not None else None
    return reader
