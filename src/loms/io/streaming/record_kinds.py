"""The kinds of record that a format has: their elements, their classes, and where they stand in the document."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from loms.errors import UsageError
from loms.formats import Format
from loms.io.compiled.plan import ChildPlan, ClassPlan, FieldPlan, plan_of

__all__ = ["RecordKind", "SectionKind", "record_kinds", "section_kinds"]


@attrs.frozen(eq=False, kw_only=True)
class SectionKind:
    """An element that holds records: a section, or the document element itself.

    Attributes:
        name: Local name of its element; empty for the document element.
        field: Field of the document that holds it; empty for the document element.
        kind: Its class.
        items: Field of that class that holds the records.
    """

    name: str
    field: str
    kind: type[Any]
    items: str


@attrs.frozen(eq=False, kw_only=True)
class RecordKind:
    """A kind of record.

    Attributes:
        tag: Name of its element, with its namespace.
        name: Local name of its element, such as ``learningOpportunity``.
        kind: Its class, or None where it is a text.
        section: What holds it.
    """

    tag: str
    name: str
    kind: type[Any] | None
    section: SectionKind


def section_kinds(format: Format) -> tuple[SectionKind, ...]:
    """What holds the records of a format, in the order of its schema.

    Args:
        format: An entry of the register.

    Raises:
        UsageError: Its model is not built as sections and records.

    Examples:
        >>> from loms.formats import find_format
        >>> [(section.name, section.items) for section in section_kinds(find_format("qms-1.0"))]
        [('Qualifications', 'qualification'), ('Agents', 'agent')]
    """
    return tuple(section for section, _ in _sections(format))


@functools.cache
def record_kinds(format: Format) -> Mapping[tuple[str, str], RecordKind]:
    """The kinds of record of a format by the name of their section, which may be empty, and of their element.

    Args:
        format: An entry of the register.

    Raises:
        UsageError: Its model is not built as sections and records.

    Examples:
        >>> from loms.formats import find_format
        >>> [name for _, name in record_kinds(find_format("qms-1.0"))]
        ['Qualification', 'Agent']
    """
    return {
        (section.name, name): RecordKind(tag=child.tag, name=name, kind=child.kind, section=section)
        for section, children in _sections(format)
        for child in children
        if (name := _local(child.tag))
    }


@functools.cache
def _sections(format: Format) -> tuple[tuple[SectionKind, Sequence[ChildPlan]], ...]:
    return tuple(_found_sections(format))


def _found_sections(format: Format) -> Iterator[tuple[SectionKind, Sequence[ChildPlan]]]:
    root = plan_of(format.load_root_class())
    if format.record_depth == 1:
        items = _items(root)
        # What stands behind the records would have to be written behind them.
        if items is not [field for field in root.fields if field.children][-1]:
            raise _unexpected(root)
        yield SectionKind(name="", field="", kind=root.kind, items=items.name), items.children
        return
    for field in root.fields:
        for child in field.children:
            if child.kind is None or field.is_list:
                raise _unexpected(root)
            plan = plan_of(child.kind)
            items = _items(plan)
            section = SectionKind(name=_local(child.tag), field=field.name, kind=child.kind, items=items.name)
            yield section, items.children


def _items(plan: ClassPlan) -> FieldPlan:
    """The one field of a class that holds any number of elements."""
    lists = [field for field in plan.fields if field.is_list]
    if len(lists) != 1:
        raise _unexpected(plan)
    return lists[0]


def _unexpected(plan: ClassPlan) -> UsageError:
    name = f"{plan.kind.__module__}.{plan.kind.__qualname__}"
    return UsageError(f"{name} cannot be read or written record by record: it is not built as sections and records.")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
