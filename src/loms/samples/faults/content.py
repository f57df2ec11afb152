"""Faults of what stands in an element: children that are unknown, out of order, too many or missing, and text."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from lxml import etree

from loms.io.schema.sources import local_name
from loms.samples.chooser import Chooser
from loms.samples.faults.draft import Damage, Draft, take_out
from loms.samples.faults.kind import Change
from loms.samples.faults.nodes import Node

__all__ = [
    "can_lose_children",
    "elements_not_allowed",
    "has_single_child",
    "has_two_required_children",
    "holds_elements",
    "holds_no_elements",
    "misplaced",
    "missing",
    "repeated",
    "texts_not_allowed",
    "unknown",
]

_ELSEWHERE = "urn:example:elsewhere"
_TEXTS = ("x", "0", "&", "\n\n x")


def holds_elements(node: Node) -> bool:
    """Whether an element may hold elements."""
    return bool(node.slots)


def holds_no_elements(node: Node) -> bool:
    """Whether an element may hold only text, or nothing."""
    return not node.slots


def has_two_required_children(node: Node) -> bool:
    """Whether an element has children in an order, whatever the document."""
    return sum(slot.required for slot in node.slots) > 1


def has_single_child(node: Node) -> bool:
    """Whether an element has a child of which it may have only one, whatever the document."""
    single = (slot for slot in node.slots if slot.required and not slot.many)
    # A second one of what must differ would be another fault as well.
    alike = any(not any(node.children[each.name].is_compared for each in slot.elements) for slot in single)
    return alike and not _holds_records(node)


def can_lose_children(node: Node) -> bool:
    """Whether an element has a child that it must have and to which nothing refers, whatever the document."""
    return any(slot.required for slot in node.slots) and not _holds_records(node)


def _holds_records(node: Node) -> bool:
    """Whether records may stand in the children of an element."""
    return any(
        declared.value.identity is not None
        for child in node.children.values()
        for each in (child, *child.children.values())
        for declared in each.attributes.values()
    )


def unknown(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Give an element a child that it does not know, or rename or wrap one that it could do without."""
    if not node.slots:
        return
    yield functools.partial(_add_unknown, draft, element, node)
    for child in element:
        if _is_dispensable(draft, child, draft.node(child)):
            yield functools.partial(_rename, draft, child)
            yield functools.partial(_wrap, draft, child)


def _add_unknown(draft: Draft, element: etree._Element, node: Node, chooser: Chooser) -> Damage:
    known = chooser.pick(list(node.children))
    tags = [
        draft.tag("unknown"),
        draft.tag(_other_case(known)),
        f"{{{_ELSEWHERE}}}{known}",
        known,
        draft.tag(f"{known}s"),
    ]
    if node.children[known].tag != draft.tag(known):
        tags.append(draft.tag(known))
    tag = chooser.pick(tags)
    if tag in {each.tag for each in node.children.values()}:
        tag = draft.tag("unknown")
    child = _new(tag)
    child.text = chooser.pick([None, "x"])
    draft.put(element, chooser.integer(0, len(element)), child)
    where = etree.QName(tag).namespace
    known_there = where == draft.format.namespace and local_name(tag) not in node.children
    space = "" if known_there else f" in {where or 'no namespace'}"
    return Damage(fault=f"{node.name} got a child {local_name(tag)}{space}, which it does not know.", element=child)


def _rename(draft: Draft, child: etree._Element, chooser: Chooser) -> Damage:
    parent, name = draft.node(child).parent, local_name(str(child.tag))
    others = () if parent is None else parent.children
    new = chooser.pick([each for each in (f"{name}s", _other_case(name), "unknown") if each not in others])
    child.tag = draft.tag(new)
    return Damage(fault=f"{name} was renamed to {new}, which its parent does not know.", element=child)


def _wrap(draft: Draft, child: etree._Element, chooser: Chooser) -> Damage:
    parent = child.getparent()
    assert parent is not None  # noqa: S101 - what can be done without stands in something
    wrapper = etree.Element(chooser.pick([draft.tag("unknown"), f"{{{_ELSEWHERE}}}unknown"]))
    wrapper.tail, child.tail = child.tail, None
    parent.replace(child, wrapper)
    wrapper.append(child)
    fault = f"{local_name(str(child.tag))} was wrapped in an element unknown, which its parent does not know."
    return Damage(fault=fault, element=wrapper)


