"""Faults between elements: an id or a language that is there twice, a reference that leads nowhere."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from lxml import etree

from loms.io.schema.sources import local_name
from loms.samples.chooser import Chooser
from loms.samples.faults.draft import Damage, Draft, RecordId
from loms.samples.faults.kind import Change
from loms.samples.faults.nodes import Node
from loms.samples.links import links_of
from loms.samples.shapes import ValueShape

__all__ = [
    "dangling",
    "duplicate_ids",
    "duplicate_values",
    "has_id",
    "is_told_apart",
    "may_refer",
]


def has_id(node: Node) -> bool:
    """Whether an element is a record with an id that no other may have."""
    return node.many and any(each.value.identity is not None for each in node.attributes.values())


def duplicate_ids(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Copy a record with its id, or give it the id of another."""
    own = [each for each in draft.ids if each.element is element]
    for each in own:
        if node.many:
            yield functools.partial(_copy_record, draft, each)
        if draft.is_referred_to(each.value):
            continue
        for other in draft.ids:
            if other is not each and _may_not_share(draft, each, other):
                yield functools.partial(_take_over, draft, each, other)


def _copy_record(draft: Draft, own: RecordId, chooser: Chooser) -> Damage:
    parent, second = own.element.getparent(), draft.copy_of(own.element)
    assert parent is not None  # noqa: S101 - a record stands in something
    draft.put(parent, parent.index(own.element) + 1, second)
    if own.node.attributes[own.attribute].value.builtin == "anyURI":
        # White space around a URI does not count.
        second.set(own.attribute, chooser.pick([own.value, f" {own.value} "]))
    fault = f"{own.node.name} was copied with its {own.attribute} {own.value!r}."
    return Damage(fault=fault, element=second, attribute=own.attribute)


def _take_over(draft: Draft, own: RecordId, other: RecordId, chooser: Chooser) -> Damage:
    del chooser
    own.element.set(own.attribute, other.value)
    later = next(each for each in reversed(draft.ids) if each is own or each is other)
    fault = f"{own.node.name} got the {own.attribute} {other.value!r}, which another {other.node.name} has."
    return Damage(fault=fault, element=later.element, attribute=own.attribute)


def _may_not_share(draft: Draft, one: RecordId, other: RecordId) -> bool:
    """Whether two records must have different ids. Values of different types are never the same to XML Schema."""
    types = {each.node.attributes[each.attribute].value.builtin for each in (one, other)}
    may_share = links_of(draft.format).may_share(one.attribute, one.node.names, other.node.names)
    return len(types) == 1 and not may_share and one.attribute == other.attribute


def is_told_apart(node: Node) -> bool:
    """Whether no two elements of a parent may have the same value in an attribute that all of them have."""
    return node.many and any(_said_by(node, path) for path in node.unique)


def _said_by(node: Node, path: tuple[str, ...]) -> ValueShape | None:
    """The value that tells elements apart, where each of them has one."""
    *names, attribute = path
    for name in names:
        if name not in node.children or not node.children[name].required:
            return None
        node = node.children[name]
    declared = node.attributes.get(attribute)
    if declared is None or not (declared.required or declared.value.default is not None):
        return None
    return declared.value


def duplicate_values(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Copy an element of which there may be only one for each language."""
    if node.many:
        for path in node.unique:
            if _said_by(node, path) is not None:
                yield functools.partial(_copy, draft, element, node, path)


def _copy(draft: Draft, element: etree._Element, node: Node, path: tuple[str, ...], chooser: Chooser) -> Damage:
    *names, attribute = path
    parent, second = element.getparent(), draft.copy_of(element)
    assert parent is not None  # noqa: S101 - what may repeat stands in something
    same = [at for at, child in enumerate(parent, start=1) if local_name(str(child.tag)) == node.name]
    draft.put(parent, chooser.pick([at for at in same if at > parent.index(element)]), second)
    place = second
    for name in names:
        place = next(child for child in place if local_name(str(child.tag)) == name)
    value = _said_by(node, path)
    if value is not None and value.default is not None and chooser.pick([False, True]):
        _say_otherwise(place, attribute, value.default)
    return Damage(fault=f"{node.name} was copied, although no two may have the same {attribute}.", element=place)


def _say_otherwise(element: etree._Element, attribute: str, default: str) -> None:
    """Say what an absent attribute means, or leave out what says the same."""
    if element.get(attribute) == default:
        element.attrib.pop(attribute)
    elif element.get(attribute) is None:
        element.set(attribute, default)


def may_refer(node: Node) -> bool:
    """Whether an element refers to a record or may do so."""
    return any(each.value.targets for each in node.attributes.values())


def dangling(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Let an element refer to nothing, or to a record of the wrong kind."""
    for name, declared in node.attributes.items():
        if declared.value.targets:
            yield functools.partial(_misdirect, draft, element, node, name, declared.value.targets)


def _misdirect(
    draft: Draft, element: etree._Element, node: Node, name: str, targets: tuple[str, ...], chooser: Chooser
) -> Damage:
    known = {each.value for each in draft.ids}
    nowhere = "https://example.org/nowhere"
    while nowhere in known:
        nowhere += "/x"
    wrong = [each.value for each in draft.ids if each.node.name not in targets]
    value = chooser.pick([nowhere, *wrong])
    element.set(name, value)
    kinds = " or ".join(targets)
    return Damage(
        fault=f"{name} of {node.name} became {value!r}, which no {kinds} has.", element=element, attribute=name
    )
