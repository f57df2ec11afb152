"""Checks graphs by SHACL: whether they have what the LOQ profile requires."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import attrs
import pyshacl
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node
from xsdata.exceptions import ConverterError
from xsdata.formats.converter import converter
from xsdata.models.datatype import XmlDateTime, XmlDuration

from loms.errors import Issue, Severity
from loms.formats import schema_folder
from loms.io.spelling import keep_spelling
from loms.rdf.names import NOT_ABSOLUTE, language_of
from loms.rdf.quiet import quiet
from loms.rdf.terms import PREFIXES, expanded

__all__ = ["check", "shapes_path"]

_LONGEST = 80
_SEVERITIES: Mapping[Node | None, Severity] = {SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_MORE_THAN_PYTHON = {expanded("xsd:dateTime"): XmlDateTime, expanded("xsd:duration"): XmlDuration}
"""Datatypes of which XML Schema has values that rdflib takes for none."""


@attrs.frozen
class _Fault:
    """What to say of a constraint that does not hold.

    Attributes:
        code: Code of the issue.
        message: What is wrong, with the property, the value and what the shape asks for.
        remedy: What to do.
    """

    code: str
    message: str
    remedy: str | None


_FAULTS: Mapping[Node | None, _Fault] = {
    SH.MinCountConstraintComponent: _Fault(
        "SHACL-MISSING-PROPERTY", "{property} is missing; the profile requires it.", "Add it."
    ),
    SH.MaxCountConstraintComponent: _Fault(
        "SHACL-REPEATED-PROPERTY", "{property} has more values than the one that it may have.", "Keep one."
    ),
    SH.ClassConstraintComponent: _Fault(
        "SHACL-WRONG-CLASS", "{property} is {value}, which is no {wanted}.", "Refer to a resource of the right class."
    ),
    SH.OrConstraintComponent: _Fault(
        "SHACL-WRONG-CLASS",
        "{property} is {value}, which is of none of the classes that it may have.",
        "Refer to a resource of the right class.",
    ),
    SH.DatatypeConstraintComponent: _Fault(
        "SHACL-BAD-VALUE", "{property} is {value}, where only a value of the type {wanted} may be.", "Correct it."
    ),
    SH.NodeKindConstraintComponent: _Fault(
        "SHACL-BAD-VALUE", "{property} is {value}, where only {wanted} may be.", "Correct it."
    ),
    SH.PatternConstraintComponent: _Fault(
        "SHACL-BAD-VALUE", "{property} is {value}, which is no code of its list.", "Take a code of the list."
    ),
    SH.UniqueLangConstraintComponent: _Fault(
        "SHACL-LANGUAGE-TWICE",
        "{property} has several texts in one language; the profile allows one for each.",
        "Keep one text for each language.",
    ),
    SH.DisjointConstraintComponent: _Fault(
        "SHACL-SAME-TEXT", "{property} {value} is the title as well.", "Leave it out, or write another name."
    ),
    SH.NotConstraintComponent: _Fault(
        "SHACL-NOT-ABSOLUTE",
        "{value} is given as a URI, and it is no absolute one, so it names nothing.",
        "Write it as an absolute URI.",
    ),
}
_NO_PAGE = _Fault(
    "SHACL-BAD-VALUE", "{property} is {value}, which is no web address.", "Write an address such as https://a.example."
)
_NO_LANGUAGE = _Fault(
    "SHACL-BAD-LANGUAGE",
    "{property} {value} is in the language {language}, which is no language tag.",
    "Write a language such as en.",
)
_OTHER = _Fault("SHACL-OTHER", "{property} is {value}: {words}", None)
_WANTED = (SH["class"], SH.datatype, SH.nodeKind)


def check(graph: Graph, *, shapes: Graph | None = None) -> tuple[Issue, ...]:
    """Check a graph by SHACL.

    Args:
        graph: The graph, as `loms.rdf.graph` makes it, or one that was read by rdflib.
        shapes: Other shapes to check it against; None takes ours, which say what the LOQ profile requires: which
            properties there must be, how often, and what their values are, also where the schema of the XML cannot say
            it: one text for each language, no other label that is the title, a web address for each page.

    Returns:
        What does not hold, by record and property.

    Examples:
        >>> from loms.elm import Agent, AgentReferences, Courses, LangString
        >>> from loms.rdf import graph
        >>> baker = Agent(id="urn:example:baker", pref_label=[LangString(value="Bäckerei", language="en_GB")])
        >>> for issue in check(graph(Courses(agent_references=AgentReferences(records=[baker])))):
        ...     print(issue.record, issue.message)
        urn:example:baker skos:prefLabel 'Bäckerei' is in the language 'en_GB', which is no language tag.
    """
    used = shapes if shapes is not None else _shapes()
    with quiet():
        _, found, _ = pyshacl.validate(graph, shacl_graph=used, meta_shacl=False, advanced=False)
    assert isinstance(found, Graph)  # noqa: S101 - it is text only where that is asked for
    results = (
        each for each in found.subjects(RDF.type, SH.ValidationResult) if not _is_known_to_xml(used, found, each)
    )
    issues = {_issue(graph, used, found, each) for each in results}
    return tuple(sorted(issues, key=lambda issue: (issue.record or "", issue.path or "", issue.code, issue.message)))


def shapes_path() -> Path:
    """Where our shapes are: a file in Turtle."""
    return schema_folder() / "elm-loq-rdf" / "shapes.ttl"


@functools.cache
def _shapes() -> Graph:
    return Graph(bind_namespaces="none").parse(shapes_path(), format="turtle")


def _is_known_to_xml(shapes: Graph, found: Graph, result: Node) -> bool:
    """Whether a value is only none for Python, which knows fewer moments than XML Schema does."""
    value = found.value(result, SH.value)
    if found.value(result, SH.sourceConstraintComponent) != SH.DatatypeConstraintComponent:
        return False
    if not isinstance(value, Literal) or value.datatype not in _MORE_THAN_PYTHON:
        return False
    if shapes.value(found.value(result, SH.sourceShape), SH.datatype) != value.datatype:
        return False
    try:
        with keep_spelling():
            converter.deserialize(str(value), [_MORE_THAN_PYTHON[value.datatype]])
    except (ConverterError, ValueError):
        return False
    return True


def _issue(graph: Graph, shapes: Graph, found: Graph, result: Node) -> Issue:
    component = found.value(result, SH.sourceConstraintComponent)
    fault = _FAULTS.get(component, _OTHER)
    focus = found.value(result, SH.focusNode)
    property = found.value(result, SH.resultPath)
    value = found.value(result, SH.value)
    language = language_of(value.datatype) if isinstance(value, Literal) and value.datatype is not None else None
    if language is not None:
        fault = _NO_LANGUAGE
    elif component == SH.PatternConstraintComponent and isinstance(value, Literal):
        fault = _NO_PAGE
    shape = found.value(result, SH.sourceShape)
    wanted = next((shapes.value(shape, each) for each in _WANTED if (shape, each, None) in shapes), None)
    record, steps = _place(graph, focus)
    names = [*steps, *([_short(property)] if property is not None else [])]
    return Issue(
        code=fault.code,
        severity=_SEVERITIES.get(found.value(result, SH.resultSeverity), Severity.ERROR),
        message=fault.message.format(
            property=_short(property),
            value=_shown(graph, value),
            wanted=_short(wanted),
            language=repr(language),
            words=found.value(result, SH.resultMessage) or "",
        ),
        remedy=fault.remedy,
        path="/".join(names) or None,
        record=record,
    )


def _place(graph: Graph, node: Node | None) -> tuple[str | None, list[str]]:
    """The resource in which a node without a name of its own stands, and the properties that lead from there to it."""
    steps: list[str] = []
    seen: set[Node] = set()
    while node is not None and node not in seen and _is_nameless(node):
        seen.add(node)
        subject, property = min(graph.subject_predicates(node), default=(None, None))
        if property is not None:
            steps.insert(0, _short(property))
        node = subject
    return (None if node is None or isinstance(node, BNode) else str(node)), steps


def _is_nameless(node: Node) -> bool:
    return isinstance(node, BNode) or (isinstance(node, URIRef) and node.startswith(NOT_ABSOLUTE))


def _shown(graph: Graph, value: Node | None) -> str:
    if isinstance(value, BNode):
        return f"a {_short(graph.value(value, RDF.type))}"
    text = unquote(str(value).removeprefix(NOT_ABSOLUTE)) if str(value).startswith(NOT_ABSOLUTE) else str(value)
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _short(name: Node | None) -> str:
    """A name with a prefix in place of its namespace."""
    text = "" if name is None else str(name)
    if name in (SH.IRI, SH.Literal, SH.BlankNode):
        return {SH.IRI: "the URI of a resource", SH.Literal: "a text or number"}.get(URIRef(text), "a blank node")
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            return f"{prefix}:{text.removeprefix(namespace)}"
    return text
