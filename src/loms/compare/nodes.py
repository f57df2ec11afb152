"""Makes of an element what is compared: a tree of names and values, without what carries no data, such as prefixes."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from lxml import etree

from loms.compare.places import IDENTITIES, LABELS, REFERENCE_ATTRIBUTES, REFERENCE_ELEMENTS, scoped
from loms.compare.spelling import usual
from loms.convert.accounting import shortened
from loms.formats import Format
from loms.io.schema.declarations import declarations
from loms.io.schema.declared import ElementDeclaration
from loms.io.schema.sources import is_element
from loms.io.schema.xml_space import collapsed, is_white_space

__all__ = ["TEXT", "Node", "NodeMaker", "name_of"]

TEXT = "."
"""Stands for the text of an element where else the name of an attribute does."""

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_SECRET = "key"  # noqa: S105 - the name of the upload key, however it is written
_LANGUAGES = ("lang", "language")


@attrs.define(eq=False)
class Node:
    """An element.

    Attributes:
        name: Its local name; with its namespace where the format has no such element there.
        value: Its text, in the usual spelling of its type; None where it has none.
        values: The values of its attributes, spelled so too, by name.
        children: The elements in it.
        repeats: Whether the schema allows several of them side by side.
        identity: The attribute that identifies the record, `TEXT` where its text does, or None.
        references: For each attribute that refers to a record, or `TEXT`, the id as it is looked for.
    """

    name: str
    value: str | None = None
    values: dict[str, str] = attrs.field(factory=dict)
    children: list[Node] = attrs.field(factory=list)
    repeats: bool = False
    identity: str | None = None
    references: dict[str, str] = attrs.field(factory=dict)

    @property
    def language(self) -> str | None:
        """The language of its text, where it says one."""
        return next((self.values[name] for name in _LANGUAGES if name in self.values), None)

    @property
    def label(self) -> str | None:
        """One of the names of a record, cut where it is long."""
        for name in LABELS:
            for child in self.children:
                text = next((each.value for each in child.walk() if each.value), None) if child.name == name else None
                if text:
                    return shortened(" ".join(text.split()))
        return None

    @property
    def size(self) -> int:
        """Number of values in it."""
        return sum(len(each.values) + (each.value is not None) for each in self.walk())

    def walk(self) -> Iterator[Node]:
        """The element and all elements in it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


