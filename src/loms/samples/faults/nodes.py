"""The elements of a format as it declares them: which children, attributes and values each may have."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping

import attrs

from loms.formats import Format
from loms.io.schema.declarations import Declarations, declarations
from loms.io.schema.declared import ElementDeclaration, Slot
from loms.samples.shapes import ElementShape, Shape, ValueShape, shape_of

__all__ = ["DeclaredAttribute", "Node", "node_tree"]


@attrs.frozen(eq=False, kw_only=True)
class DeclaredAttribute:
    """An attribute that an element may have.

    Attributes:
        value: What it may say.
        required: Whether the element must have it, be it for its type or for a key of the document.
    """

    value: ValueShape
    required: bool


class Node:
    """An element at one place in its format.

    Args:
        owner: The declarations of the format.
        declaration: How it is declared.
        shape: What the model says of it.
        parent: The element around it; None for the document element.
    """

    def __init__(self, owner: Declarations, declaration: ElementDeclaration, shape: Shape, parent: Node | None) -> None:
        self._owner = owner
        self._declaration = declaration
        self._shape = shape
        self.name = declaration.name
        self.tag = declaration.tag
        self.parent = parent
        self.names: tuple[str, ...] = () if parent is None else (*parent.names, self.name)

    @functools.cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The places in the order of its children."""
        return self._owner.slots(self._declaration)

    @functools.cached_property
    def slot_of(self) -> Mapping[str, int]:
        """The number of the slot of each child, by local name."""
        return {each.name: number for number, slot in enumerate(self.slots) for each in slot.elements}

    @functools.cached_property
    def children(self) -> Mapping[str, Node]:
        """The elements that it may hold, by local name."""
        shapes = dict(_child_shapes(self._shape))
        declared = self._owner.children(self._declaration)
        return {name: Node(self._owner, each, shapes[name], self) for name, each in declared.items()}

    @functools.cached_property
    def attributes(self) -> Mapping[str, DeclaredAttribute]:
        """The attributes that it may have, by name."""
        if not isinstance(self._shape, ElementShape):
            return {}
        fields = ((field, field.shapes[0]) for field in self._shape.fields if field.kind == "Attribute")
        return {
            field.xml_name: DeclaredAttribute(value=value, required=bool(field.minimum))
            for field, value in fields
            if isinstance(value, ValueShape)
        }

    @functools.cached_property
    def text(self) -> ValueShape | None:
        """What its text may say; None where it has none."""
        if isinstance(self._shape, ValueShape):
            return self._shape
        return next((each for field in self._shape.text for each in field.shapes if isinstance(each, ValueShape)), None)

    @functools.cached_property
    def unique(self) -> tuple[tuple[str, ...], ...]:
        """What tells children of one parent apart that have its name: names that lead to an attribute of each."""
        constraints = self._owner.inner_identities.values()
        paths = [
            (*path.split("/"), identity.attribute)
            for owner, identity in constraints
            if self.parent is not None and owner == self.parent.name
            for path in identity.paths
        ]
        return tuple(path[1:] for path in paths if path[0] == self.name)

    @functools.cached_property
    def is_compared(self) -> bool:
        """Whether it, or something in it, must differ from others in an element around it."""
        names: list[str] = []
        node = self
        while node.parent is not None:
            names.insert(0, node.name)
            node = node.parent
            inner = (identity for owner, identity in self._owner.inner_identities.values() if owner == node.name)
            constraints = self._owner.identities if node.parent is None else inner
            paths = (
                path.split("/") for identity in constraints if identity.kind == "unique" for path in identity.paths
            )
            if any(path[: len(names)] == names for path in paths):
                return True
        return False

    @property
    def type_name(self) -> str | None:
        """Name of its type, where it has one that the format declares."""
        prefix, _, name = self._declaration.node.get("type", "").rpartition(":")
        namespaces = self._declaration.node.nsmap
        return name if name and namespaces.get(prefix or None) == self._owner.format.namespace else None

    @property
    def many(self) -> bool:
        """Whether its parent may hold several."""
        return self.parent is not None and self.parent.slots[self.parent.slot_of[self.name]].many

    @property
    def required(self) -> bool:
        """Whether its parent must hold one."""
        if self.parent is None:
            return True
        slot = self.parent.slots[self.parent.slot_of[self.name]]
        return slot.required and len(slot.elements) == 1

    @property
    def needs(self) -> frozenset[tuple[str, ...]]:
        """The kinds of records of which there must be one, as alternatives, for it to be valid."""
        return self._shape.needs


@functools.cache
def node_tree(format: Format) -> Node:
    """The document element of a format, with all that it may hold.

    Args:
        format: An entry of the register.

    Examples:
        >>> from loms.formats import find_format
        >>> tree = node_tree(find_format("loms-2019"))
        >>> list(tree.children["learningOpportunities"].children)
        ['learningOpportunity']
    """
    owner = declarations(format)
    return Node(owner, owner.root, shape_of(format), None)


def _child_shapes(shape: Shape) -> Iterator[tuple[str, Shape]]:
    """The shapes of the children of an element, each with its local name."""
    if not isinstance(shape, ElementShape):
        return
    metadata = {each.name: each.metadata for each in dataclasses.fields(shape.cls)}  # type: ignore[arg-type]
    for field in shape.fields:
        if field.kind == "Element":
            yield field.xml_name, field.shapes[0]
        elif field.kind == "Elements":
            names = [str(choice["name"]) for choice in metadata[field.name]["choices"]]
            yield from zip(names, field.shapes, strict=True)
