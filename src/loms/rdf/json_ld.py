"""Writes a graph as JSON-LD: each resource with all that is said of it, blank nodes inside what refers to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from loms.io.json import dumped
from loms.rdf.context import Form, class_names, context, property_names

__all__ = ["json_ld"]

_Object = dict[str, object]


def json_ld(graph: Graph) -> str:
    """A graph as JSON-LD with a context of ours, the same text for the same graph.

    Args:
        graph: The graph, which may hold other vocabularies, too.

    Returns:
        The JSON, indented, without a newline at its end.
    """
    writer = _Writer(graph, _labelled(graph))
    tops = (each for each in set(graph.subjects()) if isinstance(each, URIRef) or each in writer.labelled)
    loose = (each for each in set(graph.subjects()) if isinstance(each, BNode) and (None, None, each) not in graph)
    nodes = sorted(
        {*tops, *loose}, key=lambda node: (min(map(str, graph.objects(node, RDF.type)), default=""), _order(node))
    )
    return dumped({"@context": context(), "@graph": [writer.described(node) for node in nodes]})


@attrs.frozen
class _Writer:
    """Makes objects of nodes.

    Attributes:
        graph: The graph.
        labelled: The blank nodes that need a label, because not just one node refers to them.
    """

    graph: Graph
    labelled: frozenset[Node]

    def described(self, node: Node) -> _Object:
        """All that is said of a node.

        Args:
            node: A node that other statements are about.
        """
        made: _Object = {}
        if isinstance(node, URIRef) or node in self.labelled:
            made["@id"] = _id(node)
        statements: dict[URIRef, list[Node]] = {}
        for property, value in self.graph.predicate_objects(node):
            statements.setdefault(URIRef(str(property)), []).append(value)
        if types := statements.pop(RDF.type, None):
            made["@type"] = _single(class_names().get(URIRef(str(each)), str(each)) for each in sorted(types, key=str))
        members: list[tuple[str, object]] = []
        for property, values in statements.items():
            members += self._members(property, sorted(values, key=_order))
        return made | dict(sorted(members))

    def _members(self, property: URIRef, values: list[Node]) -> Iterable[tuple[str, object]]:
        """The values of a property, those that its short name cannot hold under its long one."""
        term = property_names().get(property)
        form = term.form if term is not None else None
        datatype = term.datatype if term is not None else None
        fitting = [each for each in values if _fits(each, form, datatype)]
        others = [each for each in values if not _fits(each, form, datatype)]
        if term is not None and fitting:
            if term.form is Form.TEXTS:
                yield term.name, _by_language(fitting)
            else:
                yield term.name, _single(self._value(each, form, datatype) for each in fitting)
        if others:
            yield str(property), _single(self._value(each, None, None) for each in others)

    def _value(self, value: Node, form: Form | None, datatype: URIRef | None) -> object:
        if isinstance(value, BNode) and value not in self.labelled:
            return self.described(value)
        if not isinstance(value, Literal):
            return _id(value) if form is Form.NODES else {"@id": _id(value)}
        if value.language is not None:
            return {"@language": value.language, "@value": str(value)}
        own = None if value.datatype == XSD.string else value.datatype
        return str(value) if own == datatype else {"@type": str(own or XSD.string), "@value": str(value)}


def _fits(value: Node, form: Form | None, datatype: URIRef | None) -> bool:
    """Whether a value can stand under the short name of its property."""
    if form is None:
        return False
    if not isinstance(value, Literal):
        return form is Form.NODES
    if value.language is not None:
        return form is Form.TEXTS
    return form is Form.VALUES


def _labelled(graph: Graph) -> frozenset[Node]:
    """The blank nodes that cannot just stand inside the one node that refers to them."""
    referrers = Counter(value for value in graph.objects() if isinstance(value, BNode))
    inside = {node for node, number in referrers.items() if number == 1}
    # What no other node leads to stands in a circle of such nodes.
    reached: set[Node] = set()
    waiting = [each for each in set(graph.subjects()) if each not in inside]
    while waiting:
        more = {each for each in graph.objects(waiting.pop()) if each in inside} - reached
        reached |= more
        waiting += more
    return frozenset(node for node in referrers if node not in reached)


def _by_language(values: Iterable[Node]) -> _Object:
    texts: dict[str, list[str]] = {}
    for each in values:
        texts.setdefault((each.language if isinstance(each, Literal) else None) or "", []).append(str(each))
    return {language: _single(texts[language]) for language in sorted(texts)}


def _id(node: Node) -> str:
    return f"_:{node}" if isinstance(node, BNode) else str(node)


def _order(node: Node) -> tuple[str, str, str, str]:
    if isinstance(node, Literal):
        return "2", str(node), node.language or "", str(node.datatype or "")
    return ("1" if isinstance(node, BNode) else "0"), str(node), "", ""


def _single(values: Iterable[object]) -> object:
    """One value by itself, several as a list."""
    listed = list(values)
    return listed[0] if len(listed) == 1 else listed
