"""``loms link`` gives opportunities references to qualifications, row by row of a table."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import loms
from loms.model import QmsLearningOpportunities
from tests.cli.registers import LINKS, contents, furnish
from tests.releases.small import SCHEME, ids
from tests.security.test_terminal import IN_XML, steers
from tests.support.documents import LOQ
from tests.support.running import Run

GIVEN = ("--qualifications", "q.xml")
LINK = ("link", "unlinked.xml", "links.csv", "-o", "out.xml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the commands run, with a course, a qualification, and a table that links them."""
    monkeypatch.chdir(tmp_path)
    furnish(tmp_path)
    return tmp_path


class TestLinks:
    def test_lead_to_qualifications_afterwards(self, run: Run) -> None:
        done = run(*LINK, *GIVEN)
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == "1 row: 1 linked.\nout.xml written: valid loms-2019.\n"
        assert "1 found" in run("resolve", "out.xml", *GIVEN).stdout

    def test_that_are_there_stay_as_they_are(self, run: Run) -> None:
        run(*LINK, *GIVEN)
        done = run("link", "out.xml", "links.csv", "-o", "again.xml", *GIVEN)
        assert "1 row: 1 unchanged." in done.stdout

    def test_to_unknown_qualifications_are_refused_where_qualifications_are_named(self, run: Run) -> None:
        done = run(*LINK, "--qualifications", "more.xml")
        assert done.exit_code == 1
        assert "1 row: 1 refused." in done.stdout
        assert done.stderr.endswith("loms: error: Not all rows of links.csv could be linked.\n")

    def test_need_no_qualifications_but_a_namespace_for_the_ids_of_references(self, run: Run) -> None:
        assert run(*LINK, "--namespace", "https://data.example.org/").exit_code == 0

    def test_of_unknown_opportunities_are_told_with_their_line_and_the_others_made(
        self, run: Run, folder: Path
    ) -> None:
        (folder / "links.csv").write_text(f"{LINKS}nobody,Q-1,{SCHEME}\n", encoding="utf-8")
        done = run(*LINK, *GIVEN)
        assert done.exit_code == 1
        assert "links.csv:3: No opportunity has the id or identifier 'nobody'" in done.stderr
        assert "2 rows: 1 linked, 1 refused." in done.stdout

    def test_fail_where_not_all_qualifications_could_be_read(self, run: Run, folder: Path) -> None:
        (folder / "broken.xml").write_bytes((folder / "q.xml").read_bytes()[:400])
        done = run(*LINK, *GIVEN, "broken.xml")
        assert done.exit_code == 1
        assert done.stderr.endswith("loms: error: Not all qualifications could be read.\n")

    def test_for_programs_are_one_json_document(self, run: Run) -> None:
        document = json.loads(run(*LINK, *GIVEN, "--json").stdout)
        assert [*document] == ["operation", "ok", "counts", "rows", "issues", "target"]
        assert (document["ok"], document["counts"]["linked"], document["target"]) == (True, 1, "out.xml")

    def test_dry_are_only_tried(self, run: Run, folder: Path) -> None:
        before = contents(folder)
        done = run(*LINK, *GIVEN, "--dry-run")
        assert done.stdout == "1 row: 1 linked.\nNothing written (dry run); it would be valid loms-2019.\n"
        assert json.loads(run(*LINK, *GIVEN, "--dry-run", "--json").stdout)["target"] is None
        assert contents(folder) == before

    def test_go_to_standard_output_with_the_dataset_and_the_summary_beside_it(self, run: Run) -> None:
        done = run("link", "unlinked.xml", "links.csv", *GIVEN)
        assert "lo" in ids(loms.loads(done.stdout_bytes, expect=QmsLearningOpportunities))
        assert done.stderr == "1 row: 1 linked.\n"


