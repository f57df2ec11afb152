"""Looks codes up in sets, so that libxml2 need not compare each of them with thousands of others."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

import attrs
from lxml import etree

from loms.io.schema.declared import SimpleType
from loms.io.schema.sources import XS, SharedSchema, local_name

__all__ = ["CodePlace", "LongLists", "long_lists", "without_lists"]

_LONG = 100
"""Lists of more codes are looked up here. For shorter ones libxml2 takes no more time than a look at the element."""
_XSI_TYPE = etree.XPath(
    "boolean(descendant-or-self::*[@xsi:type])", namespaces={"xsi": "http://www.w3.org/2001/XMLSchema-instance"}
)


@attrs.frozen(kw_only=True)
class CodePlace:
    """Where elements of one name hold a code of a long list.

    Attributes:
        attribute: Name of the attribute; None for the text.
        codes: The codes that each of these elements may have.
    """

    attribute: str | None
    codes: frozenset[str]

    def holds(self, element: etree._Element) -> bool:
        """Whether what an element says here is one of the codes to the letter, or nothing where it may say nothing.

        Args:
            element: An element of the name.
        """
        if self.attribute is not None:
            value = element.get(self.attribute)
            return value is None or value in self.codes
        # A comment or another element would cut the text in two.
        return len(element) == 0 and element.text in self.codes


@attrs.frozen(eq=False, kw_only=True)
class LongLists:
    """The long code lists of a format, and its schema without them.

    Attributes:
        schema: Validates any declared element by itself, but for the codes of long lists, which may be anything.
        places: Where such codes are, by the tag of the element.
    """

    schema: SharedSchema
    places: Mapping[str, tuple[CodePlace, ...]]

    def are_kept(self, element: etree._Element) -> bool:
        """Whether every code of a long list in an element is certainly right.

        Where it is not, the whole schema has to judge: a code may be right with white space around it, or where
        elements of one name have different lists.

        Args:
            element: The element.
        """
        # To look each one up takes less time than to let lxml compare it with many tags.
        nowhere: tuple[CodePlace, ...] = ()
        for each in element.iter("*"):
            for place in self.places.get(each.tag, nowhere):
                if not place.holds(each):
                    return False
        # Another type might have other codes.
        return not _XSI_TYPE(element)


def long_lists(
    schema: etree._Element, named: Mapping[str, etree._Element], simple_types: Mapping[str, SimpleType]
) -> frozenset[str]:
    """The names of the simple types that are long lists and that can be looked up wherever they are used.

    Args:
        schema: The whole schema.
        named: Its named simple types, by their name as other types refer to it.
        simple_types: What they allow, by the same names.
    """
    found = {name for name, node in named.items() if len(node.findall(f"{XS}restriction/{XS}enumeration")) > _LONG}
    for union in schema.iter(f"{XS}union"):
        members = str(union.get("memberTypes", "")).split()
        is_closed = len(union) == 0 and all(each in simple_types and simple_types[each].codes for each in members)
        if not is_closed:
            # What another member accepts could not be told from a wrong code.
            found -= _reached(members, named)
    return frozenset(found)


def without_lists(schema: etree._Element, names: Iterable[str]) -> etree._Element:
    """A copy of a schema in which some of the lists hold any value of the type on which they stand.

    Args:
        schema: The whole schema; it is not changed.
        names: Names of simple types of its own namespace, with or without a prefix.
    """
    open_schema = copy.deepcopy(schema)
    wanted = frozenset(map(local_name, names))
    for node in open_schema.findall(f"{XS}simpleType"):
        if node.get("name") in wanted:
            for restriction in node.findall(f"{XS}restriction"):
                for enumeration in restriction.findall(f"{XS}enumeration"):
                    restriction.remove(enumeration)
    return open_schema


def _reached(names: Iterable[str], named: Mapping[str, etree._Element]) -> set[str]:
    """These simple types and all that they stand on."""
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in reached or name not in named:
            continue
        reached.add(name)
        for node in named[name].iter(f"{XS}restriction", f"{XS}union"):
            others = f"{node.get('base', '')} {node.get('memberTypes', '')}".split()
            waiting += others
    return reached
