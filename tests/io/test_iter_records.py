"""Records come one by one: typed, checked or kept with what is wrong, and the file is closed in the end."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import loms
from loms.errors import InvalidDataError, Issue, LomsWarning, SourceError, UsageError
from loms.io import growing
from loms.io.left_out import Cause
from loms.model import LearningOpportunity, LearningSpecification
from tests.support.documents import EXAMPLES, LOMS, ROOT

COURSES = EXAMPLES / "courses-loms.xml"
LEGACY = (EXAMPLES / "courses-loq.xml").read_text(encoding="utf-8")
QMS = (ROOT / "tests" / "data" / "valid" / "qms-1.0-full.xml").read_text(encoding="utf-8")
DELETE = (
    '<Delete xmlns="http://ec.europa.eu/delete/v0_1_1" Key="k" XsdVersion="0.1.1" XsdType="Delete">'
    "<EntityType>Qualification</EntityType><Id>Q-1</Id><Id>Q-2</Id></Delete>"
)
SECOND = '<learningOpportunity id="urn:test:2"><title lang="en"><text lang="en">B</text></title></learningOpportunity>'


def stream(text: str) -> io.BytesIO:
    return io.BytesIO(text.encode())


def issues_of(text: str) -> list[Issue]:
    issues: list[Issue] = []
    for _ in loms.iter_records(stream(text), strict=False, on_issue=issues.append):
        pass
    return issues


def broken(text: str) -> str:
    """The legacy example with wrong codes in its second and third course."""
    first, second, third, *others = text.split("<EducationLevel>")
    return "<EducationLevel>".join([first, second, "9" + third, "9" + others[0], *others[1:]])


class TestRecords:
    def test_come_as_typed_objects_in_the_order_of_the_document(self) -> None:
        kinds = [type(record) for record in loms.iter_records(COURSES)]
        assert kinds[0] is LearningOpportunity
        assert kinds.index(LearningSpecification) == kinds.count(LearningOpportunity)

    def test_of_a_withdrawal_are_its_ids(self) -> None:
        assert list(loms.iter_records(stream(DELETE))) == ["Q-1", "Q-2"]
        assert list(loms.iter_records(stream(DELETE), check=False)) == ["Q-1", "Q-2"]

    def test_come_out_of_compressed_files(self, tmp_path: Path) -> None:
        packed = tmp_path / "courses.xml.gz"
        packed.write_bytes(gzip.compress(COURSES.read_bytes()))
        assert list(loms.iter_records(packed)) == list(loms.iter_records(COURSES))

    def test_of_qms_in_another_namespace_are_known_too(self) -> None:
        foreign = QMS.replace("urn:x-loms:qms-1.0", "urn:test:own")
        assert foreign != QMS
        assert list(loms.iter_records(stream(foreign))) == list(loms.iter_records(stream(QMS)))

    def test_come_with_their_places_when_these_are_asked_for(self) -> None:
        placed = list(loms.iter_placed_records(COURSES))
        first = placed[0]
        assert (first.kind, first.number, first.id) == ("learningOpportunity", 1, getattr(first.record, "id", None))
        assert first.path == "/qmsLearningOpportunities/learningOpportunities/learningOpportunity[1]"
        lines = COURSES.read_text(encoding="utf-8").splitlines()
        assert all(each.line and f"<{each.kind}" in lines[each.line - 1] for each in placed)
        assert [each.number for each in placed] == list(range(1, len(placed) + 1))

    def test_have_their_lines_beyond_those_that_libxml2_can_count(self) -> None:
        # libxml2 guesses by what stands in the element.
        text = DELETE.replace("<Id>Q-2", "\n" * 70_000 + "<Id>\n\nQ-2")
        assert [each.line for each in loms.iter_placed_records(stream(text))] == [1, 70_001]

    def test_are_read_when_they_are_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(growing, "_CHUNK", 10_000)
        source = io.BytesIO(COURSES.read_bytes())
        records = loms.iter_records(source)
        assert source.tell() == 0
        next(records)
        assert 0 < source.tell() < 50_000


class TestStrictly:
    def test_the_first_faulty_record_ends_the_reading_with_all_its_issues_and_those_before_it_have_come(self) -> None:
        text = broken(LEGACY).replace("<CountryCode>", "<CountryCode>X", 3)
        good = text.replace("<CountryCode>X", "<CountryCode>", 1)
        found: list[object] = []
        with pytest.raises(InvalidDataError) as refusal:
            found.extend(loms.iter_records(stream(good)))
        assert len(found) == 1
        assert [(issue.code, issue.path) for issue in refusal.value.issues] == [
            ("XSD-UNKNOWN-CODE", "/LearningOpportunities/LearningOpportunity[2]/CountryCode"),
            ("XSD-UNKNOWN-CODE", "/LearningOpportunities/LearningOpportunity[2]/EducationLevel"),
        ]

    def test_references_that_lead_nowhere_are_raised_at_the_end(self) -> None:
        text = LOMS.replace('specifiedBy idref="', 'specifiedBy idref="urn:nowhere:')
        records: list[object] = []
        with pytest.raises(InvalidDataError) as refusal:
            records.extend(loms.iter_records(stream(text)))
        assert {issue.code for issue in refusal.value.issues} == {"XSD-DANGLING-REFERENCE"}
        assert len(records) == sum(1 for _ in loms.iter_records(stream(LOMS)))

    def test_a_section_that_the_format_does_not_know_ends_the_reading_where_it_begins(self) -> None:
        start = LOMS.index("  <learningOpportunities>")
        text = LOMS[:start] + "<colours><colour>red</colour></colours>" + LOMS[start:]
        with pytest.raises(InvalidDataError, match="colours"):
            next(loms.iter_records(stream(text)))

    def test_xml_that_is_not_well_formed_is_raised_where_it_is(self) -> None:
        with pytest.raises(InvalidDataError, match="XML-TRUNCATED"):
            list(loms.iter_records(stream(LEGACY[:-100])))

    @pytest.mark.parametrize("wrong", ["</no>", "\0", "<no a=b/>", "&no;"])
    def test_all_records_before_xml_that_is_not_well_formed_come(self, wrong: str) -> None:
        at = [each.start() for each in re.finditer("<LearningOpportunity>", LEGACY)][3]
        text = LEGACY[:at] + "<LearningOpportunity>" + wrong + LEGACY[at:]
        records: list[object] = []
        with pytest.raises(InvalidDataError, match="XML-") as refusal:
            records.extend(loms.iter_records(stream(text)))
        with pytest.raises(InvalidDataError) as expected:
            loms.loads(text)
        assert attrs.evolve(refusal.value.issues[0], source=None) == attrs.evolve(expected.value.issues[0], source=None)
        assert records == list(loms.iter_records(stream(LEGACY)))[:3]

    def test_nothing_comes_where_the_parser_goes_on_behind_an_error(self) -> None:
        at = LEGACY.rindex("<LearningOpportunity>", 0, 40_000)
        with pytest.raises(InvalidDataError, match="XML-"):
            next(loms.iter_records(stream(LEGACY[:at] + "<no:no/>" + LEGACY[at:])))

    def test_damaged_gzip_data_is_raised_as_by_reading_at_once_after_the_records_before_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(growing, "_CHUNK", 1000)
        packed = tmp_path / "courses.xml.gz"
        packed.write_bytes(gzip.compress(COURSES.read_bytes())[:-1000])
        with pytest.raises(InvalidDataError) as expected:
            loms.read(packed)
        records: list[object] = []
        with pytest.raises(InvalidDataError) as refusal:
            records.extend(loms.iter_records(packed))
        assert refusal.value.issues == expected.value.issues
        assert records == list(loms.iter_records(COURSES))[: len(records)] != []

    def test_errors_name_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "courses.xml"
        path.write_text(broken(LEGACY), encoding="utf-8")
        with pytest.raises(InvalidDataError, match=r"courses\.xml"):
            list(loms.iter_records(path))


class TestLeniently:
    def test_values_that_fit_no_type_stay_as_text_and_each_is_told_before_its_record_comes(self) -> None:
        events: list[str] = []
        for placed in loms.iter_placed_records(
            stream(broken(LEGACY)), strict=False, on_issue=lambda issue: events.append(issue.code)
        ):
            events.append(f"record {placed.number}")
            assert [issue.code for issue in placed.issues] == (["XSD-UNKNOWN-CODE"] if placed.number in (2, 3) else [])
        assert events[:5] == ["record 1", "XSD-UNKNOWN-CODE", "record 2", "XSD-UNKNOWN-CODE", "record 3"]

    def test_a_record_that_the_format_does_not_know_is_left_out_and_told(self) -> None:
        text = DELETE.replace("<Id>Q-2", "<Colour hue='1'>red</Colour><Id>Q-2")
        assert list(loms.iter_records(stream(text), strict=False, on_issue=lambda _: None)) == ["Q-1", "Q-2"]
        assert [issue.message for issue in issues_of(text)] == [
            "Delete has no element named Colour. It was left out, with '1' in @hue.",
            "'red' in Colour was left out. " + Cause.UNKNOWN_ELEMENT.value,
        ]

    def test_a_section_that_is_there_twice_is_left_out_and_each_of_its_values_is_told(self) -> None:
        start = LOMS.index("  <learningOpportunities>")
        text = LOMS[:start] + f"<learningOpportunities>{SECOND}</learningOpportunities>" + LOMS[start:]
        kept = list(loms.iter_records(stream(text), strict=False, on_issue=lambda _: None))
        whole = loms.loads(text.encode(), strict=False, on_issue=lambda _: None)
        assert kept[0] == whole.learning_opportunities.learning_opportunity[0]  # type: ignore[union-attr]
        assert sum(isinstance(record, LearningOpportunity) for record in kept) == 1
        told: list[Issue] = []
        loms.loads(text.encode(), strict=False, on_issue=told.append)
        assert sorted(issue.message for issue in issues_of(text)) == sorted(issue.message for issue in told)

    def test_a_section_that_the_format_does_not_know_is_left_out_in_flat_memory(self) -> None:
        inner = "".join(f"<colour>{number}</colour>" for number in range(3))
        start = LOMS.index("  <learningOpportunities>")
        text = f"{LOMS[:start]}<colours>{inner}</colours>{LOMS[start:]}"
        told: list[Issue] = []
        loms.loads(text.encode(), strict=False, on_issue=told.append)
        ours = [issue.message for issue in issues_of(text)]
        assert ours == [issue.message for issue in told]
        assert len(ours) == 3

    def test_what_stands_between_records_is_told_as_it_comes_but_for_the_first_of_its_kind(self) -> None:
        text = DELETE.replace("<Id>", "stray<Id>").replace("</Delete>", "<Id>Q-3</Id></Delete>")
        events: list[str] = []
        for record in loms.iter_records(stream(text), strict=False, on_issue=lambda issue: events.append(issue.code)):
            events.append(str(record))  # noqa: PERF401 - the issues come in between
        assert events == ["BIND-LEFT-OUT", "Q-1", "Q-2", "Q-3", "XSD-TEXT-NOT-ALLOWED"]

    def test_a_reference_that_is_no_uri_is_told_once(self) -> None:
        text = LOMS.replace('specifiedBy idref="', 'specifiedBy idref="http://[')
        assert [issue.code for issue in issues_of(text)] == ["XSD-BAD-VALUE"]

    @pytest.mark.parametrize("start", ["<data since='2019'>stray", "<Qualifications since='2019'>stray"])
    def test_a_document_element_of_which_nothing_is_known_is_told_as_by_reading_at_once(self, start: str) -> None:
        inner = QMS[QMS.index("<Qualification>") : QMS.index("</Qualifications>")]
        begun = "" if "Qualifications" in start else "<Qualifications>"
        ended = "</Qualifications></data>" if begun else "</Qualifications>"
        text = f"{start}{begun}{inner}{ended}"
        told: list[Issue] = []
        loms.loads(text, strict=False, on_issue=told.append)
        assert {issue.code for issue in told} >= {"BIND-LEFT-OUT", "XSD-TEXT-NOT-ALLOWED"}
        ours = issues_of(text)
        assert [attrs.evolve(issue, source=None) for issue in ours] == [
            attrs.evolve(each, source=None) for each in told
        ]

    def test_the_text_of_a_list_comes_before_what_stands_between_its_records(self) -> None:
        record = QMS[QMS.index("<Qualification>") : QMS.index("</Qualification>")] + "</Qualification>"
        text = f"<Qualifications>first{record}second{record}{record}</Qualifications>"
        assert "'first'" in next(issue.message for issue in issues_of(text) if issue.code == "XSD-TEXT-NOT-ALLOWED")
        assert "'second'" in next(issue.message for issue in issues_of(text) if issue.code == "BIND-LEFT-OUT")

    def test_one_warning_tells_the_first_issue_where_nobody_asks_for_them(self) -> None:
        with pytest.warns(LomsWarning, match=r"XSD-UNKNOWN-CODE.* pass on_issue=") as told:
            list(loms.iter_records(stream(broken(LEGACY)), strict=False))
        assert len(told) == 1
        assert told[0].filename == __file__

    def test_the_warning_comes_from_the_line_that_asks_for_places_too(self) -> None:
        with pytest.warns(LomsWarning) as told:
            list(loms.iter_placed_records(stream(broken(LEGACY)), strict=False))
        assert told[0].filename == __file__

    def test_a_valid_file_gives_no_warning(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert len(list(loms.iter_records(COURSES, strict=False))) == 137


class TestWithoutChecking:
    def test_values_that_fit_no_type_are_errors_still(self) -> None:
        with pytest.raises(InvalidDataError, match="BIND-VALUE"):
            list(loms.iter_records(stream(broken(LEGACY)), check=False))

    def test_records_that_the_format_does_not_know_are_errors_still(self) -> None:
        with pytest.raises(InvalidDataError, match="Colour stands where a record belongs"):
            list(loms.iter_records(stream(DELETE.replace("<Id>Q-2", "<Colour/><Id>Q-2")), check=False))

    def test_lenient_reading_is_refused_at_once(self) -> None:
        with pytest.raises(UsageError, match="has to check"):
            loms.iter_records(COURSES, check=False, strict=False)


class TestTheFile:
    @pytest.mark.parametrize("check", [True, False])
    def test_is_closed_when_the_generator_is(self, check: bool, tmp_path: Path) -> None:
        with open_files_kept(COURSES):
            records = loms.iter_records(COURSES, check=check)
            next(records)
            records.close()

    def test_is_closed_when_a_loop_is_left(self) -> None:
        with open_files_kept(COURSES):
            for _ in loms.iter_records(COURSES):
                break

    def test_is_closed_after_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "courses.xml"
        path.write_text(broken(LEGACY), encoding="utf-8")
        with open_files_kept(path), pytest.raises(InvalidDataError):
            list(loms.iter_records(path))

    def test_stays_open_where_a_stream_was_given(self) -> None:
        source = stream(DELETE)
        list(loms.iter_records(source))
        assert not source.closed

    def test_that_is_gone_before_the_first_record_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "courses.xml"
        path.write_text(LEGACY, encoding="utf-8")
        records = loms.iter_records(path)
        path.unlink()
        with pytest.raises(SourceError, match=r"courses.xml does not exist"):
            next(records)

    @pytest.mark.parametrize("check", [True, False])
    def test_that_grows_while_it_is_read_is_told(
        self, check: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        records, path = begun(tmp_path, monkeypatch, check=check)
        with path.open("a") as file:
            file.write("\n\n")
        with pytest.raises(SourceError, match=r"courses.xml was changed while it was read"):
            list(records)

    def test_that_is_cut_off_while_it_is_read_is_told_as_changed_and_not_as_damaged(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        records, path = begun(tmp_path, monkeypatch, check=True)
        os.truncate(path, 20_000)
        with pytest.raises(SourceError, match="was changed"):
            list(records)

    def test_that_is_replaced_by_another_is_read_to_its_end(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        records, path = begun(tmp_path, monkeypatch, check=True)
        (tmp_path / "new.xml").write_text(DELETE)
        (tmp_path / "new.xml").replace(path)
        assert 1 + len(list(records)) == len(list(loms.iter_records(stream(LEGACY))))


def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, check: bool) -> tuple[Iterator[object], Path]:
    """A file of which one record was read."""
    monkeypatch.setattr(growing, "_CHUNK", 1000)
    path = tmp_path / "courses.xml"
    path.write_text(LEGACY, encoding="utf-8")
    os.utime(path, (1, 1))
    records = loms.iter_records(path, check=check)
    next(records)
    return records, path


@contextlib.contextmanager
def open_files_kept(path: Path) -> Iterator[None]:
    """Refuse to leave the block while the file is open."""
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("the system does not tell there which files are open")
    yield
    opened = []
    for link in folder.iterdir():
        with contextlib.suppress(OSError):
            opened.append(str(link.readlink()))
    assert str(path.resolve()) not in opened


CHILD = """
import pathlib, re, sys, loms
count = 0
for record in loms.iter_records(sys.stdin.buffer, strict=sys.argv[1] == "strict", on_issue=lambda issue: None):
    count += 1
