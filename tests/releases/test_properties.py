"""What holds of the operations on a release, whatever the documents."""

from __future__ import annotations

import copy
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loms
from loms.model import LearningOpportunity, QmsLearningOpportunities, Qualification
from loms.releases import Action, Release, merge, sweep, withdraw
from loms.releases.links import references
from loms.releases.reach import Graph
from loms.releases.records import Records, document_of, records_of
from loms.strategies import documents

CHOICES = ["refuse", "adapt"]


def records(document: QmsLearningOpportunities) -> Records:
    return records_of(document, role="document")


def is_valid(document: QmsLearningOpportunities) -> bool:
    return loms.validate(io.BytesIO(loms.dumps(document)), profile="schema").issues == ()


def accounts_for(release: Release, before: QmsLearningOpportunities) -> bool:
    """Whether the numbers of the report are those of the documents."""
    report = release.report
    gone = len(report.of(Action.WITHDRAWN)) + len(report.of(Action.SWEPT))
    added = len(report.of(Action.ADDED))
    return (report.records_before, report.records_after) == (len(records(before)), len(records(release.document))) and (
        report.records_before + added - gone == report.records_after
    )


def withdrawable(document: QmsLearningOpportunities, kind: type) -> list[str]:
    return [identity for identity, record in records(document).items() if isinstance(record, kind)]


def part(document: QmsLearningOpportunities, starts: set[str]) -> QmsLearningOpportunities:
    """A valid document of some records and all to which they refer."""
    all_records = records(document)
    wanted = Graph.of(all_records).alive(starts, gone=set(), about={})
    chosen = {identity: record for identity, record in all_records.items() if identity in wanted}
    return document_of(chosen, without_empty_sections(document))


def without_empty_sections(document: QmsLearningOpportunities) -> QmsLearningOpportunities:
    bare = QmsLearningOpportunities(
        learning_opportunities=document.learning_opportunities, xsd_version=document.xsd_version
    )
    return document_of(records(document), bare)


@given(documents())
def test_a_document_merged_with_itself_is_unchanged(document: QmsLearningOpportunities) -> None:
    done = merge(document, copy.deepcopy(document))
    assert done.document == document
    assert {entry.action for entry in done.report.entries} <= {Action.UNCHANGED}


@given(documents(), documents())
def test_what_merge_makes_is_valid_and_accounted_for(
    stored: QmsLearningOpportunities, increment: QmsLearningOpportunities
) -> None:
    done = merge(stored, increment)
    assert is_valid(done.document)
    assert accounts_for(done, stored)


@given(documents(), documents(), st.data())
def test_where_ids_stand_for_other_kinds_the_result_is_still_valid(
    stored: QmsLearningOpportunities, increment: QmsLearningOpportunities, data: st.DataObject
) -> None:
    stored_ids, ids = [*records(stored)], [*records(increment)]
    if stored_ids and ids:
        one, other = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(stored_ids))
        renamed = loms.dumps(increment).decode().replace(f'"{one}"', f'"{other}"')
        if loms.validate(io.BytesIO(renamed.encode()), profile="schema").ok:
            increment = loms.loads(renamed, expect=QmsLearningOpportunities)
    done = merge(stored, increment)
    assert is_valid(done.document)
    assert done.report.ok == (not done.report.of(Action.REFUSED))


@given(documents(), st.data())
def test_parts_merged_give_the_whole(document: QmsLearningOpportunities, data: st.DataObject) -> None:
    ids = [*records(document)]
    chosen = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    one, other = part(document, chosen), part(document, {*ids} - chosen)
    merged = merge(one, other).document
    assert {**records(merged)} == {**records(document)}


@given(documents(), documents())
def test_merge_leaves_what_it_was_given_as_it_was(
    stored: QmsLearningOpportunities, increment: QmsLearningOpportunities
) -> None:
    before = copy.deepcopy((stored, increment))
    merge(stored, increment)
    assert (stored, increment) == before


@given(documents(), documents())
def test_merge_gives_the_same_bytes_twice(
    stored: QmsLearningOpportunities, increment: QmsLearningOpportunities
) -> None:
    one, other = merge(stored, increment), merge(copy.deepcopy(stored), copy.deepcopy(increment))
    assert loms.dumps(one.document) == loms.dumps(other.document)
    assert one.report == other.report


@pytest.mark.parametrize("choice", CHOICES)
@given(data=st.data())
def test_what_withdraw_makes_is_valid_and_accounted_for(choice: str, data: st.DataObject) -> None:
    stored = data.draw(documents())
    before = copy.deepcopy(stored)
    opportunities, qualifications = (
        data.draw(st.sets(st.sampled_from(ids))) if (ids := withdrawable(stored, kind)) else set()
        for kind in (LearningOpportunity, Qualification)
    )
    done = withdraw(stored, opportunities=opportunities, qualifications=qualifications, still_referred_to=choice)
    assert is_valid(done.document)
    assert accounts_for(done, stored)
    assert stored == before
    asked = opportunities | qualifications
    kept = {entry.record for entry in done.report.of(Action.KEPT)} & asked
    assert done.report.ok == (not kept)
    still_there = {
        identity for kind in (LearningOpportunity, Qualification) for identity in withdrawable(done.document, kind)
    }
    assert still_there & asked == kept


@given(documents())
def test_nothing_is_refused_where_what_refers_to_it_may_be_changed(document: QmsLearningOpportunities) -> None:
    for kind, name in ((LearningOpportunity, "opportunities"), (Qualification, "qualifications")):
        for identity in withdrawable(document, kind):
            assert withdraw(document, **{name: [identity]}, still_referred_to="adapt").report.ok  # type: ignore[arg-type]


@given(documents())
def test_with_all_opportunities_and_qualifications_everything_goes(document: QmsLearningOpportunities) -> None:
    done = withdraw(
        document,
        opportunities=withdrawable(document, LearningOpportunity),
        qualifications=withdrawable(document, Qualification),
    )
    assert done.report.ok
    assert records(sweep(done.document).document) == {}


@given(documents())
def test_with_all_opportunities_gone_what_is_left_belongs_to_qualifications(
    document: QmsLearningOpportunities,
) -> None:
    done = withdraw(document, opportunities=withdrawable(document, LearningOpportunity))
    left = sweep(done.document).document
    assert is_valid(left)
    ids = {*records(left)}
    assert withdrawable(left, Qualification) == withdrawable(document, Qualification)
    leading = {
        reference.target
        for record in records(left).values()
        for reference in references(record)
        if reference.link.attribute == "idref"
    }
    assert leading <= ids


@given(documents(), st.booleans())
def test_what_sweep_leaves_is_valid_and_has_nothing_more_to_sweep(
    document: QmsLearningOpportunities, unused_qualifications: bool
) -> None:
    before = copy.deepcopy(document)
    once = sweep(document, unused_qualifications=unused_qualifications)
    assert document == before
    assert is_valid(once.document)
    assert accounts_for(once, document)
    again = sweep(once.document, unused_qualifications=unused_qualifications)
    assert again.document == once.document
    assert again.report.entries == ()


@given(documents())
def test_records_that_are_not_changed_are_passed_on_with_everything(document: QmsLearningOpportunities) -> None:
    left = records(sweep(document).document)
    assert all(left[identity] == record for identity, record in records(document).items() if identity in left)
