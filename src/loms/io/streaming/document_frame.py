"""A document without its records: made, filled and cut open where the records belong."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, cast

from loms.errors import UsageError
from loms.formats import Format, find_format, format_of
from loms.io.streaming.record_kinds import SectionKind, section_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loms.document import Document

__all__ = ["begun", "opened", "with_records"]


def begun(name: str | None, root: Document | None) -> tuple[Format, Document]:
    """The format of a writer, and the document without records.

    Raises:
        UsageError: They do not fit, or are not there.
    """
    if root is None:
        if name is None:
            raise UsageError("Say what to write: format='loms-2019', or root= with a document without records.")
        return (format := find_format(name)), _root_of(format)
    format = format_of(root)
    if name is not None and find_format(name) is not format:
        raise UsageError(f"The root is a document of {format.name}, not of {name}; name one of them only.")
    for section in section_kinds(format):
        holder = getattr(root, section.field) if section.field else root
        if holder is not None and getattr(holder, section.items):
            where = f"{section.field}.{section.items}" if section.field else section.items
            raise UsageError(f"The root holds records in {where}. Take them out, and write them one by one.")
    return format, root


def _root_of(format: Format) -> Document:
    """The document without anything, of a format that needs no attributes.

    Raises:
        UsageError: It needs some.
    """
    kind = format.load_root_class()
    needed = [each.name for each in dataclasses.fields(kind) if each.default is dataclasses.MISSING]  # type: ignore[arg-type]
    sections = {section.field: section for section in section_kinds(format)}
    given = {name: sections[name].kind() for name in needed if name in sections}
    items = section_kinds(format)[0].items
    missing = [f"{name}=…" for name in needed if name not in sections and name != items]
    if missing:
        example = f"root={format.root_class}({items}=[], {', '.join(missing)})"
        raise UsageError(f"A document of {format.name} needs more than records; give it with {example}.")
    return cast("Document", kind(**given))


def with_records(root: Document, section: SectionKind, records: Sequence[object]) -> Document:
    """The root with these records in a section."""
    given: dict[str, Any] = {section.items: list(records)}
    if section.field:
        given = {section.field: section.kind(**given)}
    return dataclasses.replace(root, **given)


def opened(frame: bytes, section: SectionKind, format: Format) -> tuple[bytes, bytes, bytes]:
    """A frame cut in two where the records of a section belong, and how the element around them is closed."""
    if section.name:
        empty = f"\n  <{section.name}/>".encode()
        before, _, after = frame.partition(empty)
        return before + empty.removesuffix(b"/>") + b">", after, f"\n  </{section.name}>".encode()
    close = f"\n</{format.root}>\n".encode()
    if frame.endswith(close):
        return frame.removesuffix(close), b"", close
    return frame.removesuffix(b"/>\n") + b">", b"", close
