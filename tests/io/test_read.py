"""Reading: what is accepted, what is refused, and with which words."""

from __future__ import annotations

import gzip
import io
import socket
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import loms
from loms.legacy.delete import Delete
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.model import IscedF, QmsLearningOpportunities
from tests.support.canonical import canonical
from tests.support.documents import DELETE, LOMS, LOQ

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


@pytest.mark.parametrize(
    ("document", "kind"),
    [(LOMS, QmsLearningOpportunities), (LOQ, LearningOpportunities), (DELETE, Delete)],
    ids=["loms", "loq", "delete"],
)
def test_the_document_element_tells_the_format(document: str, kind: type) -> None:
    assert type(loms.loads(document)) is kind


def test_a_path_and_a_stream_and_memory_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "courses.xml"
    path.write_text(LOMS, encoding="utf-8")
    assert loms.read(path) == loms.read(str(path)) == loms.read(io.BytesIO(LOMS.encode())) == loms.loads(LOMS)


def test_gzip_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "courses.xml"
    path.write_bytes(gzip.compress(LOMS.encode()))
    assert loms.read(path) == loms.loads(LOMS)


def test_a_stream_that_cannot_go_back_is_read_once() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.rest = io.BytesIO(LOMS.encode())

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: WriteableBuffer) -> int:
            return self.rest.readinto(memoryview(buffer)[:1])

    assert loms.read(Pipe()) == loms.loads(LOMS)


def test_the_stream_of_a_caller_stays_open() -> None:
    stream = io.BytesIO(LOMS.encode())
    loms.read(stream)
    assert not stream.closed


def test_other_encodings_than_utf_8_are_understood() -> None:
    document = LOMS.replace("UTF-8", "ISO-8859-1").replace("Bread", "Pâtisserie")
    assert loms.loads(document.encode("iso-8859-1")) == loms.loads(LOMS.replace("Bread", "Pâtisserie"))


def test_in_a_text_string_the_declared_encoding_means_nothing() -> None:
    assert loms.loads(LOMS.replace("UTF-8", "UTF-16")) == loms.loads(LOMS)


def test_the_expected_class_is_returned() -> None:
    assert loms.loads(DELETE, expect=Delete).id == ["Q-1", "Q-2"]


def test_another_format_than_the_expected_one_is_refused() -> None:
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.loads(LOQ, expect=QmsLearningOpportunities)
    assert [issue.code for issue in caught.value.issues] == ["FORMAT-UNEXPECTED"]


TWO_FAULTS = LOMS.replace("/0721", "/07210").replace('<title><text lang="en"', '<title><text lang="xx"', 1)


def test_strict_reading_reports_all_problems_in_one_error() -> None:
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.loads(TWO_FAULTS)
    assert [(issue.line, issue.record) for issue in caught.value.issues] == [
        (6, "https://data.example.org/opportunity/1"),
        (14, "https://data.example.org/specification/1"),
    ]


def test_the_message_of_the_error_is_one_line_that_counts_the_rest() -> None:
    with pytest.raises(loms.InvalidDataError, match=r"^<memory>, line 6.*\(and 1 more\)$"):
        loms.loads(TWO_FAULTS)


def test_lenient_reading_keeps_a_wrong_code_as_text() -> None:
    dataset = loms.loads(TWO_FAULTS, expect=QmsLearningOpportunities, strict=False, on_issue=lambda issue: None)
    assert dataset.learning_specification_references is not None
    specification = dataset.learning_specification_references.records[0]
    assert specification.has_isced_fcode[0].uri == "http://data.europa.eu/esco/isced-f/07210"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["ThematicAreas1997", "ThematicAreas2013"])
def test_a_wrong_code_of_a_repeated_choice_keeps_the_name_of_its_element(name: str) -> None:
    document = LOQ.replace("</ThematicAreas>", f"<{name}>9999</{name}></ThematicAreas>")
    dataset = loms.loads(document, strict=False, on_issue=lambda issue: None)
    assert canonical(loms.dumps(dataset)) == canonical(document.encode())
    assert f'"{name}": "9999"' in loms.to_json(dataset)


def test_lenient_reading_still_types_what_is_right() -> None:
    dataset = loms.loads(LOMS, expect=QmsLearningOpportunities, strict=False)
    assert dataset.learning_specification_references is not None
    specification = dataset.learning_specification_references.records[0]
    assert specification.has_isced_fcode[0].uri is IscedF.F0721  # type: ignore[union-attr]


