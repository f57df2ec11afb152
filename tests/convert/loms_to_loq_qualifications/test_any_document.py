"""Whatever a LOMS document says: what comes of its qualifications is valid, and everything is accounted for."""

from __future__ import annotations

import copy
import io

from hypothesis import given

import loms
from loms.convert.leaves import leaves_of
from loms.errors import InvalidDataError
from loms.model import QmsLearningOpportunities
from loms.strategies import NearInvalid, documents, near_invalid
from tests.convert.loms_to_loq.completing import completed
from tests.support.accounts import unaccounted
from tests.support.documents import ROOT

SETTINGS = loms.Settings(legacy_key="KEY")
BUGS = {"CONVERT-UNACCOUNTED", "CONVERT-NO-RULE"}
FULL = ROOT / "tests" / "data" / "valid" / "loms-2019-full.xml"


def back(source: QmsLearningOpportunities) -> loms.Conversion:
    return loms.convert(source, to="loq-qualifications", settings=SETTINGS)


def is_sound(source: QmsLearningOpportunities, done: loms.Conversion) -> bool:
    """Whether the document is valid, if it holds a record, and the report is complete and free of bugs."""
    assert unaccounted(source, done) == []
    assert BUGS.isdisjoint(issue.code for issue in done.report.issues)
    if done.report.records_converted:
        assert loms.validate(io.BytesIO(loms.dumps(done.document)), profile="schema").issues == ()
    return True


@given(documents())
def test_any_document_is_accounted_for(source: QmsLearningOpportunities) -> None:
    assert is_sound(source, back(source))


@given(documents().map(completed))
def test_every_qualification_with_what_the_legacy_model_requires_is_converted(source: QmsLearningOpportunities) -> None:
    done = back(source)
    assert is_sound(source, done)
    assert done.report.records_read == done.report.records_converted


@given(documents(realistic=True).map(completed))
def test_believable_documents_are_converted_too(source: QmsLearningOpportunities) -> None:
    assert is_sound(source, back(source))


@given(documents().map(completed))
def test_the_same_document_gives_the_same_bytes_and_report(source: QmsLearningOpportunities) -> None:
    once, twice = back(source), back(copy.deepcopy(source))
    assert loms.dumps(once.document) == loms.dumps(twice.document)
    assert once.report == twice.report


@given(near_invalid("loms-2019"))
def test_a_faulty_document_is_converted_as_far_as_it_can_be(faulty: NearInvalid) -> None:
    try:
        source = loms.loads(faulty.data, strict=False, on_issue=lambda issue: None, expect=QmsLearningOpportunities)
    except InvalidDataError:
        return  # it cannot be read at all
    done = back(source)
    assert BUGS.isdisjoint(issue.code for issue in done.report.issues)
    if done.report.records_converted:
        assert loms.validate(io.BytesIO(loms.dumps(done.document)), profile="schema").issues == ()


def test_every_leaf_of_a_document_that_holds_everything_has_an_entry() -> None:
    source = completed(loms.read(FULL, expect=QmsLearningOpportunities))
    done = back(source)
    assert is_sound(source, done)
    assert done.report.records_converted
    leaves = leaves_of(source, "qmsLearningOpportunities")
    assert len({(entry.record, entry.source) for entry in done.report.entries if entry.source}) == len(leaves)
