"""Turtle and JSON-LD hold the graph, the same bytes each time, and a file is written whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import to_canonical_graph

from loms.elm import Courses
from loms.errors import TargetError, UsageError
from loms.rdf import dumps, graph, write
from loms.rdf.quiet import quiet
from loms.rdf.terms import expanded
from loms.rdf.writing import Notation, notation_of
from loms.strategies import documents
from tests.rdf.accounts import account_of_graph, account_of_xml
from tests.rdf.documents import BASE, agent, bakery
from tests.support.documents import ROOT

NOTATIONS: list[Notation] = ["turtle", "json-ld"]
# rdflib itself reads JSON-LD by a class that it wants nobody to use.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture(autouse=True)
def _as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Literals are read as they were written."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def read(data: bytes, notation: Notation) -> Graph:
    with quiet():
        return Graph().parse(data=data.decode(), format=notation)


def same(one: Graph, other: Graph) -> bool:
    return set(to_canonical_graph(one)) == set(to_canonical_graph(other))


@pytest.mark.parametrize("notation", NOTATIONS)
class TestNotations:
    def test_reading_gives_the_graph_back(self, notation: Notation) -> None:
        assert same(read(dumps(bakery(), notation=notation), notation), graph(bakery()))

    def test_reading_gives_all_back_that_any_document_says(self, notation: Notation) -> None:
        @given(documents("elm-loq"))
        def holds(document: Courses) -> None:
            data = dumps(document, notation=notation, base=f"{BASE}/")
            assert account_of_graph(read(data, notation)) == account_of_xml(document, base=f"{BASE}/")

        holds()

    def test_bytes_do_not_depend_on_the_order_of_sets(self, notation: Notation) -> None:
        code = (
            "import hashlib, sys; from loms.rdf import dumps; from loms.samples import sample\n"
            "data = dumps(sample('elm-loq', records=3, realistic=False), notation=sys.argv[1], base='urn:a:')\n"
            "print(hashlib.sha256(data).hexdigest())"
        )
        command = [sys.executable, "-c", code, notation]
        hashes = {
            subprocess.run(
                command,
                capture_output=True,
                text=True,
                check=True,
                cwd=ROOT,
                env={**os.environ, "PYTHONHASHSEED": seed},
            ).stdout
            for seed in ("1", "2")
        }
        assert len(hashes) == 1
        assert len(hashes.pop().strip()) == hashlib.sha256().digest_size * 2

    def test_a_graph_that_was_added_to_can_be_written_too(self, notation: Notation) -> None:
        made = graph(bakery())
        made.add((URIRef("urn:a"), URIRef("urn:other"), Literal(1)))
        assert same(read(dumps(made, notation=notation), notation), made)

    def test_blank_nodes_to_which_several_refer_are_one(self, notation: Notation) -> None:
        made = Graph()
        shared, first, second = BNode("s"), BNode("f"), BNode("g")
        for subject, value in (("urn:a", shared), ("urn:b", shared)):
            made.add((URIRef(subject), URIRef("urn:p"), value))
        for one, other in ((first, second), (second, first)):
            made.add((one, URIRef("urn:p"), other))
        assert same(read(dumps(made, notation=notation), notation), made)


class TestJsonLd:
    def json(self, document: Courses) -> Iterator[dict[str, object]]:
        yield from json.loads(dumps(document, notation="json-ld"))["@graph"]

    def test_a_record_stands_with_all_that_is_in_it(self) -> None:
        (found,) = (each for each in self.json(bakery()) if each["@type"] == "LearningOpportunity")
        assert found["@id"] == f"{BASE}/opportunity/1"
        assert found["title"] == {"en": "Bread", "fr": "Pain"}
        assert found["providedBy"] == f"{BASE}/organisation/1"
        assert found["duration"] == "P2D"
        assert found["temporal"] == {"@type": "PeriodOfTime", "startDate": "2026-03-01T00:00:00Z"}

    @pytest.mark.parametrize("id", ["title:5", "elm:1", "type:/x"])
    def test_an_id_that_looks_like_a_short_name_stays_what_it_is(self, id: str) -> None:
        assert set(read(dumps(agent(id=id), notation="json-ld"), "json-ld").subjects()) == {URIRef(id)}

    def test_a_text_in_no_language_stands_under_the_long_name(self) -> None:
        (found,) = self.json(agent('<skos:prefLabel language="en_GB">Baker</skos:prefLabel>'))
        long = str(expanded("skos:prefLabel"))
        assert found[long] == {"@type": "urn:x-loms:language:en_GB", "@value": "Baker"}


class TestFiles:
    @pytest.mark.parametrize(("name", "notation"), [("a.ttl", "turtle"), ("a.jsonld", "json-ld")])
    def test_the_name_says_how_it_is_written(self, tmp_path: Path, name: str, notation: Notation) -> None:
        write(bakery(), tmp_path / name)
        assert (tmp_path / name).read_bytes() == dumps(bakery(), notation=notation)

    def test_a_name_that_ends_in_gz_is_compressed(self, tmp_path: Path) -> None:
        write(bakery(), tmp_path / "a.ttl.gz")
        assert gzip.decompress((tmp_path / "a.ttl.gz").read_bytes()) == dumps(bakery())

    def test_another_name_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"let it end in \.ttl or \.jsonld"):
            write(bakery(), tmp_path / "a.rdf")

    def test_what_was_there_stays_when_writing_fails(self, tmp_path: Path) -> None:
        target = tmp_path / "a.ttl"
        target.write_text("before")
        with pytest.raises(UsageError):
            write(bakery(), target, base="no base")
        assert target.read_text() == "before"
        assert list(tmp_path.iterdir()) == [target]

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(TargetError, match="there is no folder"):
            write(bakery(), tmp_path / "none" / "a.ttl")


def test_an_unknown_notation_is_refused() -> None:
    with pytest.raises(UsageError, match="no notation 'n3'; take one of turtle, json-ld"):
        dumps(bakery(), notation="n3")  # type: ignore[arg-type]


def test_other_names_say_nothing_of_linked_data() -> None:
    assert [notation_of(name) for name in ("a.xml", "a.json", "ttl", "-")] == [None] * 4
