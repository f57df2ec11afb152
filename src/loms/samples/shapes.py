"""The shape of each class: what the model says of its fields, and the schema of their values."""

from __future__ import annotations

import dataclasses
import enum
import functools
import itertools
import typing
from collections.abc import Iterator, Mapping

import attrs

from loms.formats import Format
from loms.io.schema.declarations import Declarations, declarations
from loms.io.schema.declared import ElementDeclaration, SimpleType
from loms.samples.links import Links, links_of

__all__ = ["ElementShape", "FieldShape", "Shape", "Unique", "ValueShape", "shape_of"]

_TEXT_LANGUAGES = frozenset({"lang", "language"})
"""Attributes that say what language the text beside them is in."""
_FREE_CODES = frozenset({"normalizedString"})
"""Types of those that take more than the codes of a list."""
_CONTENT_TYPE = "content-type"
_WRAPPERS = frozenset({"noteLiteral", "text", "value"})
"""Names of fields that say nothing about what stands in them."""


@attrs.frozen(eq=False, kw_only=True)
class ValueShape:
    """A text or an attribute.

    Attributes:
        codes: The code lists of which it takes a member; empty where it takes other values.
        builtin: The type of XML Schema on which its values stand, such as ``token``.
        pattern: A regular expression that the value must match, or None.
        shortest: How many characters it must have at least.
        topic: Name of the field that says what the value is about, such as ``title``.
        owner: Name of the element that has this field, such as ``homepage``; None for the document element.
        targets: The kinds of records to whose ids it refers.
        identity: What it identifies: the name of the attribute for an id of its record, None otherwise.
        distinct: Whether no other of the document may be the same.
        text_language: Whether it says what language a text is in; one that is no code list takes any text.
        content_type: Whether it says whether a text is HTML.
        default: What it stands for where it is absent.
    """

    codes: tuple[type[enum.Enum], ...]
    builtin: str
    pattern: str | None
    shortest: int
    topic: str
    owner: str | None
    targets: tuple[str, ...]
    identity: str | None
    distinct: bool
    text_language: bool
    content_type: bool
    default: str | None

    @property
    def needs(self) -> frozenset[tuple[str, ...]]:
        """The kinds of records of which there must be one, as alternatives."""
        return frozenset({self.targets}) if self.targets else frozenset()


@attrs.frozen(kw_only=True)
class Unique:
    """No two items of a field may have the same value in one attribute.

    Attributes:
        path: Names of the fields from an item to the value.
        default: What an absent value counts as.
    """

    path: tuple[str, ...]
    default: str | None


@attrs.frozen(eq=False, kw_only=True)
class FieldShape:
    """One field of a class.

    Attributes:
        name: Its name in Python.
        xml_name: Its name in XML; of a choice of elements, the name in Python.
        kind: ``Attribute``, ``Element``, ``Elements`` for a choice, or ``Text`` for the text of the element.
        many: Whether it is a list.
        minimum: How many items it must have.
        shapes: What it may hold: one shape, or one for each element of a choice.
        unique: The attribute that tells its items apart, where the schema wants that.
        language: Where its items say their language, where they do.
    """

    name: str
    xml_name: str
    kind: str
    many: bool
    minimum: int
    shapes: tuple[Shape, ...]
    unique: Unique | None
    language: Unique | None

    @functools.cached_property
    def needs(self) -> tuple[frozenset[tuple[str, ...]], ...]:
        """What each of its shapes needs."""
        return tuple(shape.needs for shape in self.shapes)


