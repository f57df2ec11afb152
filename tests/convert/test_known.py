"""Which addresses of known qualifications are taken for the same."""

from __future__ import annotations

import pytest

from loms.convert.known import QualificationIdentity, known_qualifications

BAKER = QualificationIdentity(identifier="Q-1")
COOK = QualificationIdentity(identifier="Q-2")


@pytest.mark.parametrize(
    "address",
    [
        "https://quals.example/Baker",
        "https://quals.example/Baker/",
        "HTTPS://Quals.Example/Baker",
        " https://quals.example/Baker\n",
    ],
)
def test_scheme_and_host_in_any_case_and_a_slash_at_the_end_make_no_difference(address: str) -> None:
    assert known_qualifications({"https://quals.example/Baker": BAKER}).find(address) == (BAKER,)
    assert known_qualifications({address: BAKER}).find("https://quals.example/Baker") == (BAKER,)


@pytest.mark.parametrize(
    "address",
    [
        "https://quals.example/baker",
        "http://quals.example/Baker",
        "https://quals.example/Baker?lang=en",
        "https://quals.example/Baker//",
    ],
)
def test_another_path_query_or_scheme_is_another_address(address: str) -> None:
    assert known_qualifications({"https://quals.example/Baker": BAKER}).find(address) == ()


def test_percent_encoding_makes_no_difference() -> None:
    known = known_qualifications({"https://quals.example/Bäcker": BAKER})
    assert known.find("https://quals.example/B%C3%A4cker") == (BAKER,)


def test_a_uri_that_is_no_web_address_is_compared_letter_by_letter() -> None:
    known = known_qualifications({"urn:example:Q": BAKER})
    assert known.find("urn:example:Q") == (BAKER,)
    assert known.find("URN:example:Q") == ()


def test_addresses_that_are_the_same_have_all_that_is_known_of_either() -> None:
    known = known_qualifications({"https://quals.example/a": BAKER, "https://QUALS.example/a/": COOK})
    assert known.find("https://quals.example/a") == (BAKER, COOK)
