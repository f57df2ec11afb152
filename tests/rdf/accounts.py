"""What a document says, told once by its XML and once by its graph, in the same words: nothing may be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from decimal import Decimal

from lxml import etree
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

import loms
from loms.elm import Courses
from loms.rdf.names import is_language, resource_name, text_datatype
from loms.rdf.terms import VERSION, ElementTerm, element_terms

Account = dict[str, Hashable]
"""What is said of each resource."""


def account_of_xml(document: Courses, *, base: str) -> Account:
    root = etree.fromstring(loms.dumps(document))
    said: dict[str, list[Hashable]] = {}
    if version := root.get("xsdVersion"):
        said[""] = [(str(VERSION), (version, None))]
    for record in root.iterfind("*/*"):
        name = resource_name(record.get("id", ""), base=base)
        said.setdefault(name, []).extend(_members(record, said, base))
    return {name: _together(members) for name, members in said.items() if members}


def account_of_graph(graph: Graph) -> Account:
    account: Account = {}
    for subject in set(graph.subjects()):
        is_document = (subject, VERSION, None) in graph
        if (isinstance(subject, URIRef) or is_document) and (said := list(_statements(graph, subject))):
            account["" if is_document else str(subject)] = _together(said)
    return account


def _members(element: etree._Element, said: dict[str, list[Hashable]], base: str) -> Iterator[Hashable]:
    for child in element:
        yield str(_term(child).property), _value(child, said, base)


def _value(element: etree._Element, said: dict[str, list[Hashable]], base: str) -> Hashable:
    text = element.text or ""
    if (reference := element.get("idref")) is not None:
        return "resource", resource_name(reference, base=base)
    if (uri := element.get("uri")) is not None:
        # The labels are those of the concept, wherever they stand.
        said.setdefault(resource_name(uri), []).extend(_members(element, said, base))
        return "resource", resource_name(uri)
    if _term(element).is_name or etree.QName(element).localname == "emailAddress":
        return "resource", resource_name(text)
    if (language := element.get("language")) is not None:
        return text, language.lower() if is_language(language) else text_datatype(language)
    if element.tag == f"{{{SKOS}}}notation":
        kind = element.get("type")
        return text, None if kind is None else resource_name(kind)
    datatype = _term(element).datatype
    return ("part", _together(list(_members(element, said, base)))) if datatype is None else _plain(text, datatype)


def _term(element: etree._Element) -> ElementTerm:
    name = etree.QName(element)
    return element_terms()[name.namespace or "", name.localname]


def _statements(graph: Graph, subject: Node) -> Iterator[Hashable]:
    for property, value in graph.predicate_objects(subject):
        if property == RDF.type:
            continue
        if isinstance(value, Literal):
            yield str(property), _literal(value)
        elif isinstance(value, BNode):
            yield str(property), ("part", _together(list(_statements(graph, value))))
        else:
            yield str(property), ("resource", str(value))


def _literal(value: Literal) -> Hashable:
    if value.language is not None:
        return str(value), value.language.lower()
    if value.datatype is not None and value.datatype.startswith(str(XSD)):
        return _plain(str(value), value.datatype)
    return str(value), None if value.datatype is None else str(value.datatype)


def _plain(text: str, datatype: URIRef) -> Hashable:
    """A plain value: a number by what it is, a text as it stands there."""
    if datatype in (XSD.decimal, XSD.integer):
        return Decimal(text), str(datatype)
    if datatype == XSD.boolean:
        return text.strip() in ("true", "1"), str(datatype)
    return (text, None) if datatype == XSD.string else (text.strip(" \t\r\n"), str(datatype))


def _together(members: list[Hashable]) -> Hashable:
    """Statements in any order; parts are counted, and of equal values RDF keeps one."""
    parts = Counter(each for each in members if _is_part(each))
    return frozenset(each for each in members if not _is_part(each)), frozenset(parts.items())


def _is_part(member: Hashable) -> bool:
    return isinstance(member, tuple) and isinstance(member[1], tuple) and member[1][0] == "part"
