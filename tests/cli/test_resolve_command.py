"""``loms resolve`` says where references lead, puts qualifications in their place, and takes them out again."""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from pathlib import Path

import pytest

import loms
from loms.elm import Courses
from loms.model import QmsLearningOpportunities
from tests.cli.registers import contents, furnish, qualifications, with_references
from tests.releases.small import SCHEME, ids
from tests.resolve.datasets import elm, elm_reference, qms
from tests.resolve.datasets import loms as empty
from tests.security.test_terminal import IN_XML, steers
from tests.support.documents import DELETE, LOQ
from tests.support.running import Run, RunOnTerminal

GIVEN = ("--qualifications", "q.xml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the commands run, with a course and the qualification that it leads to."""
    monkeypatch.chdir(tmp_path)
    furnish(tmp_path)
    return tmp_path


def read(path: str) -> QmsLearningOpportunities:
    return loms.read(path, expect=QmsLearningOpportunities)


class TestReferences:
    def test_are_listed_with_the_qualification_that_each_stands_for(self, run: Run) -> None:
        done = run("resolve", "courses.xml", *GIVEN)
        assert (done.exit_code, done.stderr) == (0, "")
        assert re.search(r"^Q-1 +found +Baker +4$", done.stdout, re.MULTILINE)
        assert re.search(r"^Bread +Baker +4$", done.stdout, re.MULTILINE)
        assert "1 reference to qualifications: 1 found.\n" in done.stdout
        assert "1 opportunity, 1 of which lead to a qualification.\n" in done.stdout

    def test_that_are_missing_are_errors(self, run: Run) -> None:
        done = run("resolve", "courses.xml", "--qualifications", "more.xml")
        assert done.exit_code == 1
        assert re.search(r"courses\.xml:\d+: No qualification has the identifier 'Q-1'", done.stderr)
        assert done.stderr.endswith("loms: error: Not all links of courses.xml can be followed.\n")

    def test_that_are_ambiguous_are_errors(self, run: Run, folder: Path) -> None:
        (folder / "again.xml").write_bytes((folder / "q.xml").read_bytes())
        done = run("resolve", "courses.xml", "--qualifications", "q.xml", "again.xml")
        assert done.exit_code == 1
        assert "RESOLVE-AMBIGUOUS" in done.stderr

    def test_are_all_misspelt_is_an_error(self, run: Run, folder: Path) -> None:
        text = "<learningSpecificationReferences><qualificationReference/></learningSpecificationReferences>"
        (folder / "courses.xml").write_text(text, encoding="utf-8")
        done = run("resolve", "courses.xml", *GIVEN)
        assert done.exit_code == 1
        assert "RESOLVE-NO-REFERENCE" in done.stderr

    def test_for_programs_are_one_json_document(self, run: Run) -> None:
        done = run("resolve", "courses.xml", *GIVEN, "--json")
        document = json.loads(done.stdout)
        assert [*document] == ["ok", "source", "counts", "references", "opportunities", "issues"]
        assert (document["ok"], document["source"], document["counts"]["found"]) == (True, "courses.xml", 1)
        assert done.stderr == ""

    @pytest.mark.parametrize("given", ["q.xml", "more.xml"])
    @pytest.mark.parametrize("dataset", ["courses.xml", "none.xml"])
    def test_for_programs_are_the_same_as_from_the_function(
        self, run: Run, folder: Path, dataset: str, given: str
    ) -> None:
        (folder / "none.xml").write_text(empty(), encoding="utf-8")
        expected = loms.resolve(dataset, given).as_dict()
        assert (
            run("resolve", dataset, "--qualifications", given, "--json").stdout == f"{json.dumps(expected, indent=2)}\n"
        )

    def test_that_find_no_place_for_temporary_files_are_told_so(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", "absent")
        done = run("resolve", "courses.xml", *GIVEN)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == "loms: error: The temporary files in absent failed: No such file or directory.\n"

    def test_that_nobody_would_read_are_counted_not_listed(self, run: Run, folder: Path) -> None:
        names = [f"Q-{number}" for number in range(51)]
        loms.write(with_references(*names), folder / "courses.xml")
        loms.write(qualifications(*names), folder / "q.xml")
        done = run("resolve", "courses.xml", *GIVEN)
        assert "Q-7" not in done.stdout
        assert "Baker" not in done.stdout
        assert "51 references to qualifications: 51 found. They are too many to be listed here" in done.stdout
        assert len(json.loads(run("resolve", "courses.xml", *GIVEN, "--json").stdout)["references"]) == 51

    def test_that_are_fifty_are_listed(self, run: Run, folder: Path) -> None:
        names = [f"Q-{number}" for number in range(50)]
        loms.write(with_references(*names), folder / "courses.xml")
        loms.write(qualifications(*names), folder / "q.xml")
        done = run("resolve", "courses.xml", *GIVEN)
        assert "Q-7 " in done.stdout
        assert "too many" not in done.stdout


class TestDataset:
    @pytest.mark.parametrize("work", [(), ("--embed", "-o", "out.xml")])
    @pytest.mark.parametrize("form", ["courses.xml", "courses.xml.gz", "courses.json", "courses.json.gz"])
    @pytest.mark.parametrize("is_piped", [True, False])
    def test_may_be_xml_or_json_compressed_or_not_named_or_piped(
        self, run: Run, folder: Path, form: str, work: tuple[str, ...], is_piped: bool
    ) -> None:
        run("convert", "courses.xml", "--to", "json", "-o", "courses.json")
        name = form.removesuffix(".gz")
        if form != name:
            (folder / form).write_bytes(gzip.compress((folder / name).read_bytes()))
            (folder / name).unlink()
        stdin = (folder / form).read_bytes() if is_piped else b""
        done = run("resolve", "-" if is_piped else form, *GIVEN, *work, stdin=stdin)
        assert (done.exit_code, done.stderr) == (0, "")
        assert "1 reference" in done.stdout

    @pytest.mark.parametrize("name", ["courses.json", "-"])
    def test_that_is_json_is_called_by_its_name(self, run: Run, folder: Path, name: str) -> None:
        run("convert", "courses.xml", "-o", "courses.json")
        done = run(
            "resolve", name, "--qualifications", "more.xml", "--json", stdin=(folder / "courses.json").read_bytes()
        )
        assert json.loads(done.stdout)["source"] == ("<stdin>" if name == "-" else name)

    @pytest.mark.parametrize("work", [(), ("--embed",), ("--extract", "out.xml")])
    @pytest.mark.parametrize(
        ("content", "exit_code", "said"),
        [
            (LOQ, 2, "Convert it first: loms convert "),
            (qms("Q-1"), 2, "Convert it first: loms convert "),
            (DELETE, 2, "loq-delete"),
            ("<a/>", 1, "FORMAT-UNKNOWN"),
            ("No XML.", 1, "XML-NOT-XML"),
            ("<a", 1, "XML-"),
            ("", 1, "XML-EMPTY"),
        ],
        ids=["legacy", "qms", "delete", "unknown", "text", "broken", "empty"],
    )
    def test_of_another_kind_is_refused_with_what_to_do(
        self, run: Run, folder: Path, content: str, exit_code: int, said: str, work: tuple[str, ...]
    ) -> None:
        (folder / "other.xml").write_text(content, encoding="utf-8")
        before = contents(folder)
        done = run("resolve", "other.xml", *(() if "--extract" in work else GIVEN), *work)
        assert (done.exit_code, done.stdout) == (exit_code, "")
        assert said in done.stderr
        assert contents(folder) == before

    def test_that_is_legacy_json_is_refused_with_what_to_do(self, run: Run, folder: Path) -> None:
        (folder / "legacy.xml").write_text(LOQ, encoding="utf-8")
        run("convert", "legacy.xml", "-o", "legacy.json")
        done = run("resolve", "legacy.json", *GIVEN)
        assert done.exit_code == 2
        assert "Convert it first: loms convert legacy.json --to loms-2019" in done.stderr

    @pytest.mark.parametrize("name", ["nowhere.xml", "nowhere.json", ".", ""])
    def test_that_cannot_be_read_is_told(self, run: Run, name: str) -> None:
        done = run("resolve", name, *GIVEN, "--json")
        assert done.exit_code == 2
        assert json.loads(done.stdout)["ok"] is False

    def test_that_is_not_valid_is_resolved_but_nothing_is_made_of_it(self, run: Run, folder: Path) -> None:
        text = (folder / "courses.xml").read_text(encoding="utf-8")
        (folder / "courses.xml").write_text(text.replace("isced-f/0721", "isced-f/9876"), encoding="utf-8")
        assert run("resolve", "courses.xml", *GIVEN).exit_code == 0
        done = run("resolve", "courses.xml", *GIVEN, "--embed", "-o", "out.xml")
        assert (done.exit_code, (folder / "out.xml").exists()) == (1, False)
        assert re.search(r"^loms: error: courses\.xml:\d+: ", done.stderr)


class TestEmbed:
    def test_puts_qualifications_in_the_place_of_references(self, run: Run) -> None:
        done = run("resolve", "courses.xml", *GIVEN, "--embed", "-o", "out.xml")
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.endswith("out.xml written: valid loms-2019.\n")
        assert "Q-1" in ids(read("out.xml"))

    def test_without_an_output_prints_the_dataset_and_the_summary_beside_it(self, run: Run) -> None:
        done = run("resolve", "courses.xml", *GIVEN, "--embed")
        assert "Q-1" in ids(loms.loads(done.stdout_bytes, expect=QmsLearningOpportunities))
        assert "1 reference: 1 embedded, 0 stayed.\n2 records came: 1 embedded, 1 merged.\n" in done.stderr

    def test_writes_what_it_can_and_tells_the_rest(self, run: Run, folder: Path) -> None:
        loms.write(with_references("Q-1", "Q-9"), folder / "courses.xml")
        done = run("resolve", "courses.xml", *GIVEN, "--embed", "-o", "out.xml")
        assert done.exit_code == 1
        assert "2 references: 1 embedded, 1 stayed.\n" in done.stdout
        assert done.stderr.endswith("loms: error: Not every reference became a qualification.\n")
        assert {"Q-1", "ref-1"} <= {*ids(read("out.xml"))}

    def test_writes_json_to_a_name_that_says_so(self, run: Run, folder: Path) -> None:
        run("resolve", "courses.xml", *GIVEN, "--embed", "-o", "out.json")
        assert json.loads((folder / "out.json").read_bytes())["format"] == "loms-2019"

    def test_dry_writes_nothing(self, run: Run, folder: Path) -> None:
        before = contents(folder)
        done = run("resolve", "courses.xml", *GIVEN, "--embed", "-o", "out.xml", "--dry-run")
        assert done.stdout.endswith("Nothing written (dry run); it would be valid loms-2019.\n")
        assert contents(folder) == before

    @pytest.mark.parametrize(("dry", "target"), [((), "out.xml"), (("--dry-run",), None)])
    def test_tells_programs_what_was_done(self, run: Run, dry: tuple[str, ...], target: str | None) -> None:
        done = run("resolve", "courses.xml", *GIVEN, "--embed", "-o", "out.xml", "--json", *dry)
        document = json.loads(done.stdout)
        assert (document["operation"], document["ok"], document["target"]) == ("embed", True, target)


class TestExtract:
    @pytest.fixture(autouse=True)
    def whole(self, run: Run, folder: Path) -> None:
        run("resolve", "courses.xml", *GIVEN, "--embed", "-o", "whole.xml")

    def test_writes_the_qualifications_and_the_rest_with_references(self, run: Run) -> None:
        done = run("resolve", "whole.xml", "--extract", "taken.xml", "-o", "rest.xml")
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.endswith("rest.xml written: valid loms-2019.\ntaken.xml written: valid loms-2019.\n")
        assert run("resolve", "rest.xml", "--qualifications", "taken.xml").exit_code == 0

    def test_says_when_there_is_nothing_to_extract(self, run: Run) -> None:
        done = run("resolve", "courses.xml", "--extract", "taken.xml", "-o", "rest.xml")
        assert done.exit_code == 0
        assert "EXTRACT-NOTHING" in done.stderr

    def test_tells_programs_what_was_written(self, run: Run) -> None:
        done = run("resolve", "whole.xml", "--extract", "taken.xml", "-o", "rest.xml", "--json")
        assert json.loads(done.stdout)["targets"] == ["rest.xml", "taken.xml"]

    def test_dry_writes_nothing(self, run: Run, folder: Path) -> None:
        before = contents(folder)
        done = run("resolve", "whole.xml", "--extract", "taken.xml", "--dry-run", "--json")
        assert json.loads(done.stdout)["targets"] == []
        assert contents(folder) == before

    def test_writes_both_files_or_none(self, run: Run, folder: Path) -> None:
        before = contents(folder)
        done = run("resolve", "whole.xml", "--extract", "nowhere/taken.xml", "-o", "rest.xml")
        assert done.exit_code == 2
        assert contents(folder) == before


class TestWrongCalls:
    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("--embed --extract x.xml --qualifications q.xml", "undo each other"),
            ("-o x.xml --qualifications q.xml", "only with --embed or --extract; give one of them, or no -o."),
            ("--dry-run --qualifications q.xml", "give one of them, or no --dry-run."),
            ("--extract -", "--extract names a file"),
            ("--extract x.xml -o x.xml", "cannot both be written to x.xml"),
            ("--extract courses.xml -o x.xml", "would take the place of the dataset courses.xml"),
            ("--extract x.xml -o courses.xml", "would take the place of the dataset courses.xml"),
            ("--extract x.xml --qualifications q.xml", "looks for no others"),
            ("--extract x.xml --index i.sqlite", "looks for no others"),
            ("--extract x.xml --accept-near", "looks for no others"),
            ("--extract x.xml --json", "cannot both go to standard output"),
            ("--embed --qualifications q.xml --json", "cannot both go to standard output"),
            ("--embed --qualifications q.xml -o q.xml", "would take the place of the qualifications q.xml"),
            ("--embed --qualifications q.xml -o courses.xml", "would take the place of the dataset"),
            ("--embed --qualifications q.xml -o nowhere/x.xml", "there is no folder"),
            ("--embed --qualifications q.xml --namespace nothing", "The namespace 'nothing' is not an absolute URI"),
            ("--namespace urn:x: --qualifications q.xml", "--namespace is for ids that --embed makes"),
            ("--qualifications q.xml --identifier-scheme= ", "The identifier scheme is empty"),
            ("--qualifications q.xml --nope", "No such option"),
            ("--qualifications q.xml --max-unpacked-size much", "is no size"),
        ],
    )
    def test_are_refused_with_the_reason_and_change_nothing(self, run: Run, folder: Path, line: str, said: str) -> None:
        before = contents(folder)
        done = run("resolve", "courses.xml", *line.split())
        assert done.exit_code == 2
        assert said in " ".join(done.stderr.split())
        assert contents(folder) == before