class NodeMaker:
    """Makes nodes of the elements of one format.

    Args:
        format: The format.
    """

    def __init__(self, format: Format) -> None:
        self._format = format
        self._declared = declarations(format)
        self._attributes = REFERENCE_ATTRIBUTES.get(format.name, frozenset())
        self._elements = REFERENCE_ELEMENTS.get(format.name, {})
        self._namespace = f"{{{format.namespace}}}"

    def record(self, element: etree._Element, section: str) -> Node:
        """The node of a record.

        Args:
            element: Its element.
            section: Local name of the element that holds it; empty for the document element.
        """
        node = self._node(element, self._declaration(element, section), parent="", repeats=False)
        self._mark_identity(node)
        return node

    def root(self, element: etree._Element) -> Node:
        """The node of a document element, without what is in it.

        Args:
            element: The document element.
        """
        return Node(name_of(element, self._namespace), values=self._values(element, self._declared.root))

    def child_of_root(self, element: etree._Element) -> Node:
        """The node of what stands in the document element beside records.

        Args:
            element: Its element.
        """
        return self._node(element, self._declaration(element, ""), parent="", repeats=False)

    def name(self, element: etree._Element) -> str:
        """The local name of an element, or its whole name where it is of another namespace.

        Args:
            element: The element.
        """
        return name_of(element, self._namespace)

    def is_known(self, name: str) -> bool:
        """Whether the schema has such an element right below the document element.

        Args:
            name: Local name of the element.
        """
        return name in self._declared.children(self._declared.root)

    def key(self, element: etree._Element, section: str) -> tuple[str, str] | None:
        """The id of a record: as it is looked for, and as people know it; None where it has none.

        Args:
            element: Its element.
            section: Local name of the element that holds it; empty for the document element.
        """
        where = self._format.record_id
        text = element.get(where[1:]) if where.startswith("@") else _text_at(element, where, self._namespace)
        if is_white_space(text) or text is None:
            return None
        builtin = "anyURI"
        if where.startswith("@") and (declared := self._declaration(element, section)) is not None:
            kind = self._declared.attributes(declared).get(where[1:])
            builtin = builtin if kind is None else kind.builtin
        return self._scoped(text, builtin, name_of(element, self._namespace)), collapsed(text)

    def _declaration(self, element: etree._Element, section: str) -> ElementDeclaration | None:
        above: ElementDeclaration | None = self._declared.root
        if section and above is not None:
            above = self._declared.children(above).get(section)
        return None if above is None else self._declared.child(above, element)

    def _node(
        self, element: etree._Element, declared: ElementDeclaration | None, *, parent: str, repeats: bool
    ) -> Node:
        name = name_of(element, self._namespace) if declared is None else declared.name
        node = Node(name, values=self._values(element, declared), repeats=repeats)
        many = frozenset() if declared is None else self._declared.repeatable(declared)
        for child in element:
            if is_element(child) and not _is_secret(str(child.tag)):
                known = None if declared is None else self._declared.child(declared, child)
                node.children.append(self._node(child, known, parent=name, repeats=known is None or known.name in many))
        node.value = self._text(element, declared, has_children=bool(node.children))
        self._mark_references(node, element, declared, parent)
        return node

    def _values(self, element: etree._Element, declared: ElementDeclaration | None) -> dict[str, str]:
        known = {} if declared is None else self._declared.attributes(declared)
        found = {}
        for name, value in element.attrib.items():
            text = str(name)
            if not (text.startswith(_XSI) or _is_secret(text.rpartition("}")[2])):
                kind = known.get(text)
                found[text] = usual(str(value), "string" if kind is None else kind.builtin)
        return found

    def _text(self, element: etree._Element, declared: ElementDeclaration | None, *, has_children: bool) -> str | None:
        pieces = [element.text or "", *(child.tail or "" for child in element)]
        kind = None if declared is None else self._declared.text(declared)
        if kind is not None and not has_children:
            return usual("".join(pieces), kind.builtin)
        # Text where none belongs is not lost, but white space between elements says nothing.
        said = [collapsed(piece) for piece in pieces if not is_white_space(piece)]
        return " ".join(said) if said else None

    def _mark_references(
        self, node: Node, element: etree._Element, declared: ElementDeclaration | None, parent: str
    ) -> None:
        for name in self._attributes & node.values.keys():
            kind = None if declared is None else self._declared.attributes(declared).get(name)
            node.references[name] = self._scoped(str(element.get(name)), "" if kind is None else kind.builtin, "")
        scope = self._elements.get((parent, node.name))
        if scope is not None and node.value is not None:
            node.references[TEXT] = self._scoped(node.value, "", scope)

    def _mark_identity(self, node: Node) -> None:
        where = self._format.record_id
        if where.startswith("@"):
            node.identity = where[1:]
        elif where != TEXT:
            first = next((child for child in node.children if child.name == where), None)
            if first is not None:
                first.identity = TEXT

    def _scoped(self, text: str, builtin: str, kind: str) -> str:
        return scoped(text, builtin, kind if IDENTITIES.get(self._format.name, "") == "kind" else "")


def name_of(element: etree._Element, namespace: str) -> str:
    """The local name of an element, or its whole name where it is of another namespace.

    Args:
        element: The element.
        namespace: The namespace of the format, in braces.
    """
    return str(element.tag).removeprefix(namespace)


def _text_at(element: etree._Element, where: str, namespace: str) -> str | None:
    found = element if where == TEXT else element.find(f"{namespace}{where}")
    return None if found is None else "".join([found.text or "", *(child.tail or "" for child in found)])


def _is_secret(name: str) -> bool:
    return name.rpartition("}")[2].lower() == _SECRET
