"""Listing the references to qualifications: from any format, as rows, as CSV and as elements of a dataset."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loms
from loms.errors import Issue, SourceError, UsageError
from loms.resolve import Index, csv_lines, match, references, resolve, xml_lines
from loms.resolve.cells import from_cell, to_cell
from loms.resolve.listing import ListedReference
from loms.resolve.matching import Outcome
from loms.resolve.qualification import Place
from tests.convert.loq_qualifications_to_loms import documents as loq
from tests.convert.qms_to_loms import documents as qms
from tests.releases.small import SCHEME, dataset, numbers, outcome, qualification, qualification_ref, specification, urn
from tests.support.documents import EXAMPLES

NAMESPACE = "https://data.example.org/lo/"
FORMULAS = ("=1+1", "+1", "-1", "@sum", "\t=1", " =1", "\r", "\n=1", "＝1", "'=1", "''@x", "'-1")


def listed(name: str = "Q-1", *, id: str | None = "urn:example:1", title: str = "Baker") -> ListedReference:
    place = Place(source="q.xml", format="loms-2019", position=1, line=7)
    return ListedReference(id=id, identifier=name, scheme_id=SCHEME, titles={"en": title}, eqf_level="4", place=place)


class TestTheList:
    def test_has_the_qualifications_of_a_dataset_and_nothing_else(self, tmp_path: Path) -> None:
        path = tmp_path / "q.xml"
        loms.write(dataset(qualification("Q-1"), specification("s"), qualification_ref("r"), outcome()), path)
        [only] = references(path)
        assert only.as_dict() == {
            "id": urn("Q-1"),
            "identifier": "Q-1",
            "scheme_id": SCHEME,
            "titles": {"en": "Baker"},
            "eqf_level": "4",
            "place": {"source": str(path), "format": "loms-2019", "position": 1, "line": only.place.line},
        }

    def test_gives_the_first_identifier_that_says_something(self, tmp_path: Path) -> None:
        baker = qualification("Q-1")
        baker.identifier = [*numbers(" "), *numbers("Q 7", scheme=" "), *numbers("Q-8")]
        loms.write(dataset(baker, outcome()), tmp_path / "q.xml")
        [only] = references(tmp_path / "q.xml")
        assert (only.identifier, only.scheme_id) == ("Q 7", None)

    def test_leads_back_to_each_qualification_of_the_examples(self) -> None:
        path = EXAMPLES / "qualifications-loms.xml"
        index = Index.from_sources(path)
        found = [match(index, each.identifier, scheme_id=each.scheme_id, id=each.id) for each in references(path)]
        assert len(found) == len(index)
        assert {each.outcome for each in found} == {Outcome.FOUND}

    def test_gives_ids_to_legacy_qualifications_as_their_conversion_does(self, tmp_path: Path) -> None:
        document = loq.document(loq.record("Q 1/2"))
        loms.write(document, tmp_path / "q.xml")
        [only] = references(tmp_path / "q.xml", namespace=NAMESPACE, identifier_scheme=SCHEME)
        assert only.id == loq.Converted(document, loms.Settings(namespace=NAMESPACE)).qualification.id
        assert (only.identifier, only.scheme_id) == ("Q 1/2", SCHEME)

    def test_gives_them_none_without_a_namespace(self, tmp_path: Path) -> None:
        loms.write(loq.document(loq.record("Q-1")), tmp_path / "q.xml")
        assert [each.id for each in references(tmp_path / "q.xml")] == [None]

    @pytest.mark.parametrize(
        ("uri", "id"), [("urn:example:q", "urn:example:q"), ("no uri", f"{NAMESPACE}qualification/Q-1")]
    )
    def test_takes_the_uri_of_a_qms_record_for_its_id_if_it_is_one(self, tmp_path: Path, uri: str, id: str) -> None:
        loms.write(qms.document(qms.record("Q-1", uri=uri)), tmp_path / "q.xml")
        assert [each.id for each in references(tmp_path / "q.xml", namespace=NAMESPACE)] == [id]

    def test_tells_of_a_qualification_without_an_identifier(self, tmp_path: Path) -> None:
        nameless = qualification("Q-1")
        nameless.identifier = []
        loms.write(dataset(nameless, qualification("Q-2"), outcome()), tmp_path / "q.xml")
        issues: list[Issue] = []
        assert [each.identifier for each in references(tmp_path / "q.xml", on_issue=issues.append)] == ["Q-2"]
        assert [(issue.code, issue.record, issue.source) for issue in issues] == [
            ("REFS-NO-IDENTIFIER", urn("Q-1"), str(tmp_path / "q.xml"))
        ]
        assert issues[0].line is not None

    @pytest.mark.parametrize("is_in_one_file", [True, False])
    def test_tells_of_an_identifier_that_several_have(self, tmp_path: Path, is_in_one_file: bool) -> None:
        first, twin = qualification("Q-1"), qualification("twin")
        first.identifier = [*numbers("Q-1"), *numbers("shared")]
        twin.identifier = [*numbers("own"), *numbers("shared"), *numbers("Q-1")]
        files = [[first, twin]] if is_in_one_file else [[first], [twin]]
        for number, records in enumerate(files):
            loms.write(dataset(*records, outcome()), tmp_path / f"{number}.xml")
        issues: list[Issue] = []
        listed = list(references(tmp_path, on_issue=issues.append))
        assert [each.identifier for each in listed] == ["Q-1", "own"]
        [issue] = issues
        assert (issue.code, issue.severity.value) == ("REFS-DUPLICATE-IDENTIFIER", "warning")
        assert (issue.record, issue.source, issue.line) == (
            urn("twin"),
            str(tmp_path / f"{len(files) - 1}.xml"),
            listed[1].place.line,
        )
        assert f"'shared' of {SCHEME}" in issue.message

    def test_tells_nothing_where_one_repeats_its_identifier_or_the_schemes_differ(self, tmp_path: Path) -> None:
        first, other = qualification("Q-1"), qualification("other")
        first.identifier = numbers("Q-1") * 2
        other.identifier = numbers("Q-1", scheme="urn:example:other")
        loms.write(dataset(first, other, outcome()), tmp_path / "q.xml")
        issues: list[Issue] = []
        assert len(list(references(tmp_path / "q.xml", on_issue=issues.append))) == 2
        assert issues == []

    def test_tells_of_an_identifier_that_an_older_format_shares_by_the_scheme_that_was_given(
        self, tmp_path: Path
    ) -> None:
        loms.write(dataset(qualification("Q-1"), outcome()), tmp_path / "1.xml")
        loms.write(loq.document(loq.record("Q-1")), tmp_path / "2.xml")
        issues: list[Issue] = []
        assert len(list(references(tmp_path, identifier_scheme=SCHEME, on_issue=issues.append))) == 2
        assert [issue.code for issue in issues] == ["REFS-DUPLICATE-IDENTIFIER"]

    def test_goes_on_after_a_file_that_cannot_be_read_to_its_end(self, tmp_path: Path) -> None:
        loms.write(dataset(qualification("Q-1"), outcome()), tmp_path / "1.xml")
        loms.write(dataset(qualification("Q-2"), outcome()), tmp_path / "2.xml")
        whole = (tmp_path / "1.xml").read_bytes()
        (tmp_path / "1.xml").write_bytes(whole.replace(b"</learningSpecificationReferences>", b"</b>"))
        issues: list[Issue] = []
        assert [each.identifier for each in references(tmp_path, on_issue=issues.append)][-1:] == ["Q-2"]
        assert [issue.code for issue in issues][-1:] == ["REFS-INCOMPLETE"]

    def test_passes_over_other_files_of_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")
        issues: list[Issue] = []
        assert list(references(tmp_path, on_issue=issues.append)) == []
        assert [(issue.code, issue.severity.value) for issue in issues] == [("REFS-PASSED-OVER", "info")]

    def test_tells_of_files_of_a_folder_that_have_other_names(self, tmp_path: Path) -> None:
        loms.write(dataset(qualification("Q-1"), outcome()), tmp_path / "q.xml")
        for name in ("q.xml.bak", "b/notes.txt", ".hidden"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(b"")
        issues: list[Issue] = []
        assert len(list(references(tmp_path, on_issue=issues.append))) == 1
        [issue] = issues
        assert (issue.code, issue.severity.value, issue.source) == ("REFS-PASSED-OVER", "info", str(tmp_path))
        assert issue.message.startswith("2 files of the folder were passed over")
        assert issue.message.endswith(": b/notes.txt, q.xml.bak.")

    def test_tells_of_a_named_file_that_holds_no_qualifications(self) -> None:
        issues: list[Issue] = []
        assert list(references(EXAMPLES / "courses-loq.xml", on_issue=issues.append)) == []
        assert [(issue.code, issue.severity.value) for issue in issues] == [("REFS-PASSED-OVER", "warning")]

    def test_needs_nobody_who_listens(self) -> None:
        assert list(references(EXAMPLES / "courses-loq.xml")) == []

    def test_is_refused_before_it_begins_where_the_call_is_wrong(self) -> None:
        with pytest.raises(SourceError):
            references("no-such-file.xml")
        with pytest.raises(UsageError):
            references(EXAMPLES / "qualifications-loms.xml", namespace="no uri")


class TestTheCsv:
    def test_has_a_line_for_each_reference(self) -> None:
        rows = list(csv.DictReader(csv_lines([listed(title='A "b", c\nd')])))
        assert rows == [
            {"id": "urn:example:1", "qualification": "Q-1", "scheme": SCHEME, "eqf_level": "4", "title": 'A "b", c\nd'}
        ]

    @pytest.mark.parametrize("text", FORMULAS)
    def test_has_no_cell_that_a_spreadsheet_takes_for_a_formula(self, text: str) -> None:
        [row] = csv.DictReader(csv_lines([listed(text, title=text)]))
        assert row["qualification"] == row["title"] == f"'{text}"

    def test_leaves_a_cell_empty_that_says_nothing(self) -> None:
        [row] = csv.DictReader(csv_lines([listed(id=None)]))
        assert row["id"] == ""


@given(st.text() | st.sampled_from(FORMULAS))
def test_a_cell_gives_back_its_text(text: str) -> None:
    assert from_cell(to_cell(text)) == text


class TestTheElements:
    def test_are_a_section_that_can_be_resolved(self, tmp_path: Path) -> None:
        source = EXAMPLES / "qualifications-loms.xml"
        path = tmp_path / "references.xml"
        path.write_text("".join(xml_lines(references(source))), encoding="utf-8")
        done = resolve(path, str(source))
        assert {outcome.value: number for outcome, number in done.counts.items()} == {"found": 7}

    def test_stand_in_a_dataset_as_they_are(self) -> None:
        section = "".join(xml_lines([listed('Q <1> & "2"', id="urn:example:a&b")]))
        bare = loms.dumps(dataset()).decode().partition("<learningOpportunities/>")
        document = f"{bare[0]}{bare[1]}{section}{bare[2]}"
        assert loms.validate(io.BytesIO(document.encode()), profile="schema").issues == ()
        assert 'id="urn:example:a&amp;b"' in section

    def test_leave_out_what_has_no_id(self) -> None:
        issues: list[Issue] = []
        lines = list(xml_lines([listed("Q-1", id=None), listed("Q-2")], on_issue=issues.append))
        assert len(lines) == 3
        assert [(issue.code, issue.record, issue.line) for issue in issues] == [("REFS-NO-ID", "Q-1", 7)]

    def test_have_no_scheme_where_there_is_none(self) -> None:
        place = Place(source="q.xml", format="loms-2019", position=1, line=7)
        bare = ListedReference(id="urn:q", identifier="Q", scheme_id=None, titles={}, eqf_level=None, place=place)
        assert list(xml_lines([bare]))[1].strip() == (
            '<qualificationRef id="urn:q"><identifier>Q</identifier></qualificationRef>'
        )
