"""Faults of attributes: those that an element does not know, and those that it must have."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from lxml import etree

from loms.samples.chooser import Chooser
from loms.samples.faults.draft import Damage, Draft
from loms.samples.faults.kind import Change
from loms.samples.faults.nodes import Node

__all__ = ["forbidden_by_xsi", "has_required_attribute", "is_any", "missing", "unknown"]

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def is_any(node: Node) -> bool:
    """Any element at all."""
    del node
    return True


def has_required_attribute(node: Node) -> bool:
    """Whether an element has an attribute that it must have and to which nothing refers, whatever the document."""
    return any(each.required and each.value.identity is None for each in node.attributes.values())


def unknown(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Give an element an attribute that it does not know."""
    del draft
    yield functools.partial(_add, element, node)


def _add(element: etree._Element, node: Node, chooser: Chooser) -> Damage:
    other_case = [name[0].swapcase() + name[1:] for name in node.attributes]
    # What an element near it may have makes a good trap.
    around = [each for each in (node.parent, *node.children.values()) if each is not None]
    near = dict.fromkeys(name for each in around for name in each.attributes)
    names = ["unknown", _XML_LANG, "{urn:example:elsewhere}id"]
    names += [name for name in (*other_case, *near) if name not in node.attributes]
    name = chooser.pick(names)
    element.set(name, chooser.pick(["", "x"]))
    return Damage(
        fault=f"{node.name} got an attribute {etree.QName(name).localname}, which it does not know.",
        element=element,
        attribute=name,
    )


def missing(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Take an attribute away that an element must have."""
    for name, declared in node.attributes.items():
        is_id = declared.value.identity is not None
        if declared.required and not (is_id and draft.is_referred_to(element.get(name, ""))):
            yield functools.partial(_remove, element, node, name)


def _remove(element: etree._Element, node: Node, name: str, chooser: Chooser) -> Damage:
    del chooser
    element.attrib.pop(name)
    return Damage(fault=f"{node.name} lost its required attribute {name}.", element=element)


def forbidden_by_xsi(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
    """Say of an element that it is null, or that it has a type that is none."""
    del draft
    yield functools.partial(_say_nil, element, node)
    yield functools.partial(_say_type, element, node)


def _say_nil(element: etree._Element, node: Node, chooser: Chooser) -> Damage:
    value = chooser.pick(["true", "false", "1"])
    element.set(f"{_XSI}nil", value)
    return Damage(fault=f"{node.name} got xsi:nil={value!r}, but cannot be null.", element=element)


def _say_type(element: etree._Element, node: Node, chooser: Chooser) -> Damage:
    value = chooser.pick(["Unknown", "xs:string", f"{node.name}Type2"])
    element.set(f"{_XSI}type", value)
    fault = f"{node.name} got xsi:type={value!r}, which is no type."
    return Damage(fault=fault, element=element, attribute=f"{_XSI}type")
