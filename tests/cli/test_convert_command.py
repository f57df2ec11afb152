"""``loms convert`` writes a whole and valid document or nothing, and tells what became of every field."""

import gzip
import json
from pathlib import Path

import pytest

import loms
from loms.model import LearningOpportunity, LearningOutcome
from tests.support.documents import EXAMPLES, LOQ, SAMPLES
from tests.support.running import Run

NAMESPACE = "https://data.example.org/lo/"
TO_LOMS = ("--to", "loms-2019", "--namespace", NAMESPACE)

# Its provider type is empty, which is no loss; a remark about the file has no place in the new format.
LOSSY = LOQ.replace(' Key="secret"', ' Key="secret" DatasourceComment="A remark."')

# Two records, of which the second has no title.
_BEGIN, _END = LOQ.index("<LearningOpportunity>"), LOQ.index("</LearningOpportunities>")
NO_TITLE = (
    LOQ[:_END]
    + LOQ[_BEGIN:_END].replace("<Title>Bread</Title>", "<Title> </Title>").replace(">B-1<", ">B-2<")
    + LOQ[_END:]
)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output.xml"


@pytest.fixture
def lossy_file(tmp_path: Path) -> Path:
    path = tmp_path / "lossy.xml"
    path.write_text(LOSSY, encoding="utf-8")
    return path


def test_a_legacy_file_becomes_a_valid_file_of_the_new_format(run: Run, loq_file: Path, output: Path) -> None:
    assert run("convert", loq_file, "-o", output, *TO_LOMS).exit_code == 0
    assert run("validate", "--format", "loms-2019", output).exit_code == 0


def test_the_summary_counts_what_became_of_each_field(run: Run, loq_file: Path, output: Path) -> None:
    lines = run("convert", loq_file, "-o", output, *TO_LOMS).stdout.splitlines()
    assert lines[0].split() == ["Field", "copied", "mapped", "note", "synthesised", "dropped", "lost"]
    assert any(line.startswith("LearningOpportunity/Title ") for line in lines)
    assert any(
        line.startswith("1 of 1 record converted from loq-learning-opportunities to loms-2019") for line in lines
    )
    assert lines[-1] == f"{output} written: valid loms-2019."


def test_of_each_kind_of_issue_the_first_are_printed_and_the_report_has_all(
    run: Run, tmp_path: Path, output: Path
) -> None:
    many, report = tmp_path / "many.xml", tmp_path / "report.json"
    record = NO_TITLE[_BEGIN:_END].replace("<Title>Bread</Title>", "<Title> </Title>")
    others = "".join(record.replace(">B-1<", f">B-{number}<") for number in range(2, 252))
    many.write_text(LOQ[:_END] + others + LOQ[_END:], encoding="utf-8")
    shown = run("convert", many, "-o", output, *TO_LOMS, "--report", report).stderr
    assert shown.count("[CONVERT-NO-TITLE]") == 100
    assert f"150 more of CONVERT-NO-TITLE. {report} lists every issue." in shown
    issues = json.loads(report.read_text(encoding="utf-8"))["issues"]
    assert [issue["code"] for issue in issues].count("CONVERT-NO-TITLE") == 250


def test_what_is_lost_is_named_with_the_reason(run: Run, lossy_file: Path, output: Path) -> None:
    shown = run("convert", lossy_file, "-o", output, *TO_LOMS).stdout
    assert "lost: LearningOpportunities/@DatasourceComment (1): " in shown


def test_without_an_output_the_document_goes_to_standard_output_and_the_summary_to_standard_error(
    run: Run, loq_file: Path
) -> None:
    done = run("convert", loq_file, *TO_LOMS)
    assert loms.loads(done.stdout_bytes)
    assert "1 of 1 record converted" in done.stderr


def test_standard_input_is_a_file_too(run: Run, loq_file: Path, output: Path) -> None:
    run("convert", loq_file, "-o", output, *TO_LOMS)
    assert run("convert", "-", *TO_LOMS, stdin=LOQ).stdout_bytes == output.read_bytes()


