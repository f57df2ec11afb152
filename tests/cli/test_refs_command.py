"""``loms refs`` lists references to qualifications: as a table, CSV, JSON, or elements for a dataset of courses."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

import loms
from tests.cli.registers import contents, furnish, qualifications
from tests.releases.small import SCHEME
from tests.resolve.datasets import loq
from tests.security.test_terminal import IN_XML, shown, steers
from tests.support.documents import LOQ
from tests.support.running import Run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the commands run, with qualifications in two files and a legacy one."""
    monkeypatch.chdir(tmp_path)
    furnish(tmp_path)
    (tmp_path / "legacy.xml").write_text(loq("L-1"), encoding="utf-8")
    return tmp_path


class TestList:
    def test_is_a_table_for_people(self, run: Run) -> None:
        done = run("refs", "q.xml", "more.xml")
        assert (done.exit_code, done.stderr) == (0, "")
        head, first, second, sum_ = done.stdout.splitlines()
        assert head.split() == ["Identifier", "schemeID", "EQF", "Title"]
        assert first.split() == ["Q-1", SCHEME, "4", "Baker"]
        assert second.split() == ["Q-2", SCHEME, "4", "Baker"]
        assert sum_ == "2 references."

    def test_as_csv_begins_with_the_names_of_its_columns(self, run: Run) -> None:
        rows = [*csv.DictReader(io.StringIO(run("refs", "q.xml", "--as", "csv").stdout))]
        assert [(row["qualification"], row["scheme"]) for row in rows] == [("Q-1", SCHEME)]

    def test_as_json_is_an_array(self, run: Run) -> None:
        (found,) = json.loads(run("refs", "q.xml", "--as", "json").stdout)
        assert (found["identifier"], found["scheme_id"], found["titles"]) == ("Q-1", SCHEME, {"en": "Baker"})

    def test_as_xml_holds_references_for_a_dataset(self, run: Run) -> None:
        section = etree.fromstring(run("refs", "q.xml", "--as", "xml").stdout)
        assert [etree.QName(each).localname for each in section] == ["qualificationRef"]

    def test_for_programs_says_too_what_is_wrong(self, run: Run, folder: Path) -> None:
        (folder / "broken.xml").write_bytes((folder / "q.xml").read_bytes()[:400])
        document = json.loads(run("refs", "q.xml", "broken.xml", "--json").stdout)
        assert [*document] == ["references", "ok", "count", "issues"]
        assert (document["ok"], document["count"]) == (False, 1)
        assert [each["code"] for each in document["issues"]] == ["XML-TRUNCATED", "REFS-INCOMPLETE"]

    @pytest.mark.parametrize("form", ["--json", "--as=json"])
    def test_of_nothing_is_json_too(self, run: Run, form: str) -> None:
        document = json.loads(run("refs", "courses.xml", form).stdout)
        assert document in ([], {"references": [], "ok": True, "count": 0, "issues": []})

    def test_of_nothing_is_a_warning(self, run: Run) -> None:
        done = run("refs", "courses.xml")
        assert (done.exit_code, done.stderr) == (
            0,
            "loms: warning: No qualification was found, so the list is empty.\n",
        )

    def test_that_is_long_appears_table_by_table(self, run: Run, folder: Path) -> None:
        loms.write(qualifications(*(f"Q-{number}" for number in range(1001))), folder / "q.xml")
        lines = run("refs", "q.xml").stdout.splitlines()
        assert sum(line.startswith("Identifier") for line in lines) == 2
        assert lines[-1] == "1,001 references."

    def test_may_be_read_only_in_part(self, folder: Path) -> None:
        loms.write(qualifications(*(f"Q-{number}" for number in range(2000))), folder / "q.xml")
        command = [sys.executable, "-m", "loms", "refs", "q.xml"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline().startswith(b"Identifier")
            process.stdout.close()
            assert (process.wait(timeout=60), process.stderr.read()) == (141, b"")


class TestFile:
    @pytest.mark.parametrize("name", ["list.csv", "list.json", "list.xml", "LIST.CSV"])
    def test_has_the_form_that_its_name_says(self, run: Run, folder: Path, name: str) -> None:
        form = name.lower().rpartition(".")[2]
        done = run("refs", "q.xml", "-o", name)
        assert (done.exit_code, done.stdout, done.stderr) == (0, f"{name} written: 1 reference.\n", "")
        assert (folder / name).read_bytes() == run("refs", "q.xml", "--as", form).stdout_bytes

    def test_is_compressed_when_its_name_says_so(self, run: Run, folder: Path) -> None:
        run("refs", "q.xml", "-o", "list.csv.gz")
        assert b"Q-1" in gzip.decompress((folder / "list.csv.gz").read_bytes())

    def test_may_have_another_form_than_its_name_says(self, run: Run, folder: Path) -> None:
        run("refs", "q.xml", "-o", "list.txt", "--as", "json")
        assert json.loads((folder / "list.txt").read_bytes())

    def test_is_named_to_programs(self, run: Run) -> None:
        document = json.loads(run("refs", "q.xml", "-o", "list.csv", "--json").stdout)
        assert document == {"ok": True, "count": 1, "issues": [], "form": "csv", "target": "list.csv"}

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("q.xml -o list", "The name list does not say how to list the references. Give --as csv, json, xml."),
            ("q.xml -o list.csv --as table", "A table is only printed."),
            ("q.xml -o q.xml", "would take the place of the source q.xml"),
            ("q.xml -o nowhere/list.csv", "there is no folder"),
            ("q.xml --json --as csv", "cannot both go to standard output"),
            ("q.xml --as pdf", "'pdf' is not one of"),
            ("-", "not from standard input (-)"),
            ("nowhere.xml", "nowhere.xml does not exist"),
            ("nowhere*.xml", "No file fits nowhere*.xml"),
            ("legacy.xml --namespace nothing", "The namespace 'nothing' is not an absolute URI"),
            ("", "Missing argument 'FILE…'"),
        ],
    )
    def test_is_not_written_by_a_call_that_makes_no_sense(self, run: Run, folder: Path, line: str, said: str) -> None:
        before = contents(folder)
        done = run("refs", *line.split())
        assert done.exit_code == 2
        assert said in " ".join(done.stderr.split())
        assert contents(folder) == before


