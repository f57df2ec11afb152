"""What is told for certain of objects is what the schema says of the XML that is written for them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given, reject
from hypothesis.strategies import SearchStrategy
from lxml import etree

import loms
from loms.document import Document
from loms.errors import InvalidDataError, Issue, UsageError
from loms.formats import FORMATS, find_format
from loms.io.binding import bind
from loms.io.certain.records import certain_records
from loms.io.streaming.record_checks import RecordChecks
from loms.io.streaming.record_kinds import RecordKind, record_kinds
from loms.io.streaming.record_types import Record
from loms.io.streaming.rendering import RecordRenderer
from loms.samples.faults import codes_of
from loms.strategies import NearInvalid, near_invalid
from tests.properties.every_format import every_format
from tests.support.records import sections_of, without_records

each_format = pytest.mark.parametrize("name", [format.name for format in FORMATS])


# Faults that objects can have; the others are in the markup alone.
HELD = (
    "XSD-MISSING-ATTRIBUTE",
    "XSD-MISSING-ELEMENT",
    "XSD-UNKNOWN-CODE",
    "XSD-BAD-VALUE",
    "XSD-BAD-PATTERN",
    "XSD-EMPTY-VALUE",
    "XSD-REPEATED-ELEMENT",
    "XSD-DUPLICATE-ID",
    "XSD-DUPLICATE-VALUE",
    "XSD-DANGLING-REFERENCE",
)


def with_fault(name: str) -> SearchStrategy[NearInvalid]:
    known = codes_of(find_format(name))
    return near_invalid(name, codes=[code for code in HELD if code in known])


def bound(document: NearInvalid) -> Document:
    """The document as objects, which may hold what the schema does not allow; not every fault can be held."""
    format = find_format(document.format)
    try:
        tree = etree.parse(io.BytesIO(document.data))
        found: Document = bind(tree, format.load_root_class(), source="faulty", strict=False)  # type: ignore[assignment]
    except (InvalidDataError, etree.XMLSyntaxError):
        reject()
    return found


def placed(document: Document, name: str) -> Iterator[tuple[Record, RecordKind]]:
    """The records of a document, each with what it is."""
    kinds = {kind.kind or str: kind for kind in record_kinds(find_format(name)).values()}
    for section in sections_of(document):
        yield from ((record, kinds[type(record)]) for record in section if type(record) in kinds)


def faults(document: Document, name: str) -> list[Issue]:
    """What the schema says of those records of a document that are told to be certainly valid."""
    format = find_format(name)
    renderer = RecordRenderer(format, root=without_records(document), name="records")
    found: list[Issue] = []
    for record, kind in placed(document, name):
        names = (kind.section.name, kind.name) if kind.section.name else (kind.name,)
        if certain_records(format).certain(record, names) is not None:
            element = renderer.element(renderer.rendered(record, kind))
            found += RecordChecks(format, source="records").take(element, kind)
    return found


def written(document: Document) -> bytes | list[tuple[object, ...]]:
    """The bytes that writing record by record gives, or what it says is wrong."""
    stream = io.BytesIO()
    refused: list[Issue] = []
    try:
        with loms.RecordWriter(stream, root=without_records(document)) as writer:
            for section in sections_of(document):
                for record in section:
                    try:
                        writer.write(record)
                    except InvalidDataError as error:
                        refused += error.issues
    except InvalidDataError as error:
        refused += error.issues
    except UsageError as error:
        return [(str(error),)]
    told: list[tuple[object, ...]] = [
        (each.code, each.path, each.record, each.message, each.remedy) for each in refused
    ]
    return told or stream.getvalue()


@each_format
def test_a_record_with_a_fault_is_never_told_to_be_valid(name: str) -> None:
    @given(with_fault(name))
    def holds(document: NearInvalid) -> None:
        assert faults(bound(document), name) == []

    holds()


@every_format()
def test_what_is_told_of_a_valid_document_is_true(document: Document) -> None:
    assert faults(document, loms.formats.format_of(document).name) == []


@each_format
def test_writing_says_the_same_as_without_the_short_way(name: str) -> None:
    @given(with_fault(name))
    def holds(document: NearInvalid) -> None:
        objects = bound(document)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(RecordChecks, "accepts", lambda *_: False)
            expected = written(objects)
        assert written(objects) == expected

    holds()
