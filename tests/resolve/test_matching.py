"""What a reference stands for: one qualification, nearly one, several, something else, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from loms.resolve import Index, Matches, Outcome, match
from tests.resolve.datasets import BASE, SCHEME, identifier, loms, loq, qualification, record, write

Indexed = Callable[..., Index]


@pytest.fixture
def indexed(tmp_path: Path) -> Indexed:
    """Makes an index of records, in one dataset each where a list of them is given."""

    def index(*datasets: str | list[str]) -> Index:
        files = [
            write(tmp_path / f"{number}.xml", loms(*([each] if isinstance(each, str) else each)))
            for number, each in enumerate(datasets)
        ]
        return Index.from_sources(*files)

    return index


def found_as(matches: Matches) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(each.identity.identifier if each.identity else None, each.differences) for each in matches.matches]


def test_one_qualification_with_the_identifier_is_found(indexed: Indexed) -> None:
    matches = match(indexed(qualification("Q-1")), "Q-1", scheme_id=SCHEME)
    assert matches.outcome is Outcome.FOUND
    assert found_as(matches) == [("Q-1", ())]


def test_white_space_that_the_schema_takes_for_a_space_is_no_difference(indexed: Indexed) -> None:
    index = indexed(qualification("Q\n1", scheme="a\tscheme", id="urn:q"))
    assert match(index, "Q\t1", scheme_id="a\nscheme").outcome is Outcome.FOUND


def test_a_blank_scheme_is_none(indexed: Indexed) -> None:
    assert match(indexed(qualification("Q-1", scheme=" ")), "Q-1", scheme_id="").outcome is Outcome.FOUND


def test_nothing_alike_is_missing(indexed: Indexed) -> None:
    assert match(indexed(qualification("Q-1")), "Q-2", scheme_id=SCHEME) == Matches(Outcome.MISSING)


@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_a_blank_identifier_is_missing(indexed: Indexed, blank: str) -> None:
    assert match(indexed(qualification("Q-1")), blank, scheme_id=SCHEME) == Matches(Outcome.MISSING)


@pytest.mark.parametrize(
    ("there", "scheme_there", "wanted", "scheme", "different"),
    [
        ("Q-1", SCHEME, "q-1", SCHEME, ("letter case",)),
        ("Q-1", SCHEME, "Q-1 ", SCHEME, ("white space",)),
        ("Q-1", SCHEME, "Q-01", SCHEME, ("zero padding",)),
        ("Q-1", SCHEME, "Q%2D1", SCHEME, ("percent-encoding",)),
        ("http://q.example/1", SCHEME, "https://q.example/1", SCHEME, ("http or https",)),
        ("http://q.example/1", SCHEME, "http://q.example/1/", SCHEME, ("trailing slash",)),
        ("Q-1", SCHEME, "Q-1", f"{SCHEME}/", ("trailing slash of the schemeID",)),
        ("Q-1", SCHEME, "Q-1", None, ("no schemeID in the reference",)),
        ("Q-1", None, "Q-1", SCHEME, ("no schemeID in the qualification",)),
        ("Q-1", SCHEME, "Q-1", "https://other.example/", ("other scheme",)),
        ("Q-1", None, "q-01", SCHEME, ("letter case", "zero padding", "no schemeID in the qualification")),
    ],
)
def test_each_kind_of_near_miss_is_named_with_what_was_probably_meant(
    indexed: Indexed, there: str, scheme_there: str | None, wanted: str, scheme: str | None, different: tuple[str, ...]
) -> None:
    matches = match(indexed(qualification(there, scheme=scheme_there, id="urn:q")), wanted, scheme_id=scheme)
    assert matches.outcome is Outcome.NEAR
    assert found_as(matches) == [(there, different)]


def test_another_spelling_in_another_scheme_is_too_far_away(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1"))
    assert match(index, "q-1", scheme_id="https://other.example/").outcome is Outcome.MISSING


def test_an_exact_match_makes_near_ones_meaningless(indexed: Indexed) -> None:
    matches = match(indexed(qualification("q-1"), qualification("Q-1")), "Q-1", scheme_id=SCHEME)
    assert matches.outcome is Outcome.FOUND
    assert found_as(matches) == [("Q-1", ())]


def test_several_with_the_identifier_are_ambiguous_and_all_listed(indexed: Indexed) -> None:
    matches = match(
        indexed(qualification("Q-1", id="urn:1"), qualification("Q-1", id="urn:2")), "Q-1", scheme_id=SCHEME
    )
    assert matches.outcome is Outcome.AMBIGUOUS
    assert [each.record.id for each in matches.matches] == ["urn:1", "urn:2"]


def test_of_several_the_one_with_the_id_of_the_reference_is_meant(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", id="urn:1"), qualification("Q-1", id="urn:2"))
    matches = match(index, "Q-1", scheme_id=SCHEME, id="urn:2")
    assert matches.outcome is Outcome.FOUND
    assert [each.record.id for each in matches.matches] == ["urn:2"]


def test_of_several_with_the_same_id_none_is_meant(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", id="urn:1"), qualification("Q-1", id="urn:1"))
    assert match(index, "Q-1", scheme_id=SCHEME, id="urn:1").outcome is Outcome.AMBIGUOUS


def test_one_qualification_that_says_its_identifier_twice_is_found(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", identifier("Q-1")))
    assert match(index, "Q-1", scheme_id=SCHEME).outcome is Outcome.FOUND


def test_each_of_several_identifiers_leads_to_the_qualification(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", identifier("R-1", "urn:r")))
    assert match(index, "R-1", scheme_id="urn:r").outcome is Outcome.FOUND


def test_the_uri_of_a_qualification_may_stand_for_its_identifier(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", id="urn:example:1"))
    assert match(index, "urn:example:1", scheme_id=None).outcome is Outcome.FOUND


def test_an_identifier_goes_before_a_uri(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", id="urn:1"), qualification("urn:1", id="urn:2"))
    assert [each.record.id for each in match(index, "urn:1", scheme_id=SCHEME).matches] == ["urn:2"]


def test_a_uri_that_is_spelled_otherwise_is_a_near_miss(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", id="http://q.example/1"))
    assert found_as(match(index, "https://q.example/1", scheme_id=None)) == [
        (None, ("it is the id, not an identifier", "http or https"))
    ]


def test_the_address_of_a_page_is_a_near_miss(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", '<homepage uri="https://page.example/1"/>'))
    matches = match(index, "https://page.example/1", scheme_id=None)
    assert matches.outcome is Outcome.NEAR
    assert found_as(matches) == [(None, ("it is the address of its page, not an identifier",))]


def test_a_specification_with_the_identifier_is_the_wrong_kind(indexed: Indexed) -> None:
    matches = match(indexed(qualification("S-1", kind="learningSpecification")), "S-1", scheme_id=SCHEME)
    assert matches.outcome is Outcome.WRONG_KIND
    assert [each.record.kind for each in matches.matches] == ["learningSpecification"]


def test_the_id_of_a_specification_is_the_wrong_kind(indexed: Indexed) -> None:
    index = indexed(qualification("S-1", kind="learningSpecification", id="urn:s"))
    assert match(index, "urn:s", scheme_id=None).outcome is Outcome.WRONG_KIND
    assert match(index, "Q-9", scheme_id=SCHEME, id="urn:s").outcome is Outcome.WRONG_KIND


def test_a_qualification_goes_before_a_specification_with_the_same_identifier(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", kind="learningSpecification", id="urn:s"), qualification("Q-1", id="urn:q"))
    matches = match(index, "Q-1", scheme_id=SCHEME)
    assert matches.outcome is Outcome.FOUND
    assert [each.record.id for each in matches.matches] == ["urn:q"]


def test_a_specification_that_is_only_near_is_no_match(indexed: Indexed) -> None:
    index = indexed(qualification("S-1", kind="learningSpecification"))
    assert match(index, "s-1", scheme_id=SCHEME).outcome is Outcome.MISSING


def test_two_that_are_equally_near_are_ambiguous(indexed: Indexed) -> None:
    matches = match(indexed(qualification("q-1"), qualification("Q-01")), "Q-1", scheme_id=SCHEME)
    assert matches.outcome is Outcome.AMBIGUOUS
    assert {each.differences for each in matches.matches} == {("letter case",), ("zero padding",)}


def test_the_nearer_of_two_is_probably_meant_and_comes_first(indexed: Indexed) -> None:
    matches = match(indexed(qualification("q-01"), qualification("q-1")), "Q-1", scheme_id=SCHEME)
    assert matches.outcome is Outcome.NEAR
    assert found_as(matches) == [("q-1", ("letter case",)), ("q-01", ("letter case", "zero padding"))]


def test_the_same_value_in_two_other_schemes_is_ambiguous(indexed: Indexed) -> None:
    index = indexed(qualification("1", scheme="urn:a", id="urn:1"), qualification("1", scheme="urn:b", id="urn:2"))
    assert match(index, "1", scheme_id="urn:c").outcome is Outcome.AMBIGUOUS


def test_the_same_id_under_another_identifier_is_a_near_miss(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", id="urn:q"))
    matches = match(index, "X-9", scheme_id=SCHEME, id=" urn:q")
    assert matches.outcome is Outcome.NEAR
    assert found_as(matches) == [(None, ("other identifier, same id",))]


def test_one_with_the_identifier_is_found_among_thousands_with_the_value_in_other_schemes(indexed: Indexed) -> None:
    others = [qualification("1", scheme=f"urn:school:{number}", id=f"urn:{number}") for number in range(2000)]
    matches = match(indexed([*others, qualification("1")]), "1", scheme_id=SCHEME)
    assert matches.outcome is Outcome.FOUND


def test_of_thousands_with_one_identifier_only_some_are_listed(indexed: Indexed) -> None:
    index = indexed([qualification("n/a", id=f"urn:{number}") for number in range(2000)])
    matches = match(index, "n/a", scheme_id=SCHEME)
    assert matches.outcome is Outcome.AMBIGUOUS
    assert len(matches.matches) == 100
    assert matches.is_cut


def test_the_id_decides_between_any_number_with_one_identifier(indexed: Indexed) -> None:
    index = indexed([qualification("n/a", id=f"urn:q:{number}") for number in range(150)])
    for number in (0, 149):
        matches = match(index, "n/a", scheme_id=SCHEME, id=f" urn:q:{number}")
        assert matches.outcome is Outcome.FOUND
        assert matches.matches[0].record.id == f"urn:q:{number}"
    assert match(index, "n/a", scheme_id=SCHEME, id="urn:q:150").outcome is Outcome.AMBIGUOUS


def test_zeros_behind_a_decimal_point_make_another_identifier(indexed: Indexed) -> None:
    assert match(indexed(qualification("Q-1.5")), "Q-1.05", scheme_id=SCHEME).outcome is Outcome.MISSING


def test_an_id_of_a_qualification_with_another_identifier_does_not_decide(indexed: Indexed) -> None:
    index = indexed(qualification("Q-1", id="urn:1"), qualification("Q-1", id="urn:2"), qualification("X", id="urn:3"))
    assert match(index, "Q-1", scheme_id=SCHEME, id="urn:3").outcome is Outcome.AMBIGUOUS


def test_two_with_the_identifier_are_two_however_many_have_the_value_in_other_schemes(indexed: Indexed) -> None:
    others = [qualification("1", scheme=f"urn:school:{number}", id=f"urn:{number}") for number in range(150)]
    matches = match(indexed([*others, qualification("1"), qualification("1", id="urn:b")]), "1", scheme_id=SCHEME)
    assert (matches.outcome, len(matches.matches), matches.is_cut) == (Outcome.AMBIGUOUS, 2, False)


def test_a_qualification_without_any_name_is_in_nobodys_way(indexed: Indexed) -> None:
    index = indexed(record("qualification", None), qualification("Q-1"))
    assert match(index, "Q-1", scheme_id=SCHEME).outcome is Outcome.FOUND


def test_a_legacy_qualification_is_found_by_its_id_and_the_scheme_that_was_named(tmp_path: Path) -> None:
    index = Index.from_sources(write(tmp_path / "legacy.xml", loq("0815")), identifier_scheme=f"{BASE}/legacy")
    assert match(index, "0815", scheme_id=f"{BASE}/legacy").outcome is Outcome.FOUND
    assert found_as(match(index, "815", scheme_id=f"{BASE}/legacy")) == [("0815", ("zero padding",))]
