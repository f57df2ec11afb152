"""Every judge says the same: a drawn document is valid, whatever was asked for."""

from __future__ import annotations

import io
from unittest import mock

import pytest
from hypothesis import given
from lxml import etree

import loms
from loms.document import Document
from loms.formats import format_of
from loms.io import growing
from loms.io.schema import compiled_schema
from loms.strategies import documents
from tests.conformance.places import xmlschema_schema
from tests.properties.every_format import every_format

ASKED: dict[str, dict[str, object]] = {
    "minimal": {"minimal": True, "max_records": 0},
    "in French": {"languages": ["fr"]},
    "in English": {"languages": ["en"]},
    "one text per language": {"one_text_per_language": True},
    "believable": {"realistic": True},
}


def validated(data: bytes) -> loms.Report:
    return loms.validate(io.BytesIO(data), profile="schema")


@every_format()
def test_rules_say_the_same_of_a_document_however_it_comes_and_name_places_in_it(document: Document) -> None:
    data = loms.dumps(document)
    report = loms.validate(io.BytesIO(data))
    assert {each.code for each in report.issues} == {each.code for each in report.counts}
    assert all(each.line and each.path and each.remedy for each in report.issues)
    with mock.patch.object(growing, "_CHUNK", 1_000):
        assert loms.validate(io.BytesIO(data)).issues == report.issues


@every_format()
def test_a_drawn_document_is_valid(document: Document) -> None:
    assert validated(loms.dumps(document)).issues == ()


@every_format()
def test_libxml2_accepts_a_drawn_document(document: Document) -> None:
    schema = compiled_schema(format_of(document))
    assert schema.validate(etree.fromstring(loms.dumps(document))), schema.error_log


@every_format()
def test_the_package_xmlschema_accepts_a_drawn_document(document: Document) -> None:
    xmlschema_schema(format_of(document).name).validate(loms.dumps(document))


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("name", ["loms-2019", "loq-learning-opportunities", "loq-qualifications"])
def test_a_document_is_valid_whatever_was_asked_for(name: str, asked: dict[str, object]) -> None:
    @given(documents(name, **asked))  # type: ignore[call-overload]
    def holds(document: Document) -> None:
        assert validated(loms.dumps(document)).issues == ()

    holds()
