"""Documents of QMS 1.0 are read whatever their namespace and document element are, and no other document is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import loms
from loms.cli.contents import contents_of
from loms.formats import FORMATS, find_format
from loms.io.adoption import adoption_of, is_undecided
from loms.io.schema.check import DocumentCheck
from loms.legacy.qms import QualificationMetadata
from loms.strategies import documents
from tests.support.documents import LOMS, LOQ, ROOT

QMS = find_format("qms-1.0")
FULL = (ROOT / "tests" / "data" / "valid" / "qms-1.0-full.xml").read_text(encoding="utf-8")
LEGACY = (ROOT / "tests" / "data" / "valid" / "loq-qualifications-full.xml").read_text(encoding="utf-8")

RECORD = """<Qualification>
  <Identifier>{0}</Identifier>
  <PreferredLabel lang="en">Baker</PreferredLabel>
  <Description><Text lang="en">Bakes.</Text></Description>
  <ISCEDFoETField><Code>0721</Code></ISCEDFoETField>
</Qualification>
"""


def elsewhere(
    data: bytes, *, namespace: str | None = "http://qms.example/1.0", root: str = "QMS", inner: str | None = None
) -> bytes:
    """A QMS document with other names for the document element and the namespaces."""
    old = etree.fromstring(data)
    made = etree.fromstring(_renamed(etree.tostring(old), namespace, root, inner))
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8")


def _renamed(data: bytes, namespace: str | None, root: str, inner: str | None) -> bytes:
    text = data.decode().replace("QualificationMetadata", root)
    text = text.replace(f' xmlns="{QMS.namespace}"', f' xmlns="{namespace}"' if namespace else "", 1)
    if inner is not None:
        text = text.replace("<Qualification>", f'<Qualification xmlns="{inner}">')
    return text.encode()


def as_list(data: bytes) -> bytes:
    """The qualifications of a document as a list without a document element around it."""
    text = data.decode()
    found = re.search("<Qualifications>.*</Qualifications>", text, re.DOTALL)
    return b"<Qualifications/>" if found is None else found[0].encode()


def prefixed(data: bytes) -> bytes:
    """A document whose elements have a prefix."""
    text = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1q:", data.decode())
    return text.replace(f'xmlns="{QMS.namespace}"', 'xmlns:q="urn:example:q" version="3"', 1).encode()


def with_xml_lang(data: bytes) -> bytes:
    """A document in no namespace whose texts have the attribute of XML itself."""
    return elsewhere(data, namespace=None).replace(b" lang=", b" xml:lang=")


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "another name and namespace": elsewhere,
    "no namespace": lambda data: elsewhere(data, namespace=None),
    "our name in no namespace": lambda data: elsewhere(data, namespace=None, root="QualificationMetadata"),
    "another name in our namespace": lambda data: elsewhere(data, namespace=QMS.namespace),
    "several namespaces": lambda data: elsewhere(data, inner="urn:example:inner"),
    "a prefix and attributes of the document element": prefixed,
    "xml:lang": with_xml_lang,
}


def validated(data: bytes) -> loms.Report:
    return loms.validate(io.BytesIO(data), profile="schema")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
class TestDocumentsOfOtherNames:
    def test_are_read_as_if_they_had_ours(self, way: Callable[[bytes], bytes]) -> None:
        assert loms.loads(way(FULL.encode())) == loms.loads(FULL)

    def test_are_valid_as_the_same_document_with_our_names_is(self, way: Callable[[bytes], bytes]) -> None:
        report = validated(way(FULL.encode()))
        assert report.format is QMS
        assert (report.issues, report.records) == ((), 2)

    def test_are_counted_as_that_is(self, way: Callable[[bytes], bytes]) -> None:
        found, expected = contents_of(io.BytesIO(way(FULL.encode()))), contents_of(io.BytesIO(FULL.encode()))
        assert found.format is QMS
        assert (found.records, found.languages) == (expected.records, expected.languages)

    def test_are_written_with_our_names(self, way: Callable[[bytes], bytes]) -> None:
        written = loms.dumps(loms.loads(way(FULL.encode())))
        assert etree.fromstring(written).tag == f"{{{QMS.namespace}}}{QMS.root}"


@given(documents("qms-1.0"), st.sampled_from([None, "urn:example:any", "http://xn--example.example/#1"]))
def test_any_document_is_the_same_in_any_namespace(document: QualificationMetadata, namespace: str | None) -> None:
    data = elsewhere(loms.dumps(document), namespace=namespace)
    if document.qualifications is None and document.agents is None:
        with pytest.raises(loms.InvalidDataError, match="which no format has"):
            loms.loads(data)
    else:
        assert loms.loads(data) == document
        assert validated(data).issues == ()


class TestLists:
    def test_a_list_of_qualifications_is_read_as_a_document(self) -> None:
        found = loms.loads(as_list(FULL.encode()), expect=QualificationMetadata)
        whole = loms.loads(FULL, expect=QualificationMetadata)
        assert found == QualificationMetadata(qualifications=whole.qualifications)

    def test_a_list_is_validated_and_counted(self) -> None:
        data = as_list(FULL.encode())
        assert (validated(data).issues, validated(data).records) == ((), 1)
        assert contents_of(io.BytesIO(data)).records == {"Qualification": 1}

    def test_faults_in_a_list_are_found_with_their_lines(self) -> None:
        faulty = RECORD.format("B").replace("<Code>0721</Code>", "")
        text = f"<Qualifications>\n{RECORD.format('A')}{faulty}stray\n{RECORD.format('C')}</Qualifications>"
        found = [(issue.code, issue.line, issue.record) for issue in validated(text.encode()).issues]
        assert found == [("XSD-TEXT-NOT-ALLOWED", 1, None), ("XSD-MISSING-ELEMENT", 12, "B")]
        assert [issue.code for issue in _strictly(text)] == [code for code, _, _ in found]

    def test_lines_are_right_beyond_what_libxml2_counts(self) -> None:
        many = "".join(RECORD.format(number) for number in range(11_000))
        # An element without text has no neighbour by which libxml2 could guess its line.
        faulty = RECORD.format("B").replace('<Text lang="en">Bakes.</Text>', '<Text\n\nlang="en"/><Text\n\nlang="en"/>')
        text = f"<Qualifications>\n{many}{faulty}</Qualifications>"
        [issue] = validated(text.encode()).issues
        assert issue.line == text.count("\n", 0, text.rindex("<Text")) + 3 == 66_009

    def test_text_around_the_records_of_a_list_is_a_fault(self) -> None:
        for place in ("<Qualifications>", "</Qualification>"):
            text = f"<Qualifications>{RECORD.format('A')}{RECORD.format('B')}</Qualifications>"
            text = text.replace(place, f"{place}stray", 1)
            assert [issue.code for issue in validated(text.encode()).issues] == ["XSD-TEXT-NOT-ALLOWED"]
            assert [issue.code for issue in _strictly(text)] == ["XSD-TEXT-NOT-ALLOWED"]

    @pytest.mark.parametrize("between", ["", "\n<!-- nothing -->", "text"])
    def test_a_list_without_a_telling_record_is_none(self, between: str) -> None:
        with pytest.raises(loms.InvalidDataError, match="which no format has"):
            loms.loads(f"<Qualifications>{between}<Qualification/></Qualifications>")


class TestOtherDocuments:
    def test_a_legacy_list_stays_what_it_is(self) -> None:
        assert validated(LEGACY.encode()).format is find_format("loq-qualifications")

    @pytest.mark.parametrize("text", [LEGACY, LOMS, LOQ], ids=["qualifications", "loms", "opportunities"])
    def test_documents_of_other_formats_in_no_namespace_are_not_taken_for_one(self, text: str) -> None:
        _refused(re.sub(r' xmlns="[^"]*"', "", text))

    @pytest.mark.parametrize("format", [each for each in FORMATS if each is not QMS], ids=lambda each: each.name)
    def test_what_is_in_the_namespace_of_another_format_is_not_taken_for_one(self, format: loms.formats.Format) -> None:
        _refused(elsewhere(FULL.encode(), namespace=format.namespace).decode())
        _refused(elsewhere(FULL.encode(), inner=format.namespace).decode())

    @pytest.mark.parametrize(
        "text",
        [
            "<data/>",
            "<data><Records><Qualification><Identifier>1</Identifier></Qualification></Records></data>",
            "<data><Header/><Qualifications><Qualification><URI/></Qualification></Qualifications></data>",
            "<data><Qualifications><Course><Identifier>1</Identifier></Course></Qualifications></data>",
            "<data><Qualifications><Qualification><Name>Baker</Name></Qualification></Qualifications></data>",
            "<Agents><Agent><Identifier>1</Identifier></Agent></Agents>",
            f"<data>{'<Qualifications/>' * 2000}</data>",
        ],
    )
    def test_what_does_not_hold_what_qms_holds_is_refused(self, text: str) -> None:
        _refused(text)

    def test_what_both_models_have_says_nothing_yet(self) -> None:
        begun = "<Qualifications><Qualification><Description/><EQFLevel/></Qualification></Qualifications>"
        assert is_undecided(etree.fromstring(begun))
        assert not is_undecided(etree.fromstring(begun.replace("<EQFLevel/>", "<PreferredLabel/>")))
        assert not is_undecided(etree.fromstring(begun.replace("<EQFLevel/>", "<Title/>")))


class TestStreams:
    @pytest.mark.parametrize("space", [10, 70_000, 200_000])
    def test_a_document_may_tell_late_what_it_is(self, space: int) -> None:
        gap = " " * space
        record = RECORD.format("A").replace("<Identifier>", f"{gap}<Identifier>")
        text = f"<QMS>{gap}<Qualifications>{gap}{record}</Qualifications></QMS>"
        assert [issue.code for issue in validated(text.encode()).issues] == []
        assert contents_of(io.BytesIO(text.encode())).records == {"Qualification": 1}

    def test_a_document_that_was_cut_off_is_told_so(self) -> None:
        data = elsewhere(FULL.encode())
        for length in (len(data) - 3, len(data) // 2):
            assert [issue.code for issue in validated(data[:length]).issues] == ["XML-TRUNCATED"]

    @pytest.mark.parametrize(
        ("begin", "end"),
        [("<QMS><Qualifications>", "</Qualifications></QMS>"), ("<Qualifications>", "</Qualifications>")],
        ids=["document", "list"],
    )
    def test_little_of_a_large_document_is_kept(self, begin: str, end: str) -> None:
        parser = etree.XMLPullParser(events=("start",))
        parser.feed(begin + RECORD.format(0))
        root = cast("etree._Element", next(element for _, element in parser.read_events()))
        adoption, check = adoption_of(root), DocumentCheck(QMS, source="test")
        assert adoption is not None
        for number in range(1, 300):
            parser.feed(RECORD.format(number))
            adopted = adoption.take_in(complete=False)
            check.take(adopted, complete=False, drop=True)
            assert len(list(adopted.iter())) + len(list(root.iter())) < 50
        parser.feed(end)
        parser.close()
        adopted = adoption.take_in(complete=True)
        check.take(adopted, complete=True, drop=True)
        assert (check.issues(adopted), check.records) == ((), 300)


def _refused(text: str) -> None:
    """Hold that a document is of no format, for every reader."""
    assert [issue.code for issue in validated(text.encode()).issues] == ["FORMAT-UNKNOWN"]
    assert [issue.code for issue in _strictly(text)] == ["FORMAT-UNKNOWN"]
    with pytest.raises(loms.InvalidDataError, match="which no format has"):
        contents_of(io.BytesIO(text.encode()))


def _strictly(text: str) -> tuple[loms.Issue, ...]:
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.loads(text)
    return caught.value.issues
