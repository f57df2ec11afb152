"""Makes a graph of a document of ELM LOQ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs
from rdflib import RDF, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node
from xsdata.formats.converter import converter

from loms.convert.identifiers import is_uri
from loms.convert.lexical import number_of
from loms.errors import InvalidDataError, Issue, Severity, UsageError
from loms.formats import format_of
from loms.rdf.names import is_absolute, is_language, resource_name, text_datatype
from loms.rdf.quiet import quiet
from loms.rdf.slots import Slot, slots_of
from loms.rdf.terms import PREFIXES, VERSION, ClassTerm, Kind, class_terms, element_terms

if TYPE_CHECKING:
    from loms.document import Document

__all__ = ["empty_graph", "graph"]

_FORMAT = "elm-loq"
_SPACE = " \t\r\n"
_DIGITS = 16


def graph(document: Document, *, base: str | None = None) -> Graph:
    """Make a graph of a document, by the terms of the European Learning Model ontology.

    Records and codes become resources that are named by their ids and URIs. What stands inside a record becomes blank
    nodes with ids that depend on nothing but the record, so graphs can be joined. Every value of the document is in the
    graph; what RDF has no place for is the order of values, and that the very same value stands somewhere twice.

    Args:
        document: A document of the format ``elm-loq``; of others see `loms.convert`.
        base: Absolute URI that is put before ids that are not absolute.

    Returns:
        The graph, with the prefixes of the vocabularies.

    Raises:
        UsageError: The document is of another format, or the base is no absolute URI.
        InvalidDataError: An id is not absolute and there is no base, or records share an id. All of them are told.

    Examples:
        >>> from rdflib import RDF
        >>> from loms.elm import Agent, AgentReferences, Courses, LangString
        >>> baker = Agent(id="urn:example:baker", pref_label=[LangString(value="Bäckerei", language="de")])
        >>> made = graph(Courses(agent_references=AgentReferences(records=[baker])))
        >>> for subject, property, value in sorted(made):
        ...     print(made.namespace_manager.normalizeUri(property), value.n3(made.namespace_manager))
        rdf:type elm:Agent
        skos:prefLabel "Bäckerei"@de
    """
    found = format_of(document)
    if found.name != _FORMAT:
        raise UsageError(
            f"RDF is made of {_FORMAT} documents, and this is one of {found.name}. "
            f"Convert it first: loms.convert(document, to={_FORMAT!r})."
        )
    if base is not None and not is_uri(base):
        raise UsageError(f"base is {base!r}, which is no absolute URI such as https://data.example.org/lo/.")
    builder = _Builder(base=base, graph=empty_graph())
    with quiet():
        builder.add_document(document)
    if builder.issues:
        raise InvalidDataError("The document cannot become RDF.", issues=builder.issues)
    return builder.graph


def empty_graph() -> Graph:
    """A graph without statements, with the prefixes of the vocabularies."""
    made = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        made.bind(prefix, namespace)
    return made


_Statement = tuple[URIRef, Node]


@attrs.define(eq=False, kw_only=True)
class _Builder:
    """Adds the statements of a document to a graph.

    Attributes:
        base: What stands before names that are not absolute.
        graph: The graph.
        issues: Why the document cannot become a graph, each reason once.
    """

    base: str | None
    graph: Graph
    issues: dict[Issue, None] = attrs.field(factory=dict)
    _record: str | None = None
    _seen: dict[str, str] = attrs.field(factory=dict)

    def add_document(self, document: object) -> None:
        """Add all that is in a document."""
        version = getattr(document, "xsd_version", None)
        if version is not None:
            statements: list[_Statement] = [(VERSION, Literal(_written(version)))]
            self._add(_blank("", 1, statements), _term_of(document), statements)
        for _, section, _ in _children(document):
            for slot, record, _ in _children(section):
                self._add_record(slot, record)

    def _add_record(self, slot: Slot, record: object) -> None:
        self._record = _written(getattr(record, "id", None))
        name = self._record_name(self._record, f"{slot.name}/@id")
        if name in self._seen:
            self._tell(
                "RDF-SHARED-ID",
                f"The {slot.name} has the id of the {self._seen[name]} before it, and in RDF they would be one thing.",
                "Give each record an id of its own, and correct the references.",
            )
            return
        self._seen[name] = slot.name
        self._add(URIRef(name), _term_of(record), list(self._statements(record, name)))

    def _statements(self, holder: object, place: str) -> Iterator[_Statement]:
        """What is said of the node of an object by the elements in it.

        Args:
            holder: The object.
            place: Where it stands: name of the record and the path in it.
        """
        for slot, value, position in _children(holder):
            term = element_terms()[slot.namespace, slot.name]
            if term.datatype is not None:
                yield term.property, _literal(_written(value), term.datatype)
            elif term.is_name:
                yield term.property, URIRef(resource_name(_written(value)))
            else:
                yield term.property, self._node(value, slot.name, f"{place}/{slot.name}[{position}]", position)

    def _node(self, value: object, name: str, place: str, position: int) -> Node:
        """The node of an object, of which all is said that there is to say."""
        term = _term_of(value)
        match term.kind:
            case Kind.TEXT:
                return _text(_written(getattr(value, "value", None)), _written(getattr(value, "language", None)))
            case Kind.NOTATION:
                return _notation(value)
            case Kind.REFERENCE:
                return URIRef(self._record_name(_written(getattr(value, "idref", None)), f"{name}/@idref"))
            case Kind.ADDRESS:
                return self._add(URIRef(resource_name(_written(getattr(value, "value", None)))), term, [])
            case Kind.CONCEPT:
                concept = URIRef(resource_name(_written(getattr(value, "uri", None))))
                return self._add(concept, term, list(self._statements(value, place)))
        statements = list(self._statements(value, place))
        return self._add(_blank(place, position, statements), term, statements)

    def _add(self, node: Node, term: ClassTerm, statements: list[_Statement]) -> Node:
        if term.type is not None:
            self.graph.add((node, RDF.type, term.type))
        for property, value in statements:
            self.graph.add((node, property, value))
            if property == SKOS.inScheme:
                self.graph.add((value, RDF.type, SKOS.ConceptScheme))
        return node

    def _record_name(self, id: str, place: str) -> str:
        if self.base is None and not is_absolute(id):
            self._tell(
                "RDF-NOT-ABSOLUTE",
                f"{place} is {id!r}, which is no absolute URI, so it names nothing outside of the file.",
                "Give a base that is put before such ids (base=…, on the command line --namespace), or write it as an "
                "absolute URI.",
            )
        return resource_name(id, base=self.base)

    def _tell(self, code: str, message: str, remedy: str) -> None:
        issue = Issue(code=code, severity=Severity.ERROR, message=message, remedy=remedy, record=self._record)
        self.issues[issue] = None


def _term_of(value: object) -> ClassTerm:
    name = type(value).__name__
    if (term := class_terms().get(name)) is None:
        raise UsageError(f"The document holds a value of the class {name} where its model has no place for one.")
    return term


def _children(holder: object) -> Iterator[tuple[Slot, object, int]]:
    """The elements in an object: each with its slot, and how many of its name came before, counted from 1."""
    slots = slots_of(type(holder))
    for number, slot in enumerate(slots):
        if number and slots[number - 1].field == slot.field:
            continue  # another choice of the same field
        held = getattr(holder, slot.field)
        items = held if isinstance(held, list) else () if held is None else (held,)
        choices = [each for each in slots if each.field == slot.field]
        for position, item in enumerate(items, start=1):
            own = choices[0] if len(choices) == 1 else next((e for e in choices if type(item) in e.types), choices[0])
            yield own, item, position


def _blank(place: str, position: int, statements: list[_Statement]) -> BNode:
    """A blank node that is the same for the same statements at the same place, and for no others."""
    said = [place, *(f"{property} {value.n3()}" for property, value in statements)]
    digest = hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()
    return BNode(f"b{position:06}x{digest[:_DIGITS]}")


def _literal(text: str, datatype: URIRef) -> Literal:
    # Turtle writes numbers and truth values plainly, and not in all ways that XML Schema knows.
    if datatype == XSD.boolean:
        text = {"1": "true", "0": "false"}.get(text, text)
    elif datatype == XSD.decimal and (number := number_of(text)) is not None:
        text = f"{number:f}" if "." in f"{number:f}" else f"{number:f}.0"
    return Literal(text) if datatype == XSD.string else Literal(text, datatype=datatype, normalize=False)


def _notation(value: object) -> Literal:
    text = _written(getattr(value, "value", None))
    kind = getattr(value, "type", None)
    if kind is None:
        return Literal(text)
    return Literal(text, datatype=URIRef(resource_name(_written(kind))), normalize=False)


def _text(text: str, language: str) -> Literal:
    if is_language(language):
        return Literal(text, lang=language)
    return Literal(text, datatype=URIRef(text_datatype(language)), normalize=False)


def _written(value: object) -> str:
    """A value as XML has it."""
    if isinstance(value, str) and type(value) is str:
        return value
    return "" if value is None else str(converter.serialize(value)).strip(_SPACE)
