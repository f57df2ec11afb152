"""What a format consists of: its kinds of records, the shapes of all its classes, the languages of its texts."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping

import attrs

from loms.formats import FORMATS, Format
from loms.samples import believable
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
    format = next((each for each in FORMATS if f"{cls.__module__}.".startswith(f"{each.model}.")), None)
    shape = None if format is None else _classes(format).get(cls)
    return None if format is None or shape is None else (format, shape)


@functools.cache
def languages_of(format: Format) -> frozenset[str]:
    """The codes of the languages that texts of a format may be in; where it takes any, those with texts of their own.

    Args:
        format: An entry of the register.

    Examples:
        >>> from loms.formats import find_format
        >>> "mt" in languages_of(find_format("loms-2019"))
        True
    """
    shapes = [shape for cls_shape in _classes(format).values() for field in cls_shape.fields for shape in field.shapes]
    said = [shape for shape in shapes if isinstance(shape, ValueShape) and shape.text_language]
    if any(not shape.codes for shape in said):
        return believable.languages()
    codes = {each for shape in said for each in shape.codes}
    return frozenset(str(member.value) for each in codes for member in each)


@functools.cache
def _classes(format: Format) -> Mapping[type[object], ElementShape]:
    found: dict[type[object], ElementShape] = {}
    waiting = [shape_of(format)]
    while waiting:
        shape = waiting.pop(0)
        if shape.cls not in found:
            found[shape.cls] = shape
            waiting += [each for field in shape.fields for each in field.shapes if isinstance(each, ElementShape)]
    return found


def _name(field: FieldShape, shape: Shape) -> str:
    return shape.names[-1] if isinstance(shape, ElementShape) else field.xml_name
