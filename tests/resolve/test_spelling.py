"""Two identifiers are equal, nearly equal for reasons that are named, or different."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loms.resolve.spelling import differences, fold, folded, normalized

EACH = [
    ("TBQ-7", "tbq-7", "letter case"),
    ("Straße", "STRASSE", "letter case"),
    ("HTTP://a.example", "http://a.example", "letter case"),
    ("a%2fb", "a%2Fb", "letter case"),
    ("http://a.example/q", "http://a.example/q/", "trailing slash"),
    ("http://a.example/q", "https://a.example/q", "http or https"),
    ("HTTPS://a.example", "http://a.example", "http or https"),
    ("www.a.example", "https://www.a.example", "http or https"),
    ("TBQ 7", "TBQ7", "white space"),
    (" TBQ-7", "TBQ-7", "white space"),
    ("TBQ\u00a07", "TBQ 7", "white space"),
    ("caf%C3%A9", "café", "percent-encoding"),
    ("a%2Fb", "a/b", "percent-encoding"),
    ("TBQ-007", "TBQ-7", "zero padding"),
    ("007", "7", "zero padding"),
    ("000", "0", "zero padding"),
    ("v.01", "v.1", "zero padding"),
    ("TBQ-01.05", "TBQ-1.05", "zero padding"),
]


@pytest.mark.parametrize(("one", "other", "reason"), EACH)
def test_each_kind_of_near_miss_has_its_name(one: str, other: str, reason: str) -> None:
    assert differences(one, other) == (reason,)


@pytest.mark.parametrize(("one", "other", "reason"), EACH)
def test_it_does_not_matter_which_of_two_comes_first(one: str, other: str, reason: str) -> None:
    assert differences(other, one) == (reason,)


def test_several_differences_are_all_named() -> None:
    assert differences("HTTP://a.example/Q%2D7", "https://a.example/q- 007/") == (
        "percent-encoding",
        "white space",
        "letter case",
        "http or https",
        "trailing slash",
        "zero padding",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TBQ-7", "TBQ-8"),
        ("TBQ-7", "TBQ-70"),
        ("TBQ-10", "TBQ-1"),
        ("TBQ-7", "TBQ7"),
        ("Q-1.05", "Q-1.5"),
        ("1,05", "1,5"),
        ("http://a.example/q", "http://b.example/q"),
        ("ftp://a.example", "http://a.example"),
        ("/q", "q"),
        ("%FE", "%FF"),
        ("café", "cafe"),
    ],
)
def test_what_differs_in_anything_else_is_no_near_miss(one: str, other: str) -> None:
    assert differences(one, other) is None
    assert fold(one) != fold(other)


def test_only_the_zeros_before_a_number_are_padding() -> None:
    assert folded("0-100-0050-01.00") == "0-100-50-1.00"


def test_tabs_and_line_breaks_are_spaces_for_the_schema() -> None:
    assert normalized("a\tb\r\nc") == "a b  c"


# Few characters, so that texts which are nearly the same are drawn often.
TEXTS = st.one_of(
    st.text(),
    st.builds(
        "".join, st.lists(st.sampled_from(["http://", "HTTPS://", "%2f", "%2F", "/", " ", "A", "a", "0", "7", "%"]))
    ),
)


@given(TEXTS)
def test_a_text_differs_in_nothing_from_itself(text: str) -> None:
    assert differences(text, text) == ()


@given(TEXTS, TEXTS)
def test_differences_are_the_same_from_both_sides(one: str, other: str) -> None:
    assert differences(one, other) == differences(other, one)


@given(TEXTS, TEXTS)
def test_there_is_no_difference_only_between_equal_texts(one: str, other: str) -> None:
    assert (differences(one, other) == ()) is (one == other)


@given(TEXTS, TEXTS)
def test_texts_are_near_each_other_exactly_when_they_are_folded_to_the_same(one: str, other: str) -> None:
    assert (differences(one, other) is not None) is (folded(one) == folded(other))


@given(TEXTS, TEXTS)
def test_texts_that_are_near_each_other_have_the_same_number(one: str, other: str) -> None:
    assert differences(one, other) is None or fold(one) == fold(other)


SPOILED: dict[str, Callable[[str], str]] = {
    "letter case": str.upper,
    "trailing slash": lambda text: text + "/",
    "http or https": lambda text: text.replace("http://", "https://"),
    "white space": lambda text: text + " ",
    "percent-encoding": lambda text: text.replace("-", "%2D"),
    "zero padding": lambda text: text.replace("-", "-00"),
}


@given(st.integers(min_value=1), st.sets(st.sampled_from(sorted(SPOILED))))
def test_exactly_what_was_spoiled_is_named(number: int, reasons: set[str]) -> None:
    right = f"http://register.example/q-{number}"
    wrong = right
    for reason in ("zero padding", "http or https", "trailing slash", "white space", "letter case", "percent-encoding"):
        wrong = SPOILED[reason](wrong) if reason in reasons else wrong
    assert set(differences(right, wrong) or ()) == reasons


@given(st.binary(max_size=6).map(lambda octets: "".join(f"%{octet:02X}" for octet in octets)))
def test_any_bytes_may_be_percent_encoded(text: str) -> None:
    assert differences(text, text.lower()) in ((), ("letter case",))
