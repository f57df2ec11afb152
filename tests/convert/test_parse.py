"""Values in free text: only what is beyond doubt."""

from __future__ import annotations

from decimal import Decimal

import pytest

from loms.convert.parse import amount_of, credits_of, date_of, duration_of


@pytest.mark.parametrize("text", ["2025-09-01", "1.9.2025", "01.09.2025", " 1. 9. 2025 "])
def test_one_whole_date_is_read(text: str) -> None:
    assert str(date_of(text)) == "2025-09-01"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.9.25",
        "1.9.2025, 8.9.2025",
        "31.2.2025",
        "2025-13-01",
        "0000-01-01",
        "from 1.9.2025",
        "9/1/2025",
        "١.٩.٢٠٢٥",
    ],
)
def test_anything_beside_or_short_of_a_date_stays_text(text: str) -> None:
    assert date_of(text) is None


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("120 €", "120", "EUR"),
        ("€120.50", "120.50", "EUR"),
        ("1 200,50 EUR", "1200.50", "EUR"),
        ("1.200,50 €", "1200.50", "EUR"),
        ("1,200,000 SEK", "1200000", "SEK"),
        ("CHF 1'200", "1200", "CHF"),
        ("0 €", "0", "EUR"),
        ("12000 pln", "12000", "PLN"),
    ],
)
def test_one_amount_with_its_currency_is_read(text: str, number: str, currency: str) -> None:
    found = amount_of(text)
    assert found is not None
    assert (found[0], found[1].name) == (Decimal(number), currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "120",
        "0",
        "1.200 €",
        "1,200 €",
        "€ 120 EUR",
        "120 € per term",
        "100-200 €",
        "12.34.56 €",
        "120 XYZ",
        "٣ EUR",
    ],
)
def test_an_amount_that_can_be_doubted_stays_text(text: str) -> None:
    assert amount_of(text) is None


@pytest.mark.parametrize(
    ("text", "number", "system"),
    [
        ("60 ECTS", "60", "ECTS"),
        ("7,5 ects credits", "7.5", "ECTS"),
        ("ECTS: 5", "5", "ECTS"),
        ("12 ECVET points", "12", "ECVET"),
    ],
)
def test_credit_points_of_a_named_system_are_read(text: str, number: str, system: str) -> None:
    assert credits_of(text) == (Decimal(number), system)


@pytest.mark.parametrize("text", ["", "60", "60 op", "60 ECTS or 40 ECVET", "up to 60 ECTS", "180-240 ECTS", "٣ ECTS"])
def test_other_credits_stay_text(text: str) -> None:
    assert credits_of(text) is None


@pytest.mark.parametrize(
    ("text", "duration"),
    [("3 years", "P3Y"), ("6 Wochen", "P42D"), ("1 an", "P1Y"), ("40 hours", "PT40H"), ("2 kk.", None)],
)
def test_one_number_and_unit_is_a_duration(text: str, duration: str | None) -> None:
    found = duration_of(text)
    assert (None if found is None else str(found)) == duration


@pytest.mark.parametrize("text", ["", "3", "0 years", "3-4 years", "3 years full-time", "1,5 Jahre", "٣ years"])
def test_other_durations_stay_text(text: str) -> None:
    assert duration_of(text) is None
