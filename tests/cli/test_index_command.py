"""``loms index`` keeps in a file which qualifications there are, and says what is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import loms
from tests.cli.registers import contents, furnish, qualifications
from tests.resolve.datasets import loq
from tests.security.test_terminal import EVERYWHERE, steers
from tests.support.documents import LOQ
from tests.support.running import Run

BUILD = ("index", "build", "q.xml", "more.xml", "-o", "i.sqlite")
INFO = ("index", "info", "i.sqlite")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the commands run, with two files of one qualification each."""
    monkeypatch.chdir(tmp_path)
    furnish(tmp_path)
    return tmp_path


class TestBuild:
    def test_lists_the_files_and_counts_the_qualifications(self, run: Run) -> None:
        done = run(*BUILD)
        assert (done.exit_code, done.stderr) == (0, "")
        assert [line.split() for line in done.stdout.splitlines()] == [
            ["File", "Format", "Records"],
            ["q.xml", "loms-2019", "1"],
            ["more.xml", "loms-2019", "1"],
            ["i.sqlite:", "2", "qualifications", "of", "2", "files."],
        ]

    def test_tells_programs_the_same(self, run: Run) -> None:
        document = json.loads(run(*BUILD, "--json").stdout)
        assert [*document] == ["ok", "index", "qualifications", "sources", "issues"]
        assert (document["ok"], document["index"], document["qualifications"]) == (True, "i.sqlite", 2)
        assert document["sources"][0] == {
            "path": str(Path("q.xml").absolute()),
            "format": "loms-2019",
            "identifier_scheme": None,
            "records": 1,
        }

    def test_tells_the_scheme_that_legacy_files_got(self, run: Run, folder: Path) -> None:
        (folder / "legacy.xml").write_text(loq("L-1"), encoding="utf-8")
        done = run("index", "build", "legacy.xml", "-o", "i.sqlite", "--identifier-scheme", "urn:x", "--json")
        assert json.loads(done.stdout)["sources"][0]["identifier_scheme"] == "urn:x"

    def test_leaves_out_what_is_broken(self, run: Run, folder: Path) -> None:
        (folder / "more.xml").write_bytes((folder / "more.xml").read_bytes()[:400])
        done = run(*BUILD)
        assert done.exit_code == 1
        assert "INDEX-SOURCE-LEFT-OUT" in done.stderr
        assert done.stderr.endswith("loms: error: Not all files are in the index.\n")
        assert "i.sqlite: 1 qualification of 1 file." in done.stdout

    def test_says_what_it_left_out_whenever_it_is_shown_and_reads_it_again(self, run: Run, folder: Path) -> None:
        whole = (folder / "more.xml").read_bytes()
        (folder / "more.xml").write_bytes(whole[:400])
        run(*BUILD)
        done = run(*INFO)
        assert done.exit_code == 0
        assert done.stderr.startswith("loms: warning: ")
        assert "more.xml" in done.stderr
        assert "INDEX-SOURCE-LEFT-OUT" in done.stderr
        assert run(*BUILD).exit_code == 1
        (folder / "more.xml").write_bytes(whole)
        assert run(*BUILD).exit_code == 0
        assert run(*INFO).stderr == ""

    def test_shows_files_that_are_somewhere_else_with_their_whole_paths(
        self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(*BUILD)
        (folder / "inside").mkdir()
        monkeypatch.chdir(folder / "inside")
        assert f"{folder}/q.xml" in run("index", "info", "../i.sqlite").stdout

    @pytest.mark.parametrize("companion", ["i.sqlite-journal", "i.sqlite-wal"])
    def test_is_refused_while_another_program_writes_and_works_when_its_file_is_deleted(
        self, run: Run, folder: Path, companion: str
    ) -> None:
        (folder / companion).write_bytes(b"")
        for command in (BUILD, BUILD):
            done = run(*command)
            assert done.exit_code == 1
            assert f"delete {companion}" in done.stderr
        (folder / companion).unlink()
        assert [run(*command).exit_code for command in (BUILD, INFO)] == [0, 0]

    def test_takes_folders_and_patterns(self, run: Run, folder: Path) -> None:
        (folder / "inside").mkdir()
        for name in ("q.xml", "more.xml"):
            (folder / name).rename(folder / "inside" / name)
        assert "2 qualifications" in run("index", "build", "inside", "-o", "i.sqlite").stdout
        assert "2 qualifications" in run("index", "build", "ins*/*.xml", "-o", "i.sqlite").stdout

    def test_warns_of_files_without_qualifications(self, run: Run, folder: Path) -> None:
        (folder / "legacy.xml").write_text(LOQ, encoding="utf-8")
        done = run("index", "build", "legacy.xml", "-o", "i.sqlite")
        assert done.exit_code == 0
        assert "The files hold no qualification" in done.stderr

    def test_makes_an_empty_or_damaged_index_anew(self, run: Run, folder: Path) -> None:
        (folder / "i.sqlite").write_bytes(b"")
        done = run(*BUILD)
        assert done.exit_code == 0
        assert "INDEX-REBUILT" in done.stderr
        assert run(*INFO).exit_code == 0

    def test_never_overwrites_what_is_no_index(self, run: Run, folder: Path) -> None:
        before = contents(folder)
        done = run("index", "build", "q.xml", "-o", "courses.xml")
        assert done.exit_code == 1
        assert "INDEX-UNKNOWN" in done.stderr
        assert contents(folder) == before


class TestInfo:
    def test_shows_what_was_built(self, run: Run) -> None:
        assert run(*BUILD).stdout == run(*INFO).stdout
        assert run(*BUILD, "--json").stdout == run(*INFO, "--json").stdout

    def test_says_which_files_have_changed_or_gone(self, run: Run, folder: Path) -> None:
        run(*BUILD)
        loms.write(qualifications("Q-3"), folder / "q.xml")
        (folder / "more.xml").unlink()
        done = run(*INFO)
        assert done.exit_code == 0
        assert [name for name in ("INDEX-STALE", "INDEX-SOURCE-GONE") if name not in done.stderr] == []

    @pytest.mark.parametrize(
        ("content", "code"),
        [(b"", "INDEX-DAMAGED"), (b"No index.", "INDEX-UNKNOWN"), (b"SQLite format 3\0", "INDEX-UNKNOWN")],
    )
    def test_refuses_what_is_no_index(self, run: Run, folder: Path, content: bytes, code: str) -> None:
        (folder / "i.sqlite").write_bytes(content)
        done = run(*INFO, "--json")
        assert done.exit_code == 1
        assert [each["code"] for each in json.loads(done.stdout)["issues"]] == [code]

    def test_refuses_an_index_that_was_changed(self, run: Run, folder: Path) -> None:
        run(*BUILD)
        data = bytearray((folder / "i.sqlite").read_bytes())
        data[-1] ^= 1
        (folder / "i.sqlite").write_bytes(data)
        done = run(*INFO)
        assert (done.exit_code, "INDEX-DAMAGED" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("build", "Missing argument 'FILE…'"),
        ("build q.xml", "Missing option '-o'"),
        ("build q.xml -o q.xml", "The index would take the place of the source q.xml"),
        ("build q.xml -o -", "An index is a file, and - is none."),
        ("build q.xml -o /dev/stdout", "An index is a file, and /dev/stdout is none."),
        ("build q.xml -o /dev/null", "An index is a file, and /dev/null is none."),
        ("build q.xml -o .", ". is a folder"),
        ("build q.xml -o nowhere/i.sqlite", "there is no folder"),
        ("build q.xml -o=", "The name of the target is empty"),
        ("build - -o i.sqlite", "not from standard input (-)"),
        ("build nowhere.xml -o i.sqlite", "nowhere.xml does not exist"),
        ("build nowhere*.xml -o i.sqlite", "No file fits nowhere*.xml"),
        ("build q.xml -o i.sqlite --identifier-scheme=", "The identifier scheme is empty"),
        ("build q.xml -o i.sqlite --identifier-scheme urn:\udcff", "holds a character that XML cannot hold"),
        ("info", "Missing argument 'F.sqlite'"),
        ("info nowhere.sqlite", "There is no index nowhere.sqlite."),
        ("info .", ". is a folder"),
        ("info -", "An index is a file, and - is none."),
        ("info q.xml more.xml", "unexpected extra argument"),
        ("make q.xml", "No such command 'make'"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused_and_changes_nothing(
    run: Run, folder: Path, line: str, said: str
) -> None:
    before = contents(folder)
    done = run("index", *line.replace("-o=", "--output=").split())
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert contents(folder) == before


def test_names_of_files_do_not_steer_the_terminal(run: Run, folder: Path) -> None:
    name = f"q{EVERYWHERE.replace('/', '')}.xml"
    (folder / "q.xml").rename(folder / name)
    for arguments in (("build", name, "-o", "i.sqlite"), ("info", "i.sqlite"), ("info", name)):
        for form in ((), ("--json",)):
            done = run("index", *arguments, *form)
            assert steers(done.stdout_bytes + done.stderr_bytes) == []
            assert "\\x1b" in done.output or "\\u001b" in done.output