def test_lenient_reading_gives_none_for_what_is_missing() -> None:
    document = LOMS.replace('<specifiedBy idref="https://data.example.org/specification/1"/>', "")
    dataset = loms.loads(document, expect=QmsLearningOpportunities, strict=False, on_issue=lambda issue: None)
    assert dataset.learning_opportunities.learning_opportunity[0].specified_by is None


def test_lenient_reading_hands_each_problem_to_the_caller() -> None:
    issues: list[loms.Issue] = []
    loms.loads(TWO_FAULTS, strict=False, on_issue=issues.append)
    assert [issue.line for issue in issues] == [6, 14]


def test_lenient_reading_warns_when_nobody_asks_for_the_problems() -> None:
    with pytest.warns(loms.LomsWarning, match="passed over"):
        loms.loads(TWO_FAULTS, strict=False)


REFUSED = {
    "nothing": (b"", "XML-EMPTY"),
    "plain text": (b"hello", "XML-NOT-XML"),
    "a zip archive": (b"PK\x03\x04", "XML-NOT-XML"),
    "a file cut off between tags": (LOMS.encode()[: LOMS.index("</agentReferences>")], "XML-TRUNCATED"),
    "a file cut off inside a tag": (LOMS.encode()[: LOMS.index("idref=") + 10], "XML-TRUNCATED"),
    "a file cut off right behind the beginning of a tag": (
        LOMS.encode()[: LOMS.index("</agentReferences>") + 1],
        "XML-TRUNCATED",
    ),
    "a file cut off inside an entity": (LOMS.replace("Bread", "a &amp; b").split("p; b")[0].encode(), "XML-TRUNCATED"),
    "a file cut off inside a letter": (LOMS.replace("Bread", "é").encode().split(b"\xa9")[0], "XML-TRUNCATED"),
    "a file cut off inside a text": (LOMS.encode()[: LOMS.index("Bread") + 2], "XML-TRUNCATED"),
    "tags that do not match": (b"<a><b></a></b>", "XML-NOT-WELL-FORMED"),
    "an unknown format": (b"<courses/>", "FORMAT-UNKNOWN"),
    "a known name in another namespace": (b'<Delete xmlns="http://ec.europa.eu/delete/v9"/>', "FORMAT-UNKNOWN"),
    "bytes that are not in the declared encoding": (LOMS.encode().replace(b"Bread", b"Br\xffd"), "XML-ENCODING"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="nope"?><a/>', "XML-ENCODING"),
    "an entity that is not declared": (b"<a>&nbsp;</a>", "XML-ENTITY"),
    "a document type": (b"<!DOCTYPE a><a/>", "XML-DOCTYPE"),
    "an external document type": (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', "XML-DOCTYPE"),
    "an external entity": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "XML-DOCTYPE"),
    "a hundred thousand levels": (b"<a>" * 100_000, "XML-LIMIT"),
    "one text of twenty million characters": (b"<a>" + b"x" * 20_000_000 + b"</a>", "XML-LIMIT"),
    "damaged gzip": (gzip.compress(LOMS.encode())[:-20], "SOURCE-GZIP-DAMAGED"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_is_refused_with_one_issue(data: bytes, code: str) -> None:
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.loads(data)
    assert [issue.code for issue in caught.value.issues] == [code]


@pytest.mark.parametrize("data", [data for data, _ in REFUSED.values()], ids=REFUSED)
def test_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.loads(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [data for data, _ in REFUSED.values()], ids=REFUSED)
def test_is_refused_by_lenient_reading_too(data: bytes) -> None:
    with pytest.raises(loms.InvalidDataError):
        loms.loads(data, strict=False)


def test_billions_of_laughs_are_refused_before_they_are_told() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    document = f'<!DOCTYPE a [<!ENTITY l0 "ha">{levels}]><a>&l11;</a>'
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.loads(document)
    assert caught.value.issues[0].code in ("XML-DOCTYPE", "XML-NOT-WELL-FORMED", "XML-LIMIT", "XML-ENTITY")


def test_reading_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.dtd"
        with pytest.raises(loms.InvalidDataError):
            loms.loads(f'<!DOCTYPE a SYSTEM "{address}" [<!ENTITY x SYSTEM "{address}">]><a>&x;</a>')
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(loms.SourceError, match="is a folder"):
        loms.read(tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(loms.SourceError, match="does not exist"):
        loms.read(tmp_path / "nothing.xml")


@pytest.mark.parametrize("source", [42, io.StringIO(LOMS)])
def test_something_that_is_no_source_is_refused(source: object) -> None:
    with pytest.raises(loms.UsageError, match="a path or a stream that was opened in binary mode"):
        loms.read(source)  # type: ignore[call-overload]


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(loms.InvalidDataError, match=r"U\+D800"):
        loms.loads(LOMS.replace("Bread", "\ud800"))


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_an_impossible_name_is_refused(name: str) -> None:
    with pytest.raises(loms.SourceError, match="cannot be read"):
        loms.read(name)


def test_a_closed_stream_is_refused() -> None:
    stream = io.BytesIO(LOMS.encode())
    stream.close()
    with pytest.raises(loms.SourceError, match="closed file"):
        loms.read(stream)


def test_an_error_of_the_caller_stays_the_error_of_the_caller() -> None:
    def full(issue: loms.Issue) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        loms.loads(TWO_FAULTS, strict=False, on_issue=full)


def test_markup_in_a_plain_value_is_passed_over_by_lenient_reading() -> None:
    issues: list[loms.Issue] = []
    document = LOQ.replace(">B-1<", ">B<b>-</b>1<")
    dataset = loms.loads(document, expect=LearningOpportunities, strict=False, on_issue=issues.append)
    assert len(dataset.learning_opportunity) == 1
    assert issues[0].path is not None
    assert "LearningOpportunityId" in issues[0].path


def test_lenient_reading_leaves_the_filters_of_warnings_alone() -> None:
    before = list(warnings.filters)
    loms.loads(TWO_FAULTS, strict=False, on_issue=lambda issue: None)
    assert warnings.filters == before


def test_lenient_reading_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    loms.loads(LOMS.replace("</organization>", "</organization>stray text"), strict=False, on_issue=lambda issue: None)
    assert caplog.messages == []


SAID = {
    "an empty file": (b"", "The file is empty."),
    "a zip archive": (b"PK\x03\x04rest", "This is a zip archive."),
    "JSON": (b' {"format": "loms-2019"}', "loms convert FILE.json -o FILE.xml"),
    "something behind the end": (LOMS.encode() + b"junk", "Something follows the end of the document."),
    "a bare ampersand": (LOMS.replace("Bread", "B & B").encode(), "write &amp; for &"),
    "a wrong closing tag": (
        LOMS.replace("</title>", "</titel>", 1).encode(),
        "title, begun in line 6, is closed by titel",
    ),
    "a blank line before the declaration": (b"\n" + LOMS.encode(), "Delete what stands before <?xml"),
    "a web page": (b"<html/>", "This is a web page"),
    "another version": (LOQ.replace("v0_5_10", "v0_5_9").encode(), "loms reads version 0.5.10"),
}


@pytest.mark.parametrize(("data", "said"), SAID.values(), ids=SAID)
def test_the_message_says_what_it_is_in_plain_words(data: bytes, said: str) -> None:
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.loads(data)
    assert said in str(caught.value)


def test_gzip_that_is_damaged_in_the_middle_is_called_damaged() -> None:
    packed = bytearray(gzip.compress(LOMS.encode() * 50))
    packed[60:64] = b"\xff\x00\xff\x00"
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.loads(bytes(packed))
    assert caught.value.issues[0].code == "SOURCE-GZIP-DAMAGED"


class TestWithoutChecking:
    @pytest.mark.parametrize("document", [LOMS, LOQ, DELETE], ids=["loms", "loq", "delete"])
    def test_a_valid_document_gives_the_same(self, document: str) -> None:
        assert loms.loads(document, check=False) == loms.loads(document)

    def test_a_file_gives_the_same_as_memory(self, tmp_path: Path) -> None:
        path = tmp_path / "courses.xml"
        path.write_text(LOMS, encoding="utf-8")
        assert loms.read(path, check=False) == loms.loads(LOMS)

    def test_references_are_not_looked_at(self) -> None:
        document = LOMS.replace("<specifiedBy idref=", '<specifiedBy idref="urn:nobody" xml:lang=', 1)
        dataset = loms.loads(document, expect=QmsLearningOpportunities, check=False)
        [opportunity] = dataset.learning_opportunities.learning_opportunity
        assert opportunity.specified_by.idref == "urn:nobody"

    def test_values_that_fit_no_type_are_errors_still(self) -> None:
        with pytest.raises(loms.InvalidDataError, match="BIND-VALUE"):
            loms.loads(TWO_FAULTS, check=False)

    @pytest.mark.parametrize(
        "reads",
        [lambda: loms.loads(LOMS, strict=False, check=False), lambda: loms.read("absent", strict=False, check=False)],
    )
    def test_lenient_reading_is_refused(self, reads: Callable[[], object]) -> None:
        with pytest.raises(loms.UsageError, match="has to check"):
            reads()
