"""Records taken apart: values are as XML writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

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
    Qualification,
)


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
