"""The tables of terms cover the model: no class, element or attribute of ELM LOQ lacks a row, and no row is idle."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from lxml import etree

from loms.elm import Courses
from loms.formats import find_format, schema_folder
from loms.rdf.context import class_names, property_names
from loms.rdf.slots import slots_of
from loms.rdf.terms import IRI, PREFIXES, Kind, class_terms, element_terms

XS = "{http://www.w3.org/2001/XMLSchema}"
ATTRIBUTES = {
    Kind.DOCUMENT: {"xsdVersion"},
    Kind.RECORD: {"id"},
    Kind.CONCEPT: {"uri"},
    Kind.REFERENCE: {"idref"},
    Kind.TEXT: {"language"},
    Kind.NOTATION: {"type"},
}
TEXTS = {Kind.TEXT, Kind.NOTATION, Kind.ADDRESS}


def models(model: type[object] = Courses, seen: frozenset[type[object]] = frozenset()) -> frozenset[type[object]]:
    seen |= {model}
    for slot in slots_of(model):
        for each in slot.types:
            if dataclasses.is_dataclass(each) and each not in seen:
                seen = models(each, seen)
    return seen


def declared() -> Iterator[tuple[str, str, str]]:
    """The elements of the schemas with a simple type: namespace, name and type."""
    for path in (schema_folder() / "elm-loq").rglob("*.xsd"):
        root = etree.parse(str(path)).getroot()
        for element in root.iter(f"{XS}element"):
            if str(element.get("type")).startswith("xs:"):
                yield str(root.get("targetNamespace")), str(element.get("name")), str(element.get("type"))


def test_each_class_has_a_row_and_each_row_a_class() -> None:
    assert {model.__name__ for model in models()} == set(class_terms())


def test_each_element_has_a_row_and_each_row_an_element() -> None:
    elements = {
        (slot.namespace, slot.name)
        for model in models()
        if class_terms()[model.__name__].kind not in (Kind.DOCUMENT, Kind.SECTION)
        for slot in slots_of(model)
    }
    assert elements == set(element_terms())


def test_each_attribute_and_text_has_a_place_in_how_its_class_becomes_a_node() -> None:
    for model in models():
        kind = class_terms()[model.__name__].kind
        fields = dataclasses.fields(model)  # type: ignore[arg-type]
        attributes = {
            field.metadata.get("name", field.name) for field in fields if field.metadata.get("type") == "Attribute"
        }
        assert attributes == ATTRIBUTES.get(kind, set()), model
        assert any("type" not in field.metadata for field in fields) == (kind in TEXTS), model


def test_the_datatype_of_a_plain_value_is_that_of_the_schema() -> None:
    types = {(namespace, name): type.removeprefix("xs:") for namespace, name, type in declared()}
    for element, term in element_terms().items():
        if term.is_name:
            assert types[element] == "anyURI", element
        elif term.datatype is not None:
            assert str(term.datatype) == PREFIXES["xsd"] + types[element], element
        else:
            assert element not in types


def test_the_elements_of_other_vocabularies_keep_their_names() -> None:
    own = find_format("elm-loq").namespace
    for (namespace, name), term in element_terms().items():
        assert namespace == own or str(term.property) == namespace + name


def test_short_names_are_unique() -> None:
    names = [*class_names().values(), *(term.name for term in property_names().values())]
    assert len(names) == len(set(names))


def test_no_property_has_two_kinds_of_values() -> None:
    found: dict[str, set[object]] = {}
    for model in models():
        if class_terms()[model.__name__].kind in (Kind.DOCUMENT, Kind.SECTION):
            continue
        for slot in slots_of(model):
            term = element_terms()[slot.namespace, slot.name]
            kinds = {Kind.TEXT: "text", Kind.NOTATION: "notation"}
            form: object = IRI if term.is_name else term.datatype
            if form is None:
                form = kinds.get(class_terms()[slot.types[0].__name__].kind, IRI)
            found.setdefault(str(term.property), set()).add(form)
    assert {name: forms for name, forms in found.items() if len(forms) > 1} == {}
