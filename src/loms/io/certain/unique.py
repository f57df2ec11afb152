"""Tells whether values within one element differ, where the schema wants that."""

from __future__ import annotations

import enum

import attrs

from loms.io.certain.values import UncertainError
from loms.io.compiled.plan import ClassPlan, FieldPlan, plan_of
from loms.io.schema.declarations import Declarations
from loms.io.schema.declared import ElementDeclaration

__all__ = ["Way", "differ", "way_to"]


@attrs.frozen(eq=False, kw_only=True)
class Way:
    """How to come from an object to the values that must differ.

    Attributes:
        fields: The fields on the way, in order; the last one is an attribute.
        default: What the schema takes an absent attribute for, or None where it stands for nothing.
    """

    fields: tuple[str, ...]
    default: str | None = None


def way_to(
    plan: ClassPlan, path: str, attribute: str, *, declared: Declarations, declaration: ElementDeclaration
) -> Way | None:
    """The way along a path of the schema; None where the class at its end has no such attribute, so nothing differs.

    Args:
        plan: The class from which it leads.
        path: Local names of elements below it.
        attribute: Name of the attribute at its end.
        declared: The declarations of the format.
        declaration: The element for which objects of the class stand.

    Raises:
        UncertainError: The classes have no such way.
    """
    if path.startswith(".//") or "*" in path:
        raise UncertainError(f"the path {path}")
    fields: list[str] = []
    for step in path.split("/"):
        field = next((each for each in plan.fields if _leads_to(each, step)), None)
        if field is None or len(field.children) != 1 or (kind := field.children[0].kind) is None:
            raise UncertainError(f"{plan.kind.__qualname__} without {step}")
        fields.append(field.name)
        plan, declaration = plan_of(kind), declared.children(declaration)[step]
    last = next((each for each in plan.fields if each.attribute == attribute), None)
    value = declared.attributes(declaration).get(attribute)
    default = None if value is None else value.default
    if last is not None:
        return Way(fields=(*fields, last.name), default=default)
    if default is not None:
        raise UncertainError(f"{plan.kind.__qualname__} without {attribute}, which has a default")
    return None


def _leads_to(field: FieldPlan, step: str) -> bool:
    return any(child.tag.rpartition("}")[2] == step for child in field.children)


def differ(value: object, ways: tuple[Way, ...]) -> bool:
    """Whether all values at the end of some ways are different, defaults of the schema among them.

    Args:
        value: The object from which the ways lead.
        ways: The ways.
    """
    texts: list[object] = []
    for way in ways:
        found: list[object] = [value]
        for name in way.fields[:-1]:
            held = [getattr(each, name) for each in found]
            # Most often the only field with several items is the first one.
            found = held[0] if len(held) == 1 and isinstance(held[0], list) else _items(held)
        if len(found) > 1 or len(ways) > 1:
            texts += (_text(getattr(each, way.fields[-1]), way.default) for each in found)
    said = [text for text in texts if text is not None]
    return len(set(said)) == len(said)


def _items(held: list[object]) -> list[object]:
    found: list[object] = []
    for each in held:
        if isinstance(each, list):
            found += each
        elif each is not None:
            found.append(each)
    return found


def _text(value: object, default: str | None) -> str | None:
    """A code or text as it stands in XML."""
    if value is None:
        return default
    return str(value.value if isinstance(value, enum.Enum) else value)
