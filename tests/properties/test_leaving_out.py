"""Whatever stands in a file, reading it leniently and converting it lose nothing without a word."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given

import loms
from loms.convert.accounting import ConversionReport
from loms.convert.edges import EDGES, Edge
from loms.errors import InvalidDataError
from loms.formats import FORMATS
from loms.io.read import Reading, read_leniently
from loms.io.schema.finding import quoted
from loms.migration.left_out import with_reading
from loms.strategies import NearInvalid, near_invalid
from tests.support.foreign import WithForeign, characters_kept, characters_of, not_told, values_of, with_foreign

SETTINGS = loms.Settings(namespace="https://data.example.org/lo/", legacy_key="k")

each_format = pytest.mark.parametrize("name", [format.name for format in FORMATS])
each_edge = pytest.mark.parametrize("edge", EDGES, ids=[edge.name for edge in EDGES])


def reading_of(data: bytes) -> Reading:
    return read_leniently(io.BytesIO(data))


def whole_report(reading: Reading, done: loms.Conversion) -> ConversionReport:
    return with_reading(done.report, issues=reading.issues, left_out=reading.left_out)


def converted(reading: Reading, to: str) -> loms.Conversion:
    return loms.convert(reading.document, to=to, settings=SETTINGS)


@pytest.fixture
def report_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reports have values as they are, which they cut where they are long."""
    monkeypatch.setattr("loms.convert.accounting._SHORT", sys.maxsize)


@each_format
class TestLenientReading:
    def test_keeps_every_character_or_says_that_it_was_left_out(self, name: str) -> None:
        @given(with_foreign(name))
        def holds(document: WithForeign) -> None:
            assert characters_kept(reading_of(document.data)) == characters_of(document.data)

        holds()

    def test_keeps_or_tells_all_of_a_document_with_any_fault(self, name: str) -> None:
        @given(near_invalid(name))
        def holds(document: NearInvalid) -> None:
            try:
                reading = reading_of(document.data)
            except InvalidDataError:
                return  # it cannot be read at all
            assert characters_kept(reading) == characters_of(document.data)

        holds()

    def test_tells_each_lost_value_in_an_issue(self, name: str) -> None:
        @given(with_foreign(name))
        def holds(document: WithForeign) -> None:
            reading = reading_of(document.data)
            told = [(issue.record, issue.line, issue.message) for issue in reading.issues]
            for each in reading.left_out:
                value = quoted(each.value or "")
                assert not each.lost or any(
                    record == (each.record or None) and line is not None and value in message
                    for record, line, message in told
                )

        holds()


@pytest.mark.usefixtures("report_in_full")
@each_edge
class TestConvertingWhatWasReadLeniently:
    def test_loses_no_foreign_content_without_a_word(self, edge: Edge) -> None:
        @given(with_foreign(edge.source))
        def holds(document: WithForeign) -> None:
            reading = reading_of(document.data)
            done = converted(reading, edge.target)
            assert not_told(document.values, done.document, whole_report(reading, done)) == []

        holds()

    def test_loses_nothing_of_a_document_with_any_fault_without_a_word(self, edge: Edge) -> None:
        @given(near_invalid(edge.source))
        def holds(document: NearInvalid) -> None:
            try:
                reading = reading_of(document.data)
            except InvalidDataError:
                return  # it cannot be read at all
            done = converted(reading, edge.target)
            assert not_told(values_of(document.data), done.document, whole_report(reading, done)) == []

        holds()
