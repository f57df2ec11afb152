"""An index is made of files, folders and patterns, in memory or in a file, and only what has changed is read again."""

from __future__ import annotations

import gzip
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from loms.convert.known import QualificationIdentity
from loms.errors import InvalidDataError, Severity, SourceError, TargetError, UsageError
from loms.io.growing import GrowingDocument
from loms.io.source import OpenSource
from loms.resolve import Index, indexing
from loms.resolve.building import NewStore
from loms.resolve.sources import HashedFile
from loms.resolve.store import Store
from tests.resolve import datasets
from tests.resolve.datasets import SCHEME, codes, loq, qms, qualification, title, write
from tests.support.documents import LOQ


def one(number: int, *contents: str) -> str:
    """A dataset of one qualification."""
    return datasets.loms(qualification(f"Q-{number}", *contents))


def names(index: Index) -> list[str]:
    return [record.name for record in index]


@pytest.fixture
def kept(tmp_path: Path) -> str:
    """Where to keep an index."""
    return str(tmp_path / "index.sqlite")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were parsed, as they are parsed."""
    opened: list[str] = []

    def growing(source: OpenSource) -> GrowingDocument:
        opened.append(Path(source.name).name)
        return GrowingDocument(source)

    monkeypatch.setattr(indexing, "GrowingDocument", growing)
    return opened


class TestSources:
    def test_a_file_may_be_of_each_format_that_holds_qualifications(self, tmp_path: Path) -> None:
        files = [write(tmp_path / f"{n}.xml", text) for n, text in enumerate([one(1), loq("L-1"), qms("M-1")])]
        index = Index.from_sources(*files)
        assert names(index) == ["Q-1", "L-1", "M-1"]
        assert [state.format for state in index.sources] == ["loms-2019", "loq-qualifications", "qms-1.0"]

    def test_a_folder_stands_for_the_xml_files_in_it_and_below(self, tmp_path: Path) -> None:
        write(tmp_path / "b.xml", one(2))
        write(tmp_path / "a" / "a.xml", one(1))
        write(tmp_path / "notes.txt", "no XML")
        (tmp_path / "c.xml.gz").write_bytes(gzip.compress(one(3).encode()))
        assert names(Index.from_sources(tmp_path)) == ["Q-1", "Q-2", "Q-3"]

    def test_the_names_of_files_in_a_folder_may_end_in_capitals(self, tmp_path: Path) -> None:
        write(tmp_path / "a.XML", one(1))
        (tmp_path / "b.Xml.GZ").write_bytes(gzip.compress(one(2).encode()))
        index = Index.from_sources(tmp_path)
        assert names(index) == ["Q-1", "Q-2"]
        assert not index.issues

    def test_files_of_a_folder_with_other_names_are_counted(self, tmp_path: Path) -> None:
        write(tmp_path / "q.xml", one(1))
        others = ["a.json", "b.xml.bak", "c/d.zip", "e", "f.csv", "g.txt", "xml"]
        for name in [*others, ".hidden", ".folder/hidden.txt"]:
            write(tmp_path / name, "")
        (issue,) = Index.from_sources(tmp_path).issues
        assert (issue.code, issue.severity, issue.source) == ("INDEX-PASSED-OVER", Severity.INFO, str(tmp_path))
        assert issue.message.startswith("7 files of the folder were passed over")
        assert issue.message.endswith(f": {', '.join(others[:5])} and 2 more.")

    def test_files_of_a_folder_with_other_names_are_not_counted_where_they_are_named(self, tmp_path: Path) -> None:
        write(tmp_path / "q.xml", one(1))
        named = write(tmp_path / "more.data", one(2))
        index = Index.from_sources(tmp_path, named, tmp_path)
        assert names(index) == ["Q-1", "Q-2"]
        assert index.issues == ()

    def test_files_of_a_folder_with_other_names_are_counted_once(self, tmp_path: Path) -> None:
        write(tmp_path / "q.xml", one(1))
        write(tmp_path / "notes.txt", "no XML")
        assert codes(Index.from_sources(tmp_path, tmp_path).issues) == ["INDEX-PASSED-OVER"]

    def test_a_folder_below_that_nobody_may_look_into_is_left_out_with_a_word(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path / "q.xml", one(1))
        write(tmp_path / "closed" / "q.xml", one(2))
        look = os.scandir

        def refused(path: str) -> object:
            if Path(path).name == "closed":
                raise PermissionError(13, "Permission denied", path)
            return look(path)

        monkeypatch.setattr(os, "scandir", refused)
        index = Index.from_sources(tmp_path)
        assert names(index) == ["Q-1"]
        assert [(issue.code, issue.source) for issue in index.issues] == [
            ("INDEX-SOURCE-LEFT-OUT", str(tmp_path / "closed"))
        ]

    def test_the_index_itself_is_not_counted(self, tmp_path: Path) -> None:
        write(tmp_path / "q.xml", one(1))
        write(tmp_path / "q.json", "{}")
        for _ in range(2):
            with Index.from_sources(tmp_path, path=tmp_path / "index.sqlite") as index:
                assert [issue.message for issue in index.issues] == [
                    "1 file of the folder was passed over, because of names that do not end in .xml or .xml.gz: q.json."
                ]

    def test_a_pattern_stands_for_the_files_that_fit(self, tmp_path: Path) -> None:
        for number in range(3):
            write(tmp_path / f"{number}" / "q.xml", one(number))
        assert names(Index.from_sources(f"{tmp_path}/[12]/*.xml")) == ["Q-1", "Q-2"]
        assert len(Index.from_sources(f"{tmp_path}/**/*.xml")) == 3

    def test_a_file_whose_name_looks_like_a_pattern_is_that_file(self, tmp_path: Path) -> None:
        assert names(Index.from_sources(write(tmp_path / "[1].xml", one(1)))) == ["Q-1"]

    def test_a_file_may_have_any_name(self, tmp_path: Path) -> None:
        path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff?#%41.xml")
        write(Path(path), one(1))
        with Index.from_sources(path, path=f"{path}.sqlite") as index:
            assert [record.place.source for record in index] == [path]
        with Index.from_sources(tmp_path, write(tmp_path / "more.xml", one(2)), path=f"{path}.sqlite") as index:
            assert len(index) == 2

    def test_a_file_counts_once_however_often_and_by_whatever_name_it_is_given(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.xml", one(1))
        (tmp_path / "b.xml").symlink_to(file)
        index = Index.from_sources(file, tmp_path, f"{tmp_path}/./a.xml", f"{tmp_path}/*.xml")
        assert [state.path for state in index.sources] == [file]
        assert not index.issues

    def test_a_compressed_file_is_known_by_its_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "packed.xml").write_bytes(gzip.compress(one(1).encode()))
        assert names(Index.from_sources(tmp_path / "packed.xml")) == ["Q-1"]

    def test_a_compressed_file_may_not_unpack_to_more_than_is_allowed(self, tmp_path: Path) -> None:
        (tmp_path / "packed.xml").write_bytes(gzip.compress(one(1).encode()))
        index = Index.from_sources(tmp_path / "packed.xml", max_unpacked_size=10)
        assert codes(index.issues) == ["SOURCE-TOO-LARGE", "INDEX-SOURCE-LEFT-OUT"]

    @pytest.mark.parametrize("source", [io.BytesIO(b"<a/>"), 1, None, b"a.xml"])
    def test_what_is_no_path_is_refused(self, source: object) -> None:
        with pytest.raises(UsageError, match="is a path, not a"):
            Index.from_sources(cast("str", source))

    def test_an_empty_name_is_refused(self) -> None:
        with pytest.raises(UsageError, match="empty"):
            Index.from_sources("")

    def test_no_source_is_refused(self) -> None:
        with pytest.raises(UsageError, match="at least one file"):
            Index.from_sources()

    @pytest.mark.parametrize(("scheme", "said"), [("", "is empty"), (" ", "white space"), ("urn:a ", "white space")])
    def test_a_scheme_that_is_blank_or_begins_or_ends_blank_is_refused(self, scheme: str, said: str) -> None:
        with pytest.raises(UsageError, match=said):
            Index.from_sources("examples/qualifications-loms.xml", identifier_scheme=scheme)

    def test_a_scheme_that_no_document_can_hold_is_refused(self) -> None:
        with pytest.raises(UsageError, match="XML cannot hold"):
            Index.from_sources("examples/qualifications-loms.xml", identifier_scheme="urn:\udcff")

    def test_a_scheme_that_is_no_text_is_refused(self) -> None:
        with pytest.raises(UsageError, match="is no text"):
            Index.from_sources("examples/qualifications-loms.xml", identifier_scheme=cast("str", 1))

    def test_a_folder_without_xml_is_refused(self, tmp_path: Path) -> None:
        write(tmp_path / "q.json", "{}")
        with pytest.raises(UsageError, match=r"at least one file with qualifications\. .*: 1 file .*: q\.json\."):
            Index.from_sources(tmp_path)

    def test_a_path_that_leads_nowhere_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="does not exist"):
            Index.from_sources(tmp_path / "none.xml")

    def test_a_pattern_that_nothing_fits_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="No file fits"):
            Index.from_sources(f"{tmp_path}/*.xml")

    @pytest.mark.parametrize("path", ["a\0b.xml", "x" * 300])
    def test_a_path_that_no_system_takes_is_refused(self, path: str) -> None:
        with pytest.raises(SourceError):
            Index.from_sources(path)


class TestFaultySources:
    def test_a_file_that_is_cut_off_is_left_out_as_a_whole(self, tmp_path: Path) -> None:
        many = datasets.loms(*(qualification(f"Q-{number}") for number in range(5000)))
        cut = write(tmp_path / "cut.xml", many[: len(many) // 2])
        index = Index.from_sources(cut, write(tmp_path / "whole.xml", one(1)))
        assert names(index) == ["Q-1"]
        assert codes(index.issues) == ["XML-TRUNCATED", "INDEX-SOURCE-LEFT-OUT"]
        assert not index.look_up("Q-2", scheme_id=SCHEME)

    def test_what_comes_after_a_file_that_was_left_out_is_found(self, tmp_path: Path, kept: str) -> None:
        many = datasets.loms(*(qualification(f"R-{number}") for number in range(5000)))
        files = [
            write(tmp_path / "a.xml", one(1)),
            write(tmp_path / "b.xml", many[: len(many) // 2]),
            write(tmp_path / "c.xml", one(2)),
        ]
        for index in (Index.from_sources(*files), Index.from_sources(*files, path=kept)):
            with index:
                assert [found.name for n in "12" for found in index.look_up(f"Q-{n}", scheme_id=SCHEME)] == [
                    "Q-1",
                    "Q-2",
                ]

    def test_a_file_that_vanishes_is_left_out(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        gone, stays = write(tmp_path / "gone.xml", one(1)), write(tmp_path / "stays.xml", one(2))

        def vanishing(path: str) -> str:
            Path(gone).unlink(missing_ok=True)
            return str(Path(path).stat().st_size)

        monkeypatch.setattr(indexing, "stamp_of", vanishing)
        index = Index.from_sources(gone, stays)
        assert names(index) == ["Q-2"]
        assert codes(index.issues) == ["INDEX-SOURCE-LEFT-OUT"]
        assert "No such file" in index.issues[0].message

    def test_a_file_that_the_disk_gives_no_more_of_is_left_out(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Failing(HashedFile):
            def readinto(self, buffer: object, /) -> int:
                if len(calls) == 2:
                    raise OSError(5, "Input/output error")
                calls.append(1)
                return super().readinto(buffer)

        calls: list[int] = []
        monkeypatch.setattr(indexing, "HashedFile", Failing)
        index = Index.from_sources(
            write(tmp_path / "a.xml", datasets.loms(*(qualification(f"Q-{number}") for number in range(2000))))
        )
        assert not len(index)
        assert "Input/output error" in index.issues[-1].message

    def test_a_file_without_qualifications_is_passed_over_with_a_word(self, tmp_path: Path) -> None:
        index = Index.from_sources(write(tmp_path / "a.xml", LOQ), write(tmp_path / "b.xml", one(1)))
        (issue,) = index.issues
        assert (issue.code, issue.severity) == ("INDEX-PASSED-OVER", Severity.WARNING)
        assert names(index) == ["Q-1"]

    @pytest.mark.parametrize("content", [LOQ, "<html/>", "no XML", ""])
    def test_a_file_in_a_folder_may_be_anything(self, tmp_path: Path, content: str) -> None:
        write(tmp_path / "a.xml", content)
        write(tmp_path / "b.xml", one(1))
        index = Index.from_sources(tmp_path)
        assert [(issue.code, issue.severity) for issue in index.issues] == [("INDEX-PASSED-OVER", Severity.INFO)]
        assert names(index) == ["Q-1"]

    @pytest.mark.parametrize("content", ["<html/>", "no XML", ""])
    def test_a_file_that_is_named_must_be_one_of_ours(self, tmp_path: Path, content: str) -> None:
        index = Index.from_sources(write(tmp_path / "a.xml", content))
        assert codes(index.issues)[-1] == "INDEX-SOURCE-LEFT-OUT"
        assert index.issues[-1].severity is Severity.ERROR

    def test_a_qualification_without_identifier_and_id_is_told(self, tmp_path: Path) -> None:
        index = Index.from_sources(
            write(tmp_path / "a.xml", datasets.loms(datasets.record("qualification", None, title("Cook"))))
        )
        (issue,) = index.issues
        assert (issue.code, issue.severity, issue.record, issue.line) == ("INDEX-NO-NAME", Severity.WARNING, "Cook", 5)

    def test_issues_without_end_are_counted_and_not_listed(self, tmp_path: Path) -> None:
        nameless = [datasets.record("qualification", None)] * 1500
        index = Index.from_sources(write(tmp_path / "a.xml", datasets.loms(*nameless)))
        assert codes(index.issues) == ["INDEX-NO-NAME"] * 1001
        assert "500 more" in index.issues[-1].message


class TestSharedIdentifiers:
    def test_two_qualifications_of_one_file_with_one_identifier_are_told(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.xml", datasets.loms(qualification("Q-1"), qualification("Q-1", id="urn:other")))
        (issue,) = Index.from_sources(file).issues
        assert (issue.code, issue.record, issue.source) == ("INDEX-DUPLICATE-IDENTIFIER", "Q-1", file)
        assert f"{file}, line 5; {file}, line 6" in issue.message

    def test_two_files_that_claim_one_identifier_are_told(self, tmp_path: Path) -> None:
        files = [write(tmp_path / f"{name}.xml", one(1)) for name in "ab"]
        (issue,) = Index.from_sources(*files).issues
        assert (issue.code, issue.source, issue.line) == ("INDEX-SHARED-IDENTIFIER", files[0], 5)
        assert all(file in issue.message for file in files)

    def test_shared_identifiers_are_told_in_the_order_of_the_files(self, tmp_path: Path) -> None:
        many = datasets.loms(*(qualification(f"Q-{number}") for number in range(1, 21)))
        files = [write(tmp_path / f"{name}.xml", many) for name in "ab"]
        told = [issue.record for issue in Index.from_sources(*files).issues]
        assert told == [f"Q-{number}" for number in range(1, 21)]

    @pytest.mark.parametrize(
        "records",
        [
            [qualification("Q-1"), qualification("q-1")],
            [qualification("Q-1"), qualification("Q-1", scheme="urn:other", id="urn:q")],
            [qualification("Q-1"), qualification("Q-1", kind="learningSpecification", id="urn:q")],
            [qualification("Q-1", datasets.identifier("Q-1"))],
            [qualification(f"Q-{n}", '<homepage uri="https://page.example/"/>') for n in range(2)],
        ],
        ids=["other spelling", "other scheme", "no qualification", "said twice", "one page"],
    )
    def test_what_is_not_shared_is_not_told(self, tmp_path: Path, records: list[str]) -> None:
        assert not Index.from_sources(write(tmp_path / "a.xml", datasets.loms(*records))).issues

    def test_an_identifier_of_very_many_is_one_issue(self, tmp_path: Path) -> None:
        many = [qualification("n/a", id=f"urn:{number}") for number in range(500)]
        (issue,) = Index.from_sources(write(tmp_path / "a.xml", datasets.loms(*many))).issues
        assert issue.message.startswith("100 or more qualifications")
        assert issue.message.count("line") == 5


class TestLookingUp:
    def test_a_qualification_is_looked_up_by_identifier_and_scheme(self, tmp_path: Path) -> None:
        index = Index.from_sources(write(tmp_path / "a.xml", one(1)))
        (found,) = index.look_up("Q-1", scheme_id=SCHEME)
        assert found.place.line == 5
        assert not index.look_up("Q-1", scheme_id=None)
        assert not index.look_up("q-1", scheme_id=SCHEME)

    def test_its_page_or_its_id_lead_to_the_identity_of_a_qualification(self, tmp_path: Path) -> None:
        page = '<homepage uri="https://page.example/1"/>'
        index = Index.from_sources(write(tmp_path / "a.xml", datasets.loms(qualification("Q-1", page, id="urn:1"))))
        identity = QualificationIdentity(identifier="Q-1", scheme_id=SCHEME)
        for address in ("https://page.example/1", "http://page.example/1/", " https://page.example/1 ", "urn:1"):
            assert index.find(address) == (identity,)
        for address in ("https://page.example/2", "https://PAGE.example/1", "https://page.example/01", "URN:1", ""):
            assert not index.find(address)

    def test_all_qualifications_with_a_page_are_found(self, tmp_path: Path) -> None:
        index = Index.from_sources(write(tmp_path / "a.xml", loq("1", "2")), identifier_scheme="urn:s")
        assert [each.identifier for each in index.find("https://page.example/")] == ["1", "2"]

    def test_several_threads_may_ask_one_index(self, tmp_path: Path) -> None:
        index = Index.from_sources(write(tmp_path / "a.xml", one(1)))
        found: list[str] = []
        threads = [threading.Thread(target=lambda: found.extend(names(index))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == ["Q-1"] * 4

    def test_a_closed_index_says_so(self, tmp_path: Path) -> None:
        with Index.from_sources(write(tmp_path / "a.xml", one(1))) as index:
            pass
        with pytest.raises(UsageError, match="closed"):
            index.look_up("Q-1", scheme_id=None)
        with pytest.raises(UsageError, match="closed"):
            len(index)

    def test_thousands_of_qualifications_come_in_their_order(self, tmp_path: Path) -> None:
        many = datasets.loms(*(qualification(f"Q-{number}") for number in range(4500)))
        index = Index.from_sources(write(tmp_path / "a.xml", many))
        assert names(index) == [f"Q-{number}" for number in range(4500)]
        assert len(index) == 4500


class TestKeptIndex:
    @pytest.fixture
    def files(self, tmp_path: Path) -> list[str]:
        page = '<homepage uri="https://page.example/"/>'
        return [
            write(tmp_path / "a.xml", datasets.loms(*(qualification(f"A-{number}", page) for number in range(3)))),
            write(tmp_path / "b.xml", qms("B-1", "B-2")),
            write(tmp_path / "c.xml", loq("C-1", "C-2")),
            write(tmp_path / "d.xml", datasets.loms(datasets.record("qualification", None), qualification("A-1"))),
        ]

    def everything(self, index: Index) -> Iterator[object]:
        with index:
            yield list(index)
            yield index.issues
            yield index.sources
            yield [index.look_up(name, scheme_id=SCHEME) for name in ("A-0", "A-1", "A-2", "B-1", "C-2")]
            yield index.find("https://page.example/")

    def test_it_knows_what_one_in_memory_knows(self, files: list[str], kept: str) -> None:
        expected = list(self.everything(Index.from_sources(*files)))
        assert list(self.everything(Index.from_sources(*files, path=kept))) == expected
        assert list(self.everything(Index.open(kept))) == expected

    def test_what_was_taken_over_is_what_would_be_read(self, files: list[str], kept: str) -> None:
        Index.from_sources(*files, path=kept).close()
        write(Path(files[1]), qms("B-1", "B-3"))
        expected = list(self.everything(Index.from_sources(*files)))
        assert list(self.everything(Index.from_sources(*files, path=kept))) == expected
        assert list(self.everything(Index.from_sources(*reversed(files), path=kept))) == list(
            self.everything(Index.from_sources(*reversed(files)))
        )

    def test_only_what_has_changed_is_parsed(self, files: list[str], kept: str, parsed: list[str]) -> None:
        Index.from_sources(*files, path=kept).close()
        parsed.clear()
        write(Path(files[1]), qms("B-3"))
        os.utime(files[0], (1, 1))
        with Index.from_sources(*files, path=kept) as index:
            assert names(index)[3] == "B-3"
        assert parsed == ["b.xml"]

    def test_a_change_that_keeps_size_and_time_is_noticed(self, files: list[str], kept: str, parsed: list[str]) -> None:
        Index.from_sources(*files, path=kept).close()
        before = Path(files[2]).stat()
        write(Path(files[2]), loq("C-8", "C-9"))
        os.utime(files[2], ns=(before.st_atime_ns, before.st_mtime_ns))
        parsed.clear()
        Index.from_sources(*files, path=kept).close()
        assert parsed == ["c.xml"]

    def test_an_index_of_unchanged_files_is_not_written(self, files: list[str], kept: str, parsed: list[str]) -> None:
        Index.from_sources(*files, path=kept).close()
        before = Path(kept).stat()
        parsed.clear()
        Index.from_sources(*files, path=kept).close()
        after = Path(kept).stat()
        assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
        assert not parsed

    def test_files_of_a_folder_that_hold_no_qualifications_are_not_read_again(
        self, tmp_path: Path, kept: str, parsed: list[str]
    ) -> None:
        folder = tmp_path / "folder"
        write(folder / "q.xml", one(1))
        write(folder / "courses.xml", LOQ)
        write(folder / "page.xml", "<html/>")
        with Index.from_sources(folder, path=kept) as index:
            told = index.issues
        before = Path(kept).stat().st_ino
        parsed.clear()
        with Index.from_sources(folder, path=kept) as index:
            assert index.issues == told
        assert [issue.code for issue in told] == ["INDEX-PASSED-OVER", "INDEX-PASSED-OVER"]
        assert (Path(kept).stat().st_ino, parsed) == (before, [])

    def test_the_same_sources_give_the_same_bytes(self, files: list[str], kept: str) -> None:
        Index.from_sources(*files, path=kept).close()
        first = Path(kept).read_bytes()
        Path(kept).unlink()
        Index.from_sources(*files, path=kept).close()
        assert Path(kept).read_bytes() == first

    def test_files_that_are_not_named_any_more_disappear(self, files: list[str], kept: str, parsed: list[str]) -> None:
        Index.from_sources(*files, path=kept).close()
        parsed.clear()
        with Index.from_sources(files[0], files[2], path=kept) as index:
            assert [Path(state.path).name for state in index.sources] == ["a.xml", "c.xml"]
            assert not index.look_up("B-1", scheme_id=None)
        assert not parsed

    def test_new_files_are_added(self, files: list[str], kept: str, parsed: list[str]) -> None:
        Index.from_sources(*files[:3], path=kept).close()
        parsed.clear()
        with Index.from_sources(*files, path=kept) as index:
            assert "INDEX-SHARED-IDENTIFIER" in codes(index.issues)
        assert parsed == ["d.xml"]

    def test_another_scheme_lets_files_be_read_again_that_name_none(
        self, files: list[str], kept: str, parsed: list[str]
    ) -> None:
        Index.from_sources(*files, path=kept).close()
        parsed.clear()
        with Index.from_sources(*files, path=kept, identifier_scheme="urn:scheme") as index:
            assert index.look_up("C-1", scheme_id="urn:scheme")
            assert index.look_up("A-2", scheme_id=SCHEME)
        assert parsed == ["b.xml", "c.xml"]

    def test_a_file_that_was_damaged_since_is_left_out(self, files: list[str], kept: str) -> None:
        Index.from_sources(*files, path=kept).close()
        write(Path(files[1]), qms("B-1")[:-10])
        with Index.from_sources(*files, path=kept) as index:
            assert "INDEX-SOURCE-LEFT-OUT" in codes(index.issues)
            assert not index.look_up("B-1", scheme_id=None)

    @pytest.mark.parametrize("content", [LOQ, "<html/>"])
    def test_what_was_passed_over_in_a_folder_is_told_when_it_is_named(
        self, tmp_path: Path, kept: str, content: str
    ) -> None:
        folder = tmp_path / "folder"
        names = [write(folder / "other.xml", content), write(folder / "q.xml", one(1))]
        Index.from_sources(folder, path=kept).close()
        expected = Index.from_sources(*names).issues
        with Index.from_sources(*names, path=kept) as index:
            assert index.issues == expected
        with Index.from_sources(folder, path=kept) as index:
            assert [issue.severity for issue in index.issues] == [Severity.INFO]

    def test_it_may_be_used_and_built_again_in_another_folder(
        self, tmp_path: Path, kept: str, parsed: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = write(tmp_path / "folder" / "q.xml", one(1))
        write(tmp_path / "other" / "q.xml", one(2))
        monkeypatch.chdir(tmp_path / "folder")
        Index.from_sources("q.xml", path=kept).close()
        monkeypatch.chdir(tmp_path / "other")
        with Index.open(kept) as index:
            assert not index.issues
            assert [state.path for state in index.sources] == [file]
            assert [record.place.source for record in index] == [file]
        Index.from_sources("../folder/q.xml", path=kept).close()
        assert parsed == ["q.xml"]
        with Index.from_sources("q.xml", path=kept) as index:
            assert names(index) == ["Q-2"]

    def test_a_path_may_lead_up_out_of_a_symbolic_link(
        self, tmp_path: Path, kept: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path / "q.xml", one(1))
        file = write(tmp_path / "far" / "q.xml", one(2))
        (tmp_path / "far" / "inside").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "far" / "inside")
        monkeypatch.chdir(tmp_path)
        with Index.from_sources("link/../q.xml", path=kept) as index:
            assert names(index) == ["Q-2"]
            assert [state.path for state in index.sources] == [file]

    def test_another_program_may_replace_it_while_it_is_taken_over(
        self, files: list[str], kept: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        take_over = NewStore.take_over

        def replaced(store: NewStore, other: Store, path: str) -> None:
            monkeypatch.setattr(NewStore, "take_over", take_over)
            Index.from_sources(files[1], path=kept).close()
            take_over(store, other, path)

        Index.from_sources(files[0], path=kept).close()
        monkeypatch.setattr(NewStore, "take_over", replaced)
        with Index.from_sources(files[0], files[2], path=kept) as index:
            assert names(index) == ["A-0", "A-1", "A-2", "C-1", "C-2"]
            assert index.look_up("A-1", scheme_id=SCHEME)

    def test_opening_tells_which_sources_have_changed_or_gone(self, files: list[str], kept: str) -> None:
        Index.from_sources(*files[:3], path=kept).close()
        write(Path(files[0]), one(1))
        Path(files[1]).unlink()
        os.utime(files[2], (1, 1))
        with Index.open(kept) as index:
            assert [(issue.code, issue.source) for issue in index.issues] == [
                ("INDEX-STALE", files[0]),
                ("INDEX-SOURCE-GONE", files[1]),
            ]
            assert index.look_up("A-1", scheme_id=SCHEME)

    def test_what_fails_on_the_way_leaves_the_old_index_whole(
        self, files: list[str], kept: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        Index.from_sources(*files[:2], path=kept).close()
        before = Path(kept).read_bytes()

        def stopped(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("loms.resolve.index.add_file", stopped)
        with pytest.raises(KeyboardInterrupt):
            Index.from_sources(*files, path=kept)
        assert Path(kept).read_bytes() == before
        assert {each.name for each in tmp_path.iterdir()} == {"a.xml", "b.xml", "c.xml", "d.xml", "index.sqlite"}

    def test_a_full_disk_leaves_the_old_index_whole(
        self, files: list[str], kept: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        Index.from_sources(*files[:2], path=kept).close()
        before = Path(kept).read_bytes()
        empty = NewStore.empty

        def small(path: str | None = None) -> NewStore:
            store = empty(path)
            store.connection.execute("PRAGMA max_page_count = 12")
            return store

        monkeypatch.setattr(NewStore, "empty", small)
        write(Path(files[3]), datasets.loms(*(qualification(f"Q-{number}") for number in range(5000))))
        with pytest.raises(TargetError, match="full"):
            Index.from_sources(*files, path=kept)
        assert Path(kept).read_bytes() == before
        assert len(list(tmp_path.iterdir())) == 5

    class TestWithoutAFileThatWasLeftOut:
        @pytest.fixture
        def broken(self, tmp_path: Path) -> list[str]:
            return [write(tmp_path / "cut.xml", one(1)[:-10]), write(tmp_path / "q.xml", one(2))]

        def told(self, index: Index) -> list[tuple[str, Severity, str | None]]:
            with index:
                return [(issue.code, issue.severity, issue.source) for issue in index.issues]

        def test_is_told_as_an_error_each_time_it_is_built(self, broken: list[str], kept: str) -> None:
            expected = self.told(Index.from_sources(*broken))
            assert expected[-1] == ("INDEX-SOURCE-LEFT-OUT", Severity.ERROR, broken[0])
            assert self.told(Index.from_sources(*broken, path=kept)) == expected
            assert self.told(Index.from_sources(*broken, path=kept)) == expected

        def test_is_told_as_a_warning_when_it_is_used(self, broken: list[str], kept: str) -> None:
            Index.from_sources(*broken, path=kept).close()
            assert self.told(Index.open(kept)) == [("INDEX-SOURCE-LEFT-OUT", Severity.WARNING, broken[0])]

        def test_reads_the_file_again_and_no_other(self, broken: list[str], kept: str, parsed: list[str]) -> None:
            Index.from_sources(*broken, path=kept).close()
            parsed.clear()
            Index.from_sources(*broken, path=kept).close()
            assert parsed == ["cut.xml"]

        @pytest.mark.parametrize("cure", ["mended", "not given"])
        def test_is_whole_again_when_the_file_is_mended_or_not_given(
            self, broken: list[str], kept: str, cure: str
        ) -> None:
            Index.from_sources(*broken, path=kept).close()
            write(Path(broken[0]), one(1))
            Index.from_sources(*(broken if cure == "mended" else broken[1:]), path=kept).close()
            assert not self.told(Index.open(kept))

    def test_a_folder_that_does_not_exist_is_told(self, files: list[str], tmp_path: Path) -> None:
        with pytest.raises(TargetError, match="no folder"):
            Index.from_sources(*files, path=tmp_path / "none" / "index.sqlite")

    def test_a_source_is_never_overwritten_by_its_index(self, files: list[str]) -> None:
        before = Path(files[0]).read_bytes()
        with pytest.raises(InvalidDataError, match="no index"):
            Index.from_sources(*files, path=files[0])
        assert Path(files[0]).read_bytes() == before
