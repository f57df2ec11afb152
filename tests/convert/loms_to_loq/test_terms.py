"""Terms of the offer: admission, costs, grants, credits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from loms.convert.accounting import Action
from loms.model import (
    Amount,
    CreditPoints,
    CreditPointSystem,
    Currency,
    EctsCreditPoints,
    EctsCreditPointSystem,
    PriceDetails,
)
from loms.text import label
from tests.convert.loms_to_loq.records import back_of_offer, back_of_specification, marked, note, said

EUROS = Amount(value=Decimal("95.00"), unit=Currency.EUR)
AMOUNT = "learningOpportunity/priceDetails[1]/amount"


def test_requirements_and_procedure_come_back() -> None:
    assert said(back_of_specification(entry_requirements_note=[note("None.")]).record.access_requirements) == [
        ("en", "None.")
    ]
    assert said(back_of_offer(admission_procedure=[note("Call.")]).record.admission_procedure) == [("en", "Call.")]


def test_an_amount_that_all_texts_say_is_not_written_again() -> None:
    price = PriceDetails(amount=EUROS, description=[note("95 EUR"), note("95 €", "fr")])
    result = back_of_offer(price_details=[price], additional_note=[marked("95 EUR", "ca", "Costs")])
    assert said(result.record.costs) == [("en", "95 EUR"), ("fr", "95 €"), ("ca", "95 EUR")]
    for path in (AMOUNT, f"{AMOUNT}/@unit"):
        assert result.fate(path) == [(Action.DROPPED, None, False)]


@pytest.mark.parametrize("text", ["90 EUR", "95 USD", "95 EUR a day"])
def test_an_amount_that_a_text_does_not_say_is_written_too(text: str) -> None:
    result = back_of_offer(price_details=[PriceDetails(amount=EUROS, description=[note(text)])])
    assert said(result.record.costs) == [("en", f"95.00 EUR\n\n{text}")]
    assert result.fate(f"{AMOUNT}/@unit") == [(Action.MAPPED, "LearningOpportunity/Costs", False)]


def test_an_amount_that_only_a_marked_note_says_is_not_written_again() -> None:
    result = back_of_offer(
        price_details=[PriceDetails(amount=EUROS)], additional_note=[marked("95 EUR", "ca", "Costs")]
    )
    assert said(result.record.costs) == [("ca", "95 EUR")]


def test_of_several_prices_nobody_knows_which_one_a_note_means() -> None:
    prices = [PriceDetails(amount=EUROS), PriceDetails(description=[note("Ask us.")])]
    result = back_of_offer(price_details=prices, additional_note=[marked("95 EUR", "ca", "Costs")])
    assert said(result.record.costs) == [("en", "95.00 EUR\n\nAsk us."), ("ca", "95 EUR")]


def test_prices_stand_in_one_text_for_each_language() -> None:
    prices = [
        PriceDetails(name=[label("Members", "en")], amount=EUROS, additional_note=[note("A year.")]),
        PriceDetails(name=[label("Others", "en")], description=[note("Ask us.")]),
    ]
    result = back_of_offer(price_details=prices)
    assert said(result.record.costs) == [("en", "Members\n\n95.00 EUR\n\nA year.\n\nOthers\n\nAsk us.")]


def test_credit_points_that_the_text_says_are_not_written_again() -> None:
    points = EctsCreditPoints(value=Decimal("7.5"), scheme_id=EctsCreditPointSystem.ECTS)
    result = back_of_specification(has_ects_credit_points=points, additional_note=[note("7,5 ECTS")])
    assert said(result.record.credits) == [("en", "7,5 ECTS")]
    assert result.fate("learningSpecification/hasECTSCreditPoints") == [(Action.DROPPED, None, False)]


def test_credit_points_without_a_text_are_written_as_one() -> None:
    result = back_of_specification(
        has_ects_credit_points=EctsCreditPoints(value=Decimal("1.50")),
        has_credit_points=[
            CreditPoints(value=Decimal(3), scheme_id=CreditPointSystem.ECVET),
            CreditPoints(value=Decimal(2)),
        ],
    )
    assert said(result.record.credits) == [("en", "1.50 ECTS\n\n3 ECVET\n\n2 credit points")]
