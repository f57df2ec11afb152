"""Reads the XSDs of a format into one tree, and compiles schemas from it: the whole, single elements, the frame."""

from __future__ import annotations

import copy
import itertools
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, cast

import attrs
from lxml import etree

from loms.formats import Format

__all__ = [
    "XS",
    "Entry",
    "SchemaTree",
    "SharedSchema",
    "flattened",
    "frame",
    "identity_constraints",
    "is_element",
    "local_name",
    "single_elements",
    "source_line",
    "target_namespace",
]

XS = "{http://www.w3.org/2001/XMLSchema}"
_NO_LINE = 65_535
_LINKS = (f"{XS}include", f"{XS}import")
_REFERRING = ("type", "base", "ref", "itemType", "memberTypes")
"""The attributes by which declarations refer to others."""
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


@attrs.frozen(eq=False, kw_only=True)
class SchemaTree:
    """The schema of a format, one tree for each namespace, without includes.

    All files of a format have the same prefixes, so their components can stand side by side, and a name with its prefix
    means the same in all of them.

    Attributes:
        main: The ``xs:schema`` element of the namespace of the format, which imports the others.
        imported: Those of the other namespaces.
    """

    main: etree._Element
    imported: tuple[etree._Element, ...]

    def named(self) -> Iterator[tuple[str, etree._Element]]:
        """The components that have a name, each with the prefix of its namespace before it."""
        for root in (self.main, *self.imported):
            prefix = next(str(prefix) for prefix, uri in root.nsmap.items() if uri == target_namespace(root))
            yield from ((f"{prefix}:{node.get('name')}", node) for node in root if node.get("name"))


def flattened(format: Format) -> SchemaTree:
    """The schema of a format.

    Args:
        format: An entry of the register.
    """
    files = dict(_files(format.schema_path().resolve(), set()))
    prefixes = {str(prefix): uri for root in files.values() for prefix, uri in root.nsmap.items()}
    wholes: dict[str, etree._Element] = {}
    places: dict[str, str] = {}
    for path, root in files.items():
        namespace = target_namespace(root)
        if namespace not in wholes:
            wholes[namespace] = etree.Element(root.tag, dict(cast("dict[str, str]", root.attrib)), nsmap=prefixes)
            places[namespace] = path.as_uri()
        wholes[namespace].extend(child for child in root if child.tag not in _LINKS)
    main, *imported = wholes
    for number, namespace in enumerate(imported):
        link = etree.Element(f"{XS}import", {"namespace": namespace, "schemaLocation": places[namespace]})
        wholes[main].insert(number, link)
    return SchemaTree(main=wholes[main], imported=tuple(wholes[each] for each in imported))


def target_namespace(schema: etree._Element) -> str:
    """The namespace of what a schema declares."""
    return str(schema.get("targetNamespace"))


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
    records, sections = list(records), list(sections)
    # No more of the copy may be held: lxml would look through a list that is taken out for each code that is held.
    held = {root, *records, *(node for _, node in sections)}
    twin = {node: copied for node, copied in zip(schema.iter(), whole.iter(), strict=True) if node in held}
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
    before = len(whole)
    _make_global(whole, [(name, twin[section]) for name, section in sections])
    _remove_unused(whole, used_by=[twin[root], *list(whole)[before:]])
    return SharedSchema(etree.XMLSchema(etree.ElementTree(whole)))


def _remove_unused(schema: etree._Element, *, used_by: Iterable[etree._Element]) -> None:
    """Take out of a schema what some of its declarations do not need: libxml2 would keep megabytes of code lists."""
    by_name: defaultdict[str, list[etree._Element]] = defaultdict(list)
    for node in schema:
        by_name[str(node.get("name"))].append(node)
    waiting, used, prefixes = list(used_by), set[etree._Element](), set[str]()
    while waiting:
        node = waiting.pop()
        if node in used:
            continue
        used.add(node)
        for each, attribute in itertools.product(node.iter("*"), _REFERRING):
            for name in str(each.get(attribute, "")).split():
                prefixes.add(name.rpartition(":")[0])
                waiting += by_name.get(local_name(name), ())
    needed = {uri for prefix, uri in schema.nsmap.items() if prefix in prefixes}
    for node in list(schema):
        is_needed = node.get("namespace") in needed if node.tag == f"{XS}import" else node in used
        if not is_needed:
            schema.remove(node)


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


def _files(path: Path, seen: set[Path]) -> Iterator[tuple[Path, etree._Element]]:
    """The schema file, then those that it includes or imports, each once."""
    if path in seen:
        return
    seen.add(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.parse(str(path), parser).getroot()
    links = [str(child.get("schemaLocation")) for child in root if child.tag in _LINKS]
    yield path, root
    for link in links:
        yield from _files((path.parent / link).resolve(), seen)
