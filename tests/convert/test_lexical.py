"""Values as XML Schema writes them, and nothing else that Python reads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from loms.convert.lexical import date_of, duration_of, number_of, truth_of


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", "7"), ("007.50", "7.50"), ("+1.", "1"), ("-.5", "-0.5"), (" 7.5\n", "7.5")],
)
def test_a_decimal_is_read(text: str, number: str) -> None:
    assert number_of(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["1_0E2", "1E2", "1_000", "NaN", "Infinity", "٣", "1,5", "", ".", "+", "0x10", "\u00a01"]
)
def test_what_is_no_decimal_of_xml_schema_is_none(text: str) -> None:
    assert number_of(text) is None


def test_white_space_of_xml_around_a_value_means_nothing() -> None:
    assert str(date_of(" 2025-09-01\n")) == "2025-09-01T00:00:00"
    assert str(duration_of("\tP3Y ")) == "P3Y"
    assert truth_of(" 1 ") is True


@pytest.mark.parametrize("text", ["P1_0Y", "3 years", ""])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert duration_of(text) is None