class TestTerminal:
    @pytest.fixture(autouse=True)
    def hostile(self, folder: Path) -> None:
        for name in ("courses.xml", "q.xml"):
            text = (folder / name).read_text(encoding="utf-8")
            for value in ("Bread", "Baker", "Q-1<"):
                text = text.replace(value, value.replace("<", f"{IN_XML}<") if "<" in value else f"{value}{IN_XML}")
            (folder / name).write_text(text, encoding="utf-8")

    @pytest.mark.parametrize("given", ["q.xml", "more.xml"])
    @pytest.mark.parametrize("work", [(), ("--json",), ("--embed", "-o", "out.xml")])
    def test_is_not_steered_by_values(self, run: Run, work: tuple[str, ...], given: str) -> None:
        done = run("resolve", "courses.xml", "--qualifications", given, *work)
        assert "\\x9b" in done.output or "\\u009b" in done.output or work[:1] == ("--embed",)
        assert steers(done.stdout_bytes + done.stderr_bytes) == []

    def test_shows_identifiers_in_one_piece(self, run_on_narrow_terminal: RunOnTerminal) -> None:
        shown = run_on_narrow_terminal(["resolve", "courses.xml", *GIVEN])
        assert "found" in shown


class TestElm:
    COURSES = elm(elm_reference("Q-1", SCHEME))

    def test_references_of_an_elm_dataset_are_followed_too(self, run: Run, folder: Path) -> None:
        (folder / "elm.xml").write_text(self.COURSES, encoding="utf-8")
        done = run("resolve", "elm.xml", *GIVEN)
        assert re.search(r"^Q-1 +found +Baker +4$", done.stdout, re.MULTILINE)

    def test_also_where_it_is_json(self, run: Run, folder: Path) -> None:
        document = loms.loads(self.COURSES, expect=Courses)
        (folder / "elm.json").write_text(loms.to_json(document), encoding="utf-8")
        done = run("resolve", "elm.json", *GIVEN, "--json")
        assert json.loads(done.stdout)["counts"]["found"] == 1

    def test_it_is_not_embedded(self, run: Run, folder: Path) -> None:
        (folder / "elm.xml").write_text(self.COURSES, encoding="utf-8")
        done = run("resolve", "elm.xml", *GIVEN, "--embed", "-o", "out.xml")
        assert done.exit_code == 2
        assert "elm.xml is one of elm-loq" in done.stderr
