"""What is written is read again as it was, whatever the document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from xsdata.formats.dataclass.parsers import XmlParser

import loms
from loms.document import Document
from loms.formats import FORMATS, format_of
from loms.samples.respelling import respelled
from loms.strategies import documents
from loms.strategies.chooser import HypothesisChooser
from tests.properties.every_format import every_format
from tests.support.canonical import canonical


@every_format()
def test_objects_come_back_from_xml(document: Document) -> None:
    assert loms.loads(loms.dumps(document)) == document


@pytest.mark.parametrize("name", [format.name for format in FORMATS])
def test_xml_comes_back_from_objects_however_it_was_spelled(name: str) -> None:
    @given(_respelled_documents(name))
    def holds(data: bytes) -> None:
        assert canonical(loms.dumps(loms.loads(data))) == canonical(data)

    holds()


@every_format()
def test_objects_come_back_from_json(document: Document) -> None:
    assert loms.from_json(loms.to_json(document)) == document


@every_format()
def test_json_of_what_was_read_is_the_same_json(document: Document) -> None:
    text = loms.to_json(document)
    assert loms.to_json(loms.from_json(text)) == text


@every_format()
def test_writing_again_what_was_read_gives_the_same_bytes(document: Document) -> None:
    data = loms.dumps(document)
    assert loms.dumps(loms.loads(data)) == data


@every_format()
def test_the_reader_gives_what_the_parser_of_xsdata_gives(document: Document) -> None:
    data = loms.dumps(document)
    assert loms.loads(data) == XmlParser().from_bytes(data, format_of(document).load_root_class())


@every_format()
def test_lenient_and_strict_reading_give_the_same_for_a_valid_document(document: Document) -> None:
    data = loms.dumps(document)
    assert loms.loads(data, strict=False) == loms.loads(data)


@st.composite
def _respelled_documents(draw: DrawFn, name: str) -> bytes:
    return respelled(HypothesisChooser(draw), loms.dumps(draw(documents(name))))
