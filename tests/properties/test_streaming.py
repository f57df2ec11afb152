"""Record by record gives what the whole document gives, on the way in and on the way out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import loms
from loms.document import Document
from loms.errors import InvalidDataError, Issue
from loms.formats import FORMATS, find_format
from loms.io import growing
from loms.io.left_out import LeftOut
from loms.io.read import read_leniently
from loms.io.streaming.record_stream import PlacedRecord, RecordStream
from loms.strategies import NearInvalid, documents, near_invalid
from tests.support.foreign import WithForeign, with_foreign
from tests.support.records import Section, sections_of, without_records

each_format = pytest.mark.parametrize("name", [format.name for format in FORMATS])

# Few bytes at a time are slow for a large document.
SMALL = 20_000


@st.composite
def chunks(draw: st.DrawFn, data: bytes) -> int:
    return draw(st.sampled_from([7, 100, 1000] if len(data) < SMALL else [1000, 1 << 16]))


@attrs.define
class Read:
    """What came of reading a document record by record."""

    placed: list[PlacedRecord] = attrs.field(factory=list)
    issues: list[Issue] = attrs.field(factory=list)
    left_out: list[LeftOut] = attrs.field(factory=list)

    def sections(self, format: str) -> list[Section]:
        """The records by section, where the document has them in another order than the model too."""
        depth = find_format(format).record_depth
        found: dict[str, Section] = {}
        for each in self.placed:
            found.setdefault("" if depth == 1 else each.path.split("/")[2], []).append(each.record)
        return sorted(found.values(), key=repr)


def read_in_steps(data: bytes, *, strict: bool, chunk: int) -> Read:
    read = Read()
    read_on(read, data, strict=strict, chunk=chunk)
    return read


def read_on(read: Read, data: bytes, *, strict: bool, chunk: int) -> None:
    """Read a document, and keep what comes of it even if an error ends it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(growing, "_CHUNK", chunk)
        stream = RecordStream(
            source=io.BytesIO(data),
            max_unpacked_size=None,
            strict=strict,
            on_issue=read.issues.append,
            on_left_out=read.left_out.append,
        )
        read.placed.extend(stream)


def without_empty(sections: Sequence[Section]) -> list[Section]:
    return sorted((section for section in sections if section), key=repr)


@each_format
class TestReadingRecordByRecord:
    def test_gives_the_records_of_the_whole_document(self, name: str) -> None:
        @given(documents(name), st.data())
        def holds(document: Document, data: st.DataObject) -> None:
            content = loms.dumps(document)
            read = read_in_steps(content, strict=True, chunk=data.draw(chunks(content)))
            assert [each.record for each in read.placed] == [
                record for section in sections_of(loms.loads(content)) for record in section
            ]
            assert [each.number for each in read.placed] == list(range(1, len(read.placed) + 1))

        holds()

    def test_gives_the_same_without_checking_a_valid_document(self, name: str) -> None:
        @given(documents(name))
        def holds(document: Document) -> None:
            content = loms.dumps(document)
            unchecked = list(loms.iter_records(io.BytesIO(content), check=False))
            assert unchecked == list(loms.iter_records(io.BytesIO(content)))

        holds()

    def test_refuses_a_faulty_document_for_the_same_fault(self, name: str) -> None:
        @given(near_invalid(name), st.data())
        def holds(document: NearInvalid, data: st.DataObject) -> None:
            with pytest.raises(InvalidDataError) as refusal:
                read_in_steps(document.data, strict=True, chunk=data.draw(chunks(document.data)))
            assert [(issue.code, issue.path) for issue in refusal.value.issues] == [(document.code, document.path)]

        holds()

    def test_keeps_of_a_document_with_a_fault_what_lenient_reading_keeps(self, name: str) -> None:
        @given(near_invalid(name), st.data())
        def holds(document: NearInvalid, data: st.DataObject) -> None:
            reads_the_same(document.data, name, data.draw(chunks(document.data)))

        holds()

    def test_keeps_of_a_document_with_foreign_content_what_lenient_reading_keeps(self, name: str) -> None:
        @given(with_foreign(name), st.data())
        def holds(document: WithForeign, data: st.DataObject) -> None:
            reads_the_same(document.data, name, data.draw(chunks(document.data)))

        holds()


