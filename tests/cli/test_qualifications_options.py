"""``--qualifications`` takes all file names up to the next option; ``--index`` stands for files read before."""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
from pathlib import Path

import pytest

import loms
from tests.cli.registers import contents, furnish, with_references
from tests.faults.stepping import Job, tries
from tests.releases.small import SCHEME
from tests.resolve.datasets import loq
from tests.support.documents import LOQ
from tests.support.running import Run
from tests.support.users import ORDINARY, sees_project


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the commands run: a course that leads to Q-1 and Q-2, each in a file of its own."""
    monkeypatch.chdir(tmp_path)
    furnish(tmp_path)
    loms.write(with_references("Q-1", "Q-2"), "courses.xml")
    return tmp_path


class TestNames:
    @pytest.mark.parametrize(
        "line",
        [
            "courses.xml --qualifications q.xml more.xml",
            "courses.xml --qualifications q.xml more.xml --json",
            "courses.xml --qualifications q.xml --json --qualifications more.xml",
            "courses.xml --qualifications=q.xml --qualifications=more.xml",
            "--qualifications=q.xml --qualifications=more.xml courses.xml",
            "--qualifications q.xml more.xml --accept-near courses.xml",
            "--qualifications q.xml more.xml -- courses.xml",
            "--qualifications=q.xml courses.xml --qualifications more.xml",
        ],
    )
    def test_may_be_written_in_each_of_these_ways(self, run: Run, line: str) -> None:
        done = run("resolve", *line.split())
        assert (done.exit_code, done.stderr) == (0, "")

    def test_are_those_that_a_shell_makes_of_a_pattern_and_those_that_it_leaves(self, run: Run) -> None:
        assert run("resolve", "courses.xml", "--qualifications", "[qm]*.xml").exit_code == 0

    @pytest.mark.parametrize("line", ["--qualifications q.xml courses.xml", "--json --qualifications courses.xml"])
    def test_do_not_include_the_dataset_which_stands_before_them(self, run: Run, line: str) -> None:
        done = run("resolve", *line.split())
        assert done.exit_code == 2
        assert "Missing argument 'DATASET'. It stands before --qualifications, which takes all" in done.stderr

    def test_do_not_include_the_table_of_links_either(self, run: Run) -> None:
        done = run("link", "courses.xml", "--qualifications", "q.xml", "links.csv")
        assert done.exit_code == 2
        assert "Missing argument 'LINKS.csv'. It stands before --qualifications" in done.stderr

    def test_need_the_option_before_them(self, run: Run) -> None:
        done = run("resolve", "courses.xml", "q.xml")
        assert done.exit_code == 2
        assert "unexpected extra argument (q.xml). Files with qualifications are named behind" in done.stderr

    def test_do_not_stand_behind_two_dashes(self, run: Run) -> None:
        done = run("link", "--", "--qualifications", "--links")
        assert (done.exit_code, done.stderr) == (2, "loms: error: --links does not exist.\n")

    @pytest.mark.parametrize("rest", ["", "--json", "-o out.xml", "--", "--qualifications q.xml"])
    def test_follow_the_option(self, run: Run, rest: str) -> None:
        done = run("resolve", "courses.xml", "--qualifications", *rest.split())
        assert done.exit_code == 2
        assert "Option '--qualifications' requires an argument" in done.stderr

    def test_may_not_be_empty(self, run: Run) -> None:
        done = run("resolve", "courses.xml", "--qualifications", "")
        assert (done.exit_code, done.stderr) == (
            2,
            "loms: error: The name of the qualifications is empty; name a file.\n",
        )

    def test_are_names_of_files_not_of_standard_input(self, run: Run) -> None:
        done = run("resolve", "courses.xml", "--qualifications", "q.xml", "-", stdin=Path("more.xml").read_bytes())
        assert done.exit_code == 2
        assert "Qualifications are read from files, not from standard input (-)." in done.stderr

    @pytest.mark.parametrize("name", ["nowhere.xml", "nowhere*.xml"])
    def test_that_lead_nowhere_are_told(self, run: Run, name: str) -> None:
        done = run("resolve", "courses.xml", "--qualifications", "q.xml", name)
        assert done.exit_code == 2
        assert name in done.stderr

    @pytest.mark.parametrize("command", ["resolve courses.xml", "resolve courses.xml --embed"])
    def test_or_an_index_are_needed(self, run: Run, command: str) -> None:
        done = run(*command.split())
        assert done.exit_code == 2
        assert "Say where the qualifications are: --qualifications FILE…, or --index F" in done.stderr


class TestSources:
    def test_that_hold_no_qualifications_are_told_at_once(self, run: Run, folder: Path) -> None:
        (folder / "legacy.xml").write_text(LOQ, encoding="utf-8")
        done = run("resolve", "courses.xml", "--qualifications", "legacy.xml")
        assert done.exit_code == 1
        assert done.stderr.startswith("loms: warning: The files hold no qualification that a reference could lead to.")
        assert "INDEX-PASSED-OVER" in done.stderr

    def test_in_a_folder_that_are_something_else_are_passed_over(self, run: Run, folder: Path) -> None:
        (folder / "inside").mkdir()
        for name in ("q.xml", "more.xml"):
            (folder / name).rename(folder / "inside" / name)
        (folder / "inside" / "notes.xml").write_text("No XML.", encoding="utf-8")
        done = run("resolve", "courses.xml", "--qualifications", "inside")
        assert done.exit_code == 0
        assert "inside/notes.xml: The file was passed over" in done.stderr

    @pytest.mark.parametrize("command", ["resolve courses.xml", "link unlinked.xml links.csv -o out.xml"])
    def test_that_are_broken_fail_although_all_else_is_well(self, run: Run, folder: Path, command: str) -> None:
        (folder / "broken.xml").write_bytes((folder / "q.xml").read_bytes()[:900])
        done = run(*command.split(), "--qualifications", "q.xml", "more.xml", "broken.xml")
        assert done.exit_code == 1
        assert "XML-TRUNCATED" in done.stderr
        assert "INDEX-SOURCE-LEFT-OUT" in done.stderr

    def test_that_share_an_identifier_are_told_where_they_are(self, run: Run, folder: Path) -> None:
        (folder / "again.xml").write_bytes((folder / "more.xml").read_bytes())
        done = run("resolve", "courses.xml", "--qualifications", "q.xml", "more.xml", "again.xml")
        assert re.search(r"^loms: warning: more\.xml:\d+: 2 qualifications of several files", done.stderr, re.MULTILINE)

    @pytest.mark.parametrize("command", ["resolve courses.xml", "link unlinked.xml links.csv -o out.xml"])
    @pytest.mark.parametrize("given", ["--qualifications q.xml", "--index i.sqlite"])
    def test_get_no_scheme_that_no_document_can_hold(self, run: Run, command: str, given: str) -> None:
        run("index", "build", "q.xml", "-o", "i.sqlite")
        done = run(*command.split(), *given.split(), "--identifier-scheme", "urn:\udcff")
        assert done.exit_code == 2
        assert "holds a character that XML cannot hold" in done.stderr

    @pytest.mark.parametrize(
        "command", ["resolve courses.xml", "resolve courses.xml --embed", "link unlinked.xml l.csv"]
    )
    def test_get_a_scheme_when_their_index_is_built_and_not_later(self, run: Run, command: str) -> None:
        run("index", "build", "q.xml", "-o", "i.sqlite")
        done = run(*command.split(), "--index", "i.sqlite", "--identifier-scheme", SCHEME)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "Build it with: loms index build FILE… -o i.sqlite --identifier-scheme SCHEME" in done.stderr

    @pytest.mark.parametrize("option", ["--accept-near", f"--identifier-scheme={SCHEME}"])
    def test_are_needed_by_options_that_are_about_them(self, run: Run, folder: Path, option: str) -> None:
        before = contents(folder)
        line = "link unlinked.xml links.csv -o out.xml --namespace https://data.example.org/"
        done = run(*line.split(), option)
        assert done.exit_code == 2
        assert "give --qualifications FILE… or --index FILE, too" in " ".join(done.stderr.split())
        assert contents(folder) == before

    def test_may_be_legacy_files_with_the_scheme_that_they_do_not_name(self, run: Run, folder: Path) -> None:
        (folder / "legacy.xml").write_text(loq("Q-1", "Q-2"), encoding="utf-8")
        done = run("resolve", "courses.xml", "--qualifications", "legacy.xml", "--identifier-scheme", SCHEME)
        assert (done.exit_code, done.stderr) == (0, "")


class TestIndex:
    def test_is_enough_instead_of_files(self, run: Run) -> None:
        given = ("--qualifications", "q.xml", "more.xml")
        run("index", "build", "q.xml", "more.xml", "-o", "i.sqlite")
        used = run("resolve", "courses.xml", "--index", "i.sqlite")
        assert (used.exit_code, used.stderr) == (0, "")
        assert used.stdout.replace(f"{Path.cwd()}/", "") == run("resolve", "courses.xml", *given).stdout

    @pytest.mark.parametrize("is_there", [True, False])
    @pytest.mark.parametrize(
        "command",
        [
            "resolve courses.xml",
            "resolve courses.xml --embed",
            "resolve courses.xml --embed --dry-run",
            "resolve courses.xml --embed -o i.sqlite",
            "link unlinked.xml links.csv -o out.xml",
            "link unlinked.xml links.csv -o i.sqlite",
            "link unlinked.xml links.csv --dry-run",
        ],
    )
    def test_is_only_read_so_files_beside_it_are_refused(
        self, run: Run, folder: Path, command: str, is_there: bool
    ) -> None:
        if is_there:
            run("index", "build", "q.xml", "more.xml", "-o", "i.sqlite")
        before = contents(folder)
        done = run(*command.split(), "--qualifications", "q.xml", "--index", "i.sqlite")
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == (
            "loms: error: An index is only read, so give --qualifications or --index, not both. "
            "To put files into an index, build it with: loms index build FILE… -o i.sqlite\n"
        )
        assert contents(folder) == before

    def test_that_is_not_up_to_date_is_told(self, run: Run, folder: Path) -> None:
        run("index", "build", "q.xml", "more.xml", "-o", "i.sqlite")
        (folder / "more.xml").unlink()
        done = run("resolve", "courses.xml", "--index", "i.sqlite")
        assert done.exit_code == 0
        assert "INDEX-SOURCE-GONE" in done.stderr

    @pytest.mark.parametrize("command", ["resolve courses.xml", "link unlinked.xml links.csv -o out.xml"])
    def test_that_lacks_a_file_is_told_as_a_warning(self, run: Run, folder: Path, command: str) -> None:
        (folder / "broken.xml").write_bytes((folder / "q.xml").read_bytes()[:900])
        run("index", "build", "q.xml", "more.xml", "broken.xml", "-o", "i.sqlite")
        done = run(*command.split(), "--index", "i.sqlite")
        assert done.exit_code == 0
        assert re.search(r"loms: warning: .*broken\.xml: .*\[INDEX-SOURCE-LEFT-OUT\]", done.stderr)

    @pytest.mark.parametrize("name", ["courses.xml", "q.xml", "links.csv"])
    def test_that_is_none_is_refused_and_not_overwritten(self, run: Run, folder: Path, name: str) -> None:
        before = contents(folder)
        done = run("resolve", "courses.xml", "--index", name)
        assert done.exit_code == 1
        assert "INDEX-UNKNOWN" in done.stderr
        assert contents(folder) == before

    def test_that_is_not_there_is_told_with_how_to_make_it(self, run: Run) -> None:
        done = run("resolve", "courses.xml", "--index", "i.sqlite")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "Build it with: loms index build FILE… -o i.sqlite" in done.stderr

    def test_that_is_damaged_is_refused(self, run: Run, folder: Path) -> None:
        run("index", "build", "q.xml", "-o", "i.sqlite")
        (folder / "i.sqlite").write_bytes((folder / "i.sqlite").read_bytes()[:-100])
        done = run("resolve", "courses.xml", "--index", "i.sqlite", "--json")
        assert done.exit_code == 1
        assert [each["code"] for each in json.loads(done.stdout)["issues"]] == ["INDEX-DAMAGED"]

    @pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/null"])
    @pytest.mark.parametrize("given", [(), ("--qualifications", "q.xml")])
    def test_is_a_file(self, run: Run, name: str, given: tuple[str, ...]) -> None:
        done = run("resolve", "courses.xml", *given, "--index", name)
        assert done.exit_code == 2
        assert f"An index is a file, and {name} is none." in done.stderr

    @pytest.mark.parametrize(("name", "said"), [("", "The name of the index is empty"), (".", ". is a folder")])
    def test_has_a_name_that_a_file_can_have(self, run: Run, name: str, said: str) -> None:
        done = run("resolve", "courses.xml", "--index", name)
        assert done.exit_code == 2
        assert said in done.stderr

    @pytest.mark.parametrize(
        "command",
        ["resolve courses.xml --embed -o i.sqlite", "link unlinked.xml links.csv -o i.sqlite"],
    )
    def test_is_not_replaced_by_the_new_dataset(self, run: Run, folder: Path, command: str) -> None:
        run("index", "build", "q.xml", "-o", "i.sqlite")
        before = contents(folder)
        done = run(*command.split(), "--index", "i.sqlite")
        assert done.exit_code == 2
        assert "would take the place of the index i.sqlite" in done.stderr
        assert contents(folder) == before

    @sees_project
    def test_that_is_read_only_in_a_read_only_folder_can_be_used(self, run: Run) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            folder.chmod(0o755)
            furnish(folder)
            loms.write(with_references("Q-1", "Q-2"), folder / "courses.xml")
            (folder / "out").mkdir()
            with contextlib.chdir(folder):
                run("index", "build", "q.xml", "more.xml", "-o", "out/i.sqlite")
            (folder / "out").chmod(0o555)
            arguments = ["resolve", "courses.xml", "--index", "out/i.sqlite"]
            (done,) = tries(folder, Job(arguments=arguments, user=ORDINARY))
            (folder / "out").chmod(0o755)
        assert (done.exit_code, done.said) == (0, "")


class TestNearMisses:
    @pytest.fixture(autouse=True)
    def near(self, folder: Path) -> None:
        loms.write(with_references("q-1"), folder / "courses.xml")

    def test_are_warnings(self, run: Run) -> None:
        done = run("resolve", "courses.xml", "--qualifications", "q.xml")
        assert done.exit_code == 0
        assert "RESOLVE-NEAR" in done.stderr
        assert "1 near" in done.stdout

    def test_that_are_accepted_lead_to_the_qualification_and_say_so(self, run: Run) -> None:
        done = run("resolve", "courses.xml", "--qualifications", "q.xml", "--accept-near")
        assert (done.exit_code, "It was taken." in done.stderr) == (0, True)
        assert "Baker" in done.stdout
        assert "Baker" not in run("resolve", "courses.xml", "--qualifications", "q.xml").stdout