class TestSources:
    def test_in_legacy_formats_need_a_namespace_for_references(self, run: Run) -> None:
        done = run("refs", "legacy.xml", "--as", "xml")
        assert done.exit_code == 1
        assert "REFS-NO-ID" in done.stderr
        assert done.stderr.endswith("loms: error: The list is not complete.\n")
        given = ("--namespace", "https://data.example.org/", "--identifier-scheme", SCHEME)
        done = run("refs", "legacy.xml", "--as", "xml", *given)
        assert (done.exit_code, done.stderr) == (0, "")
        assert f'schemeID="{SCHEME}"' in done.stdout

    def test_that_hold_no_qualifications_are_named(self, run: Run, folder: Path) -> None:
        (folder / "courses-old.xml").write_text(LOQ, encoding="utf-8")
        done = run("refs", "courses-old.xml", "q.xml")
        assert done.exit_code == 0
        assert "loms: warning: courses-old.xml: The file was passed over" in done.stderr

    def test_of_a_folder_with_other_names_are_named(self, run: Run, folder: Path) -> None:
        (folder / "data").mkdir()
        (folder / "data" / "q.xml").write_bytes((folder / "q.xml").read_bytes())
        (folder / "data" / "q.xml.bak").write_bytes((folder / "q.xml").read_bytes())
        done = run("refs", "data", "-o", "list.csv")
        assert (done.exit_code, done.stdout) == (0, "list.csv written: 1 reference.\n")
        told = " ".join(done.stderr.split())
        assert "REFS-PASSED-OVER" in told
        assert "names that do not end in .xml or .xml.gz: q.xml.bak." in told
        assert "Name a file itself to have it read." in told

    def test_that_are_broken_are_told_and_the_others_listed(self, run: Run, folder: Path) -> None:
        (folder / "broken.xml").write_bytes((folder / "q.xml").read_bytes()[:400])
        done = run("refs", "broken.xml", "q.xml")
        assert done.exit_code == 1
        assert "Q-1" in done.stdout
        assert "REFS-INCOMPLETE" in done.stderr

    @pytest.mark.parametrize("form", ["csv", "json", "xml"])
    def test_that_are_broken_leave_the_list_that_was_there(self, run: Run, folder: Path, form: str) -> None:
        (folder / "broken.xml").write_bytes((folder / "q.xml").read_bytes()[:400])
        (folder / f"list.{form}").write_text("complete", encoding="utf-8")
        before = contents(folder)
        done = run("refs", "q.xml", "broken.xml", "-o", f"list.{form}")
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.endswith(f"loms: error: The list is not complete, so list.{form} was not written.\n")
        assert contents(folder) == before

    def test_that_are_broken_make_no_list_as_programs_learn(self, run: Run, folder: Path) -> None:
        (folder / "broken.xml").write_bytes((folder / "q.xml").read_bytes()[:400])
        done = run("refs", "q.xml", "broken.xml", "-o", "list.csv", "--json")
        document = json.loads(done.stdout)
        assert (done.exit_code, document["ok"], document["target"]) == (1, False, None)
        assert not (folder / "list.csv").exists()


class TestTerminal:
    @pytest.fixture(autouse=True)
    def hostile(self, folder: Path) -> None:
        text = (folder / "q.xml").read_text(encoding="utf-8")
        (folder / "q.xml").write_text(text.replace("Baker", f"Baker{IN_XML}"), encoding="utf-8")

    @pytest.mark.parametrize("form", ["--as=table", "--as=csv", "--as=json", "--as=xml", "--json"])
    def test_is_not_steered_by_values(self, folder: Path, form: str) -> None:
        text = (folder / "q.xml").read_text(encoding="utf-8")
        (folder / "q.xml").write_text(text.replace(">Q-1<", f">Q-1{IN_XML}<"), encoding="utf-8")
        code, seen = shown("refs", "q.xml", form, folder=folder)
        assert code == 0
        assert steers(seen) == []
        assert b"9b" in seen

    def test_that_is_none_gets_values_as_they_are(self, run: Run) -> None:
        assert "Baker\x7f" in run("refs", "q.xml", "--as", "csv").stdout
