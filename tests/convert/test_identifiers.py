"""Ids and web addresses."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from loms.convert.identifiers import minted_id, minted_uuid, quoted_address

ANY_URI = etree.XMLSchema(
    etree.fromstring(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="xs:anyURI"/></xs:schema>'
    )
)
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
IN_ADDRESSES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from(":/?#[]@%1a"),
    max_size=20,
)


@settings(deadline=None)
@given(st.lists(NAMES, min_size=2, max_size=2, unique=True))
def test_different_names_give_different_ids(names: list[str]) -> None:
    assert len({minted_id("urn:example:", "opportunity", name) for name in names}) == 2


def test_a_name_cannot_be_mistaken_for_a_path() -> None:
    assert minted_id("urn:x:", "specification", "A/award/1") != minted_id("urn:x:", "specification", "A", "award", "1")


@pytest.mark.parametrize(("name", "written"), [(".", "%2E"), ("..", "%2E%2E"), ("a.b", "a.b"), ("a b", "a%20b")])
def test_an_id_stays_readable(name: str, written: str) -> None:
    assert minted_id("https://x.example/", "opportunity", name) == f"https://x.example/opportunity/{written}"


def test_the_same_content_gives_the_same_id_and_other_content_another() -> None:
    first = minted_uuid("urn:x:", "organization", ["LUX", [["en", "School"]]])
    assert first == minted_uuid("urn:x:", "organization", ["LUX", [["en", "School"]]])
    assert first != minted_uuid("urn:x:", "organization", ["DEU", [["en", "School"]]])
    assert first.removeprefix("urn:x:") != minted_uuid("urn:y:", "organization", ["LUX", [["en", "School"]]])[6:]


@settings(deadline=None)
@given(st.sampled_from(["http://", "https://"]), IN_ADDRESSES)
def test_every_address_of_the_legacy_model_becomes_a_uri_once_and_for_all(scheme: str, rest: str) -> None:
    address = quoted_address(scheme + rest)
    element = etree.Element("a")
    element.text = address
    assert ANY_URI.validate(element), address
    assert quoted_address(address) == address


@pytest.mark.parametrize(
    "address", ["https://x.example/%C3%BC?a=1&b=2#c", "http://[2001:db8::1]:80/", "https://u@x.example:443/a;b,c"]
)
def test_a_uri_stays_as_it_is(address: str) -> None:
    assert quoted_address(address) == address


def test_an_id_made_of_content_ends_in_a_uuid_of_version_5() -> None:
    name = '["LUX",[["en","Schoul fir Bäcker"]]]'
    expected = uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, "urn:x:"), name)
    assert (
        minted_uuid("urn:x:", "organization", ["LUX", [["en", "Schoul fir Bäcker"]]])
        == f"urn:x:organization/{expected}"
    )
