"""What a format consists of: its kinds of records, the shapes of all its classes, the languages of its texts."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping

import attrs

from loms.formats import FORMATS, Format
from loms.samples.shapes import ElementShape, FieldShape, Shape, ValueShape, shape_of

__all__ = ["RecordKind", "languages_of", "record_kinds", "shape_of_class"]


@attrs.frozen(eq=False, kw_only=True)
class RecordKind:
    """One kind of record of a format.

    Attributes:
        name: Local name of its element.
        section: Name in Python of the field of the document class that holds its section; None where there is none.
        field: The field that holds it.
        shape: What it is.
    """

    name: str
    section: str | None
    field: FieldShape
    shape: Shape


@functools.cache
def record_kinds(format: Format) -> tuple[RecordKind, ...]:
    """The kinds of records of a format, in the order of the document.

    Args:
        format: An entry of the register.

    Examples:
        >>> from loms.formats import find_format
        >>> [kind.name for kind in record_kinds(find_format("loms-2019"))][:3]
        ['learningOpportunity', 'learningSpecification', 'qualification']
    """
    document = shape_of(format)
    names = [field.name for field in dataclasses.fields(document.cls)]  # type: ignore[arg-type]
    found = []
    for field in sorted(document.fields, key=lambda each: names.index(each.name)):
        section = field.shapes[0]
        if format.record_depth == 1 and field.many:
            found += [
                RecordKind(name=_name(field, shape), section=None, field=field, shape=shape) for shape in field.shapes
            ]
        elif format.record_depth > 1 and isinstance(section, ElementShape):
            found += [
                RecordKind(name=_name(inner, shape), section=field.name, field=inner, shape=shape)
                for inner in section.fields
                for shape in inner.shapes
                if inner.many
            ]
    return tuple(found)


def shape_of_class(cls: type[object]) -> tuple[Format, ElementShape] | None:
    """The shape of a class at its first place in its format, or None where it is no class of a model.

    Args:
        cls: A generated class.
    """
    return _classes().get(cls)


@functools.cache
def languages_of(format: Format) -> frozenset[str]:
    """The codes of the languages that texts of a format may be in.

    Args:
        format: An entry of the register.

    Examples:
        >>> from loms.formats import find_format
        >>> "mt" in languages_of(find_format("loms-2019"))
        True
    """
    shapes = [shape for owner, shape in _classes().values() if owner is format]
    values = [value for shape in shapes for field in shape.fields for value in field.shapes]
    codes = {each for value in values if isinstance(value, ValueShape) and value.text_language for each in value.codes}
    return frozenset(str(member.value) for each in codes for member in each)


@functools.cache
def _classes() -> Mapping[type[object], tuple[Format, ElementShape]]:
    found: dict[type[object], tuple[Format, ElementShape]] = {}
    for format in FORMATS:
        waiting = [shape_of(format)]
        while waiting:
            shape = waiting.pop(0)
            if shape.cls not in found:
                found[shape.cls] = format, shape
                waiting += [each for field in shape.fields for each in field.shapes if isinstance(each, ElementShape)]
    return found


def _name(field: FieldShape, shape: Shape) -> str:
    return shape.names[-1] if isinstance(shape, ElementShape) else field.xml_name
