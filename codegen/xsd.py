"""Typed access to the elements of a schema file: what must be there is there, or the error says what is missing."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"
TYPES = (XS + "complexType", XS + "simpleType")
REFERENCES = ("type", "base", "memberTypes", "ref")


def included(path: Path) -> list[Path]:
    """The schema file and all that it includes, each once, the file itself first."""
    found: list[Path] = [path]
    for at in found:
        for include in etree.parse(at).getroot().findall(XS + "include"):
            other = (at.parent / attribute(include, "schemaLocation")).resolve()
            if other not in found:
                found.append(other)
    return found


def attribute(node: etree._Element, name: str) -> str:
    """The value of an attribute, empty when it is absent."""
    return str(node.get(name) or "")


def name_of(node: etree._Element) -> str:
    """The name of a component."""
    return attribute(node, "name")


def local(name: str) -> str:
    """The part of a qualified name after the prefix."""
    return name.rpartition(":")[2]


def child(node: etree._Element, path: str) -> etree._Element:
    """The first descendant at a path, which must exist."""
    found = node.find(path)
    if found is None:
        message = f"{node.tag} {name_of(node)!r} has no {path.replace(XS, 'xs:')}"
        raise ValueError(message)
    return found


def parent(node: etree._Element) -> etree._Element:
    """The parent, which must exist."""
    found = node.getparent()
    if found is None:
        message = f"{node.tag} {name_of(node)!r} stands alone"
        raise ValueError(message)
    return found


def named_types(roots: list[etree._Element]) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Each named type with the schema element that holds it."""
    for root in roots:
        for named in root:
            if named.tag in TYPES:
                yield root, named


def own_prefix(root: etree._Element) -> str:
    """The prefix that a schema file uses for its target namespace."""
    return next(str(prefix) for prefix, uri in root.nsmap.items() if uri == root.get("targetNamespace"))
