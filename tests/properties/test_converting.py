"""What holds of every conversion, whatever the document and the settings."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import event, given

import loms
from loms.convert.edges import EDGES, Edge
from loms.document import Document
from loms.errors import InvalidDataError, Issue
from loms.formats import find_format
from loms.model import QmsLearningOpportunities
from loms.samples.faults import codes_of
from loms.strategies import NearInvalid, near_invalid
from tests.convert.loms_to_loq.completing import completed
from tests.support.accounts import SETTINGS, unaccounted
from tests.support.conversions import KEY, Case, cases
from tests.support.returns import unexplained

BUGS = {"CONVERT-UNACCOUNTED", "CONVERT-NO-RULE"}
SHARE = 0.4
"""How many of the drawn documents hold a record that can be converted, at least."""
ENOUGH = 50

each_edge = pytest.mark.parametrize("edge", EDGES, ids=[edge.name for edge in EDGES])


def complaints(done: loms.Conversion) -> tuple[Issue, ...]:
    """What is wrong with the document that was made, unless the report says that it has to be."""
    if any(issue.code == "CONVERT-NO-RECORD" for issue in done.report.issues):
        assert done.report.records_converted == 0
        return ()
    return loms.validate(io.BytesIO(loms.dumps(done.document)), profile="schema").issues


def is_sound(source: Document, done: loms.Conversion, settings: loms.Settings) -> bool:
    """Whether what was made is valid, and the report accounts for everything that the source says."""
    assert complaints(done) == ()
    assert unaccounted(source, done, settings) == []
    assert BUGS.isdisjoint(issue.code for issue in done.report.issues)
    return done.report.records_converted > 0


def keeps_the_secret(done: loms.Conversion) -> bool:
    """Whether the upload key stands nowhere but where a document must have it."""
    data = loms.dumps(done.document)
    is_due = hasattr(done.document, "key")
    return KEY not in json.dumps(done.report.as_dict()) and data.count(KEY.encode()) == is_due


@each_edge
def test_every_conversion_is_valid_and_repeatable_and_accounts_for_everything(edge: Edge) -> None:
    converted: list[bool] = []

    @given(cases(edge.source))
    def holds(case: Case) -> None:
        done = loms.convert(case.document, to=edge.target, settings=case.settings)
        again = loms.convert(case.document, to=edge.target, settings=case.settings)
        converted.append(is_sound(case.document, done, case.settings))
        assert loms.dumps(done.document) == loms.dumps(again.document)
        assert done.report == again.report
        assert keeps_the_secret(done)
        event("with a record" if converted[-1] else "without a record")

    holds()
    # The few documents of a run at the desk may happen to be others.
    assert len(converted) < ENOUGH or sum(converted) >= SHARE * len(converted)


@pytest.mark.parametrize(
    "edge",
    [edge for edge in EDGES if edge.target == "loms-2019" and any(other.target == edge.source for other in EDGES)],
    ids=lambda edge: edge.name,
)
def test_there_and_back_again_differs_only_where_a_report_says_so(edge: Edge) -> None:
    @given(cases(edge.source))
    def holds(case: Case) -> None:
        there = loms.convert(case.document, to=edge.target, settings=case.settings)
        back = loms.convert(there.document, to=edge.source, settings=case.settings)
        assert is_sound(there.document, back, case.settings) == (there.report.records_converted > 0)
        assert back.report.records_converted == there.report.records_converted
        if back.report.records_converted:
            assert unexplained(case.document, there, back) == []

    holds()


@each_edge
def test_what_can_be_read_of_a_faulty_document_is_converted_and_accounted_for(edge: Edge) -> None:
    codes = [code for code in codes_of(find_format(edge.source)) if code.startswith("XSD-")]

    @given(near_invalid(edge.source, codes=codes, max_records=2))
    def holds(faulty: NearInvalid) -> None:
        faults: list[Issue] = []
        try:
            document = loms.loads(faulty.data, strict=False, on_issue=faults.append)
        except InvalidDataError:
            return  # it cannot be read at all
        assert faults
        if isinstance(document, QmsLearningOpportunities):
            document = completed(document)
        is_sound(document, loms.convert(document, to=edge.target, settings=SETTINGS), SETTINGS)

    holds()