peak = re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())
print(count, int(peak[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the peak of memory there")
@pytest.mark.parametrize("way", ["strict", "lenient"])
def test_ten_times_the_records_need_little_more_memory(way: str) -> None:
    few, many = (peak_for(way, megabytes) for megabytes in (2, 20))
    assert many < 1.2 * few
    assert many < 150


def peak_for(way: str, megabytes: int) -> int:
    """Megabytes of memory at most while a document is read; for lenient reading each record has a fault."""
    begin, end = LOMS.index("    <learningOpportunity "), LOMS.index("  </learningOpportunities>")
    record = LOMS[begin:end]
    text = f"<description><text lang='en' content-type='text/plain'>{'Bread and butter. ' * 60}</text></description>"
    foreign = "<colour>red</colour>" if way == "lenient" else ""
    record = record.replace("</title>", f"</title>\n      {text}{foreign}")
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, way], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdin is not None
    assert child.stdout is not None
    count = megabytes * 1_000_000 // len(record)
    with child.stdin as sink:
        sink.write(LOMS[:begin])
        for number in range(1, count):
            sink.write(record.replace("opportunity/1", f"opportunity/{number}"))
        sink.write(LOMS[end:])
    records, peak = map(int, child.stdout.read().split())
    child.stdout.close()
    assert child.wait() == 0
    assert records >= count - 1
    return peak
