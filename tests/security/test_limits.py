"""Data that never ends in one direction or another ends in one clear message."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest

import loms
from tests.security.reading import Reader
from tests.support.documents import DELETE, LOMS

BEFORE, TITLE, AFTER = LOMS.partition("<title>")
LANGUAGE = 'lang="en"'
MEGABYTE = 1_000_000
LEVELS = 100_000

JSON = loms.to_json(loms.loads(DELETE))
KEY = '"secret"'


def within(text: str) -> bytes:
    """A document with something before the first title."""
    return f"{BEFORE}{text}{TITLE}{AFTER}".encode()


def code_of(reader: Reader, data: bytes) -> object:
    """The code of the one issue of data."""
    [issue] = reader(data, None)
    assert "\n" not in str(issue["message"])
    return issue["code"]


@pytest.mark.parametrize("end", ["", "</title>" * LEVELS], ids=["cut off", "closed"])
def test_100_000_elements_in_each_other_are_refused(reader: Reader, end: str) -> None:
    assert code_of(reader, within("<title>" * LEVELS + end)) == "XML-LIMIT"


def test_256_elements_in_each_other_are_read(reader: Reader) -> None:
    codes = {issue["code"] for issue in reader(within("<title>" * 250 + "</title>" * 250), None)}
    assert not [code for code in codes if str(code).startswith("XML-")]


def test_a_text_of_more_than_10_mb_is_refused(reader: Reader) -> None:
    assert code_of(reader, LOMS.replace("Bread", "x" * 11 * MEGABYTE, 1).encode()) == "XML-LIMIT"


def test_an_attribute_of_more_than_10_mb_is_refused(reader: Reader) -> None:
    assert code_of(reader, LOMS.replace(LANGUAGE, f'lang="{"x" * 11 * MEGABYTE}"', 1).encode()) == "XML-LIMIT"


def test_a_name_of_more_than_50_000_characters_is_refused(reader: Reader) -> None:
    assert code_of(reader, within(f"<{'x' * 60_000}/>")) == "XML-LIMIT"


@pytest.mark.parametrize(("begin", "end"), [("<!--", "-->"), ("<?p ", "?>"), ("<title><![CDATA[", "]]></title>")])
def test_nothing_else_of_more_than_10_mb_is_read(reader: Reader, begin: str, end: str) -> None:
    assert code_of(reader, within(f"{begin}{'x' * 11 * MEGABYTE}{end}")) == "XML-LIMIT"


def endless_record() -> Iterator[bytes]:
    """A document whose first record never ends."""
    yield BEFORE.encode()
    for _ in range(500):
        yield b"<title/>" * 10_000
    raise AssertionError("the record was read to its end")


class Made(io.RawIOBase):
    """A stream that is made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1, /) -> bytes:
        return next(self._pieces, b"")


def test_a_record_that_never_ends_stops_validation() -> None:
    [issue] = loms.validate(Made(endless_record()), profile="schema").issues
    assert (issue.code, issue.line) == ("XML-LIMIT", 4)


def test_a_flood_of_faults_is_counted_but_not_listed() -> None:
    flood = LOMS.replace("    <learningOpportunity ", "<a/>" * 8 + "    <learningOpportunity ", 1)
    links = LOMS.replace("<providedBy", '<providedBy idref="urn:x"/>' * 8 + "<providedBy", 1)
    for text in (flood, links):
        report = loms.validate(io.BytesIO(text.encode()), max_issues=5, profile="schema")
        assert len(report.issues) == 5
        assert report.errors == 5 + report.not_listed >= 8


def test_characters_that_xml_does_not_have_are_refused(reader: Reader) -> None:
    for forbidden in ("\0", "&#0;", "\x1b", "&#27;", "\x08", "\ufffe"):
        assert code_of(reader, LOMS.replace("Bread", forbidden, 1).encode()) == "XML-NOT-WELL-FORMED"


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-16LE", "UTF-16BE", "UTF-7", "ISO-8859-1"])
def test_what_is_in_another_encoding_is_checked_like_any_other_data(reader: Reader, encoding: str) -> None:
    text = LOMS.replace("UTF-8", encoding)
    assert reader(text.encode(encoding), None) == []
    assert "XML-NOT-WELL-FORMED" in {
        issue["code"] for issue in reader(text.replace("Bread", "&#0;").encode(encoding), None)
    }


@pytest.mark.parametrize("encoding", ["cp037", "UTF-32"])
def test_an_encoding_that_cannot_be_read_is_refused(reader: Reader, encoding: str) -> None:
    assert code_of(reader, LOMS.replace("UTF-8", encoding).encode(encoding)) in ("XML-ENCODING", "XML-NOT-XML")


@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}")], ids=["lists", "objects"])
def test_json_with_values_deep_in_each_other_is_refused(begin: str, end: str) -> None:
    for levels in (*range(900, 1010), LEVELS):  # around the depth to which Python itself goes, and far behind it
        with pytest.raises(loms.InvalidDataError) as caught:
            loms.from_json(JSON.replace(KEY, begin * levels + "1" + end * levels))
        assert [issue.code for issue in caught.value.issues] == ["JSON-INVALID"]


@pytest.mark.parametrize("number", ["9" * 100_000, "1e999999999", "NaN", "-Infinity"])
def test_json_with_numbers_that_are_none_is_refused(number: str) -> None:
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.from_json(JSON.replace(KEY, number))
    assert [issue.code for issue in caught.value.issues] == ["JSON-INVALID"]
    assert len(str(caught.value)) < 500


def test_json_that_says_a_key_twice_is_refused() -> None:
    assert json.loads(JSON)
    with pytest.raises(loms.InvalidDataError, match="stands twice"):
        loms.from_json(JSON.replace('"EntityType"', '"Key": "other", "EntityType"'))