class ElementShape:
    """A class of the model at one place in its format.

    Args:
        owner: The declarations of the format.
        links: The references of the format.
        cls: The class.
        declaration: The element that it stands for.
        names: Local names of the elements from below the document element to this one.
        record: How many of the names lead to the record that it is a part of; 0 where it is around the records.
    """

    def __init__(
        self,
        owner: Declarations,
        links: Links,
        cls: type[object],
        declaration: ElementDeclaration,
        *,
        names: tuple[str, ...],
        record: int,
    ) -> None:
        self.cls = cls
        self.names = names
        self.is_record = len(names) == record
        self._owner = owner
        self._links = links
        self._declaration = declaration
        self._record = record

    @functools.cached_property
    def fields(self) -> tuple[FieldShape, ...]:
        """Its fields, attributes first, so that the language of a text is known before the text is written."""
        hints = typing.get_type_hints(self.cls)
        found = [self._field(field, hints[field.name]) for field in dataclasses.fields(self.cls)]  # type: ignore[arg-type]
        order = ("Attribute", "Element", "Elements", "Text")
        return tuple(sorted(found, key=lambda field: order.index(field.kind)))

    @functools.cached_property
    def required(self) -> tuple[FieldShape, ...]:
        """The attributes and elements that it must have."""
        return tuple(field for field in self.fields if field.minimum and field.kind != "Text")

    @functools.cached_property
    def text(self) -> tuple[FieldShape, ...]:
        """The field of its text; none where it has only elements."""
        return tuple(field for field in self.fields if field.kind == "Text")

    @functools.cached_property
    def lists(self) -> tuple[FieldShape, ...]:
        """The fields that hold lists."""
        return tuple(field for field in self.fields if field.many)

    @functools.cached_property
    def offered(self) -> tuple[FieldShape, ...]:
        """The fields that may be left out or may have more items than they must have."""
        return tuple(field for field in self.fields if field.many or not field.minimum)

    @functools.cached_property
    def needs(self) -> frozenset[tuple[str, ...]]:
        """The kinds of records of which there must be one, as alternatives, for this element to be valid."""
        return frozenset(itertools.chain.from_iterable(field.needs[0] for field in self.fields if field.minimum))

    def field(self, name: str) -> FieldShape:
        """The field of that name in Python."""
        return next(field for field in self.fields if field.name == name)

    def _field(self, field: dataclasses.Field[object], hint: object) -> FieldShape:
        kind = str(field.metadata.get("type", "Text"))
        xml_name = str(field.metadata.get("name", field.name))
        many = typing.get_origin(hint) is list
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        minimum = int(field.metadata.get("min_occurs", 0)) if many else int(required or kind == "Text")
        if kind == "Elements":
            shapes = [self._shape(choice["name"], choice["type"], choice) for choice in field.metadata["choices"]]
        else:
            shapes = [self._shape(xml_name, hint, field.metadata, kind=kind)]
        if kind == "Attribute" and isinstance(shapes[0], ValueShape) and shapes[0].identity is not None:
            minimum = 1  # some keys of the schema want an id where the type does not
        language = _language_of(shapes[0])
        return FieldShape(
            name=field.name,
            xml_name=xml_name,
            kind=kind,
            many=many,
            minimum=minimum,
            shapes=tuple(shapes),
            unique=language if language and self._is_unique(xml_name, steps=len(language.path)) else None,
            language=language,
        )

    def _is_unique(self, xml_name: str, *, steps: int) -> bool:
        """Whether the schema wants the items of a field to differ in an attribute so many steps below."""
        constraints = (each for owner, each in self._owner.inner_identities.values() if owner == self._declaration.name)
        paths = (path.split("/") for each in constraints for path in each.paths)
        return any(first == xml_name and len(rest) + 1 == steps for first, *rest in paths)

    def _shape(self, name: str, hint: object, metadata: Mapping[str, object], *, kind: str = "Element") -> Shape:
        classes = [each for each in _flat(hint) if each is not type(None)]
        if kind == "Attribute":
            return self._value(name, classes, metadata, self._owner.attributes(self._declaration)[name])
        if kind == "Text":
            return self._value(".", classes, metadata, self._owner.text(self._declaration), element=self.names)
        child = self._owner.children(self._declaration)[name]
        names = (*self.names, name)
        if dataclasses.is_dataclass(classes[0]):
            record = self._record or (len(names) if len(names) == self._owner.format.record_depth else 0)
            return ElementShape(self._owner, self._links, classes[0], child, names=names, record=record)
        return self._value(name, classes, metadata, self._owner.text(child), element=names)

    def _value(
        self,
        name: str,
        classes: list[type[object]],
        metadata: Mapping[str, object],
        declared: SimpleType | None,
        *,
        element: tuple[str, ...] = (),
    ) -> ValueShape:
        """The shape of a value; ``element`` leads to the element of which it is the text."""
        assert declared is not None  # noqa: S101 - model and schema agree, which the conformance tests hold
        codes = tuple(each for each in classes if issubclass(each, enum.Enum))
        inside = self.names[self._record :] if self._record else ()
        about = [None, None, *(each for each in self.names if each not in _WRAPPERS)]
        if name not in _WRAPPERS | _TEXT_LANGUAGES | {_CONTENT_TYPE, "."}:
            about.append(name)
        return ValueShape(
            codes=codes,
            builtin=declared.builtin,
            pattern=None if metadata.get("pattern") is None else str(metadata["pattern"]),
            shortest=int(str(metadata.get("min_length", 0))),
            topic=about[-1] or name,
            owner=about[-2],
            targets=self._links.targets(self.names[: self._record], inside, name),
            identity=self._identity(inside, name),
            distinct=self._links.is_distinct(element),
            text_language=name in _TEXT_LANGUAGES and not element and (bool(codes) or declared.builtin in _FREE_CODES),
            content_type=name == _CONTENT_TYPE,
            default=declared.default,
        )

    def _identity(self, inside: tuple[str, ...], name: str) -> str | None:
        if self._owner.format.record_depth - 1 == len(self.names) and not self._record:
            return "id" if self._owner.format.record_id == "." and name in self._record_names() else None
        if inside or not self._record:
            return None
        if name == self._owner.format.record_id.removeprefix("@"):
            return "id"
        return name if name in self._links.identities(self.names) else None

    def _record_names(self) -> frozenset[str]:
        return self._owner.repeatable(self._declaration)


Shape = ValueShape | ElementShape


@functools.cache
def shape_of(format: Format) -> ElementShape:
    """The shape of whole documents.

    Args:
        format: An entry of the register.
    """
    owner = declarations(format)
    return ElementShape(owner, links_of(format), format.load_root_class(), owner.root, names=(), record=0)


def _language_of(shape: Shape) -> Unique | None:
    """Where an item says its language: in an attribute of its own or of its only text."""
    if not isinstance(shape, ElementShape):
        return None
    for field in shape.fields:
        value = field.shapes[0]
        if isinstance(value, ValueShape) and value.text_language:
            return Unique(path=(field.name,), default=value.default)
    for field in shape.fields:
        if field.xml_name == "text" and not field.many and (inner := _language_of(field.shapes[0])):
            return Unique(path=(field.name, *inner.path), default=inner.default)
    return None


def _flat(hint: object) -> Iterator[type[object]]:
    arguments = typing.get_args(hint)
    if not arguments:
        assert isinstance(hint, type)  # noqa: S101 - generated classes hold nothing else
        yield hint
    for argument in arguments:
        yield from _flat(argument)