def misplaced(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Move a child before others that must stand before it."""
    children = list(element)
    slots = [node.slot_of[local_name(str(child.tag))] for child in children]
    for at, number in enumerate(slots):
        before = [first for first in range(at) if slots[first] < number and slots[first] not in slots[:first]]
        if before:
            yield functools.partial(_move, draft, children[at], [children[each] for each in reversed(before)])


def _move(draft: Draft, child: etree._Element, earlier: list[etree._Element], chooser: Chooser) -> Damage:
    parent, target = child.getparent(), chooser.pick(earlier)
    assert parent is not None  # noqa: S101 - it has siblings
    draft.put(parent, parent.index(target), child)
    return Damage(
        fault=f"{local_name(str(child.tag))} was moved before {local_name(str(target.tag))}, which must come first.",
        element=child,
    )


def repeated(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Give an element a second child of a name of which it may have only one."""
    for child in element:
        single = draft.node(child)
        emptied = draft.holds_ids(child)
        is_simple = not (emptied and any(slot.required for slot in single.slots))
        if not single.many and not single.is_compared and is_simple:
            yield functools.partial(_repeat, draft, element, child, node, emptied=emptied)


def _repeat(
    draft: Draft, element: etree._Element, child: etree._Element, node: Node, chooser: Chooser, *, emptied: bool
) -> Damage:
    del chooser
    second = draft.copy_of(child)
    if emptied:
        for inner in list(second):
            second.remove(inner)
        second.text = None
    draft.put(element, element.index(child) + 1, second)
    name = local_name(str(child.tag))
    return Damage(fault=f"{node.name} got a second {name}, of which it may have only one.", element=second)


def missing(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Take all children away of which an element must have one."""
    for number, slot in enumerate(node.slots):
        children = [child for child in element if node.slot_of[local_name(str(child.tag))] == number]
        if slot.required and draft.can_vanish(children):
            yield functools.partial(_remove, element, children, node)


def _remove(element: etree._Element, children: list[etree._Element], node: Node, chooser: Chooser) -> Damage:
    del chooser
    names = dict.fromkeys(local_name(str(child.tag)) for child in children)
    for child in children:
        take_out(child)
    return Damage(fault=f"{node.name} lost its required child {' and '.join(names)}.", element=element)


def texts_not_allowed(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Put text between elements."""
    if node.slots:
        yield functools.partial(_put_text, draft, element, node)


def _put_text(draft: Draft, element: etree._Element, node: Node, chooser: Chooser) -> Damage:
    del draft
    text, position = chooser.pick(_TEXTS), chooser.integer(0, len(element))
    if position == 0:
        element.text = text + (element.text or "")
    else:
        element[position - 1].tail = text + (element[position - 1].tail or "")
    return Damage(fault=f"{node.name} got the text {text.strip()!r} between its elements.", element=element)


def elements_not_allowed(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Put an element where only text may be, or something where nothing may be."""
    if node.slots:
        return
    yield functools.partial(_put_element, draft, element, node)
    if node.text is None:
        yield functools.partial(_fill, element, node)


def _put_element(draft: Draft, element: etree._Element, node: Node, chooser: Chooser) -> Damage:
    tag = chooser.pick([draft.tag("b"), draft.tag(node.name), f"{{{_ELSEWHERE}}}b", "b"])
    child = _new(tag)
    child.text = chooser.pick([None, "x"])
    element.append(child)
    what = "nothing" if node.text is None else "only text"
    return Damage(fault=f"{node.name} got a child {local_name(tag)}, but may hold {what}.", element=element)


def _fill(element: etree._Element, node: Node, chooser: Chooser) -> Damage:
    element.text = chooser.pick(_TEXTS)
    return Damage(fault=f"{node.name} got the text {element.text.strip()!r}, but must be empty.", element=element)


def _is_dispensable(draft: Draft, child: etree._Element, node: Node) -> bool:
    """Whether a valid document stays when a child goes."""
    parent = child.getparent()
    if parent is None or node.parent is None:
        return False
    number = node.parent.slot_of[node.name]
    others = (node.parent.slot_of[local_name(str(each.tag))] for each in parent if each is not child)
    return (not node.parent.slots[number].required or number in others) and draft.can_vanish([child])


def _new(tag: str) -> etree._Element:
    """A new element; one in no namespace says so, or it would fall into the default one."""
    return etree.Element(tag) if tag.startswith("{") else etree.fromstring(f'<{tag} xmlns=""/>')


def _other_case(name: str) -> str:
    return name[0].swapcase() + name[1:]
