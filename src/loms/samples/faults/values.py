"""Faults of values: codes that no list has, dates that are none, addresses without their beginning, empty texts."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from lxml import etree

from loms.samples.build import members_of, written_code
from loms.samples.chooser import Chooser
from loms.samples.faults.draft import Damage, Draft
from loms.samples.faults.kind import Change
from loms.samples.faults.nodes import Node
from loms.samples.faults.wrong_values import NO_ADDRESSES, NO_URI_ENDS, SIMPLEST, WRONG
from loms.samples.shapes import ValueShape
from loms.samples.values import check_pattern

__all__ = ["bad", "empty", "has_a", "off_pattern", "places", "unknown_code", "wrongly"]

Wrong = Callable[[Chooser, ValueShape], str]
"""Chooses a value that does not fit."""


def unknown_code(chooser: Chooser, value: ValueShape) -> str:
    """Choose a value that is not in a code list."""
    codes = _codes(value)
    code = chooser.pick(codes)
    known = frozenset(codes)
    return chooser.pick([each for each in ("unknown", code + "x", code.swapcase(), code[:-1], "") if each not in known])


def bad(chooser: Chooser, value: ValueShape) -> str:
    """Choose a value that is not of the type."""
    if value.builtin in WRONG:
        return chooser.pick(WRONG[value.builtin])
    beginnings = (SIMPLEST["anyURI"],) if value.pattern is None else check_pattern(value.pattern)
    return chooser.pick(beginnings) + chooser.pick(NO_URI_ENDS)


def off_pattern(chooser: Chooser, value: ValueShape) -> str:
    """Choose a value that does not begin as it must."""
    beginnings = check_pattern(str(value.pattern))
    capitals = [f"{each.upper()}example.org" for each in beginnings]
    return chooser.pick([each for each in (*NO_ADDRESSES, *capitals) if not each.startswith(beginnings)])


def empty(chooser: Chooser, value: ValueShape) -> str:
    """The empty value."""
    del chooser, value
    return ""


_TAKES: dict[Wrong, Callable[[ValueShape], bool]] = {
    unknown_code: lambda value: bool(value.codes),
    bad: lambda value: not value.codes and (value.builtin in WRONG or value.builtin == "anyURI"),
    off_pattern: lambda value: not value.codes and value.pattern is not None,
    empty: lambda value: not value.codes and value.shortest > 0,
}
"""Which values there are for which such a wrong one can be chosen."""


def has_a(wrong: Wrong) -> Callable[[Node], bool]:
    """Tells whether an element has such a value, or may have an attribute with one, whatever the document.

    Args:
        wrong: What chooses the wrong value.
    """
    takes = _TAKES[wrong]

    def always(node: Node) -> bool:
        values = [each.value for each in node.attributes.values() if each.value.identity is None]
        return any(takes(each) for each in values) or (node.text is not None and takes(node.text))

    return always


def places(wrong: Wrong, fault: str) -> Callable[[Draft, etree._Element, Node], Iterator[Change]]:
    """Finds the values of an element that can be wrong, and its attributes that are not there yet.

    Args:
        wrong: What chooses the wrong value.
        fault: What is wrong with it, which ends the sentence about it.
    """
    takes = _TAKES[wrong]

    def changes(draft: Draft, element: etree._Element, node: Node) -> Iterator[Change]:
        if node.text is not None and takes(node.text):
            yield functools.partial(wrongly, wrong, fault, element, node, None, node.text)
        for name, declared in node.attributes.items():
            is_id = declared.value.identity is not None
            if takes(declared.value) and not (is_id and draft.is_referred_to(element.get(name, ""))):
                yield functools.partial(wrongly, wrong, fault, element, node, name, declared.value)

    return changes


def wrongly(
    wrong: Wrong,
    fault: str,
    element: etree._Element,
    node: Node,
    attribute: str | None,
    value: ValueShape,
    chooser: Chooser,
) -> Damage:
    """Write a value that does not fit.

    Args:
        wrong: Chooses it.
        fault: What is wrong with it.
        element: The element.
        node: What it is.
        attribute: The attribute to write; None for the text.
        value: What would fit.
        chooser: Makes the choices.
    """
    written = wrong(chooser, value)
    if attribute is None:
        element.text = written
    else:
        element.set(attribute, written)
    what = node.name if attribute is None else f"{attribute} of {node.name}"
    return Damage(fault=f"{what} became {written!r}, which {fault}.", element=element, attribute=attribute)


@functools.cache
def _codes(value: ValueShape) -> tuple[str, ...]:
    return tuple(written_code(member) for member in members_of(value.codes))
