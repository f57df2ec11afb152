"""The small changes that turn a valid document into a mutant, by name."""

import copy
from collections.abc import Callable

from lxml import etree

FOREIGN = "urn:example:another-namespace"


def in_namespace_of(element: etree._Element, name: str) -> str:
    """A name in the namespace of an element."""
    return f"{{{etree.QName(element).namespace}}}{name}"


def parse_beside(element: etree._Element, xml: str) -> etree._Element:
    """A fragment of XML, its default namespace being that of an element."""
    return etree.fromstring(f'<outer xmlns="{etree.QName(element).namespace}">{xml}</outer>')[0]


def remove(element: etree._Element) -> None:
    """Take an element out."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def repeat(element: etree._Element) -> None:
    """Put a copy right behind an element."""
    element.addnext(copy.deepcopy(element))


def swap(element: etree._Element) -> None:
    """Change places with the next element."""
    following = element.getnext()
    assert following is not None
    following.addnext(element)


def rename(element: etree._Element, name: str = "unknown") -> None:
    """Give an element another name of the same namespace."""
    element.tag = in_namespace_of(element, name)


def move_abroad(element: etree._Element) -> None:
    """Put the element itself into another namespace."""
    element.tag = f"{{{FOREIGN}}}{etree.QName(element).localname}"


def empty(element: etree._Element) -> None:
    """Take out all that stands between the tags."""
    for child in list(element):
        element.remove(child)
    element.text = None


def write(element: etree._Element, text: str) -> None:
    """Let a text be all that stands between the tags."""
    empty(element)
    element.text = text


def add_text(element: etree._Element, text: str = "stray") -> None:
    """Put a text before the children."""
    element.text = text + (element.text or "")


def put_first(element: etree._Element, xml: str) -> None:
    """Add a first child."""
    element.insert(0, parse_beside(element, xml))


def put_last(element: etree._Element, xml: str) -> None:
    """Add a last child."""
    element.append(parse_beside(element, xml))


def put_before(element: etree._Element, xml: str) -> None:
    """Add an element in front."""
    element.addprevious(parse_beside(element, xml))


def put_after(element: etree._Element, xml: str) -> None:
    """Add an element behind."""
    element.addnext(parse_beside(element, xml))


def set_attribute(element: etree._Element, name: str, value: str) -> None:
    """Give an attribute a value."""
    element.set(name, value)


def remove_attribute(element: etree._Element, name: str) -> None:
    """Take an attribute away."""
    del element.attrib[name]


CHANGES: dict[str, Callable[..., None]] = {
    change.__name__: change
    for change in (
        remove, repeat, swap, rename, move_abroad, empty, write, add_text,
        put_first, put_last, put_before, put_after, set_attribute, remove_attribute,
    )
}  # fmt: skip


def changed(tree: etree._ElementTree, path: str, change: str, *arguments: str) -> etree._ElementTree:
    """A copy of a document with one change.

    Args:
        tree: The document, which stays as it is.
        path: Where, as an ElementPath from the document element; names without prefix are in its namespace.
        change: The name of a change.
        arguments: What the change needs.
    """
    result = copy.deepcopy(tree)
    root = result.getroot()
    found = [root] if path == "." else root.findall(path, namespaces={None: etree.QName(root).namespace})  # type: ignore[dict-item]
    assert len(found) == 1, f"{path} stands for {len(found)} elements"
    CHANGES[change](found[0], *arguments)
    return result
