"""Work grows with the size of data, not with its square: what would take hours is done at once."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Mapping
from unittest import mock

import pytest

import loms
from loms.io import growing
from loms.text import clean_html
from tests.support.documents import LOMS, ROOT

BEFORE, TITLE, AFTER = LOMS.partition("<title>")
ORGANIZATION = "https://data.example.org/organization/1"
CHAPTERS = "".join(map(chr, range(0x4E00, 0x4F00)))

HOURS = 120
"""Seconds after which a case counts as one that takes hours; each takes a few."""


def validated(text: str) -> set[str]:
    """The codes of what is wrong with a document."""
    return {issue.code for issue in loms.validate(io.BytesIO(text.encode()), profile="schema").issues}


def small_pieces() -> None:
    data = b"<a>" + b" " * 9_000_000 + b"</a>"
    with mock.patch.object(growing, "_CHUNK", 50):
        report = loms.validate(io.BytesIO(data), profile="schema")
    assert {issue.code for issue in report.issues} == {"FORMAT-UNKNOWN"}


def many_attributes() -> None:
    attributes = " ".join(f'a{number}="x"' for number in range(50_000))
    assert validated(LOMS.replace('lang="en"', f'lang="en" {attributes}', 1)) == {"XSD-UNKNOWN-ATTRIBUTE"}


def a_long_attribute() -> None:
    assert validated(LOMS.replace('lang="en"', f'lang="{"x" * 9_900_000}"', 1)) == {"XSD-UNKNOWN-CODE"}


def long_comments() -> None:
    parts = ("<!--", "-->"), ("<?p ", "?>")
    assert (
        validated(BEFORE + "".join(begin + "x" * 9_000_000 + end for begin, end in parts * 4) + TITLE + AFTER) == set()
    )


def long_ids_that_are_nearly_alike() -> None:
    wrong, right = (f"urn:{CHAPTERS * 1_000}{end}" for end in "ab")
    text = LOMS.replace(f'idref="{ORGANIZATION}"', f'idref="{wrong}"').replace(ORGANIZATION, right)
    assert validated(text) == {"XSD-DANGLING-REFERENCE"}


def quotes_in_html() -> None:
    clean_html("<b title='\"'>" + '"' * 500_000 + "x</b>")


def titles_in_html() -> None:
    numbers = [str(number) for number in range(100_000)]
    clean_html(f"<b {' '.join(f'title={each}' for each in numbers)}>{' '.join(numbers)}</b>")


def keys_in_json() -> None:
    keys = ", ".join(f'"{number}": 1' for number in range(300_000))
    with pytest.raises(loms.InvalidDataError, match="'299999' stands twice"):
        loms.from_json(f'{{{keys}, "299999": 1}}')


CASES: Mapping[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        small_pieces,
        many_attributes,
        a_long_attribute,
        long_comments,
        long_ids_that_are_nearly_alike,
        quotes_in_html,
        titles_in_html,
        keys_in_json,
    )
}


@pytest.mark.parametrize("case", CASES)
def test_work_does_not_grow_with_the_square_of_the_data(case: str) -> None:
    program = f"from tests.security.test_work import CASES; CASES[{case!r}]()"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=HOURS)
