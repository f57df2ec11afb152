"""All kinds of faults against a schema, by the code of the issue that each must lead to."""

from __future__ import annotations

import functools

from loms.formats import Format
from loms.io.schema.messages import Fault
from loms.samples.faults import attributes, content, identities, values
from loms.samples.faults.growing import can_grow
from loms.samples.faults.kind import Kind
from loms.samples.faults.nodes import Node, node_tree
from loms.samples.kinds import record_kinds

__all__ = ["KINDS", "homes"]

_VALUES = {
    Fault.UNKNOWN_CODE: (values.unknown_code, "is not in its code list"),
    Fault.BAD_VALUE: (values.bad, "is not of its type"),
    Fault.BAD_PATTERN: (values.off_pattern, "does not begin as it must"),
    Fault.EMPTY_VALUE: (values.empty, "must not be empty"),
}

KINDS: tuple[Kind, ...] = (
    Kind(code=Fault.UNKNOWN_ELEMENT, always=content.holds_elements, changes=content.unknown),
    Kind(code=Fault.MISPLACED_ELEMENT, always=content.has_two_required_children, changes=content.misplaced),
    Kind(code=Fault.REPEATED_ELEMENT, always=content.has_single_child, changes=content.repeated),
    Kind(code=Fault.MISSING_ELEMENT, always=content.can_lose_children, changes=content.missing),
    Kind(code=Fault.ELEMENT_NOT_ALLOWED, always=content.holds_no_elements, changes=content.elements_not_allowed),
    Kind(code=Fault.TEXT_NOT_ALLOWED, always=content.holds_elements, changes=content.texts_not_allowed),
    Kind(code=Fault.UNKNOWN_ATTRIBUTE, always=attributes.is_any, changes=attributes.unknown),
    Kind(code=Fault.MISSING_ATTRIBUTE, always=attributes.has_required_attribute, changes=attributes.missing),
    *(
        Kind(code=code, always=values.has_a(wrong), changes=values.places(wrong, fault))
        for code, (wrong, fault) in _VALUES.items()
    ),
    Kind(code=Fault.DUPLICATE_ID, always=identities.has_id, changes=identities.duplicate_ids),
    Kind(code=Fault.DUPLICATE_VALUE, always=identities.is_told_apart, changes=identities.duplicate_values),
    Kind(code=Fault.DANGLING_REFERENCE, always=identities.may_refer, changes=identities.dangling),
    Kind(code=Fault.OTHER, always=attributes.is_any, changes=attributes.forbidden_by_xsi),
)
"""All but XSD-CONTENT, to which no document of the formats that there are leads."""


@functools.cache
def homes(format: Format, kind: Kind) -> tuple[Node, ...]:
    """The elements that have a place for a fault, whatever the document, and that any document can be given.

    Args:
        format: An entry of the register.
        kind: A kind of fault.

    Returns:
        Those in the smallest documents first; none where the format cannot have the fault.
    """
    found: list[Node] = []
    level = [node_tree(format)]
    while level:
        found += sorted((node for node in level if kind.always(node)), key=functools.partial(_needs, format))
        children = [child for node in level for child in node.children.values()]
        level = [child for child in children if len(child.names) <= format.record_depth or can_grow(child)]
    return tuple(found)


def _needs(format: Format, node: Node) -> int:
    """How many kinds of records the record of an element needs."""
    name = node.names[format.record_depth - 1] if len(node.names) >= format.record_depth else ""
    return next((len(kind.shape.needs) for kind in record_kinds(format) if kind.name == name), 0)
