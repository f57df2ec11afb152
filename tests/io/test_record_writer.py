"""Records are written one by one in any order; what stands in the end is one valid document, or what was there."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO, TypeVar

import pytest
from lxml import etree

import loms
from loms.document import Document
from loms.errors import InvalidDataError, SourceError, TargetError, UsageError
from loms.formats import FORMATS, Format, find_format
from loms.io.many_texts import ManyTexts
from loms.io.schema import identity_store
from loms.io.schema.declared import Identity
from loms.io.schema.identity import IdentityCheck
from loms.io.schema.identity_places import RecordPlace
from loms.io.streaming import spool
from loms.io.streaming.record_kinds import record_kinds
from loms.io.target import Target
from loms.legacy.delete import Delete, EntityType, XsdType, XsdVersion
from loms.legacy.qms import Agent
from loms.model import (
    AgentReferences,
    IdReference,
    LearningOpportunity,
    LearningOpportunityReferences,
    LearningOutcome,
    LearningOutcomeReferences,
    LearningSpecification,
    Organization,
    QmsLearningOpportunities,
)
from tests.support.documents import EXAMPLES, LOMS, ROOT
from tests.support.records import sections_of, without_records

R = TypeVar("R")

COURSES = EXAMPLES / "courses-loms.xml"
DELETE = Delete(
    entity_type=EntityType.QUALIFICATION, id=[], key="k", xsd_version=XsdVersion.V0_1_1, xsd_type=XsdType.DELETE
)


def dataset() -> QmsLearningOpportunities:
    return loms.loads(LOMS, expect=QmsLearningOpportunities)


def records() -> list[LearningOpportunity | LearningSpecification | LearningOutcome | Organization]:
    return [record for section in sections_of(dataset()) for record in section]  # type: ignore[misc]


def records_of_kind(kind: type[R]) -> list[R]:
    """The records of one kind, made anew."""
    return [record for record in records() if isinstance(record, kind)]


def write_one_and_fail(writer: loms.RecordWriter) -> None:
    writer.write(records()[0])
    raise ZeroDivisionError


def codes(error: pytest.ExceptionInfo[InvalidDataError]) -> list[str]:
    return [issue.code for issue in error.value.issues]


class TestWriting:
    @pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xml")), ids=lambda path: path.stem)
    def test_all_records_of_a_file_backwards_by_section_gives_the_bytes_of_writing_it(self, path: Path) -> None:
        document = loms.read(path)
        stream = io.BytesIO()
        with loms.RecordWriter(stream, root=without_records(document)) as writer:
            for section in reversed(sections_of(document)):
                for record in section:
                    writer.write(record)
        assert stream.getvalue() == loms.dumps(document)

    def test_needs_only_the_name_of_a_format_whose_document_has_no_required_attributes(self) -> None:
        stream = io.BytesIO()
        with loms.RecordWriter(stream, format="loms-2019") as writer:
            for record in records():
                writer.write(record)
        assert loms.loads(stream.getvalue()) == without_version(dataset())
        assert writer.records == len(records())

    def test_takes_withdrawals_by_their_ids(self) -> None:
        stream = io.BytesIO()
        with loms.RecordWriter(stream, root=DELETE) as writer:
            for identifier in ("Q-1", "a < b"):
                writer.write(identifier)
        assert loms.loads(stream.getvalue(), expect=Delete).id == ["Q-1", "a < b"]

    def test_compresses_where_the_name_says_so_and_names_the_schema_where_it_is_asked_to(self, tmp_path: Path) -> None:
        target = tmp_path / "courses.xml.gz"
        with loms.RecordWriter(target, format="loms-2019", schema_location="loms.xsd") as writer:
            for record in records():
                writer.write(record)
        expected = loms.dumps(without_version(dataset()), schema_location="loms.xsd")
        assert gzip.decompress(target.read_bytes()) == expected

    def test_takes_what_only_the_slow_way_can_write(self) -> None:
        organization = records_of_kind(Organization)[0]
        organization.pref_label = tuple(organization.pref_label)  # type: ignore[assignment]
        stream = io.BytesIO()
        with loms.RecordWriter(stream, format="loms-2019") as writer:
            writer.write(organization)
        document = loms.loads(stream.getvalue(), expect=QmsLearningOpportunities)
        assert document.agent_references == AgentReferences(organization=records_of_kind(Organization))
        assert stream.getvalue() == loms.dumps(document)

    def test_does_not_follow_changes_of_a_record_that_was_written(self) -> None:
        stream = io.BytesIO()
        organization = records_of_kind(Organization)[0]
        with loms.RecordWriter(stream, format="loms-2019") as writer:
            writer.write(organization)
            organization.id = "urn:test:other"
        assert b"urn:test:other" not in stream.getvalue()

    def test_without_checking_gives_the_same_bytes(self) -> None:
        document = loms.read(COURSES)
        stream = io.BytesIO()
        with loms.RecordWriter(stream, root=without_records(document), check=False) as writer:
            for record in loms.iter_records(COURSES):
                writer.write(record)
        assert stream.getvalue() == loms.dumps(document)


class TestRecordsThatAreRefused:
    def test_are_told_with_all_their_issues_and_others_may_follow(self) -> None:
        stream = io.BytesIO()
        with loms.RecordWriter(stream, format="loms-2019") as writer:
            with pytest.raises(InvalidDataError) as refusal:
                writer.write(LearningOpportunity(id="urn:test:1", specified_by=IdReference(idref="urn:nowhere")))
            assert codes(refusal) == ["XSD-MISSING-ELEMENT"] * 3
            for record in records():
                writer.write(record)
        assert loms.loads(stream.getvalue()) == without_version(dataset())

    def test_leave_no_id_behind(self) -> None:
        faulty = records_of_kind(Organization)[0]
        faulty.pref_label = []
        with loms.RecordWriter(io.BytesIO(), format="loms-2019") as writer:
            with pytest.raises(InvalidDataError):
                writer.write(faulty)
            writer.write(records_of_kind(Organization)[0])

    def test_for_an_id_that_is_there_are_not_in_the_document_nor_are_their_references(self) -> None:
        stream = io.BytesIO()
        with loms.RecordWriter(stream, format="loms-2019") as writer:
            for record in records():
                writer.write(record)
            again = records_of_kind(LearningOpportunity)[0]
            again.specified_by = IdReference(idref="urn:nowhere")
            with pytest.raises(InvalidDataError) as refusal:
                writer.write(again)
            assert codes(refusal) == ["XSD-DUPLICATE-ID"]
        assert loms.loads(stream.getvalue()) == without_version(dataset())

    def test_have_a_path_and_an_id_and_no_line_in_their_issues(self, tmp_path: Path) -> None:
        with loms.RecordWriter(tmp_path / "out.xml", format="loms-2019") as writer:
            for record in records():
                writer.write(record)
            with pytest.raises(InvalidDataError) as refusal:
                writer.write(records_of_kind(LearningOpportunity)[0])
        (issue,) = refusal.value.issues
        assert issue.path == "/qmsLearningOpportunities/learningOpportunities/learningOpportunity[2]/@id"
        assert issue.record == "https://data.example.org/opportunity/1"
        assert issue.line is None
        assert issue.source == str(tmp_path / "out.xml")

    @pytest.mark.parametrize("kind", [LearningOutcome, Organization])
    def test_are_those_without_an_id_even_where_only_references_need_it(
        self, kind: type[LearningOutcome | Organization]
    ) -> None:
        record = records_of_kind(kind)[0]
        record.id = None
        with (
            loms.RecordWriter(io.BytesIO(), format="loms-2019") as writer,
            pytest.raises(InvalidDataError, match="has no attribute id, which is required"),
        ):
            writer.write(record)

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            (Agent(), r"loms.legacy.qms.*Agent is no record .* of loms-2019.* Convert it first"),
            (DELETE, "whole document; write its records one by one"),
            (LearningOpportunityReferences(), "It is a section"),
            ("Q-1", "str is no record"),
            (IdReference(idref="urn:x"), "Its records are AssessmentSpecification, "),
            (None, "NoneType is no record"),
        ],
        ids=["another format", "document", "section", "text", "part of a record", "nothing"],
    )
    def test_are_those_of_the_wrong_kind(self, given: object, message: str) -> None:
        with loms.RecordWriter(io.BytesIO(), format="loms-2019") as writer, pytest.raises(UsageError, match=message):
            writer.write(given)  # type: ignore[arg-type]

    def test_are_placed_records_with_a_hint(self) -> None:
        placed = next(loms.iter_placed_records(COURSES))
        with (
            loms.RecordWriter(io.BytesIO(), format="loms-2019") as writer,
            pytest.raises(UsageError, match=r"placed\.record"),
        ):
            writer.write(placed)  # type: ignore[arg-type]

    def test_are_those_that_xml_cannot_express(self) -> None:
        organization = records_of_kind(Organization)[0]
        organization.id = "urn:\0"
        with (
            loms.RecordWriter(io.BytesIO(), format="loms-2019") as writer,
            pytest.raises(UsageError, match="cannot be written as XML"),
        ):
            writer.write(organization)


class TestIdsWithinRecords:
    def test_are_compared_with_those_of_the_records_before_and_of_the_same(self) -> None:
        # No format has such ids so far.
        unique = Identity(kind="unique", name="codes", refer=None, paths=(".//unit",), attribute="code")
        format = find_format("loq-delete")
        identity = IdentityCheck(format, (unique,))

        def record(*given: str) -> etree._Element:
            units = "".join(f"<unit code='{code}'/>" for code in given)
            return etree.fromstring(f"<Id xmlns='{format.namespace}'>{units}</Id>")

        def taken(*given: str) -> int:
            return len(list(identity.taken(record(*given), names=("Id",), builtin_of=lambda *_: None)))

        first = RecordPlace(order=1, kind="/Delete/Id", number=1, name=None)
        assert (taken("a", "b"), taken("a", "a")) == (0, 1)
        kept = identity.collect(
            record("a"), names=("Id",), place=first, line_of=lambda _: None, path_in=str, builtin_of=lambda *_: None
        )
        assert list(kept) == []
        assert (taken("a", "b"), taken("b")) == (1, 0)


class TestTheEnd:
    def test_references_that_lead_nowhere_leave_the_target_as_it_was(self, tmp_path: Path) -> None:
        target = tmp_path / "courses.xml"
        target.write_text("before")
        with pytest.raises(InvalidDataError) as refusal, loms.RecordWriter(target, format="loms-2019") as writer:
            writer.write(records_of_kind(LearningOpportunity)[0])
        assert set(codes(refusal)) == {"XSD-DANGLING-REFERENCE"}
        assert target.read_text() == "before"
        assert list(tmp_path.iterdir()) == [target]

    def test_a_section_that_may_not_be_empty_and_is_so_is_told(self) -> None:
        root = QmsLearningOpportunities(
            learning_opportunities=LearningOpportunityReferences(),
            learning_outcome_references=LearningOutcomeReferences(learning_outcome=[]),
        )
        with (
            pytest.raises(InvalidDataError, match="learningOutcomeReferences has no learningOutcome"),
            loms.RecordWriter(io.BytesIO(), root=root),
        ):
            pass

    def test_a_legacy_document_without_records_is_told(self) -> None:
        with pytest.raises(InvalidDataError, match="Delete has no Id"), loms.RecordWriter(io.BytesIO(), root=DELETE):
            pass

    def test_an_exception_in_the_block_leaves_the_target_as_it_was_and_nothing_beside_it(self, tmp_path: Path) -> None:
        target = tmp_path / "courses.xml"
        target.write_text("before")
        with pytest.raises(ZeroDivisionError), loms.RecordWriter(target, format="loms-2019") as writer:
            write_one_and_fail(writer)
        assert target.read_text() == "before"
        assert list(tmp_path.iterdir()) == [target]

    def test_an_interruption_while_a_record_is_written_spoils_the_document_even_if_it_is_caught(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(_spool: spool.Spool, _text: str) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(spool.Spool, "write", interrupted)
        with (
            pytest.raises(TargetError, match=r"courses.xml was not written: .* interrupted"),
            loms.RecordWriter(tmp_path / "courses.xml", format="loms-2019") as writer,
            contextlib.suppress(KeyboardInterrupt),
        ):
            writer.write(records_of_kind(Organization)[0])
        assert list(tmp_path.iterdir()) == []

    def test_an_interruption_while_the_document_is_put_together_leaves_the_target_as_it_was(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(_spool: spool.Spool, stream: BinaryIO) -> None:
            stream.write(b"half")
            raise KeyboardInterrupt

        monkeypatch.setattr(spool.Spool, "copy_to", interrupted)
        target = tmp_path / "courses.xml"
        target.write_text("before")
        with pytest.raises(KeyboardInterrupt), loms.RecordWriter(target, format="loms-2019") as writer:
            writer.write(records_of_kind(Organization)[0])
        assert target.read_text() == "before"
        assert list(tmp_path.iterdir()) == [target]

    @pytest.mark.parametrize("target", ["a\0b.xml", 5, io.StringIO()], ids=["no name", "a number", "a text stream"])
    def test_a_target_that_is_none_is_told_when_the_block_begins(self, target: Target) -> None:
        writer = loms.RecordWriter(target, format="loms-2019")
        with pytest.raises((TargetError, UsageError)), writer:
            pytest.fail("the block was entered")

    def test_a_stream_gets_nothing_before(self) -> None:
        stream = io.BytesIO()
        with loms.RecordWriter(stream, format="loms-2019") as writer:
            for record in records():
                writer.write(record)
                assert stream.getvalue() == b""

    def test_writing_outside_of_the_block_is_refused(self) -> None:
        writer = loms.RecordWriter(io.BytesIO(), format="loms-2019")
        with pytest.raises(UsageError, match="with statement"):
            writer.write(records()[0])
        with writer:
            pass
        with pytest.raises(UsageError, match="with statement"):
            writer.write(records()[0])
        with pytest.raises(UsageError, match="one document"), writer:
            pass


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_the_class_of_a_record_tells_its_section_and_its_element(format: Format) -> None:
    kinds = [kind.kind for kind in record_kinds(format).values()]
    assert len(kinds) == len(set(kinds))


class TestTheRoot:
    @pytest.mark.parametrize("name", ["loq-learning-opportunities", "loq-qualifications", "loq-delete"])
    def test_must_be_given_for_a_format_that_needs_attributes(self, name: str) -> None:
        example = rf"root={find_format(name).root_class}\(.*=\[\], .*key=…"
        with pytest.raises(UsageError, match=example):
            loms.RecordWriter(io.BytesIO(), format=name)

    def test_may_be_left_out_for_qms(self) -> None:
        stream = io.BytesIO()
        with loms.RecordWriter(stream, format="qms-1.0"):
            pass
        assert stream.getvalue().endswith(b'<QualificationMetadata xmlns="urn:x-loms:qms-1.0"/>\n')

    def test_must_hold_no_records(self) -> None:
        with pytest.raises(UsageError, match=r"learning_opportunities\.learning_opportunity\. Take them out"):
            loms.RecordWriter(io.BytesIO(), root=dataset())

    def test_must_be_of_the_format_that_is_named(self) -> None:
        with pytest.raises(UsageError, match="is a document of loq-delete, not of loms-2019"):
            loms.RecordWriter(io.BytesIO(), format="loms-2019", root=DELETE)

    def test_or_the_format_must_be_given(self) -> None:
        with pytest.raises(UsageError, match="Say what to write"):
            loms.RecordWriter(io.BytesIO())

    def test_must_be_a_document(self) -> None:
        with pytest.raises(UsageError, match="not a whole document"):
            loms.RecordWriter(io.BytesIO(), root=IdReference(idref="urn:x"))  # type: ignore[arg-type]

    def test_that_is_not_valid_is_refused_before_records_are_written(self, tmp_path: Path) -> None:
        root = loms.loads(loms.dumps(DELETE).replace(b"0.1.1", b"7"), strict=False, on_issue=lambda _: None)
        with pytest.raises(InvalidDataError) as refusal, loms.RecordWriter(tmp_path / "out.xml", root=root):
            pytest.fail("the block was entered")
        assert codes(refusal) == ["XSD-UNKNOWN-CODE"]
        assert list(tmp_path.iterdir()) == []

    def test_with_a_wrong_kind_of_withdrawal_is_refused_too(self) -> None:
        root = Delete(entity_type="Course", id=[], key="k", xsd_version=XsdVersion.V0_1_1, xsd_type=XsdType.DELETE)  # type: ignore[arg-type]
        with pytest.raises((InvalidDataError, UsageError), match="Course"), loms.RecordWriter(io.BytesIO(), root=root):
            pytest.fail("the block was entered")


class TestTemporaryFiles:
    def test_are_in_the_folder_of_the_target_and_leave_nothing_when_the_process_is_killed(self, tmp_path: Path) -> None:
        code = (
            "import os, pathlib, sys, loms\n"
            "from loms.io.streaming import spool; spool._IN_MEMORY = 10\n"
            "with loms.RecordWriter(sys.argv[1], format='loms-2019', check=False) as writer:\n"
            "    for record in loms.iter_records('examples/courses-loms.xml'): writer.write(record)\n"
            "    print(sorted(os.listdir(os.path.dirname(sys.argv[1]))), flush=True)\n"
            "    os.kill(os.getpid(), 9)\n"
        )
        target = tmp_path / "courses.xml"
        done = subprocess.run(
            [sys.executable, "-c", code, str(target)], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert done.stdout.strip() == "['.courses.xml.1.part']"
        loms.write(dataset(), target)
        assert list(tmp_path.iterdir()) == [target]

    @pytest.mark.skipif(not Path(os.devnull).is_char_device(), reason="the system has no such device")
    def test_are_in_the_folder_of_the_system_where_the_target_is_a_device(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folders = noted_folders(monkeypatch)
        with loms.RecordWriter(os.devnull, format="loms-2019") as writer:
            for record in records():
                writer.write(record)
        assert set(folders) == {None}

    def test_may_be_elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folders = noted_folders(monkeypatch)
        with loms.RecordWriter(tmp_path / "a.xml", format="loms-2019", temporary_folder=tmp_path / "tmp") as writer:
            (tmp_path / "tmp").mkdir()
            for record in records():
                writer.write(record)
        assert set(folders) == {str(tmp_path / "tmp")}

    def test_that_cannot_be_made_end_the_writing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(spool, "_IN_MEMORY", 10)
        monkeypatch.setattr(spool, "_AT_ONCE", 10)
        target = tmp_path / "courses.xml"
        with (  # noqa: PT012 - the second error is raised at the end of the block
            pytest.raises(TargetError, match=r"courses.xml cannot be written: the temporary files in .*nowhere failed"),
            loms.RecordWriter(target, format="loms-2019", temporary_folder=tmp_path / "nowhere") as writer,
        ):
            for _ in range(2):
                with pytest.raises(TargetError):
                    writer.write(records_of_kind(Organization)[0])
        assert list(tmp_path.iterdir()) == []

    def test_of_ids_are_there_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folders: list[object] = []
        plain = tempfile.mkstemp

        def noted(*, prefix: str, dir: str | None) -> tuple[int, str]:
            folders.append(dir)
            return plain(prefix=prefix, dir=dir)

        def moved_at_once(*, folder: str | Path) -> ManyTexts:
            return ManyTexts(few=0, folder=folder)

        monkeypatch.setattr(tempfile, "mkstemp", noted)
        monkeypatch.setattr(identity_store, "ManyTexts", moved_at_once)
        (tmp_path / "tmp").mkdir()
        with loms.RecordWriter(io.BytesIO(), format="loms-2019", temporary_folder=tmp_path / "tmp") as writer:
            for record in records():
                writer.write(record)
        assert str(tmp_path / "tmp") in folders

    def test_in_which_ids_cannot_be_found_any_more_end_the_writing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise SourceError("There is no room for a temporary file in /tmp. Make room there.")

        target = tmp_path / "courses.xml"
        record = records_of_kind(Organization)[0]
        with (  # noqa: PT012 - the second error is raised at the end of the block
            pytest.raises(TargetError, match=r"courses.xml cannot be written. There is no room for a temporary file"),
            loms.RecordWriter(target, format="loms-2019") as writer,
        ):
            monkeypatch.setattr("loms.io.many_texts.ManyTexts.add", fail)
            with pytest.raises(TargetError):
                writer.write(record)
            monkeypatch.undo()
            with pytest.raises(TargetError):
                writer.write(record)
        assert list(tmp_path.iterdir()) == []

    def test_are_not_needed_to_see_that_there_is_no_such_folder_for_the_target(self, tmp_path: Path) -> None:
        with (
            pytest.raises(TargetError, match="there is no folder"),
            loms.RecordWriter(tmp_path / "no" / "a.xml", format="loms-2019"),
        ):
            pytest.fail("the block was entered")


def noted_folders(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The folders in which temporary files are made from now on, which is at once."""
    monkeypatch.setattr(spool, "_IN_MEMORY", 10)
    folders: list[object] = []
    plain = tempfile.TemporaryFile

    def noted(*arguments: object, **options: object) -> object:
        folders.append(options.get("dir"))
        return plain(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    return folders


CHILD = """
import pathlib, re, sys, loms
from loms.model import *
with loms.RecordWriter(sys.argv[1], format="loms-2019") as writer:
    [organization] = loms.read("examples/courses-loms.xml").agent_references.organization[:1]
    organization.unit_of = None
    for number in range(int(sys.argv[2])):
        organization.id = f"urn:test:{number}"
        writer.write(organization)
peak = re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())
print(int(peak[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the peak of memory there")
def test_ten_times_the_records_need_little_more_memory(tmp_path: Path) -> None:
    few, many = (
        int(
            subprocess.run(
                [sys.executable, "-c", CHILD, os.fspath(tmp_path / "out.xml"), str(count)],
                capture_output=True,
                text=True,
                check=True,
                cwd=ROOT,
            ).stdout
        )
        for count in (2_000, 20_000)
    )
    assert many < 1.2 * few


def without_version(document: QmsLearningOpportunities) -> Document:
    document.xsd_version = None
    return document
