"""White space as XML means it."""

from __future__ import annotations

import pytest

from loms.io.schema.xml_space import collapsed


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\r", " \t\r\n"])
def test_any_white_space_collapses_within_and_goes_around(space: str) -> None:
    assert collapsed(f"{space}a{space}b{space}") == "a b"


@pytest.mark.parametrize("value", ["", "a", "\u00a0a\u2028b\u3000"])
def test_what_holds_no_white_space_of_xml_stays_as_it_is(value: str) -> None:
    assert collapsed(value) == value
