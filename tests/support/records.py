"""The records of a document that is held as objects."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from loms.document import Document

if TYPE_CHECKING:
    from loms.io.streaming.record_types import Record

__all__ = ["Section", "sections_of", "without_records"]

Section = list["Record"]
"""The records of one section, or of the document element."""


def sections_of(document: Document) -> list[Section]:
    """The records of a document, section by section."""
    holders = [document, *_sections(document)]
    return [getattr(holder, name) for holder in holders for name in _list_fields(holder)]


def without_records(document: Document) -> Document:
    """The same document without its records; its sections stay."""
    changed: dict[str, Any] = {name: [] for name in _list_fields(document)}
    for each in dataclasses.fields(document):
        section: Any = getattr(document, each.name)
        if dataclasses.is_dataclass(section) and not isinstance(section, type):
            changed[each.name] = dataclasses.replace(section, **{name: [] for name in _list_fields(section)})
    return dataclasses.replace(document, **changed)


def _sections(document: Document) -> list[Any]:
    values = (getattr(document, each.name) for each in dataclasses.fields(document))
    return [value for value in values if dataclasses.is_dataclass(value)]


def _list_fields(owner: Any) -> list[str]:
    return [each.name for each in dataclasses.fields(owner) if isinstance(getattr(owner, each.name), list)]
