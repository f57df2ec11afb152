"""SHACL tells what a graph lacks that the LOQ profile requires, and says nothing of what is right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from rdflib import RDF, Graph, Literal, URIRef

import loms
from loms.elm import Courses
from loms.errors import Severity
from loms.rdf import check, dumps, graph
from loms.rdf.names import NOT_ABSOLUTE
from loms.rdf.terms import expanded
from loms.strategies import documents
from tests.rdf.documents import BASE, agent, bakery
from tests.support.documents import ROOT
from tools.shapes import text

OPPORTUNITY = URIRef(f"{BASE}/opportunity/1")
MAY_BE_IN_VALID_DOCUMENTS = {
    "SHACL-BAD-LANGUAGE",
    "SHACL-NOT-ABSOLUTE",
    "SHACL-LANGUAGE-TWICE",
    "SHACL-SAME-TEXT",
}
"""What the schema of the XML cannot say."""


def test_the_example_has_all() -> None:
    assert check(graph(bakery())) == ()


@pytest.mark.parametrize("name", ["courses-loms.xml", "qualifications-loms.xml", "courses-loq.xml"])
def test_what_a_conversion_makes_of_an_example_has_all(name: str) -> None:
    settings = loms.Settings(namespace=f"{BASE}/", missing_homepage="provider", missing_level="specification")
    made = loms.convert(loms.read(ROOT / "examples" / name), to="elm-loq", settings=settings)
    assert isinstance(made.document, Courses)
    assert check(graph(made.document, base=f"{BASE}/")) == ()


@given(documents("elm-loq"))
def test_no_valid_document_lacks_anything(document: Courses) -> None:
    issues = check(graph(document, base=f"{BASE}/"))
    # Nor can it say that each page has a web address.
    found = {issue.code for issue in issues if not (issue.path or "").endswith("elm:contentUrl")}
    assert found <= MAY_BE_IN_VALID_DOCUMENTS


def test_a_graph_that_was_written_and_read_has_all_too() -> None:
    assert check(Graph().parse(data=dumps(bakery()), format="turtle")) == ()


def without(name: str) -> Callable[[Graph], object]:
    return lambda made: made.remove((None, expanded(name), None))


def put(name: str, value: URIRef | Literal) -> Callable[[Graph], object]:
    return lambda made: made.set((OPPORTUNITY, expanded(name), value))


def added(name: str, value: URIRef | Literal) -> Callable[[Graph], object]:
    return lambda made: made.add((OPPORTUNITY, expanded(name), value))


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "code", "path", "words"),
        [
            (without("dc:title"), "SHACL-MISSING-PROPERTY", "dc:title", "is missing"),
            (added("elm:duration", Literal("P1D", datatype=expanded("xsd:duration"))), "SHACL-REPEATED-PROPERTY",
             "elm:duration", "more values than the one"),
            (put("elm:providedBy", URIRef(f"{BASE}/location/1")), "SHACL-WRONG-CLASS", "elm:providedBy",
             "is no elm:Organisation"),
            (put("elm:learningAchievementSpecification", URIRef(f"{BASE}/location/1")), "SHACL-WRONG-CLASS",
             "elm:learningAchievementSpecification", "of none of the classes"),
            (put("elm:duration", Literal("two days")), "SHACL-BAD-VALUE", "elm:duration", "the type xsd:duration"),
            (put("dc:publisher", Literal("Bakery")), "SHACL-BAD-VALUE", "dc:publisher", "the URI of a resource"),
            (put("elm:defaultLanguage", URIRef("http://data.europa.eu/snb/isced-f/0721")), "SHACL-BAD-VALUE",
             "elm:defaultLanguage", "no code of its list"),
        ],
        ids=["missing", "repeated", "class", "classes", "datatype", "name", "code"],
    )  # fmt: skip
    def test_a_fault_is_told_with_record_and_property(
        self, fault: Callable[[Graph], object], code: str, path: str, words: str
    ) -> None:
        made = graph(bakery())
        fault(made)
        (issue,) = [each for each in check(made) if each.record == str(OPPORTUNITY)]
        assert (issue.code, issue.path, issue.severity) == (code, path, Severity.ERROR)
        assert words in issue.message

    def test_a_fault_in_a_part_has_the_way_from_its_record(self) -> None:
        made = graph(bakery())
        made.remove((None, expanded("elm:unit"), None))
        (issue,) = check(made)
        assert (issue.record, issue.path) == (str(OPPORTUNITY), "elm:priceDetail/elm:amount/elm:unit")

    def test_a_second_text_of_a_language_is_told(self) -> None:
        made = graph(bakery())
        made.add((OPPORTUNITY, expanded("dc:title"), Literal("Loaf", lang="en")))
        (issue,) = check(made)
        assert (issue.code, issue.path) == ("SHACL-LANGUAGE-TWICE", "dc:title")

    def test_another_label_that_is_the_title_is_told(self) -> None:
        made = graph(bakery())
        made.add((URIRef(f"{BASE}/achievement/1"), expanded("skos:altLabel"), Literal("Baking", lang="en")))
        (issue,) = check(made)
        assert (issue.code, issue.path) == ("SHACL-SAME-TEXT", "skos:altLabel")
        assert "'Baking'" in issue.message

    def test_a_page_without_an_address_is_told(self) -> None:
        made = graph(bakery())
        made.remove((None, expanded("elm:contentUrl"), None))
        (issue,) = check(made)
        assert (issue.code, issue.path) == ("SHACL-MISSING-PROPERTY", "foaf:homepage/elm:contentUrl")

    def test_a_page_whose_address_is_none_of_the_web_is_told(self) -> None:
        made = graph(bakery())
        for page, property, _ in list(made.triples((None, expanded("elm:contentUrl"), None))):
            made.set((page, property, Literal("bread.example", datatype=expanded("xsd:anyURI"))))
        (issue,) = check(made)
        assert issue.code == "SHACL-BAD-VALUE"
        assert "'bread.example', which is no web address" in issue.message

    def test_a_language_that_is_none_is_told(self) -> None:
        (issue,) = check(graph(agent('<skos:prefLabel language="en_GB">Baker</skos:prefLabel>')))
        assert (issue.code, issue.severity) == ("SHACL-BAD-LANGUAGE", Severity.ERROR)
        assert "'en_GB'" in issue.message

    def test_a_uri_that_is_not_absolute_is_a_warning_of_its_record(self) -> None:
        document = agent("<contactPoint><emailAddress>office@a.example</emailAddress></contactPoint>")
        (issue,) = check(graph(document))
        assert (issue.code, issue.severity) == ("SHACL-NOT-ABSOLUTE", Severity.WARNING)
        assert (issue.record, issue.path) == (f"{BASE}/agent/1", "elm:contactPoint/elm:mailbox")
        assert "'office@a.example'" in issue.message
        assert NOT_ABSOLUTE not in issue.message

    @pytest.mark.parametrize("moment", ["2026-02-28T24:00:00", "-0044-03-15T12:00:00Z"])
    def test_a_moment_that_python_does_not_know_is_right(self, moment: str) -> None:
        assert check(graph(agent(f"<modified>{moment}</modified>"))) == ()

    def test_a_moment_that_is_none_is_told(self) -> None:
        made = graph(agent())
        made.add(
            (URIRef(f"{BASE}/agent/1"), expanded("dc:modified"), Literal("today", datatype=expanded("xsd:dateTime")))
        )
        assert [issue.code for issue in check(made)] == ["SHACL-BAD-VALUE"]


def test_other_shapes_can_be_taken() -> None:
    shapes = Graph().parse(
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix dc: <http://purl.org/dc/terms/> .
        [] a sh:NodeShape ; sh:targetSubjectsOf dc:title ;
            sh:property [ sh:path dc:title ; sh:maxLength 3 ; sh:message "Too long." ] .
        """,
        format="turtle",
    )
    issues = check(graph(bakery()), shapes=shapes)
    assert {issue.code for issue in issues} == {"SHACL-OTHER"}
    assert any("dc:title is 'Bread': Too long." in issue.message for issue in issues)


def test_the_order_of_issues_is_always_the_same() -> None:
    made = graph(bakery())
    made.remove((None, expanded("dc:title"), None))
    made.remove((None, expanded("elm:address"), None))
    issues = check(made)
    assert [issue.record for issue in issues] == sorted(str(issue.record) for issue in issues)
    assert len(issues) == 3


def test_a_resource_without_a_class_is_looked_at_by_nobody() -> None:
    made = Graph()
    made.add((URIRef("urn:a"), RDF.type, URIRef("urn:other")))
    assert check(made) == ()


def test_the_shapes_are_those_that_the_model_and_the_schema_give() -> None:
    from loms.rdf.checking import shapes_path

    assert shapes_path().read_text(encoding="utf-8") == text(), "run `make generate`"


@pytest.mark.filterwarnings("ignore::DeprecationWarning:pyshacl", "ignore::DeprecationWarning:rdflib")
def test_the_shapes_keep_to_shacl() -> None:
    import pyshacl

    from loms.rdf.checking import shapes_path

    conforms, _, words = pyshacl.validate(Graph(), shacl_graph=str(shapes_path()), meta_shacl=True)
    assert conforms, words