class TestTable:
    def test_may_come_from_standard_input(self, run: Run) -> None:
        done = run("link", "unlinked.xml", "-", "-o", "out.xml", *GIVEN, stdin=f"{LINKS}nobody,Q-1,\n")
        assert done.exit_code == 1
        assert ">:3: No opportunity" in done.stderr
        assert done.stderr.endswith("Not all rows of <stdin> could be linked.\n")

    def test_may_be_compressed(self, run: Run, folder: Path) -> None:
        (folder / "links.csv").write_bytes(gzip.compress(LINKS.encode()))
        assert run(*LINK, *GIVEN).exit_code == 0

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "LINK-NO-COLUMN"),
            (b"<?xml version='1.0'?><a/>", "LINK-NO-COLUMN"),
            (b"course,qualification\nlo,Q-1\n", "LINK-NO-COLUMN"),
            (LINKS.encode("utf-16"), "LINK-ENCODING"),
            (b"opportunity,qualification\n,Q-1\n", "LINK-EMPTY-CELL"),
        ],
        ids=["empty", "xml", "other columns", "utf-16", "empty cell"],
    )
    def test_of_which_no_row_can_be_used_leaves_nothing_written(
        self, run: Run, folder: Path, content: bytes, said: str
    ) -> None:
        (folder / "links.csv").write_bytes(content)
        before = contents(folder)
        done = run(*LINK, *GIVEN)
        assert (done.exit_code, done.stdout) == (1, "")
        assert said in done.stderr
        assert done.stderr.endswith("links.csv has no row that can be used, so nothing was written.\n") or (
            done.stderr.count("\n") == 1
        )
        assert contents(folder) == before

    def test_without_rows_changes_nothing(self, run: Run, folder: Path) -> None:
        (folder / "links.csv").write_text("opportunity,qualification\n", encoding="utf-8")
        done = run(*LINK, *GIVEN)
        assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "0 rows.")


class TestDataset:
    def test_may_be_json_and_become_json(self, run: Run, folder: Path) -> None:
        run("convert", "unlinked.xml", "-o", "unlinked.json")
        assert run("link", "unlinked.json", "links.csv", "-o", "out.json", *GIVEN).exit_code == 0
        assert json.loads((folder / "out.json").read_bytes())["format"] == "loms-2019"

    def test_may_come_from_standard_input(self, run: Run, folder: Path) -> None:
        stdin = gzip.compress((folder / "unlinked.xml").read_bytes())
        assert run("link", "-", "links.csv", "-o", "out.xml", *GIVEN, stdin=stdin).exit_code == 0

    def test_in_a_legacy_format_is_to_be_converted_first(self, run: Run, folder: Path) -> None:
        (folder / "legacy.xml").write_text(LOQ, encoding="utf-8")
        done = run("link", "legacy.xml", "links.csv", *GIVEN)
        assert done.exit_code == 2
        assert "Convert it first: loms convert legacy.xml --to loms-2019" in done.stderr

    def test_that_is_not_valid_is_refused(self, run: Run, folder: Path) -> None:
        text = (folder / "unlinked.xml").read_text(encoding="utf-8")
        (folder / "unlinked.xml").write_text(text.replace("isced-f/0721", "isced-f/9876"), encoding="utf-8")
        assert (run(*LINK, *GIVEN).exit_code, (folder / "out.xml").exists()) == (1, False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Missing argument 'DATASET'"),
        ("unlinked.xml", "Missing argument 'LINKS.csv'"),
        ("- -", "Standard input can be read only once"),
        ("unlinked.xml nowhere.csv", "nowhere.csv does not exist"),
        ("nowhere.xml links.csv", "nowhere.xml does not exist"),
        ("unlinked.xml .", ". is a folder"),
        ("unlinked.xml links.csv q.xml", "Files with qualifications are named behind --qualifications"),
        ("unlinked.xml links.csv --json", "cannot both go to standard output"),
        ("unlinked.xml links.csv -o links.csv", "would take the place of the table of links links.csv"),
        ("unlinked.xml links.csv -o unlinked.xml", "would take the place of the dataset unlinked.xml"),
        ("unlinked.xml links.csv -o q.xml --qualifications q.xml", "would take the place of the qualifications q.xml"),
        ("unlinked.xml links.csv -o nowhere/out.xml", "there is no folder"),
        ("unlinked.xml links.csv --namespace nothing", "The namespace 'nothing' is not an absolute URI"),
        ("unlinked.xml links.csv --qualifications -", "not from standard input (-)"),
        ("unlinked.xml links.csv --index i.sqlite", "There is no index i.sqlite."),
    ],
)
def test_a_call_that_makes_no_sense_is_refused_and_changes_nothing(
    run: Run, folder: Path, line: str, said: str
) -> None:
    before = contents(folder)
    done = run("link", *line.split())
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert contents(folder) == before


def test_values_of_the_table_do_not_steer_the_terminal(run: Run, folder: Path) -> None:
    (folder / "links.csv").write_text(f"{LINKS}no\x9bbody{IN_XML[:3]},Q-1,{SCHEME}\n", encoding="utf-8")
    for form in ((), ("--json",)):
        done = run(*LINK, *GIVEN, *form)
        assert done.exit_code == 1
        assert steers(done.stdout_bytes + done.stderr_bytes) == []
