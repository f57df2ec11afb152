"""``loms.releases.withdrawals`` tells consumers of the legacy formats what a new release lacks."""

from __future__ import annotations

import pytest

import loms
from loms.legacy.delete import Delete
from loms.releases import withdraw, withdrawals
from tests.releases.small import course, courses, dataset, numbers, outcome, qualification

SECRET = "not-to-be-seen"


def said(documents: tuple[Delete, ...]) -> list[tuple[str, list[str]]]:
    return [(each.entity_type.value, each.id) for each in documents]


def test_there_is_one_document_for_each_kind_of_what_is_missing() -> None:
    old = dataset(*course("one"), *course("two")[:3], qualification("baker"), outcome())
    found = withdrawals(old, courses("two"), key=SECRET)
    assert said(found.documents) == [("Learning Opportunity", ["one"]), ("Qualification", ["baker"])]
    assert found.issues == ()


def test_there_is_none_where_nothing_is_missing() -> None:
    assert withdrawals(courses("one"), courses("one", "two"), key=SECRET).documents == ()


def test_carried_out_on_the_old_release_they_give_the_new_one() -> None:
    old, new = courses("one", "two", "three"), courses("two")
    done = withdraw(old, requests=withdrawals(old, new, key=SECRET).documents)
    assert done.document == new


def test_they_can_be_written_and_are_valid() -> None:
    (document,) = withdrawals(courses("one"), courses(), key=SECRET).documents
    assert loms.loads(loms.dumps(document)) == document


def test_identifiers_of_the_scheme_count_where_one_is_given() -> None:
    old = courses("one")
    (record,) = old.learning_opportunities.learning_opportunity
    record.identifier = [*numbers("first", scheme="urn:example:other"), *numbers("second")]
    assert said(withdrawals(old, courses(), key=SECRET, scheme="urn:example:scheme").documents) == [
        ("Learning Opportunity", ["second"])
    ]
    assert said(withdrawals(old, courses(), key=SECRET).documents) == [("Learning Opportunity", ["first"])]


def test_a_record_that_is_known_under_another_identifier_now_is_withdrawn_under_the_old_one() -> None:
    new = courses("one")
    new.learning_opportunities.learning_opportunity[0].identifier = numbers("uno")
    assert said(withdrawals(courses("one"), new, key=SECRET).documents) == [("Learning Opportunity", ["one"])]


def test_a_record_without_such_an_identifier_is_a_warning() -> None:
    found = withdrawals(courses("one"), courses(), key=SECRET, scheme="urn:example:other")
    assert found.documents == ()
    (issue,) = found.issues
    assert (issue.code, issue.severity, issue.record) == ("RELEASE-NO-IDENTIFIER", "warning", "urn:example:one")


def test_a_record_without_such_an_identifier_that_is_still_there_is_none() -> None:
    assert withdrawals(courses("one"), courses("one"), key=SECRET, scheme="urn:example:other").issues == ()


def test_the_key_is_in_the_documents_but_is_not_shown() -> None:
    found = withdrawals(courses("one"), courses(), key=SECRET)
    assert [each.key for each in found.documents] == [SECRET]
    assert SECRET not in repr(found)


@pytest.mark.parametrize("key", ["", None, f"{SECRET}\x00"])
def test_a_key_that_cannot_be_written_is_a_wrong_call_and_is_not_repeated(key: str | None) -> None:
    with pytest.raises(loms.UsageError) as caught:
        withdrawals(courses("one"), courses(), key=key)  # type: ignore[arg-type]
    assert SECRET not in str(caught.value)
