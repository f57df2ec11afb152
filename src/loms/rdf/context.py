"""The JSON-LD context: a short name for each class and property, and how the values of a property are written."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator, Mapping

import attrs
from rdflib import SKOS, XSD, URIRef

from loms.elm import Courses
from loms.rdf.slots import Slot, slots_of
from loms.rdf.terms import VERSION, Kind, class_terms, element_terms

__all__ = ["Form", "PropertyTerm", "class_names", "context", "model_slots", "property_names"]


class Form(enum.Enum):
    """How the values of a property are written in JSON-LD."""

    TEXTS = "texts"
    """Texts by language."""
    NODES = "nodes"
    """Names of resources, or objects."""
    VALUES = "values"
    """Texts without language, numbers, moments: all of one datatype, or each with its own."""


@attrs.frozen
class PropertyTerm:
    """The short name of a property.

    Attributes:
        name: The name.
        form: How its values are written.
        datatype: Datatype of the values where all have the same; plain texts have none.
    """

    name: str
    form: Form
    datatype: URIRef | None = None


@functools.cache
def class_names() -> Mapping[URIRef, str]:
    """The short names of the classes.

    Examples:
        >>> from loms.rdf.terms import expanded
        >>> class_names()[expanded("elm:LearningOpportunity")]
        'LearningOpportunity'
    """
    types = {term.type for term in class_terms().values() if term.type is not None} | {SKOS.ConceptScheme}
    return {type: _local(type) for type in sorted(types)}


@functools.cache
def property_names() -> Mapping[URIRef, PropertyTerm]:
    """The short names of the properties.

    Examples:
        >>> from loms.rdf.terms import expanded
        >>> property_names()[expanded("dc:title")].form
        <Form.TEXTS: 'texts'>
    """
    found = {VERSION: PropertyTerm(_local(VERSION), Form.VALUES)}
    for slot in model_slots():
        term = element_terms()[slot.namespace, slot.name]
        datatype = None if term.datatype == XSD.string else term.datatype
        found[term.property] = PropertyTerm(_local(term.property), _form(slot), datatype)
    return dict(sorted(found.items()))


@functools.cache
def context() -> Mapping[str, object]:
    """The context itself, as a mapping that JSON can hold.

    It has no prefixes, because what stands before the first colon of an id might be one of them.

    Examples:
        >>> context()["title"]
        {'@id': 'http://purl.org/dc/terms/title', '@container': '@language'}
    """
    found: dict[str, object] = {name: str(type) for type, name in class_names().items()}
    for property, term in property_names().items():
        entry = {"@id": str(property)}
        if term.form is Form.TEXTS:
            entry["@container"] = "@language"
        elif term.form is Form.NODES:
            entry["@type"] = "@id"
        elif term.datatype is not None:
            entry["@type"] = str(term.datatype)
        found[term.name] = entry
    return dict(sorted(found.items()))


def model_slots() -> Iterator[Slot]:
    """The elements of all classes that have a node of their own, each class once."""
    for model in _models(Courses, set()):
        if class_terms()[model.__name__].kind not in (Kind.DOCUMENT, Kind.SECTION):
            yield from slots_of(model)


def _models(model: type[object], seen: set[type[object]]) -> Iterator[type[object]]:
    seen.add(model)
    yield model
    for slot in slots_of(model):
        for each in slot.types:
            if each.__name__ in class_terms() and each not in seen:
                yield from _models(each, seen)


def _form(slot: Slot) -> Form:
    term = element_terms()[slot.namespace, slot.name]
    if term.is_name:
        return Form.NODES
    if term.datatype is not None:
        return Form.VALUES
    match class_terms()[slot.types[0].__name__].kind:
        case Kind.TEXT:
            return Form.TEXTS
        case Kind.NOTATION:
            return Form.VALUES
    return Form.NODES


def _local(name: URIRef) -> str:
    return name.replace("#", "/").rpartition("/")[2]