def test_the_report_is_written_as_json(run: Run, loq_file: Path, output: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    run("convert", loq_file, "-o", output, *TO_LOMS, "--report", report)
    assert json.loads(report.read_text(encoding="utf-8"))["records"] == {"read": 1, "converted": 1}


def test_for_programs_the_report_is_one_json_document_on_standard_output(
    run: Run, loq_file: Path, output: Path
) -> None:
    done = run("convert", loq_file, "-o", output, *TO_LOMS, "--json")
    document = json.loads(done.stdout)
    assert document["ok"] is True
    assert document["target"] == str(output)
    assert document["report"]["records"] == {"read": 1, "converted": 1}


def test_a_dry_run_reports_but_writes_nothing(run: Run, loq_file: Path, output: Path, tmp_path: Path) -> None:
    done = run("convert", loq_file, "-o", output, *TO_LOMS, "--report", tmp_path / "report.json", "--dry-run")
    assert done.exit_code == 0
    assert "1 of 1 record converted" in done.stdout
    assert list(tmp_path.iterdir()) == [loq_file]


def test_a_dry_run_says_that_the_report_was_not_written_either(run: Run, loq_file: Path, output: Path) -> None:
    call = ("convert", loq_file, "-o", output, *TO_LOMS, "--report", output.with_suffix(".json"), "--dry-run")
    done = run(*call)
    assert done.stderr.endswith(".json was not written either (dry run); --json prints it.\n")
    done = run(*call, "--json")
    assert json.loads(done.stdout)["report"]["records"] == {"read": 1, "converted": 1}
    assert done.stderr.endswith("was not written either (dry run); it is in what was printed.\n")


def test_a_refusal_says_where_all_is_listed(run: Run, lossy_file: Path, output: Path) -> None:
    refused = ("convert", lossy_file, "-o", output, *TO_LOMS, "--fail-on", "dropped")
    report = output.with_suffix(".json")
    last = "loms: error: 1 lost value; no document was written."
    assert run(*refused).stderr.endswith(f"{last} --report R.json lists every value.\n")
    assert run(*refused, "--report", report).stderr.endswith(f"{last} {report} lists every value.\n")
    assert run(*refused, "--report", report, "--dry-run").stderr.endswith(f"{last} --json lists every value.\n")
    assert run(*refused, "--json").stderr.endswith(f"{last}\n")


def test_an_error_that_leaves_no_record_out_is_counted_in_the_last_line(run: Run, loq_file: Path, output: Path) -> None:
    text = run("convert", loq_file, "--to", "json").stdout  # of JSON the schema says nothing
    done = run("convert", "-", "-o", output, *TO_LOMS, stdin=text.replace("https://bread.example/", "bread.example"))
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == "loms: error: 1 error; all else was converted."
    assert output.exists()


def test_messages_call_standard_input_by_name(run: Run, output: Path) -> None:
    done = run("convert", "-", "-o", output, *TO_LOMS, stdin=NO_TITLE)
    assert "loms: error: <stdin>: The record has no title" in done.stderr


def test_the_format_that_the_file_has_already_makes_a_copy(run: Run, loms_file: Path, output: Path) -> None:
    assert run("convert", loms_file, "-o", output, "--to", "loms-2019").exit_code == 0
    assert loms.read(output) == loms.read(loms_file)


def test_of_a_copy_there_is_no_report(run: Run, loms_file: Path, output: Path) -> None:
    done = run("convert", loms_file, "-o", output, "--to", "loms-2019", "--report", output.with_suffix(".json"))
    assert done.exit_code == 2
    assert f"{loms_file} is loms-2019 already, so no field changes and there is nothing to report." in done.stderr
    assert not output.exists()


@pytest.mark.parametrize(
    ("name", "text", "cause"),
    [
        ("untitled", LOQ.replace("<Title>Bread</Title>", "<Title> </Title>"), "or only blank ones. Give it a title."),
        ("odd", LOQ.replace("<Title>", "<Colour>red</Colour><Title>", 1), "Colour"),
    ],
)
def test_strict_names_the_file_and_the_fault_and_says_that_nothing_was_written(
    run: Run, tmp_path: Path, output: Path, name: str, text: str, cause: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    done = run("convert", path, "-o", output, *TO_LOMS, "--strict", "--json")
    fault, last = done.stderr.splitlines()
    assert fault.startswith(f"loms: error: {path}:")
    assert cause in fault
    assert "left out" not in fault
    assert last.startswith("loms: error: This first fault ended the conversion (--strict), and nothing was written.")
    assert json.loads(done.stdout)["error"] == last.removeprefix("loms: error: ")
    assert not output.exists()


def test_a_loss_is_no_failure_unless_asked_for(run: Run, lossy_file: Path, output: Path) -> None:
    assert run("convert", lossy_file, "-o", output, *TO_LOMS).exit_code == 0


def test_fail_on_dropped_exits_with_1_at_a_loss_and_writes_no_document(
    run: Run, lossy_file: Path, output: Path
) -> None:
    done = run("convert", lossy_file, "-o", output, *TO_LOMS, "--fail-on", "dropped")
    assert done.exit_code == 1
    assert "1 lost value; no document was written." in done.stderr
    assert not output.exists()


def test_fail_on_dropped_passes_where_nothing_is_lost(run: Run, loq_file: Path, output: Path) -> None:
    assert run("convert", loq_file, "-o", output, *TO_LOMS, "--fail-on", "dropped").exit_code == 0


def test_fail_on_note_fails_at_a_loss_too(run: Run, lossy_file: Path, output: Path) -> None:
    assert run("convert", lossy_file, "-o", output, *TO_LOMS, "--fail-on", "note").exit_code == 1


def test_fail_on_note_exits_with_1_at_a_value_that_is_kept_only_in_a_note(
    run: Run, tmp_path: Path, output: Path
) -> None:
    path = tmp_path / "note.xml"
    path.write_text(
        LOQ.replace("<Description", '<MoreInfo language="cy">Bara.</MoreInfo><Description', 1), encoding="utf-8"
    )
    done = run("convert", path, "-o", output, *TO_LOMS, "--fail-on", "note")
    assert done.exit_code == 1
    assert "kept only in" in done.stderr


def test_fail_on_warning_exits_with_1_at_a_warning(run: Run, output: Path) -> None:
    done = run("convert", EXAMPLES / "courses-loq.xml", "-o", output, *TO_LOMS, "--fail-on", "warning")
    assert done.exit_code == 1
    assert "loms: warning: " in done.stderr
    assert not output.exists()


def test_a_record_that_cannot_be_converted_is_left_out_and_the_exit_code_says_so(run: Run, output: Path) -> None:
    done = run("convert", "-", "-o", output, *TO_LOMS, stdin=NO_TITLE)
    assert done.exit_code == 1
    assert "1 record could not be converted and had to be left out." in done.stderr
    assert "1 of 2 records converted" in done.stdout
    assert output.exists()


def test_fail_on_error_writes_no_document_where_a_record_cannot_be_converted(run: Run, output: Path) -> None:
    done = run("convert", "-", "-o", output, *TO_LOMS, "--fail-on", "error", stdin=NO_TITLE)
    assert done.exit_code == 1
    assert "1 error; no document was written." in done.stderr
    assert not output.exists()


def test_a_dry_run_has_the_same_exit_code(run: Run, output: Path) -> None:
    assert run("convert", "-", *TO_LOMS, "--dry-run", stdin=NO_TITLE).exit_code == 1


def test_a_refused_document_still_has_its_report(run: Run, lossy_file: Path, output: Path, tmp_path: Path) -> None:
    run("convert", lossy_file, "-o", output, *TO_LOMS, "--fail-on", "dropped", "--report", tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["lost"] == 1


def test_a_refused_document_leaves_standard_output_empty(run: Run, lossy_file: Path) -> None:
    assert run("convert", lossy_file, *TO_LOMS, "--fail-on", "dropped").stdout == ""


def test_without_a_namespace_it_says_what_is_missing_and_exits_with_2(run: Run, loq_file: Path, output: Path) -> None:
    done = run("convert", loq_file, "-o", output, "--to", "loms-2019")
    assert done.exit_code == 2
    assert "--namespace" in done.stderr
    assert not output.exists()


def test_a_format_that_cannot_be_reached_exits_with_2(run: Run, loms_file: Path, output: Path) -> None:
    done = run("convert", loms_file, "-o", output, "--to", "loq-delete")
    assert done.exit_code == 2
    assert done.stderr.startswith("loms: error: ")
    assert not output.exists()


def test_an_invalid_source_shows_all_its_problems_and_writes_nothing(
    run: Run, invalid_file: Path, output: Path
) -> None:
    output.write_text("what was there before", encoding="utf-8")
    done = run("convert", invalid_file, "-o", output, "--to", "loms-2019")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "isced-f/9876" in done.stderr
    assert "x:y" in done.stderr
    assert done.stderr.splitlines()[-1] == f"loms: error: {invalid_file} is not valid, so nothing was converted."
    assert output.read_text(encoding="utf-8") == "what was there before"


def test_a_result_that_is_not_valid_is_not_handed_out(
    run: Run, loq_file: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = loms.RecordWriter.write

    def without_outcomes(writer: loms.RecordWriter, record: LearningOutcome | LearningOpportunity) -> None:
        if not isinstance(record, LearningOutcome):
            write(writer, record)

    monkeypatch.setattr(loms.RecordWriter, "write", without_outcomes)
    output.write_text("what was there before", encoding="utf-8")
    done = run("convert", loq_file, "-o", output, *TO_LOMS)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith(
        "loms: error: The new document is not valid loms-2019, so it was not written. Please report this"
    )
    assert output.read_text(encoding="utf-8") == "what was there before"


def test_an_output_that_cannot_be_written_exits_with_2_and_leaves_no_report(
    run: Run, loq_file: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    done = run("convert", loq_file, "-o", tmp_path / "nowhere" / "output.xml", *TO_LOMS, "--report", report)
    assert done.exit_code == 2
    assert done.stderr.startswith("loms: error: ")
    assert not report.exists()


def test_a_report_that_cannot_be_written_leaves_no_document(
    run: Run, loq_file: Path, output: Path, tmp_path: Path
) -> None:
    done = run("convert", loq_file, "-o", output, *TO_LOMS, "--report", tmp_path / "nowhere" / "report.json")
    assert done.exit_code == 2
    assert not output.exists()


@pytest.mark.parametrize("name", ["./output.xml", "folder/../output.xml", "link.xml"])
def test_the_report_may_not_take_the_place_of_the_document_however_it_is_named(
    run: Run, loq_file: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("link.xml").symlink_to("output.xml")
    done = run("convert", loq_file, "-o", output, *TO_LOMS, "--report", name)
    assert done.exit_code == 2
    assert done.stderr == f"loms: error: The report and the document cannot both be written to {name}.\n"
    assert not output.exists()


def test_the_report_may_not_take_the_place_of_the_source(
    run: Run, loq_file: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("convert", loq_file, "-o", output, *TO_LOMS, "--report", f"./{loq_file.name}")
    assert done.exit_code == 2
    assert "would take the place of the source" in done.stderr
    assert loq_file.read_text(encoding="utf-8") == LOQ
    assert not output.exists()


@pytest.mark.parametrize("name", ["legacy.xml", "./legacy.xml", "link.xml", "hard.xml"])
def test_a_result_does_not_take_the_place_of_its_source(
    run: Run, loq_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "legacy.xml"
    if not source.exists():
        source.write_bytes(loq_file.read_bytes())
    (tmp_path / "link.xml").symlink_to(source)
    (tmp_path / "hard.xml").hardlink_to(source)
    before = source.read_bytes()
    done = run("convert", source, "-o", name, *TO_LOMS)
    assert done.exit_code == 2
    assert "would take the place of the source" in done.stderr
    assert source.read_bytes() == before


@pytest.mark.parametrize("name", ["courses.json", "courses.json.gz"])
def test_xml_becomes_json_by_the_name_of_the_output_and_comes_back_equal(
    run: Run, loms_file: Path, tmp_path: Path, name: str, output: Path
) -> None:
    assert run("convert", loms_file, "-o", tmp_path / name).exit_code == 0
    assert run("convert", tmp_path / name, "-o", output).exit_code == 0
    assert loms.read(output) == loms.read(loms_file)


def test_to_json_needs_no_name(run: Run, loms_file: Path) -> None:
    done = run("convert", loms_file, "--to", "json")
    assert json.loads(done.stdout)["format"] == "loms-2019"


def test_json_on_standard_input_is_recognised(run: Run, loms_file: Path) -> None:
    as_json = run("convert", loms_file, "--to", "json").stdout
    assert loms.loads(run("convert", "-", stdin=as_json).stdout_bytes) == loms.read(loms_file)


def test_a_conversion_may_end_in_json(run: Run, loq_file: Path, tmp_path: Path) -> None:
    run("convert", loq_file, "-o", tmp_path / "output.json", *TO_LOMS)
    assert json.loads((tmp_path / "output.json").read_text(encoding="utf-8"))["format"] == "loms-2019"


def test_json_that_holds_no_valid_document_is_refused(run: Run, loms_file: Path, tmp_path: Path, output: Path) -> None:
    path = tmp_path / "bad.json"
    text = run("convert", loms_file, "--to", "json").stdout
    path.write_text(text.replace('"idref": "https://data.example.org/outcome/1"', '"idref": "x:y"'), encoding="utf-8")
    done = run("convert", path, "-o", output)
    assert done.exit_code == 1
    assert "x:y" in done.stderr
    assert not output.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": "x", "document": {}}', "[" * 100_000])
def test_json_that_is_broken_is_one_line_and_exits_with_1(run: Run, tmp_path: Path, output: Path, text: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    done = run("convert", path, "-o", output)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"loms: error: {path}: ")
    assert done.stderr.count("\n") == 1
    assert not output.exists()


def test_the_name_gz_compresses_the_document(run: Run, loms_file: Path, tmp_path: Path) -> None:
    run("convert", loms_file, "-o", tmp_path / "out.xml.gz", "--to", "loms-2019")
    assert loms.loads(gzip.decompress((tmp_path / "out.xml.gz").read_bytes())) == loms.read(loms_file)


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        ("{source} -o out.xml", "Say what to convert to"),
        ("{source} -o out.xml --to json", "--to json does not go with the name out.xml"),
        ("{source} --to loms-2019 --json", "--json and the document cannot both go to standard output"),
        ("{source} -o out.json --report r.json", "give --to FORMAT"),
        ("{source} -o out.xml --to loms-2019 --report -", "--report names a file"),
        ("{source} -o out.xml --to loms-2019 --report out.xml", "cannot both be written to out.xml"),
        ("{source} -o out.xml --to loms-2019 --fallback-language ES", "not of the form COUNTRY=LANGUAGE"),
        ("{source} -o out.xml --to loms-2019 --namespace lo", "not an absolute URI"),
    ],
)
def test_options_that_make_no_sense_exit_with_2(
    run: Run, loq_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, cause: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("convert", *arguments.format(source=loq_file).split())
    assert done.exit_code == 2
    assert cause in done.stderr
    assert list(tmp_path.iterdir()) == [loq_file]


def test_the_upload_key_of_a_legacy_file_appears_nowhere(run: Run, tmp_path: Path, output: Path) -> None:
    report = tmp_path / "report.json"
    done = run("convert", "-", "-o", output, *TO_LOMS, "--report", report, stdin=LOQ.replace('"secret"', '"KEY-4711"'))
    assert done.exit_code == 0
    assert "KEY-4711" not in done.stdout + done.stderr
    assert "KEY-4711" not in output.read_text(encoding="utf-8") + report.read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ("one.xml", "two.xml"):
        run("convert", EXAMPLES / "courses-loq.xml", "-o", tmp_path / name, *TO_LOMS)
    assert (tmp_path / "one.xml").read_bytes() == (tmp_path / "two.xml").read_bytes()


def test_the_example_is_converted_without_an_error(run: Run, output: Path) -> None:
    done = run("convert", EXAMPLES / "courses-loq.xml", "-o", output, *TO_LOMS)
    assert done.exit_code == 0
    assert "error" not in done.stderr


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the published samples are not here")
def test_the_published_legacy_sample_is_converted(run: Run, output: Path) -> None:
    done = run("convert", SAMPLES / "loq-learning-opportunities-0.5.10-sample.xml", "-o", output, *TO_LOMS)
    assert done.exit_code == 0
    assert run("validate", output, "--profile", "schema").exit_code == 0


def test_several_jobs_give_the_same_output(run: Run, output: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.xml"
    assert run("convert", EXAMPLES / "courses-loq.xml", "-o", alone, *TO_LOMS).exit_code == 0
    assert run("convert", EXAMPLES / "courses-loq.xml", "-o", output, "--jobs", "2", *TO_LOMS).exit_code == 0
    assert output.read_bytes() == alone.read_bytes()
