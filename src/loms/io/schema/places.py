"""Finds elements by path, and the paths of elements; the children of each parent are counted once."""

from __future__ import annotations

from typing import cast

from lxml import etree

from loms.io.schema.sources import is_element, local_name

__all__ = ["Places", "lineage"]


# Among so few siblings it is quicker to look at those of one name than to number all.
_FEW = 100


class Places:
    """The places of elements below one element, which stays as it is meanwhile.

    Args:
        top: The element.

    Examples:
        >>> top = etree.XML("<list><entry/><word/><entry/></list>")
        >>> places = Places(top)
        >>> places.at("/list/entry[2]") is top[2], places.at("/*/*[2]") is top[1]
        (True, True)
        >>> places.number(top[2]), places.number(top[1])
        ((2, 2), (1, 1))
    """

    def __init__(self, top: etree._Element) -> None:
        self._top = top
        self._by_step: dict[etree._Element, dict[str, list[etree._Element]]] = {}
        self._numbers: dict[etree._Element, dict[etree._Element, int]] = {}
        self._counts: dict[tuple[etree._Element, str], int] = {}

    def at(self, path: str | None) -> etree._Element:
        """The element that libxml2 means by a path.

        Args:
            path: Such as ``/*/*[2]/tns:Title``, which begins with the top.

        Returns:
            The element, or the last one on the way to it that is there.
        """
        element = self._top
        for step in (path or "").split("/")[2:]:
            name, _, number = step.removesuffix("]").partition("[")
            same = self._children(element).get(name, [])
            at = int(number or 1) - 1
            if at >= len(same):
                break
            element = same[at]
        return element

    def number(self, element: etree._Element) -> tuple[int, int]:
        """Which of its siblings of the same name an element is, and how many there are.

        Args:
            element: An element below the top.

        Returns:
            The number, counted from 1, and the count.
        """
        parent = element.getparent()
        if parent is None:
            return 1, 1
        if len(parent) <= _FEW:
            same = list(parent.iterchildren("{*}" + local_name(str(element.tag))))
            return same.index(element) + 1, len(same)
        if parent not in self._numbers:
            self._count(parent)
        return self._numbers[parent][element], self._counts[parent, local_name(str(element.tag))]

    def _count(self, parent: etree._Element) -> None:
        numbers = self._numbers[parent] = {}
        for child in filter(is_element, parent):
            key = (parent, local_name(str(child.tag)))
            numbers[child] = self._counts[key] = self._counts.get(key, 0) + 1

    def _children(self, parent: etree._Element) -> dict[str, list[etree._Element]]:
        """The children of an element by the step that leads to them: any, name with prefix, name in no namespace."""
        known = self._by_step.get(parent)
        if known is None:
            known = self._by_step[parent] = {}
            for child in filter(is_element, parent):
                known.setdefault("*", []).append(child)
                tag = str(child.tag)
                prefix = cast("str | None", child.prefix)
                if prefix is not None:
                    known.setdefault(f"{prefix}:{local_name(tag)}", []).append(child)
                elif not tag.startswith("{"):
                    known.setdefault(tag, []).append(child)
        return known


def lineage(element: etree._Element, top: etree._Element) -> list[etree._Element]:
    """The elements from the top down to an element, both included."""
    chain = [element]
    while chain[-1] is not top:
        parent = chain[-1].getparent()
        if parent is None:
            break
        chain.append(parent)
    return chain[::-1]
