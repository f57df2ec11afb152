"""What each class and each element of ELM LOQ is in RDF, from two tables."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from enum import StrEnum
from importlib import resources

import attrs
from rdflib import URIRef

from loms.formats import find_format

__all__ = ["IRI", "PREFIXES", "VERSION", "ClassTerm", "ElementTerm", "Kind", "class_terms", "element_terms", "expanded"]

IRI = "IRI"
"""What the table of elements says where the value of an element is the name of a resource, not a literal."""

PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "clv": "http://data.europa.eu/m8g/",
    "dc": "http://purl.org/dc/terms/",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rov": "http://www.w3.org/ns/regorg#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes of the vocabularies that a graph uses, each with its namespace."""

VERSION = URIRef(f"{PREFIXES['schema']}schemaVersion")
"""The property of the document itself that says which version of the schema it follows."""

_LOQ = "loq"
_ELEMENT_PREFIXES = {namespace: prefix for prefix, namespace in PREFIXES.items()} | {
    find_format("elm-loq").namespace: _LOQ
}


class Kind(StrEnum):
    """How objects of a class become nodes of a graph."""

    DOCUMENT = "document"
    """A blank node for the document itself."""
    SECTION = "section"
    """Nothing: only what is in it matters."""
    RECORD = "record"
    """A resource with the name that ``id`` gives."""
    PART = "part"
    """A blank node."""
    CONCEPT = "concept"
    """A resource with the name that ``uri`` gives."""
    REFERENCE = "reference"
    """The record that ``idref`` names."""
    ADDRESS = "address"
    """A resource whose name is the text."""
    TEXT = "text"
    """A literal in a language."""
    NOTATION = "notation"
    """A literal with a datatype of its own."""


@attrs.frozen
class ClassTerm:
    """What a class of the model is in RDF.

    Attributes:
        kind: How its objects become nodes.
        type: Class of the nodes; None where they have none.
    """

    kind: Kind
    type: URIRef | None


@attrs.frozen
class ElementTerm:
    """What an element is in RDF.

    Attributes:
        property: The property.
        datatype: Datatype of the literal, where the element has a plain value.
        is_name: Whether the plain value names a resource.
    """

    property: URIRef
    datatype: URIRef | None
    is_name: bool


def expanded(name: str) -> URIRef:
    """The name that a prefix shortens.

    Args:
        name: Prefix and local name, such as ``dc:title``.

    Examples:
        >>> str(expanded("dc:title"))
        'http://purl.org/dc/terms/title'
    """
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local)


@functools.cache
def class_terms() -> Mapping[str, ClassTerm]:
    """What each class of the model is, by its name.

    Examples:
        >>> class_terms()["Location"].kind.value, str(class_terms()["Location"].type)
        ('record', 'http://purl.org/dc/terms/Location')
    """
    return {
        row["model"]: ClassTerm(Kind(row["kind"]), expanded(row["class"]) if row["class"] else None)
        for row in _rows("classes")
    }


@functools.cache
def element_terms() -> Mapping[tuple[str, str], ElementTerm]:
    """What each element is, by its namespace and local name.

    Examples:
        >>> str(element_terms()["http://purl.org/dc/terms/", "creator"].property)
        'http://purl.org/dc/terms/creator'
    """
    namespaces = {prefix: namespace for namespace, prefix in _ELEMENT_PREFIXES.items()}
    found = {}
    for row in _rows("elements"):
        prefix, _, local = row["element"].partition(":")
        value = row["value"]
        found[namespaces[prefix], local] = ElementTerm(
            property=expanded(row["property"]),
            datatype=expanded(value) if value and value != IRI else None,
            is_name=value == IRI,
        )
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("loms.rdf") / "tables" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
