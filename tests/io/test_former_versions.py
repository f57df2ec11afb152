"""Documents of earlier versions of a format are read as those of the present one, and it is told."""

from __future__ import annotations

import dataclasses
import io

import pytest
from hypothesis import given
from lxml import etree

import loms
from loms.cli.contents import contents_of
from loms.elm import Courses
from loms.formats import find_format
from loms.strategies import documents
from tests.support.documents import ROOT, SHARED

ELM = find_format("elm-loq")
[FORMER] = ELM.former
FULL = (ROOT / "tests" / "data" / "valid" / "elm-loq-full.xml").read_text(encoding="utf-8")
OLD = FULL.replace(ELM.namespace, FORMER.namespace).replace('xsdVersion="3.3.1"', 'xsdVersion="3.1.0"')
TOLD = "This is version 3.1.0 of elm-loq. It was read as version 3.3.1"


def read(text: str) -> tuple[Courses, list[loms.Issue]]:
    """A document, and what reading it told."""
    told: list[loms.Issue] = []
    return loms.loads(text, expect=Courses, on_issue=told.append), told


class TestReading:
    def test_gives_the_document_of_the_present_version(self) -> None:
        assert read(OLD)[0] == loms.loads(FULL)

    def test_tells_that_it_was_of_another_version(self) -> None:
        [issue] = read(OLD)[1]
        assert (issue.code, issue.severity, issue.path, issue.line) == ("FORMAT-FORMER", "info", "/Courses", 2)
        assert issue.message == f"{TOLD}, whose elements are in {ELM.namespace}."

    def test_warns_where_nobody_listens(self) -> None:
        with pytest.warns(loms.LomsWarning, match=TOLD) as caught:
            loms.loads(OLD)
        assert "passed over" not in str(caught[0].message)
        assert caught[0].filename == __file__

    def test_tells_nothing_of_the_present_version(self) -> None:
        assert read(FULL)[1] == []

    def test_is_written_as_the_present_version(self) -> None:
        assert loms.dumps(read(OLD)[0]) == loms.dumps(loms.loads(FULL))

    @pytest.mark.parametrize(
        ("said", "told", "written"), [("3.0.0", "3.0.0", "3.3.1"), (None, "3.1.0", None), ("3.3.1", "3.1.0", "3.3.1")]
    )
    def test_goes_by_the_namespace_whatever_the_document_says(self, said: str | None, told: str, written: str) -> None:
        text = OLD.replace(' xsdVersion="3.1.0"', f' xsdVersion="{said}"' if said else "")
        document, [issue] = read(text)
        assert issue.message.startswith(f"This is version {told} of elm-loq.")
        assert (document.xsd_version and document.xsd_version.value) == written

    def test_finds_a_version_that_there_is_not(self) -> None:
        with pytest.raises(loms.InvalidDataError, match="xsdVersion"):
            loms.loads(OLD.replace('xsdVersion="3.1.0"', 'xsdVersion="2"'))

    def test_keeps_elements_that_are_in_neither_namespace_where_they_are(self) -> None:
        text = OLD.replace('<title language="en">Boatbuilding</title>', '<title xmlns="urn:example:x"/>')
        with pytest.raises(loms.InvalidDataError) as caught:
            loms.loads(text)
        assert {each.code for each in caught.value.issues} == {"XSD-UNKNOWN-ELEMENT"}


class TestReadingRecordByRecord:
    def test_gives_the_same_records_and_tells_it_first(self) -> None:
        told: list[loms.Issue] = []
        records = list(loms.iter_records(io.BytesIO(OLD.encode()), on_issue=told.append))
        assert records == list(loms.iter_records(io.BytesIO(FULL.encode())))
        assert [each.code for each in told] == ["FORMAT-FORMER"]

    def test_warns_where_nobody_listens(self) -> None:
        with pytest.warns(loms.LomsWarning, match=TOLD) as caught:
            for _ in loms.iter_records(io.BytesIO(OLD.encode())):
                pass
        assert [each.filename for each in caught] == [__file__]

    def test_goes_without_checking_too(self) -> None:
        unchecked = list(loms.iter_records(io.BytesIO(OLD.encode()), check=False))
        assert unchecked == list(loms.iter_records(io.BytesIO(FULL.encode())))


def test_validating_tells_it_and_finds_nothing_wrong() -> None:
    report = loms.validate(io.BytesIO(OLD.encode()), profile="schema")
    assert (report.ok, report.format, [each.code for each in report.issues]) == (True, ELM, ["FORMAT-FORMER"])


def test_faults_are_found_at_their_lines() -> None:
    text = OLD.replace(' idref="urn:example:organisation:riverbend"', "", 1)
    [_, issue] = loms.validate(io.BytesIO(text.encode()), profile="schema").issues
    assert issue.code == "XSD-MISSING-ATTRIBUTE"
    assert issue.line == 1 + text.count("\n", 0, text.index("<providedBy/>"))


def test_its_records_are_counted() -> None:
    old, new = contents_of(io.BytesIO(OLD.encode())), contents_of(io.BytesIO(FULL.encode()))
    assert (old.format, old.records, old.languages) == (ELM, new.records, new.languages)
    assert (old.declared_version, new.declared_version) == ("3.1.0", "3.3.1")


def test_the_other_document_elements_of_the_namespace_are_no_documents() -> None:
    with pytest.raises(loms.InvalidDataError, match="which no format has"):
        loms.loads(f'<address xmlns="{FORMER.namespace}"/>')


@given(documents("elm-loq"))
def test_any_document_is_the_same_in_the_earlier_namespace(document: Courses) -> None:
    data = loms.dumps(document).decode().replace(ELM.namespace, FORMER.namespace)
    assert dataclasses.replace(read(data)[0], xsd_version=document.xsd_version) == document


@pytest.mark.skipif(not SHARED.is_dir(), reason="the samples (../shared/samples) are not here")
def test_the_sample_of_3_1_0_is_read_and_is_valid_when_it_is_written() -> None:
    path = SHARED / "samples" / "elm-loq-3.1.0-of-loms-2019-small.xml"
    document = loms.read(path, expect=Courses, on_issue=lambda _: None)
    written = loms.dumps(document)
    assert loms.validate(io.BytesIO(written), profile="schema").issues == ()
    assert etree.fromstring(written).get("xsdVersion") == "3.3.1"
