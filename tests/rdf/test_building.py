"""A document of ELM LOQ becomes a graph by the terms of the ontology, and nothing that it says is missing there."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from rdflib import RDF, XSD, BNode, Literal, URIRef

import loms
from loms.elm import Courses
from loms.errors import InvalidDataError, UsageError
from loms.legacy.delete import Delete, EntityType, XsdType, XsdVersion
from loms.rdf import graph
from loms.rdf.terms import expanded
from loms.samples import sample
from loms.strategies import documents
from tests.rdf.accounts import account_of_graph, account_of_xml
from tests.rdf.documents import BASE, COUNTRY, agent, bakery, courses

AGENT = URIRef(f"{BASE}/agent/1")
OPPORTUNITY = URIRef(f"{BASE}/opportunity/1")


def test_the_example_is_valid() -> None:
    assert loms.loads(loms.dumps(bakery()))


class TestWhatIsKept:
    @given(documents("elm-loq"))
    def test_the_graph_says_all_that_any_document_says(self, document: Courses) -> None:
        assert account_of_graph(graph(document, base=f"{BASE}/")) == account_of_xml(document, base=f"{BASE}/")

    def test_the_graph_says_all_that_a_believable_document_says(self) -> None:
        document = sample("elm-loq", records=8)
        assert isinstance(document, Courses)
        assert account_of_graph(graph(document)) == account_of_xml(document, base="")

    def test_an_account_tells_documents_apart_that_differ_in_one_value(self) -> None:
        other = bakery()
        assert other.learning_opportunity_references is not None
        other.learning_opportunity_references.learning_opportunity[0].price_detail[0].amount = None
        assert account_of_graph(graph(other)) != account_of_xml(bakery(), base="")


class TestNodes:
    def test_a_record_has_its_id_and_the_class_of_the_ontology(self) -> None:
        made = graph(bakery())
        assert (OPPORTUNITY, RDF.type, expanded("elm:LearningOpportunity")) in made
        assert (URIRef(f"{BASE}/location/1"), RDF.type, expanded("dc:Location")) in made

    def test_a_reference_is_the_record_it_names(self) -> None:
        assert (OPPORTUNITY, expanded("elm:providedBy"), URIRef(f"{BASE}/organisation/1")) in graph(bakery())

    def test_a_code_is_a_concept(self) -> None:
        made = graph(bakery())
        assert made.value(URIRef(COUNTRY), RDF.type) == expanded("skos:Concept")

    def test_labels_are_those_of_the_concept(self) -> None:
        concept = '<dc:type uri="urn:guild"><skos:prefLabel language="en">Guild</skos:prefLabel></dc:type>'
        made = graph(
            courses(group=f'<group id="urn:g"><skos:prefLabel language="en">Bakers</skos:prefLabel>{concept}</group>')
        )
        assert made.value(URIRef("urn:guild"), expanded("skos:prefLabel")) == Literal("Guild", lang="en")

    def test_an_address_of_mail_is_a_mailbox(self) -> None:
        made = graph(bakery())
        assert (URIRef("mailto:office@bread.example"), RDF.type, expanded("elm:Mailbox")) in made

    def test_the_version_of_the_schema_is_said_of_the_document(self) -> None:
        document = bakery()
        document.xsd_version = loms.elm.XsdVersion.V3_3_1
        ((node, _, version),) = graph(document).triples((None, expanded("schema:schemaVersion"), None))
        assert isinstance(node, BNode)
        assert str(version) == "3.3.1"


class TestLiterals:
    def test_a_text_has_its_language(self) -> None:
        texts = set(graph(bakery()).objects(OPPORTUNITY, expanded("dc:title")))
        assert texts == {Literal("Bread", lang="en"), Literal("Pain", lang="fr")}

    def test_a_text_in_no_language_keeps_what_stands_there(self) -> None:
        made = graph(agent('<skos:prefLabel language="en_GB">Baker</skos:prefLabel>'))
        found = made.value(AGENT, expanded("skos:prefLabel"))
        assert isinstance(found, Literal)
        assert (str(found), str(found.datatype)) == ("Baker", "urn:x-loms:language:en_GB")

    @pytest.mark.parametrize(
        ("name", "datatype"),
        [("elm:startDate", XSD.dateTime), ("rdf:value", XSD.decimal), ("elm:contentUrl", XSD.anyURI)],
    )
    def test_a_plain_value_has_the_datatype_of_the_schema(self, name: str, datatype: URIRef) -> None:
        (found,) = graph(bakery()).objects(None, expanded(name))
        assert isinstance(found, Literal)
        assert found.datatype == datatype

    def test_a_notation_has_its_scheme_as_datatype(self) -> None:
        (found,) = graph(bakery()).objects(None, expanded("skos:notation"))
        assert isinstance(found, Literal)
        assert str(found.datatype) == f"{BASE}/scheme/offer"

    @pytest.mark.parametrize("moment", ["2026-02-28T24:00:00", "-0044-03-15T12:00:00Z", "12026-01-01T00:00:00"])
    def test_moments_that_python_does_not_know_are_kept_and_nobody_is_warned(
        self, moment: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            made = graph(agent(f"<modified>{moment}</modified>"))
            assert [str(value) for value in made.objects(AGENT, expanded("dc:modified"))] == [moment]
        assert caplog.records == []


class TestNames:
    def test_characters_that_no_name_may_have_are_encoded(self) -> None:
        assert set(graph(agent(id="urn:a b<c>")).subjects()) == {URIRef("urn:a%20b%3Cc%3E")}

    def test_an_id_that_is_not_absolute_gets_the_base(self) -> None:
        assert set(graph(agent(id="a/../1"), base=f"{BASE}/").subjects()) == {URIRef(f"{BASE}/a%2F..%2F1")}

    def test_without_a_base_all_ids_that_are_not_absolute_are_told(self) -> None:
        document = courses(agent='<agent id="1"><location idref="2"/></agent>', location='<location id="2"/>')
        with pytest.raises(InvalidDataError) as error:
            graph(document)
        assert [(issue.code, issue.record) for issue in error.value.issues] == [
            ("RDF-NOT-ABSOLUTE", "1"),
            ("RDF-NOT-ABSOLUTE", "1"),
            ("RDF-NOT-ABSOLUTE", "2"),
        ]
        assert "location/@idref is '2'" in error.value.issues[1].message

    def test_two_records_with_one_id_would_be_one_thing(self) -> None:
        document = courses(agent='<agent id="urn:1"/>', location='<location id="urn:1"/>')
        with pytest.raises(InvalidDataError) as error:
            graph(document)
        (issue,) = error.value.issues
        assert (issue.code, issue.record) == ("RDF-SHARED-ID", "urn:1")
        assert "The location has the id of the agent before it" in issue.message

    def test_another_uri_that_is_not_absolute_has_a_name_that_says_so(self) -> None:
        made = graph(agent("<contactPoint><emailAddress>office@a.example</emailAddress></contactPoint>"))
        assert set(made.objects(None, expanded("elm:mailbox"))) == {URIRef("urn:x-loms:uri:office%40a.example")}

    @pytest.mark.parametrize("base", ["data/", "", "https://"])
    def test_a_base_that_is_not_absolute_is_refused(self, base: str) -> None:
        with pytest.raises(UsageError, match="no absolute URI"):
            graph(bakery(), base=base)


class TestJoining:
    NOTE = '<additionalNote><noteLiteral language="en">{}</noteLiteral></additionalNote>'

    def test_a_graph_joined_with_itself_is_the_same(self) -> None:
        assert set(graph(bakery()) + graph(bakery())) == set(graph(bakery()))

    def test_parts_that_are_alike_stay_two(self) -> None:
        made = graph(agent(self.NOTE.format("Closed.") * 2))
        assert len(set(made.objects(AGENT, expanded("elm:additionalNote")))) == 2

    def test_parts_of_two_documents_are_not_mixed_up(self) -> None:
        joined = graph(agent(self.NOTE.format("Open."))) + graph(agent(self.NOTE.format("Closed.")))
        notes = set(joined.objects(AGENT, expanded("elm:additionalNote")))
        assert sorted(len(set(joined.objects(note, expanded("elm:noteLiteral")))) for note in notes) == [1, 1]


def test_a_document_of_another_format_is_refused() -> None:
    document = Delete(
        entity_type=EntityType.QUALIFICATION, id=["1"], key="k", xsd_version=XsdVersion.V0_1_1, xsd_type=XsdType.DELETE
    )
    with pytest.raises(UsageError, match="this is one of loq-delete"):
        graph(document)
