"""Tells whether values within one element differ, where the schema wants that."""

from __future__ import annotations

import attrs

from loms.io.certain.values import UncertainError
from loms.io.compiled.plan import ClassPlan, FieldPlan, plan_of

__all__ = ["Way", "differ", "way_to"]


@attrs.frozen(eq=False, kw_only=True)
class Way:
    """How to come from an object to the values that must differ.

    Attributes:
        fields: The fields on the way, in order; the last one is an attribute.
    """

    fields: tuple[str, ...]


def way_to(plan: ClassPlan, path: str, attribute: str) -> Way | None:
    """The way along a path of the schema; None where the class at its end has no such attribute, so nothing differs.

    Args:
        plan: The class from which it leads.
        path: Local names of elements below it.
        attribute: Name of the attribute at its end.

    Raises:
        UncertainError: The classes have no such way.

    Examples:
        >>> from loms.model import LearningSpecification
        >>> way_to(plan_of(LearningSpecification), "definition/text", "lang")
        Way(fields=('definition', 'text', 'lang'))
    """
    if path.startswith(".//") or "*" in path:
        raise UncertainError(f"the path {path}")
    fields: list[str] = []
    for step in path.split("/"):
        field = next((each for each in plan.fields if _leads_to(each, step)), None)
        if field is None or len(field.children) != 1 or (kind := field.children[0].kind) is None:
            raise UncertainError(f"{plan.kind.__qualname__} without {step}")
        fields.append(field.name)
        plan = plan_of(kind)
    last = next((each for each in plan.fields if each.attribute == attribute), None)
    return None if last is None else Way(fields=(*fields, last.name))


def _leads_to(field: FieldPlan, step: str) -> bool:
    return any(child.tag.rpartition("}")[2] == step for child in field.children)


def differ(value: object, ways: tuple[Way, ...]) -> bool:
    """Whether all values at the end of some ways are different.

    Of an absent value among others that cannot be told, because a default of the schema may stand for it.

    Args:
        value: The object from which the ways lead.
        ways: The ways.
    """
    values: list[object] = []
    for way in ways:
        found: list[object] = [value]
        for name in way.fields:
            below: list[object] = []
            for each in found:
                held = getattr(each, name)
                if isinstance(held, list):
                    below += held
                elif held is not None or name is way.fields[-1]:
                    below.append(held)
            found = below
        values += found
    return len(values) < 2 or (None not in values and len(set(values)) == len(values))
