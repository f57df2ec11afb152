"""Typed access to the elements of a schema file: what must be there is there, or the error says what is missing."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"
LINKS = (XS + "include", XS + "import")
TYPES = (XS + "complexType", XS + "simpleType")
REFERENCES = ("type", "base", "memberTypes", "ref")


def documents(path: Path) -> dict[Path, etree._Element]:
    """The schema file and all that it includes or imports, each once, the file itself first."""
    parser = etree.XMLParser(remove_blank_text=True)
    found: dict[Path, etree._Element] = {path: etree.parse(path, parser).getroot()}
    waiting = [path]
    for at in waiting:
        for link in found[at].iterchildren(*LINKS):
            other = (at.parent / attribute(link, "schemaLocation")).resolve()
            if other not in found:
                found[other] = etree.parse(other, parser).getroot()
                waiting.append(other)
    return with_same_prefixes(found)


def with_same_prefixes(found: dict[Path, etree._Element]) -> dict[Path, etree._Element]:
    """The files with the prefixes of all in each, so that a name with its prefix means the same wherever it stands."""
    prefixes: dict[str, str] = {}
    for path, root in found.items():
        for prefix, uri in root.nsmap.items():
            if prefix is None or prefixes.setdefault(prefix, uri) != uri:
                message = f"{path.name}: the prefix {prefix!r} must stand for one namespace in all files of a schema"
                raise ValueError(message)
    return {path: with_prefixes(root, prefixes) for path, root in found.items()}


def with_prefixes(root: etree._Element, prefixes: dict[str, str]) -> etree._Element:
    """A schema element that declares these prefixes, with all that it holds."""
    attributes = {str(name): str(value) for name, value in root.attrib.items()}
    whole = etree.Element(root.tag, attributes, nsmap=prefixes)
    whole.extend(list(root))
    return whole


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


def qualified_name(node: etree._Element) -> str:
    """The name of a global component with the prefix of its namespace."""
    return f"{own_prefix(parent(node))}:{name_of(node)}"


def namespace_of(root: etree._Element) -> str:
    """The target namespace of a schema file."""
    return attribute(root, "targetNamespace")


def named_types(roots: list[etree._Element]) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Each named type with the schema element that holds it."""
    for root in roots:
        for named in root:
            if named.tag in TYPES:
                yield root, named


def own_prefix(root: etree._Element) -> str:
    """The prefix that a schema file uses for its target namespace."""
    return next(str(prefix) for prefix, uri in root.nsmap.items() if uri == namespace_of(root))
