"""Says what is wrong with the children of an element: unknown, out of order, too many, missing."""

from __future__ import annotations

import bisect
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from loms.io.schema.declared import ElementDeclaration, Slot
from loms.io.schema.finding import Finding
from loms.io.schema.messages import REMEDIES, Fault
from loms.io.schema.sources import is_element, local_name
from loms.io.schema.suggest import nearest_names

__all__ = ["content_findings", "name_in", "unknown_element"]

_MOST_NAMES = 5


def name_in(element: etree._Element, namespace: str) -> str | None:
    """The local name of an element of that namespace, or None for any other element.

    Args:
        element: An element.
        namespace: Namespace of the format.
    """
    name = etree.QName(element)
    return name.localname if name.namespace == namespace else None


def content_findings(parent: etree._Element, slots: Sequence[Slot], namespace: str) -> list[Finding]:
    """Compare the children of an element with what its type declares.

    Args:
        parent: An element whose children are not as they should be.
        slots: What its type declares.
        namespace: Namespace of the format.

    Returns:
        One finding for each child that is at fault and for each that is missing; the children in their order.
    """
    slot_of = {each.tag: number for number, slot in enumerate(slots) for each in slot.elements}
    declared = {each.name: each for slot in slots for each in slot.elements}
    children = [child for child in parent if is_element(child)]
    known = [(child, slot_of[child.tag]) for child in children if child.tag in slot_of]
    found = [unknown_element(child, declared, namespace) for child in children if child.tag not in slot_of]
    repeated = list(_repeated(known, slots))
    once = {each.element for each in repeated}
    found += repeated
    found += _misplaced([(child, number) for child, number in known if child not in once])
    position = {child: number for number, child in enumerate(children)}
    found.sort(key=lambda each: position[each.element])
    return found + list(_missing(parent, [number for _, number in known], slots))


def unknown_element(element: etree._Element, known: Mapping[str, ElementDeclaration], namespace: str) -> Finding:
    """The finding for a child that its parent does not know.

    Args:
        element: The child.
        known: The children that the parent knows, by local name.
        namespace: Namespace of the format.
    """
    name = etree.QName(element)
    names = list(known)
    parent = _name(element.getparent())
    meant = known.get(name.localname)
    if meant is not None:
        namespace = meant.namespace
    if meant is not None or name.namespace not in {namespace, *(each.namespace for each in known.values())}:
        return Finding(
            fault=Fault.UNKNOWN_ELEMENT,
            element=element,
            message=f"{name.localname} is in {name.namespace or 'no namespace'}, which {parent} does not know.",
            remedy=f"Remove it, or put it into the namespace {namespace}.",
        )
    near = nearest_names(name.localname, names, limit=1)
    return Finding(
        fault=Fault.UNKNOWN_ELEMENT,
        element=element,
        message=f"{parent} has no element named {name.localname}.",
        remedy=f"Did you mean {near[0]}?" if near else f"Remove it, or use one of its elements: {_some(names)}.",
    )


def _misplaced(known: Sequence[tuple[etree._Element, int]]) -> Iterator[Finding]:
    """Children that must move: those outside the longest part that is in order. Of a run of equals, the first."""
    runs = [next(run) for _, run in itertools.groupby(known, key=lambda each: each[1])]
    numbers = [number for _, number in runs]
    in_order = _longest_in_order(numbers)
    positions = sorted(in_order)
    sequence = [numbers[at] for at in positions]
    names = [_name(runs[at][0]) for at in positions]
    for at, (child, number) in enumerate(runs):
        if at in in_order:
            continue
        name = _name(child)
        here = bisect.bisect(positions, at)
        first_after, first_same = bisect.bisect_right(sequence, number), bisect.bisect_left(sequence, number)
        if first_after < here:
            order = f"{name} stands after {names[here - 1]}, but must stand before {names[first_after]}."
        else:
            order = f"{name} stands before {names[here]}, but must stand after {names[first_same - 1]}."
        yield Finding(
            fault=Fault.MISPLACED_ELEMENT, element=child, message=order, remedy=REMEDIES[Fault.MISPLACED_ELEMENT]
        )


def _repeated(known: Sequence[tuple[etree._Element, int]], slots: Sequence[Slot]) -> Iterator[Finding]:
    """Children of which there may be one only, from the second on."""
    counts: Counter[int] = Counter()
    for child, number in known:
        counts[number] += 1
        if counts[number] > 1 and not slots[number].many:
            yield Finding(
                fault=Fault.REPEATED_ELEMENT,
                element=child,
                message=f"{_name(child.getparent())} has more than one {_name(child)}, but only one is allowed.",
                remedy=REMEDIES[Fault.REPEATED_ELEMENT],
            )


def _missing(parent: etree._Element, present: Sequence[int], slots: Sequence[Slot]) -> Iterator[Finding]:
    """Slots that must be filled and are not."""
    for number, slot in enumerate(slots):
        if not slot.required or number in present:
            continue
        names = " or ".join(each.name for each in slot.elements)
        before = max((other for other in present if other < number), default=None)
        place = "as its first element"
        if before is not None:
            place = f"after {' or '.join(each.name for each in slots[before].elements)}"
        yield Finding(
            fault=Fault.MISSING_ELEMENT,
            element=parent,
            message=f"{_name(parent)} has no {names}, which is required.",
            remedy=f"Add {names} {place}.",
        )


def _longest_in_order(numbers: Sequence[int]) -> set[int]:
    """Positions of a longest part of a sequence that never goes down.

    Examples:
        >>> sorted(_longest_in_order([3, 0, 1, 1, 2]))
        [1, 2, 3, 4]
    """
    ends: list[int] = []
    ends_at: list[int] = []
    previous: list[int | None] = []
    for at, number in enumerate(numbers):
        length = bisect.bisect_right(ends, number)
        previous.append(ends_at[length - 1] if length else None)
        ends[length : length + 1] = [number]
        ends_at[length : length + 1] = [at]
    chosen: set[int] = set()
    step: int | None = ends_at[-1] if ends_at else None
    while step is not None:
        chosen.add(step)
        step = previous[step]
    return chosen


def _some(names: Sequence[str]) -> str:
    """The first few names."""
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more


def _name(element: etree._Element | None) -> str:
    return "" if element is None else local_name(str(element.tag))
