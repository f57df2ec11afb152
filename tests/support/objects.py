"""Walks through the objects of a document."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

__all__ = ["parts", "record_ids", "values"]


def parts(found: object) -> Iterator[object]:
    """An object of the model and all objects in it."""
    if isinstance(found, list):
        for item in found:
            yield from parts(item)
    elif dataclasses.is_dataclass(found):
        yield found
        for field in dataclasses.fields(found):
            yield from parts(getattr(found, field.name))


def values(found: object, *names: str) -> list[object]:
    """The values of the fields of these names, in an object and all objects in it, where they are set."""
    seen = (getattr(part, name) for part in parts(found) for name in names if hasattr(part, name))
    return [value for value in seen if value is not None]


def record_ids(document: object) -> list[str]:
    """The ids of the records of a LOMS document, in all its sections."""
    sections = [getattr(document, field.name) for field in dataclasses.fields(document)]  # type: ignore[arg-type]
    lists = [
        getattr(section, field.name)
        for section in sections
        if dataclasses.is_dataclass(section)
        for field in dataclasses.fields(section)
    ]
    return [record.id for records in lists for record in records]
