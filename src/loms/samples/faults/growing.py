"""Lets a valid document grow until it has a place for a fault."""

from __future__ import annotations

from lxml import etree

from loms.samples.build import members_of, written_code
from loms.samples.faults.draft import Draft
from loms.samples.faults.nodes import Node
from loms.samples.faults.wrong_values import SIMPLEST
from loms.samples.options import Options
from loms.samples.shapes import ValueShape
from loms.samples.values import check_pattern

__all__ = ["can_grow", "grow"]


def can_grow(node: Node) -> bool:
    """Whether an element can be added to any document: its parent always has it, or it needs no other record."""
    return node.required or not node.needs


def grow(draft: Draft, node: Node, options: Options) -> None:
    """Add an element with all around it that is not there yet.

    Args:
        draft: A document that has the record to which the element belongs.
        node: What to add.
        options: What the document is to be like.
    """
    element = draft.root
    for name in node.names:
        child = draft.node(element).children[name]
        found = element.find(child.tag)
        if found is None:
            found = _simplest(draft, child, options)
            draft.plant(element, _position(draft, element, name), found)
        element = found
    etree.indent(draft.root)


def _position(draft: Draft, parent: etree._Element, name: str) -> int:
    """How many children stand before a new one of that name."""
    slot_of = draft.node(parent).slot_of
    return sum(slot_of[draft.node(child).name] <= slot_of[name] for child in parent)


def _simplest(draft: Draft, node: Node, options: Options) -> etree._Element:
    """An element with only what it must have."""
    element = etree.Element(node.tag)
    for name, declared in node.attributes.items():
        if declared.required or _must_say(declared.value, options):
            element.set(name, _simplest_value(declared.value, options))
    if node.text is not None:
        element.text = _simplest_value(node.text, options) or None
        if node.text.distinct:
            # Nothing that is drawn ends so.
            element.text = f"{element.text or ''}/{sum(1 for _ in draft)}"
    for slot in node.slots:
        if slot.required:
            element.append(_simplest(draft, node.children[slot.elements[0].name], options))
    return element


def _must_say(value: ValueShape, options: Options) -> bool:
    """Whether a language must be said, because a text without is in one that is not asked for."""
    return value.text_language and options.languages is not None and value.default not in options.languages


def _simplest_value(value: ValueShape, options: Options) -> str:
    if value.codes:
        codes = [written_code(member) for member in members_of(value.codes)]
        wanted = options.languages if value.text_language else None
        return next(code for code in codes if wanted is None or code in wanted)
    if value.text_language:
        return (options.languages or ("en",))[0]
    if value.pattern is None:
        return SIMPLEST[value.builtin]
    beginning = check_pattern(value.pattern)[-1]
    return beginning + ("example.org/" if beginning.endswith("//") else "office@example.org")
