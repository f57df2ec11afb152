"""A valid document that is about to get a fault: its elements with their declarations, its ids and references."""

from __future__ import annotations

import copy
import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import attrs
from lxml import etree

from loms.formats import Format
from loms.io.schema.sources import is_element, local_name
from loms.samples.faults.nodes import Node, node_tree

__all__ = ["Damage", "Draft", "RecordId", "take_out"]

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@attrs.frozen(kw_only=True)
class Damage:
    """What was done to a document.

    Attributes:
        fault: One sentence.
        element: Where the fault is.
        attribute: The attribute that is at fault; None where the element is.
    """

    fault: str
    element: etree._Element
    attribute: str | None = None


@attrs.frozen(eq=False, kw_only=True)
class RecordId:
    """The id of a record.

    Attributes:
        element: The record.
        node: What it is.
        attribute: Name of the attribute.
        value: The id.
    """

    element: etree._Element
    node: Node
    attribute: str
    value: str


class Draft:
    """A valid document, element by element.

    Args:
        data: The document.
        format: Its format.
    """

    def __init__(self, data: bytes, format: Format) -> None:
        self.format = format
        self.root = etree.fromstring(data)
        self._nodes: dict[etree._Element, Node] = {}
        self._add(self.root, node_tree(format))

    def __iter__(self) -> Iterator[tuple[etree._Element, Node]]:
        """All elements, each with what it is, in the order of the document."""
        return iter(self._nodes.items())

    def node(self, element: etree._Element) -> Node:
        """What an element of the document is."""
        return self._nodes[element]

    def type_name(self, element: etree._Element) -> str | None:
        """Name of the type that the format gives to an element, where it has one and nothing else was said of it."""
        node = self._nodes.get(element)
        known = node is not None and element.tag == node.tag and f"{_XSI}type" not in element.attrib
        return node.type_name if node is not None and known else None

    def tag(self, name: str) -> str:
        """The full name of an element in the namespace of the format."""
        return f"{{{self.format.namespace}}}{name}"

    def depth(self, node: Node) -> int:
        """How deep an element lies below the records: 0 for a record, negative for what is around the records."""
        return len(node.names) - self.format.record_depth

    @functools.cached_property
    def ids(self) -> tuple[RecordId, ...]:
        """The ids of the records, in the order of the document."""
        return tuple(
            RecordId(element=element, node=node, attribute=name, value=value)
            for element, node in self
            if self.depth(node) == 0
            for name, declared in node.attributes.items()
            if declared.value.identity is not None and (value := element.get(name)) is not None
        )

    @functools.cached_property
    def _references(self) -> Mapping[str, list[etree._Element]]:
        """The elements that refer to each id."""
        found: defaultdict[str, list[etree._Element]] = defaultdict(list)
        for element, node in self:
            for name, declared in node.attributes.items():
                if declared.value.targets and (value := element.get(name)) is not None:
                    found[value].append(element)
        return found

    def is_referred_to(self, value: str) -> bool:
        """Whether something refers to an id."""
        return value in self._references

    def can_vanish(self, elements: Iterable[etree._Element]) -> bool:
        """Whether elements could go without a reference that stays losing its record.

        Args:
            elements: Elements of the document, with all that they hold.
        """
        going = {each for element in elements for each in element.iter()}
        lost = (each.value for each in self.ids if each.element in going)
        return all(referring in going for value in lost for referring in self._references.get(value, ()))

    def holds_ids(self, element: etree._Element) -> bool:
        """Whether an element is or holds a record with an id."""
        inside = set(element.iter())
        return any(each.element in inside for each in self.ids)

    def copy_of(self, element: etree._Element) -> etree._Element:
        """A copy of an element, in which texts that may stand only once are other ones.

        Args:
            element: An element of the document.
        """
        second = copy.deepcopy(element)
        for each, again in zip(element.iter(), second.iter(), strict=True):
            node = self._nodes.get(each)
            if node is not None and node.text is not None and node.text.distinct:
                # Nothing that is drawn ends so.
                again.text = f"{again.text or ''}/again"
        return second

    def put(self, parent: etree._Element, position: int, element: etree._Element) -> None:
        """Put an element among the children of another, in a line of its own where the others have one each.

        Args:
            parent: The element to hold it.
            position: How many children are to stand before it.
            element: A new element, or one of the document.
        """
        old = element.getparent()
        if old is not None:
            take_out(element)
        children = list(parent)
        element.tail = None
        if children and position == len(children):
            element.tail, children[-1].tail = children[-1].tail, parent.text
        elif children:
            element.tail = parent.text
        parent.insert(position, element)

    def plant(self, parent: etree._Element, position: int, element: etree._Element) -> None:
        """Put a new element, with all that it holds, where the format has a place for it.

        Args:
            parent: An element of the document.
            position: How many children are to stand before it.
            element: The new element.
        """
        self.put(parent, position, element)
        self._add(element, self._nodes[parent].children[local_name(str(element.tag))])

    def path_of(self, damage: Damage) -> str:
        """The path of a fault as issues write it: numbered where there are or may be several of the name."""
        element: etree._Element | None = damage.element
        steps: list[str] = [] if damage.attribute is None else [f"/@{local_name(damage.attribute)}"]
        while element is not None:
            steps.append(f"/{local_name(str(element.tag))}{self._number(element)}")
            element = element.getparent()
        return "".join(reversed(steps))

    def _number(self, element: etree._Element) -> str:
        parent = element.getparent()
        if parent is None:
            return ""
        name = local_name(str(element.tag))
        same = [child for child in parent if is_element(child) and local_name(str(child.tag)) == name]
        number = same.index(element) + 1
        node = self._nodes.get(parent)
        known = None if node is None else node.children.get(name)
        depth = 1 if node is None else self.depth(node) + 1
        several = known is not None and known.many and depth >= 0
        if depth > 0:
            several = several or len(same) > 1
        else:
            # A section or a record is numbered before what follows it has been read.
            foreign = known is None or element.tag != known.tag
            several = several or number > 1 or (depth == 0 and foreign)
        return f"[{number}]" if several else ""

    def _add(self, element: etree._Element, node: Node) -> None:
        self._nodes[element] = node
        for child in element:
            self._add(child, node.children[local_name(str(child.tag))])


def take_out(element: etree._Element) -> None:
    """Take an element out of its parent, with the line it stands in.

    Args:
        element: An element of a document, not the document element.
    """
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None  # noqa: S101 - said above
    if element.getnext() is None and before is not None:
        before.tail = element.tail
    elif element.getnext() is None:
        parent.text = None
    element.tail = None
    parent.remove(element)
