"""What the model of a format says about its elements: the fields of each kind of record, and which hold texts."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import types
import typing
from collections.abc import Iterator, Mapping

import attrs
from lxml import etree

from loms.formats import Format

__all__ = ["LanguageAttribute", "record_fields", "text_elements"]


@attrs.frozen
class LanguageAttribute:
    """The attribute that gives the language of a text.

    Attributes:
        name: Its name.
        default: The language that is meant where it is absent, or None.
    """

    name: str
    default: str | None

    def of(self, element: etree._Element) -> str | None:
        """The language of an element with a text, or None where it is not said."""
        return str(element.get(self.name) or "") or self.default


_LANGUAGE = (LanguageAttribute("lang", None), LanguageAttribute("language", "en"))


@functools.cache
def text_elements(format: Format) -> Mapping[str, LanguageAttribute]:
    """The elements of a format that hold text in a language, each with the attribute that names the language.

    Args:
        format: An entry of the register.

    Examples:
        >>> from loms.formats import find_format
        >>> {name: attribute.name for name, attribute in text_elements(find_format("loms-2019")).items()}
        {'text': 'lang'}
    """
    texts: dict[str, LanguageAttribute] = {}
    seen: set[type] = set()
    waiting: list[type] = [format.load_root_class()]
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        for name, inner in _elements(kind):
            if inner is None:
                continue
            waiting.append(inner)
            attributes = {
                field.metadata.get("name", field.name)
                for field in dataclasses.fields(inner)
                if field.metadata.get("type") == "Attribute"
            }
            attribute = next((each for each in _LANGUAGE if each.name in attributes), None)
            if attribute:
                texts[name] = attribute
    return texts


@functools.cache
def record_fields(format: Format) -> Mapping[str, tuple[str, ...]]:
    """The fields of each kind of record, in the order of the schema: the elements that may stand directly in it.

    Args:
        format: An entry of the register.

    Returns:
        The names of the fields by the name of the element of the record.

    Examples:
        >>> from loms.formats import find_format
        >>> record_fields(find_format("loms-2019"))["learningOpportunity"][:3]
        ('identifier', 'title', 'altLabel')
    """
    holders: list[type] = [format.load_root_class()]
    for _ in range(format.record_depth - 1):
        holders = [inner for holder in holders for _, inner in _elements(holder) if inner is not None]
    return {
        name: () if inner is None else tuple(dict.fromkeys(field for field, _ in _elements(inner)))
        for holder in holders
        for name, inner in _elements(holder)
    }


def _elements(kind: type) -> Iterator[tuple[str, type | None]]:
    """The names of the elements in a class, each with its class where that is one of ours."""
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        choices = field.metadata.get("choices")
        if choices is not None:
            for choice in choices:
                yield str(choice["name"]), next(_classes(choice["type"]), None)
        elif field.metadata.get("type") == "Element":
            yield str(field.metadata.get("name", field.name)), next(_classes(hints[field.name]), None)


def _classes(hint: object) -> Iterator[type]:
    """The dataclasses in a type hint such as ``None | list[Text]``."""
    if inspect.isclass(hint) and dataclasses.is_dataclass(hint):
        yield hint
    elif isinstance(hint, types.UnionType) or typing.get_origin(hint) is not None:
        for inner in typing.get_args(hint):
            yield from _classes(inner)
