"""The types of a schema and the generated classes, walked side by side from the document element downwards.

The schema is read by the package xmlschema; nothing of the generator takes part.
"""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import Any

from xmlschema.validators import XsdAttribute, XsdElement, XsdGroup, XsdSimpleType, XsdType, XsdUnion

from loms.formats import Format, find_format
from tests.conformance.declarations import local_name, model_group, simple_type
from tests.conformance.places import xmlschema_schema

XS = "{http://www.w3.org/2001/XMLSchema}"

# Python types of the built-in types that the schemas use.
# What the schema says


@dataclasses.dataclass(frozen=True)
class Expected:
    """One field that a class must have, read from the schema."""

    kind: str
    name: str
    declarations: tuple[Any, ...]
    is_list: bool
    is_required: bool
    least: int = 1

    @property
    def type(self) -> XsdType:
        """The type of the one declaration."""
        kind: XsdType = self.declarations[0].type
        return kind


def expected_fields(declaration: XsdElement) -> list[Expected]:
    """The fields of an element with attributes or children, in order: text, children, attributes."""
    kind = declaration.type
    fields = []
    if kind.has_simple_content():
        fields.append(Expected("Text", "", (declaration,), is_list=False, is_required=True))
    else:
        fields.extend(from_group(model_group(kind), 1))
    for attribute in declaration.attributes.values():
        if attribute.use != "prohibited":
            required = attribute.use == "required"
            fields.append(
                Expected("Attribute", local_name(attribute), (attribute,), is_list=False, is_required=required)
            )
    return fields


def from_group(group: XsdGroup, least: int) -> Iterator[Expected]:
    """The fields of a model group; a repeated choice of several elements is one field."""
    least = least * group.min_occurs
    repeats = group.max_occurs != 1
    if group.model == "choice" and repeats and len(group) > 1:
        yield Expected("Elements", "", tuple(group), is_list=True, is_required=False, least=least)
        return
    for particle in group:
        if isinstance(particle, XsdGroup):
            yield from from_group(particle, least)
            continue
        is_list = repeats or particle.max_occurs != 1
        at_least = least * particle.min_occurs
        required = at_least > 0 and not is_list
        yield Expected("Element", local_name(particle), (particle,), is_list, is_required=required, least=at_least)


def enumerations(kind: XsdSimpleType) -> list[XsdSimpleType]:
    """The code lists that a simple type is made of; none when any value of a built-in type will do."""
    if kind.is_union():
        assert isinstance(kind, XsdUnion)
        return [found for member in kind.member_types for found in enumerations(member)]
    return [kind] if kind.enumeration else []


def documentation(component: Any) -> str:
    """What a component is documented with; an element that refers to a global one may leave that to it."""
    own = component.elem.findtext("{*}annotation/{*}documentation")
    return words(str(component.annotation or "") if component.ref is None else own or str(component.ref.annotation))


def builtin_name(kind: XsdType) -> str:
    """The name of the built-in type that a simple type, or the text of a complex one, comes from."""
    while not (kind.name or "").startswith(XS):
        base = kind.base_type if kind.is_simple() else simple_type(kind)
        assert base is not None
        kind = base
    return str(kind.local_name)


def words(text: str | None) -> str:
    """A text with its white space evened out."""
    return " ".join((text or "").split())


# What the classes say


@lru_cache
def docstrings(module: str) -> dict[str, str]:
    """The docstrings below the attributes of a module's classes, by ``Class.attribute``."""
    found = {}
    for node in ast.parse(inspect.getsource(importlib.import_module(module))).body:
        if isinstance(node, ast.ClassDef):
            for statement, following in zip(node.body, node.body[1:], strict=False):
                if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                    for target in getattr(statement, "targets", [getattr(statement, "target", None)]):
                        if isinstance(target, ast.Name):
                            found[f"{node.name}.{target.id}"] = words(str(following.value.value))
    return found


def docstring(owner: type, attribute: str) -> str | None:
    """The docstring below a field or member."""
    return docstrings(owner.__module__).get(f"{owner.__name__}.{attribute}")


@lru_cache
def hints(owner: type) -> dict[str, Any]:
    """The types of a class's fields."""
    return typing.get_type_hints(owner)


def classes_in(hint: Any) -> list[Any]:
    """The types that a hint names, without list and None."""
    members = typing.get_args(hint) if typing.get_origin(hint) in (list, types.UnionType) else (hint,)
    return [
        found
        for member in members
        for found in ([member] if member is hint or isinstance(member, type) else classes_in(member))
        if found is not types.NoneType
    ]


def classes_of(kind: Format) -> set[type]:
    """All classes that the modules of a model define."""
    package = importlib.import_module(kind.model)
    names = [each.name for each in pkgutil.walk_packages(package.__path__, f"{kind.model}.")]
    modules = [package, *(importlib.import_module(name) for name in names)]
    return {
        found
        for module in modules
        for found in vars(module).values()
        if isinstance(found, type) and found.__module__ == module.__name__
    }


# The walk


@dataclasses.dataclass
class Walk:
    """The classes and enumerations of a model beside the types of the schema that they stand for."""

    classes: dict[type, XsdElement] = dataclasses.field(default_factory=dict)
    lists: dict[type[Enum], XsdSimpleType] = dataclasses.field(default_factory=dict)
    owners: dict[int, set[type]] = dataclasses.field(default_factory=dict)

    def visit(self, owner: type, declaration: XsdElement) -> None:
        """Pair a class with the type of an element, then what lies below."""
        self.owners.setdefault(id(declaration.type.elem), set()).add(owner)
        if owner in self.classes:
            return
        self.classes[owner] = declaration
        for field, expected in zip(dataclasses.fields(owner), expected_fields(declaration), strict=False):
            found = classes_in(hints(owner)[field.name])
            for each, inner in zip(expected.declarations, split(found, expected), strict=False):
                if expected.kind != "Text" and each.type.is_complex():
                    self.visit(inner[0], each)
                else:
                    self.pair_lists(inner, value_type(each))

    def pair_lists(self, found: list[Any], kind: XsdSimpleType) -> None:
        """Pair enumerations with the code lists of a simple type."""
        for each, codes in zip(found, enumerations(kind), strict=False):
            self.lists[each] = codes
            self.owners.setdefault(id(codes.elem), set()).add(each)


def split(found: list[Any], expected: Expected) -> list[list[Any]]:
    """The types of a field by declaration: a repeated choice has one for each, any other field all for its own."""
    return [[each] for each in found] if expected.kind == "Elements" else [found]


def value_type(declaration: XsdElement | XsdAttribute) -> XsdSimpleType:
    """The simple type of an attribute or of what stands between the tags of an element."""
    return simple_type(declaration.type)


@lru_cache
def walked(name: str) -> Walk:
    """The finished walk of a format."""
    kind = find_format(name)
    walk = Walk()
    walk.visit(kind.load_root_class(), xmlschema_schema(name).elements[kind.root])
    return walk
