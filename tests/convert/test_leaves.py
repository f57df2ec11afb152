"""Records taken apart: values are as XML writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

import loms
from loms.convert.leaves import leaves_of
from loms.model import (
    Amount,
    ContentEncoding,
    ContentEncodingCode,
    Currency,
    EqfLevel,
    EqfLevelCode,
    ImageMediaType,
    ImageMediaTypeCode,
    ImageObject,
    LearningOutcomes,
    QmsLearningOpportunities,
    Qualification,
)
from tests.support.documents import ROOT


def value(record: object, path: str) -> str:
    return next(leaf.value for leaf in leaves_of(record, "it") if leaf.path == path)


@pytest.mark.parametrize(("number", "written"), [("0.0000001", "0.0000001"), ("1E+3", "1000"), ("95.00", "95.00")])
def test_a_number_is_written_without_an_exponent(number: str, written: str) -> None:
    assert value(Amount(value=Decimal(number), unit=Currency.EUR), "it") == written


def test_a_truth_value_is_in_small_letters() -> None:
    qualification = Qualification(
        id="urn:example:q",
        eqf_level=EqfLevelCode(uri=EqfLevel.LEVEL_1),
        learning_outcomes=LearningOutcomes(),
        is_partial_qualification=True,
    )
    assert value(qualification, "it/isPartialQualification") == "true"


def test_bytes_are_in_base64() -> None:
    image = ImageObject(
        content_type=ImageMediaTypeCode(uri=next(iter(ImageMediaType))),
        content_encoding=ContentEncodingCode(uri=ContentEncoding.BASE64),
        content=b"\x89PNG",
    )
    assert value(image, "it/content") == "iVBORw=="


def test_a_value_that_was_read_stands_as_it_was_written() -> None:
    document = loms.read(ROOT / "tests" / "data" / "valid" / "loms-2019-full.xml", expect=QmsLearningOpportunities)
    values = {leaf.value for leaf in leaves_of(document, "qmsLearningOpportunities") if leaf.name == "endedAtTime"}
    assert "2024-12-31T23:59:59.5-01:00" in values
