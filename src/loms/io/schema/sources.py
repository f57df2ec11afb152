"""Reads the XSDs of a format into one tree, and compiles schemas from it: the whole, single elements, the frame."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, cast

import attrs
from lxml import etree

from loms.formats import Format

__all__ = [
    "XS",
    "Entry",
    "SharedSchema",
    "flattened",
    "frame",
    "identity_constraints",
    "is_element",
    "local_name",
    "single_elements",
    "source_line",
]

XS = "{http://www.w3.org/2001/XMLSchema}"
_NO_LINE = 65_535
_IDENTITY = (f"{XS}unique", f"{XS}key", f"{XS}keyref")


class Entry(Protocol):
    """What libxml2 says about one fault."""

    type: int
    message: str
    path: str | None
    line: int


@attrs.frozen(eq=False)
class SharedSchema:
    """A compiled schema that several threads may use: its log of errors is one, so one validates at a time."""

    schema: etree.XMLSchema
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False, repr=False)

    def entries(self, element: etree._Element | etree._ElementTree) -> Sequence[Entry]:
        """Validate an element with all that it holds.

        Args:
            element: The element, or a whole tree.

        Returns:
            What libxml2 has to say, in the order in which it met it; nothing when the element is valid.
        """
        with self._lock:
            if self.schema(element):
                return ()
            return tuple(self.schema.error_log)  # type: ignore[arg-type]


def flattened(format: Format) -> etree._Element:
    """The schema of a format as one tree, without includes.

    All files of a format have one target namespace and the same prefixes, so their components can stand side by side.

    Args:
        format: An entry of the register.

    Returns:
        The ``xs:schema`` element.
    """
    whole: etree._Element | None = None
    for root in _files(format.schema_path(), set()):
        components = [child for child in root if child.tag != f"{XS}include"]
        if whole is None:
            whole = root
            for child in list(root):
                root.remove(child)
        whole.extend(components)
    assert whole is not None  # noqa: S101 - the first file is always there
    return whole


def single_elements(schema: etree._Element, declarations: Iterable[tuple[str, etree._Element]]) -> SharedSchema:
    """Compile a schema in which local elements are global too, so that each can be validated by itself.

    Args:
        schema: The whole schema; it is not changed.
        declarations: Local element declarations, each with the name under which it becomes global.

    Returns:
        The compiled schema.
    """
    whole = copy.deepcopy(schema)
    _make_global(whole, declarations)
    return SharedSchema(etree.XMLSchema(etree.ElementTree(whole)))


def frame(
    schema: etree._Element,
    root: etree._Element,
    records: Iterable[etree._Element],
    sections: Iterable[tuple[str, etree._Element]],
) -> SharedSchema:
    """Compile a schema for what is around the records: the document element, its sections, the order of records.

    Args:
        schema: The whole schema; it is not changed.
        root: The declaration of the document element.
        records: The declarations of the records; anything will be allowed in them.
        sections: The declarations of the sections, each with the name under which it becomes global.

    Returns:
        The compiled schema.
    """
    whole = copy.deepcopy(schema)
    twin = dict(zip(schema.iter(), whole.iter(), strict=True))
    for constraint in identity_constraints(twin[root]):
        twin[root].remove(constraint)
    for record in records:
        loose = twin[record]
        reference = loose.attrib.pop("ref", "")
        if reference:
            loose.set("name", local_name(str(reference)))
        for child in list(loose):
            loose.remove(child)
        loose.set("type", "xs:anyType")
    _make_global(whole, [(name, twin[section]) for name, section in sections])
    return SharedSchema(etree.XMLSchema(etree.ElementTree(whole)))


def _make_global(schema: etree._Element, declarations: Iterable[tuple[str, etree._Element]]) -> None:
    """Add copies of local element declarations at the top of a schema, under names of their own."""
    for name, declaration in declarations:
        single = copy.deepcopy(declaration)
        single.tail = None
        single.set("name", name)
        for occurrence in ("minOccurs", "maxOccurs"):
            single.attrib.pop(occurrence, "")
        for constraint in identity_constraints(single):
            constraint.set("name", f"{name}.{constraint.get('name')}")
        schema.append(single)


def identity_constraints(declaration: etree._Element) -> list[etree._Element]:
    """The ``xs:unique``, ``xs:key`` and ``xs:keyref`` of an element declaration."""
    return [child for child in declaration if child.tag in _IDENTITY]


def is_element(node: etree._Element) -> bool:
    """Whether a node is an element, and not a comment or a processing instruction."""
    return isinstance(node.tag, str)


def source_line(element: etree._Element) -> int | None:
    """The line in which the start tag of an element ends, as far as libxml2 knows: it counts in 16 bits."""
    line = cast("int | None", element.sourceline)
    return None if line == _NO_LINE else line


def local_name(qualified: str) -> str:
    """A name without its prefix or namespace.

    Examples:
        >>> local_name("eup:title"), local_name("{urn:x}title"), local_name("title")
        ('title', 'title', 'title')
    """
    return qualified.rpartition("}")[2].rpartition(":")[2]


def _files(path: Path, seen: set[Path]) -> Iterator[etree._Element]:
    """The schema file, then those that it includes, each once."""
    path = path.resolve()
    if path in seen:
        return
    seen.add(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.parse(str(path), parser).getroot()
    includes = [str(child.get("schemaLocation")) for child in root if child.tag == f"{XS}include"]
    yield root
    for include in includes:
        yield from _files(path.parent / include, seen)
