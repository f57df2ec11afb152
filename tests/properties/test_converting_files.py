"""A file that is converted gives what its document gives as a whole."""

from __future__ import annotations

import importlib
import io
import json
import re

import pytest
from hypothesis import given

import loms
from loms import workers
from loms.convert.edges import EDGES, Edge
from loms.errors import InvalidDataError
from loms.io.read import read_leniently
from loms.migration import by_record as engine
from loms.migration.left_out import with_reading
from loms.strategies import NearInvalid, near_invalid
from tests.support.conversions import Case, cases
from tests.support.sharing import Alone

SETTINGS = loms.Settings(namespace="https://data.example.org/lo/")

WAYS = [
    (source, to)
    for source in sorted({edge.source for edge in EDGES})
    for to in sorted({edge.target for edge in EDGES} - {source})
]

every_way = pytest.mark.parametrize(("source", "to"), WAYS, ids=[f"{source} to {to}" for source, to in WAYS])
by_record = pytest.mark.parametrize(
    "edge",
    [edge for edge in EDGES if hasattr(importlib.import_module(f"loms.convert.{edge.name}"), "BY_RECORD")],
    ids=lambda edge: edge.name,
)


def report_of(report: io.BytesIO) -> object:
    return json.loads(report.getvalue())


def is_refused_as(error: InvalidDataError, data: bytes, *, to: str) -> None:
    with pytest.raises(InvalidDataError, match=re.escape(str(error))):
        loms.convert_file(io.BytesIO(data), io.BytesIO(), to=to, settings=SETTINGS)


@every_way
def test_file_and_report_are_those_of_the_document(source: str, to: str) -> None:
    @given(cases(source))
    def holds(case: Case) -> None:
        made, report = io.BytesIO(), io.BytesIO()
        data = loms.dumps(case.document)
        done = loms.convert_file(io.BytesIO(data), made, to=to, settings=case.settings, report=report)
        # What was repeated need not be valid.
        reading = read_leniently(io.BytesIO(data))
        expected = loms.convert(reading.document, to=to, settings=case.settings)
        account = with_reading(expected.report, issues=reading.issues, left_out=reading.left_out)
        assert made.getvalue() == (loms.dumps(expected.document) if done.written else b"")
        assert done.written == ("CONVERT-NO-RECORD" not in {issue.code for issue in expected.report.issues})
        assert report_of(report) == json.loads(json.dumps(account.as_dict()))

    holds()


@every_way
def test_so_they_are_where_the_source_has_a_fault(source: str, to: str) -> None:
    @given(near_invalid(source, max_records=3))
    def holds(faulty: NearInvalid) -> None:
        made, report = io.BytesIO(), io.BytesIO()
        try:
            reading = read_leniently(io.BytesIO(faulty.data))
        except InvalidDataError as error:
            is_refused_as(error, faulty.data, to=to)
            return
        done = loms.convert_file(io.BytesIO(faulty.data), made, to=to, settings=SETTINGS, report=report)
        conversion = loms.convert(reading.document, to=to, settings=SETTINGS)
        account = with_reading(conversion.report, issues=reading.issues, left_out=reading.left_out)
        expected = json.loads(json.dumps(account.as_dict()))
        found = report_of(report)
        assert isinstance(found, dict)
        assert made.getvalue() == (loms.dumps(conversion.document) if done.written else b"")
        for key in ("records", "lost", "steps"):
            assert found[key] == expected[key]
        for key in ("entries", "issues"):
            assert sorted(found[key], key=json.dumps) == sorted(expected[key], key=json.dumps)

    holds()


@by_record
def test_so_they_are_where_several_processes_share_the_work(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "Workers", Alone)
    monkeypatch.setattr(engine, "_CHUNK", 1)

    @given(cases(edge.source))
    def holds(case: Case) -> None:
        data = loms.dumps(case.document)
        found = []
        for jobs in (1, 2):
            made, report = io.BytesIO(), io.BytesIO()
            loms.convert_file(io.BytesIO(data), made, to=edge.target, settings=case.settings, report=report, jobs=jobs)
            found.append((made.getvalue(), report.getvalue()))
        assert found[0] == found[1]

    holds()
