"""Adopts documents of QMS 1.0 in whatever namespace: they are known by the local names of what they hold.

Neither the namespace nor the document element of QMS is known, only the names below them. So a document of no known
format is one of QMS when its document element holds ``Qualifications`` or ``Agents``, or is a list ``Qualifications``
itself, and its records hold what only QMS has. Its elements get the names that our schema gives them, and a list gets
the document element that it lacks. Attributes of the document element, of which nothing is known, are set aside.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from lxml import etree

from loms.errors import Issue
from loms.formats import FORMATS, Format, find_format
from loms.io.schema.declarations import declarations
from loms.io.schema.lines import StartTagLines
from loms.io.schema.sources import is_element, local_name

__all__ = ["QmsAdoption", "is_qms", "may_be_qms"]

_NAME = "qms-1.0"
_OTHER_LIST = "loq-qualifications"
_LIST = "Qualifications"
_RECORDS = {"Qualifications": "Qualification", "Agents": "Agent"}
_LANGUAGE = "lang"
# What tells comes early; a document that does not tell by then is judged by what it has shown.
_LOOKED_AT = 1000
_ELEMENTS_ELSEWHERE = etree.XPath("descendant-or-self::*[namespace-uri() != $namespace]")


def is_qms(root: etree._Element) -> bool:
    """Whether a document that begins like none of any format holds what QMS holds.

    Args:
        root: The document element; what is not there yet is taken not to be there.

    Examples:
        >>> is_qms(etree.XML("<data><Qualifications><Qualification><Identifier/></Qualification></Qualifications></data>"))
        True
        >>> is_qms(etree.XML("<Qualifications><Qualification><Title/></Qualification></Qualifications>"))
        False
    """
    verdict = _verdict(root)
    if verdict is None:
        # Sections without a telling record are sections still, but a list is known by its records only.
        return local_name(str(root.tag)) != _LIST and any(True for _ in _sections(root))
    return verdict


def may_be_qms(root: etree._Element) -> bool:
    """Whether a document that is being read may be of QMS or not, as far as it has come.

    Args:
        root: The document element, which is none of any format.
    """
    return _verdict(root) is None


class QmsAdoption:
    """Adopts a document of QMS while it is read.

    Args:
        root: The document element as it is read.
    """

    def __init__(self, root: etree._Element) -> None:
        self._format = find_format(_NAME)
        self._read = root
        self._is_list = local_name(str(root.tag)) == _LIST
        self._adopted: etree._Element | None = None
        self._list: etree._Element | None = None
        self.record_depth = self._format.record_depth - self._is_list
        """How deep the records lie below the document element as it is read."""
        self.set_aside: Mapping[str, str] = dict(cast("Mapping[str, str]", root.attrib))
        """The attributes of the document element as it is read."""

    def take_in(self, *, complete: bool) -> etree._Element:
        """Rename what has come since the last call.

        Args:
            complete: Whether the document has been read to its end.

        Returns:
            The document element of our schema, the same each time. Around a list it holds the records that have ended.
        """
        if self._adopted is None:
            self._adopted = self._begin()
        if self._list is None:
            self.rename(self._adopted)
            return self._adopted
        ended = [child for child in self._read if complete or child.getnext() is not None]
        for child in ended:
            self._list.append(child)
            self.rename(child)
        if ended or complete:
            self._list.text = self._read.text
        return self._adopted

    def rename(self, element: etree._Element) -> None:
        """Give an element and all in it the names of our schema, as far as they do not have them.

        Args:
            element: An element of the document.
        """
        found = _ELEMENTS_ELSEWHERE(element, namespace=self._format.namespace)
        for each in cast("list[etree._Element]", found):
            each.tag = self._name(local_name(str(each.tag)))
            for name in map(str, each.attrib):
                if name.startswith("{") and local_name(name) == _LANGUAGE and _LANGUAGE not in each.attrib:
                    each.set(_LANGUAGE, str(each.attrib.pop(name)))

    def issues(self, source: str) -> tuple[Issue, ...]:
        """What is to be told of the adoption: nothing, since nobody knows the right names.

        Args:
            source: Name of the file.
        """
        del source
        return ()

    def lines(self, lines: StartTagLines) -> StartTagLines:
        """The lines of start tags as the document has them that `take_in` gives.

        Args:
            lines: Those of the document as it is read.
        """
        return _FirstTwice(lines) if self._is_list else lines

    def _begin(self) -> etree._Element:
        """The document element: the one that is there, or a new one around a list."""
        if not self._is_list:
            self._read.attrib.clear()
            self._read.tag = self._name(self._format.root)
            return self._read
        namespaces = cast("dict[str, str]", {None: self._format.namespace})
        root = etree.Element(self._name(self._format.root), nsmap=namespaces)
        self._list = etree.SubElement(root, self._name(_LIST))
        root.sourceline = self._list.sourceline = self._read.sourceline
        return root

    def _name(self, local: str) -> str:
        return f"{{{self._format.namespace}}}{local}"


class _FirstTwice:
    """The lines of start tags where one start tag stands for the first two elements."""

    def __init__(self, lines: StartTagLines) -> None:
        self._lines = lines
        self._first: Sequence[int] | None = None
        self._taken = 0

    def take(self, count: int) -> Sequence[int] | None:
        """The lines of the next elements."""
        self._taken += 1
        if self._taken == 1:
            self._first = self._lines.take(count)
        return self._first if self._taken <= 2 else self._lines.take(count)


def _verdict(root: etree._Element) -> bool | None:
    """Whether a document is of QMS; None where it has not shown it either way."""
    for looked_at, (element, tells) in enumerate(_signs(root)):
        if _is_of_another_format(element) or looked_at > _LOOKED_AT:
            return False
        if tells is not None:
            return tells
    return None


def _signs(root: etree._Element) -> Iterator[tuple[etree._Element, bool | None]]:
    """The elements that show what a document is, each with what it says: yes, no, or nothing."""
    yield root, None
    if local_name(str(root.tag)) == _LIST:
        yield from _signs_of_section(root)
        return
    for section in filter(is_element, root):
        yield section, None if local_name(section.tag) in _RECORDS else False
        yield from _signs_of_section(section)


def _signs_of_section(section: etree._Element) -> Iterator[tuple[etree._Element, bool | None]]:
    kind = _RECORDS[local_name(str(section.tag))]
    known, shared = _names_in(kind)
    for record in filter(is_element, section):
        yield record, None if local_name(record.tag) == kind else False
        for child in filter(is_element, record):
            name = local_name(child.tag)
            yield child, None if name in shared else name in known


def _sections(root: etree._Element) -> Iterator[etree._Element]:
    return (child for child in root if is_element(child) and local_name(child.tag) in _RECORDS)


def _is_of_another_format(element: etree._Element) -> bool:
    namespace = etree.QName(element).namespace
    return any(each.namespace == namespace and each.name != _NAME for each in FORMATS)


@functools.cache
def _names_in(kind: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of what a record holds: all in QMS, and those that the legacy format of that element has too."""
    known = _children_of(find_format(_NAME), ("Qualifications" if kind == "Qualification" else "Agents", kind))
    other = _children_of(find_format(_OTHER_LIST), (kind,)) if kind == "Qualification" else frozenset()
    return known, known & other


def _children_of(format: Format, path: Sequence[str]) -> frozenset[str]:
    declared = declarations(format)
    element = declared.root
    for name in path:
        element = declared.children(element)[name]
    return frozenset(declared.children(element))
