"""``loms convert`` carries over what it can of a faulty file, and stops at the first fault where it is asked to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import loms
from loms.model import QmsLearningOpportunities
from tests.support.documents import LOQ
from tests.support.running import Run

NAMESPACE = "https://data.example.org/lo/"
TO_LOMS = ("--to", "loms-2019", "--namespace", NAMESPACE)
SECOND = "<LearningOpportunityId>SECOND</LearningOpportunityId>"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output.xml"


@pytest.fixture
def faulty_file(tmp_path: Path) -> Path:
    """A legacy file with a sound record and one whose country there is not."""
    begin, end = LOQ.index("<LearningOpportunity>"), LOQ.index("</LearningOpportunities>")
    record = LOQ[begin:end]
    identifier = record[record.index("<LearningOpportunityId>") : record.index("<CountryCode>")]
    country = record[record.index("<CountryCode>") : record.index("</CountryCode>")]
    broken = record.replace(identifier, SECOND).replace(country, "<CountryCode>XX")
    path = tmp_path / "faulty.xml"
    path.write_text(LOQ[:end] + broken + LOQ[end:], encoding="utf-8")
    return path


def converted(output: Path) -> list[str]:
    document = loms.read(output, expect=QmsLearningOpportunities)
    return [record.identifier[0].value for record in document.learning_opportunities.learning_opportunity]


def test_a_record_with_an_unknown_code_is_left_out_and_the_others_go_on(
    run: Run, faulty_file: Path, output: Path
) -> None:
    done = run("convert", faulty_file, "-o", output, *TO_LOMS)
    assert done.exit_code == 1
    assert len(converted(output)) == 1
    assert "SECOND" not in converted(output)
    assert "CountryCode has no code 'XX'. It was left out." in done.stderr
    assert "(record SECOND) [CONVERT-UNKNOWN-CODE]" in done.stderr
    assert done.stderr.splitlines()[-1] == "loms: error: 1 record could not be converted and had to be left out."


def test_what_the_schema_says_is_shown_with_its_line(run: Run, faulty_file: Path, output: Path) -> None:
    done = run("convert", faulty_file, "-o", output, *TO_LOMS)
    line = next(
        number
        for number, text in enumerate(faulty_file.read_text("utf-8").splitlines(), 1)
        if "<CountryCode>XX" in text
    )
    assert f"{faulty_file}:{line}: CountryCode is 'XX'" in done.stderr
    assert "XSD-UNKNOWN-CODE" in done.stderr


def test_json_lists_the_faults_of_the_source(run: Run, faulty_file: Path, output: Path) -> None:
    done = run("convert", faulty_file, "-o", output, *TO_LOMS, "--json")
    shown = json.loads(done.stdout)
    assert shown["ok"] is False
    assert [fault["code"] for fault in shown["faults"]] == ["XSD-UNKNOWN-CODE"]
    assert shown["left_out"] == 1


def test_a_fault_that_hinders_no_record_is_an_error_nevertheless(run: Run, tmp_path: Path, output: Path) -> None:
    path = tmp_path / "odd.xml"
    path.write_text(LOQ.replace("<Title>", "<Colour>red</Colour><Title>", 1), encoding="utf-8")
    done = run("convert", path, "-o", output, *TO_LOMS)
    assert done.exit_code == 1
    assert len(converted(output)) == 1
    assert "Colour" in done.stderr
    assert done.stderr.splitlines()[-1] == f"loms: error: {path} has 1 fault; see what became of each."


def test_fail_on_error_counts_the_faults_of_the_source_too(run: Run, tmp_path: Path, output: Path) -> None:
    path = tmp_path / "odd.xml"
    path.write_text(LOQ.replace("<Title>", "<Colour>red</Colour><Title>", 1), encoding="utf-8")
    done = run("convert", path, "-o", output, *TO_LOMS, "--fail-on", "error")
    assert done.exit_code == 1
    assert not output.exists()


def test_where_no_record_is_left_there_is_no_document(run: Run, tmp_path: Path, output: Path) -> None:
    path = tmp_path / "empty.xml"
    namespace = "http://data.europa.eu/europass/qms-xml/schema/learning-opportunities"
    root = "qmsLearningOpportunities"
    path.write_text(f'<{root} xmlns="{namespace}"><learningOpportunities/></{root}>', encoding="utf-8")
    done = run("convert", path, "-o", output, "--to", "loq-learning-opportunities")
    assert done.exit_code == 1
    assert "loms: error: no record could be converted; no document was written." in done.stderr
    assert not output.exists()


class TestStrict:
    def test_a_fault_of_the_source_ends_it(self, run: Run, faulty_file: Path, output: Path) -> None:
        done = run("convert", faulty_file, "-o", output, *TO_LOMS, "--strict")
        assert done.exit_code == 1
        assert "XSD-UNKNOWN-CODE" in done.stderr
        assert not output.exists()

    def test_the_first_record_that_cannot_be_converted_ends_it(self, run: Run, tmp_path: Path, output: Path) -> None:
        path = tmp_path / "untitled.xml"
        path.write_text(LOQ.replace("<Title>Bread</Title>", "<Title> </Title>"), encoding="utf-8")
        done = run("convert", path, "-o", output, *TO_LOMS, "--strict")
        assert done.exit_code == 1
        assert "CONVERT-NO-TITLE" in done.stderr
        assert not output.exists()

    def test_a_sound_file_is_converted(self, run: Run, loq_file: Path, output: Path) -> None:
        assert run("convert", loq_file, "-o", output, *TO_LOMS, "--strict").exit_code == 0
        assert len(converted(output)) == 1


class TestSettings:
    def test_settings_come_from_a_file(self, run: Run, loq_file: Path, tmp_path: Path, output: Path) -> None:
        settings = tmp_path / "s.toml"
        settings.write_text(f'namespace = "{NAMESPACE}"\nidentifier_scheme = "urn:example:ids"\n', encoding="utf-8")
        done = run("convert", loq_file, "-o", output, "--to", "loms-2019", "--settings", settings)
        assert done.exit_code == 0
        document = loms.read(output, expect=QmsLearningOpportunities)
        assert document.learning_opportunities.learning_opportunity[0].identifier[0].scheme_id == "urn:example:ids"

    def test_a_byte_order_mark_at_its_beginning_is_passed_over(
        self, run: Run, loq_file: Path, tmp_path: Path, output: Path
    ) -> None:
        settings = tmp_path / "s.toml"
        settings.write_text(f'namespace = "{NAMESPACE}"\n', encoding="utf-8-sig")
        assert run("convert", loq_file, "-o", output, "--to", "loms-2019", "--settings", settings).exit_code == 0

    def test_an_option_takes_the_place_of_what_the_file_says(
        self, run: Run, loq_file: Path, tmp_path: Path, output: Path
    ) -> None:
        settings = tmp_path / "s.toml"
        settings.write_text('namespace = "https://other.example/"\n', encoding="utf-8")
        assert run("convert", loq_file, "-o", output, *TO_LOMS, "--settings", settings).exit_code == 0
        assert "other.example" not in output.read_text("utf-8")

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"namespac = 1", "There is no setting 'namespac'. Did you mean namespace?"),
            (b"namespace = ", "are no TOML"),
            (b"\xff\xfe", "are no text in UTF-8"),
        ],
    )
    def test_a_mistake_in_the_file_is_a_mistake_of_the_call(
        self, run: Run, loq_file: Path, tmp_path: Path, output: Path, content: bytes, message: str
    ) -> None:
        settings = tmp_path / "s.toml"
        settings.write_bytes(content)
        done = run("convert", loq_file, "-o", output, *TO_LOMS, "--settings", settings)
        assert (done.exit_code, done.stdout) == (2, "")
        assert message in done.stderr
        assert str(settings) in done.stderr
        assert not output.exists()

    def test_a_file_that_is_not_there_is_named(self, run: Run, loq_file: Path, tmp_path: Path, output: Path) -> None:
        done = run("convert", loq_file, "-o", output, *TO_LOMS, "--settings", tmp_path / "none.toml")
        assert done.exit_code == 2
        assert "none.toml cannot be read: No such file or directory." in done.stderr
