"""What is no proper document: one issue that says what, where and what to do."""

from __future__ import annotations

import gzip
import io
import os
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from loms.errors import Issue, SourceError
from loms.io import growing
from loms.validate import validate
from tests.support.documents import DELETE, LOMS, LOMS_NAMESPACE

DATA = LOMS.encode()


class Pieces(io.RawIOBase):
    """A stream that is made while it is read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces: Iterator[bytes] = iter(pieces)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        self._rest = self._rest or next(self._pieces, b"")
        size = min(len(view), len(self._rest))
        view[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def only_issue(data: bytes | Iterable[bytes]) -> Issue:
    source = io.BytesIO(data) if isinstance(data, bytes) else io.BufferedReader(Pieces(data))
    report = validate(cast("BinaryIO", source))
    assert not report.ok
    [issue] = report.issues
    assert issue.remedy
    assert "\n" not in str(issue)
    return issue


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_xml_that_is_not_well_formed_is_placed() -> None:
    issue = only_issue(DATA.replace(b"</title>", b"</titel>", 1))
    assert (issue.code, issue.line) == ("XML-NOT-WELL-FORMED", 6)


def test_schema_issues_wait_until_the_xml_is_well_formed() -> None:
    data = DATA.replace(b"content-type", b"kind", 1).replace(b"</agentReferences>", b"</agents>")
    assert only_issue(data).code == "XML-NOT-WELL-FORMED"


def test_an_entity_that_is_not_declared_is_told() -> None:
    issue = only_issue(DATA.replace(b"Bakery", b"&Eacute;cole"))
    assert (issue.code, issue.line) == ("XML-ENTITY", 25)


@pytest.mark.parametrize("kept", [0.2, 0.4, 0.6, 0.8, 0.95])
def test_a_truncated_file_is_told_without_guesses_about_the_rest(kept: float) -> None:
    assert only_issue(DATA[: int(len(DATA) * kept)]).code == "XML-TRUNCATED"


def test_a_file_is_truncated_wherever_it_was_cut_off() -> None:
    whole = DELETE.replace("</Id>", " caf\u00e9 &amp; bar</Id>", 1).encode()
    begin, end = whole.index(b"<Delete") + 1, whole.rindex(b">")
    others = {length: only_issue(whole[:length]).code for length in range(begin, end)}
    assert {length: code for length, code in others.items() if code != "XML-TRUNCATED"} == {}


@pytest.mark.parametrize(
    "data",
    [DELETE.replace("<Id>", "<a:b/><Id>", 1), DELETE.replace("<Delete", "<a:Delete").replace("</Delete", "</a:Delete")],
    ids=["a child", "the document element"],
)
def test_a_prefix_that_is_not_declared_is_no_xml(data: str) -> None:
    assert only_issue(data.encode()).code == "XML-NOT-WELL-FORMED"


def test_a_document_within_a_document_is_one_unknown_element(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "_CHUNK", 50)
    wrong = DELETE.replace("Qualification", "unknown")
    data = DELETE.replace("</Delete>", wrong[wrong.index("<Delete") :] + "</Delete>").encode()
    assert only_issue(data).code == "XSD-UNKNOWN-ELEMENT"


def test_an_element_of_another_namespace_is_counted_among_those_of_its_name() -> None:
    data = LOMS.replace("      <providedBy", '      <title xmlns="urn:x"/><providedBy', 1).encode()
    assert (only_issue(data).path or "").endswith("/title[2]")


def test_an_element_of_another_namespace_is_no_record_even_if_it_has_the_name_of_one() -> None:
    data = LOMS.replace("</learningOpportunities>", '<learningOpportunity xmlns="urn:x"/></learningOpportunities>', 1)
    issue = only_issue(data.encode())
    assert (issue.code, issue.path) == (
        "XSD-UNKNOWN-ELEMENT",
        "/qmsLearningOpportunities/learningOpportunities/learningOpportunity[2]",
    )
    assert validate(io.BytesIO(data.encode())).records == validate(io.BytesIO(DATA)).records


@pytest.mark.parametrize("data", [b"", b" \n\n"], ids=["empty", "blank"])
def test_a_file_without_content_is_told(data: bytes) -> None:
    assert only_issue(data).code == "XML-EMPTY"


def test_what_is_no_xml_is_told() -> None:
    assert only_issue(b"Dear colleague,").code == "XML-NOT-XML"


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        (b"<a/>", "A file begins with one of qmsLearningOpportunities"),
        (b"<html><body/></html>", "This is a web page"),
        (b"<Delete xmlns='urn:other'/>", "loms reads version 0.1.1"),
    ],
)
def test_an_unknown_format_is_told_with_what_to_do(data: bytes, remedy: str) -> None:
    issue = only_issue(data)
    assert issue.code == "FORMAT-UNKNOWN"
    assert remedy in (issue.remedy or "")


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        validate(tmp_path)


def test_a_missing_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        validate(tmp_path / "courses.xml")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "courses.xml"
    path.write_bytes(DATA)
    path.chmod(0)
    with pytest.raises(SourceError, match="cannot be read"):
        validate(path)


def test_bytes_that_do_not_fit_the_encoding_are_placed() -> None:
    issue = only_issue(DATA.replace(b"Bakery", b"\xc9cole"))
    assert (issue.code, issue.line) == ("XML-ENCODING", 25)


def test_an_unknown_encoding_is_told() -> None:
    assert only_issue(DATA.replace(b"UTF-8", b"klingon")).code == "XML-ENCODING"


def test_damaged_gzip_is_told() -> None:
    assert only_issue(gzip.compress(DATA)[:-40]).code == "SOURCE-GZIP-DAMAGED"


def with_doctype(declarations: bytes, entity: bytes = b"") -> bytes:
    doctype = b"?>\n<!DOCTYPE qmsLearningOpportunities [" + declarations + b"]>"
    return DATA.replace(b"?>", doctype, 1).replace(b"Bread", entity or b"Bread", 1)


def test_a_document_type_declaration_is_refused() -> None:
    assert only_issue(with_doctype(b"")).code == "XML-DOCTYPE"


def test_an_external_entity_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", encoding="utf-8")
    for address in (secret.as_uri(), "http://attacker.example/x"):
        issue = only_issue(with_doctype(f'<!ENTITY x SYSTEM "{address}">'.encode(), b"&x;"))
        assert issue.code == "XML-DOCTYPE"
        assert "a secret" not in str(issue)


def test_a_billion_laughs_are_not_laughed() -> None:
    entities = [b'<!ENTITY a0 "ha">']
    entities += [f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">'.encode() for level in range(1, 20)]
    assert only_issue(with_doctype(b"".join(entities), b"&a19;")).code == "XML-DOCTYPE"


def test_an_endless_text_is_stopped() -> None:
    def pieces() -> Iterator[bytes]:
        yield DATA.partition(b"Bread")[0]
        for _ in range(200):
            yield b"x" * 1_000_000
        raise AssertionError("it was read to its end")

    issue = only_issue(pieces())
    assert (issue.code, issue.line) == ("XML-LIMIT", 6)


def test_an_endless_prolog_is_stopped() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"<?xml version='1.0'?>"
        for _ in range(100):
            yield b"<!-- -->" * 100_000
        raise AssertionError("it was read to its end")

    assert only_issue(pieces()).code == "XML-LIMIT"


def test_elements_nested_without_end_are_stopped() -> None:
    begin = f'<qmsLearningOpportunities xmlns="{LOMS_NAMESPACE}">'.encode()
    assert only_issue(begin + b"<learningOpportunities>" + b"<a>" * 100_000).code == "XML-LIMIT"
