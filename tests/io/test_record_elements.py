"""The records of a document come one by one, whole and in order, and nothing of them stays."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import loms
from loms.document import Document
from loms.errors import InvalidDataError
from loms.formats import format_of
from loms.io import growing
from loms.io.growing import GrowingDocument
from loms.io.record_elements import record_elements
from loms.io.source import OpenSource, open_source
from tests.properties.every_format import every_format
from tests.support.documents import EXAMPLES, ROOT

QMS = (ROOT / "tests" / "data" / "valid" / "qms-1.0-full.xml").read_bytes()


def records_of(data: bytes) -> Iterator[bytes]:
    with open_source(io.BytesIO(data)) as opened:
        for element in record_elements(GrowingDocument(opened)):
            yield canonical(element)


def canonical(element: etree._Element) -> bytes:
    element.tail = None
    text: bytes = etree.tostring(element, method="c14n", exclusive=True)
    return text


def expected(data: bytes, depth: int) -> list[bytes]:
    """The records as the whole tree has them."""
    root = etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True))
    return list(map(canonical, root if depth == 1 else [record for section in list(root) for record in list(section)]))


@every_format()
def test_they_are_the_records_of_the_whole_document(document: Document) -> None:
    data = loms.dumps(document)
    assert list(records_of(data)) == expected(data, format_of(document).record_depth)


@pytest.mark.parametrize("chunk", [1, 7, 64, 1000])
@pytest.mark.parametrize("path", [EXAMPLES / "courses-loms.xml", EXAMPLES / "courses-loq.xml"], ids=["loms", "loq"])
def test_they_are_the_same_however_the_bytes_come(path: Path, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()[: 20_000 if chunk == 1 else None]
    whole = data if chunk > 1 else _closed(path)
    monkeypatch.setattr(growing, "_CHUNK", chunk)
    assert list(records_of(whole)) == expected(whole, 2 if "loms" in path.name else 1)


def _closed(path: Path) -> bytes:
    """A document with only the beginning of what it holds."""
    root = etree.parse(path).getroot()
    sections = [root] if "loq" in path.name else list(root)
    for section in sections:
        for record in list(section)[3:]:
            section.remove(record)
    return etree.tostring(root)


@given(st.integers(1, 300))
def test_a_list_without_its_document_element_has_its_records(chunk: int) -> None:
    inner = QMS[QMS.index(b"<Qualifications>") : QMS.index(b"</Qualifications>")] + b"</Qualifications>"
    monkeypatch = pytest.MonkeyPatch()
    with monkeypatch.context() as patched:
        patched.setattr(growing, "_CHUNK", chunk)
        found = list(records_of(inner))
    namespace = format_of(loms.loads(QMS)).namespace
    whole = inner.replace(b"<Qualifications>", f'<Qualifications xmlns="{namespace}">'.encode(), 1)
    assert found == expected(whole, 1)


def test_comments_and_processing_instructions_are_no_records() -> None:
    data = (EXAMPLES / "courses-loq.xml").read_bytes()
    start = data.index(b">", data.index(b"<LearningOpportunities")) + 1
    spoiled = data[:start] + b"<!-- a --><?b c?>" + data[start:]
    assert list(records_of(spoiled)) == list(records_of(data))


def test_a_document_of_many_records_is_never_in_memory_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "_CHUNK", 1000)
    inner = b"<Qualification><QualificationId>1</QualificationId></Qualification>" * 5000
    data = b'<Qualifications xmlns="%s">%s</Qualifications>' % (
        loms.formats.find_format("loq-qualifications").namespace.encode(),
        inner,
    )
    with open_source(io.BytesIO(data)) as opened:
        at_once = [element.xpath("count(../*)") for element in record_elements(GrowingDocument(opened))]
    assert len(at_once) == 5000
    assert all(isinstance(count, float) and count < 50 for count in at_once)


def test_what_is_not_well_formed_is_told_when_it_comes() -> None:
    data = (EXAMPLES / "courses-loq.xml").read_bytes()
    found = records_of(data[:-100])
    with pytest.raises(InvalidDataError, match="XML-TRUNCATED"):
        list(found)


def test_nothing_is_read_before_the_first_record_is_asked_for() -> None:
    class Counting(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.reads += 1
            return super().read(size)

    stream = Counting((EXAMPLES / "courses-loms.xml").read_bytes())
    document = GrowingDocument(OpenSource(stream, "courses"))
    begun = stream.reads
    iterator = record_elements(document)
    assert stream.reads == begun
    next(iterator)
    assert stream.reads <= begun + 1
