"""What holds of a conversion, whatever the document."""

from __future__ import annotations

import io

import loms
from loms.document import Document
from loms.strategies import documents
from tests.properties.every_format import every_format

SOURCES = ["loq-learning-opportunities"]
SETTINGS = loms.Settings(namespace="https://data.example.org/lo/")


def converted(document: Document) -> loms.Conversion:
    return loms.convert(document, to="loms-2019", settings=SETTINGS)


@every_format(only=SOURCES)
def test_what_a_conversion_makes_is_valid(document: Document) -> None:
    report = loms.validate(io.BytesIO(loms.dumps(converted(document).document)))
    assert report.issues == ()


@every_format(only=SOURCES, drawn=lambda name: documents(name, realistic=True))
def test_what_a_conversion_makes_of_believable_data_is_valid(document: Document) -> None:
    report = loms.validate(io.BytesIO(loms.dumps(converted(document).document)))
    assert report.issues == ()


@every_format(only=SOURCES)
def test_a_conversion_gives_the_same_bytes_twice(document: Document) -> None:
    assert loms.dumps(converted(document).document) == loms.dumps(converted(document).document)
