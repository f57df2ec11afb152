"""What holds of every conversion, whatever the document."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given

import loms
from loms.convert.edges import EDGES, Edge
from loms.document import Document
from loms.errors import InvalidDataError, Issue
from loms.strategies import NearInvalid, documents, near_invalid
from tests.support.accounts import differences, unaccounted

KEY = "k3y-that-nobody-may-see"
SETTINGS = loms.Settings(namespace="https://data.example.org/lo/", legacy_key=KEY)
BUGS = {"CONVERT-UNACCOUNTED", "CONVERT-NO-RULE"}
TARGETS = {edge.source: edge.target for edge in EDGES}

each_edge = pytest.mark.parametrize("edge", EDGES, ids=[edge.name for edge in EDGES])
there_and_back = pytest.mark.parametrize(
    "edge",
    [
        edge
        for edge in EDGES
        if any(other.source == edge.target and other.target == edge.source for other in EDGES)
        and edge.target == "loms-2019"
    ],
    ids=lambda edge: edge.name,
)


def converted(document: Document, to: str) -> loms.Conversion:
    return loms.convert(document, to=to, settings=SETTINGS)


def complaints(done: loms.Conversion) -> tuple[Issue, ...]:
    """What is wrong with the document that was made, unless the report says that it has to be."""
    if any(issue.code == "CONVERT-NO-RECORD" for issue in done.report.issues):
        assert done.report.records_converted == 0
        return ()
    return loms.validate(io.BytesIO(loms.dumps(done.document))).issues


@each_edge
class TestEveryConversion:
    def test_makes_a_valid_document(self, edge: Edge) -> None:
        @given(documents(edge.source))
        def holds(document: Document) -> None:
            done = converted(document, edge.target)
            assert complaints(done) == ()

        holds()

    def test_makes_a_valid_document_of_believable_data(self, edge: Edge) -> None:
        @given(documents(edge.source, realistic=True))
        def holds(document: Document) -> None:
            done = converted(document, edge.target)
            assert complaints(done) == ()
            assert unaccounted(document, done) == []

        holds()

    def test_accounts_for_everything_that_the_source_says(self, edge: Edge) -> None:
        @given(documents(edge.source))
        def holds(document: Document) -> None:
            done = converted(document, edge.target)
            assert unaccounted(document, done) == []
            assert BUGS.isdisjoint(issue.code for issue in done.report.issues)

        holds()

    def test_gives_the_same_bytes_and_report_twice(self, edge: Edge) -> None:
        @given(documents(edge.source))
        def holds(document: Document) -> None:
            once, twice = converted(document, edge.target), converted(document, edge.target)
            assert loms.dumps(once.document) == loms.dumps(twice.document)
            assert once.report == twice.report

        holds()

    def test_says_the_upload_key_nowhere(self, edge: Edge) -> None:
        @given(documents(edge.source, max_records=1))
        def holds(document: Document) -> None:
            if hasattr(document, "key"):
                document.key = KEY
            done = converted(document, edge.target)
            assert KEY not in json.dumps(done.report.as_dict())
            assert hasattr(done.document, "key") or KEY.encode() not in loms.dumps(done.document)

        holds()

    def test_carries_over_what_it_can_of_a_faulty_document(self, edge: Edge) -> None:
        @given(near_invalid(edge.source))
        def holds(faulty: NearInvalid) -> None:
            faults: list[Issue] = []
            try:
                document = loms.loads(faulty.data, strict=False, on_issue=faults.append)
            except InvalidDataError:
                return  # it cannot be read at all
            assert faults
            done = converted(document, edge.target)
            assert complaints(done) == ()
            assert BUGS.isdisjoint(issue.code for issue in done.report.issues)

        holds()


@there_and_back
def test_what_does_not_come_back_was_said_to_change(edge: Edge) -> None:
    @given(documents(edge.source))
    def holds(document: Document) -> None:
        there = converted(document, edge.target)
        back = converted(there.document, edge.source)
        assert differences(document, there, back) == []

    holds()