@each_format
@pytest.mark.parametrize("strict", [True, False])
class TestReadingWhatIsDamaged:
    def test_gives_what_came_before_a_cut_and_the_error_of_reading_at_once(self, name: str, strict: bool) -> None:
        @given(documents(name), st.data())
        def holds(document: Document, data: st.DataObject) -> None:
            content = loms.dumps(document)
            end = data.draw(st.integers(0, len(content.rstrip()) - 1))
            fails_the_same(content, content[:end], strict=strict, chunk=data.draw(chunks(content)))

        holds()

    def test_gives_what_came_before_wrong_markup_and_the_error_of_reading_at_once(
        self, name: str, strict: bool
    ) -> None:
        @given(documents(name), st.sampled_from([b"</no>", b"<a b=c/>", b"&no;", b"\0", b"\xff", b"<"]), st.data())
        def holds(document: Document, wrong: bytes, data: st.DataObject) -> None:
            content = loms.dumps(document)
            at = data.draw(st.sampled_from([each.start() for each in re.finditer(rb"\n *<(?!\?)", content)]))
            damaged = content[:at] + wrong + content[at:]
            # Before the document element no format is known yet.
            assume(at > content.index(b"<", 10))
            fails_the_same(content, damaged, strict=strict, chunk=data.draw(chunks(content)))

        holds()


def fails_the_same(whole: bytes, damaged: bytes, *, strict: bool, chunk: int) -> None:
    """Reading in steps gives records of the whole document, and then the error that reading at once gives."""
    with pytest.raises(InvalidDataError) as expected:
        loms.read(io.BytesIO(damaged), strict=strict)
    read = Read()
    with pytest.raises(InvalidDataError) as refusal:
        read_on(read, damaged, strict=strict, chunk=chunk)
    assert refusal.value.issues == expected.value.issues
    records = [record for section in sections_of(loms.loads(whole)) for record in section]
    assert [each.record for each in read.placed] == records[: len(read.placed)]


def reads_the_same(data: bytes, name: str, chunk: int) -> None:
    """Lenient reading in steps gives the records, the issues and what was left out as reading at once does."""
    try:
        whole = read_leniently(io.BytesIO(data))
    except InvalidDataError:
        assume(False)
    read = read_in_steps(data, strict=False, chunk=chunk)
    assert read.sections(name) == without_empty(sections_of(whole.document))
    assert Counter(read.issues) == Counter(whole.issues)
    assert Counter(read.left_out) == Counter(whole.left_out)
    for placed in read.placed:
        assert list(placed.issues) == [issue for issue in whole.issues if issue in placed.issues]
        assert all(issue.path == placed.path or is_below(issue, placed) for issue in placed.issues)


def is_below(issue: Issue, placed: PlacedRecord) -> bool:
    return (issue.path or "").startswith(f"{placed.path}/")


@each_format
class TestWritingRecordByRecord:
    def test_gives_the_bytes_of_the_whole_document_in_whatever_order_the_sections_come(self, name: str) -> None:
        @given(documents(name), st.data())
        def holds(document: Document, data: st.DataObject) -> None:
            sections = [list(section) for section in sections_of(document)]
            turns = data.draw(st.permutations([number for number, each in enumerate(sections) for _ in each]))
            stream = io.BytesIO()
            with loms.RecordWriter(stream, root=without_records(document)) as writer:
                for number in turns:
                    writer.write(sections[number].pop(0))
            assert stream.getvalue() == loms.dumps(document)

        holds()
