"""``loms merge`` writes a new release with the records of an increment; the stored one is never touched."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import loms
from loms.model import QmsLearningOpportunities
from tests.releases.small import course, courses, dataset, ids, opportunity, organization, outcome, qualification
from tests.support.documents import DELETE, LOQ
from tests.support.running import Run

NAMESPACE = ("--namespace", "https://data.example.org/lo/")
INCREMENTAL = LOQ.replace(' Key="secret"', ' Key="secret" Incremental="true"').replace(">fr<", ">en<")


def read(path: Path) -> QmsLearningOpportunities:
    return loms.read(path, expect=QmsLearningOpportunities)


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "stored.xml"
    loms.write(courses("one", "two"), path)
    return path


@pytest.fixture
def increment(tmp_path: Path) -> Path:
    path = tmp_path / "increment.xml"
    loms.write(dataset(*course("two", called="Rolls"), *course("three")[:3]), path)
    return path


@pytest.fixture
def conflicting(tmp_path: Path) -> Path:
    """An increment with a qualification under the id of a stored specification, and one record that can be taken."""
    path = tmp_path / "conflicting.xml"
    loms.write(dataset(qualification("one-specification"), outcome(), *course("three")), path)
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "new.xml"


def test_the_new_release_has_the_records_of_both(run: Run, stored: Path, increment: Path, new: Path) -> None:
    done = run("merge", stored, increment, "-o", new)
    assert (done.exit_code, done.stderr) == (0, "")
    titles = [each.title[0].text.value for each in read(new).learning_opportunities.learning_opportunity]
    assert titles == ["Bread", "Rolls", "Bread"]


def test_the_stored_release_is_not_touched(run: Run, stored: Path, increment: Path, new: Path) -> None:
    before = stored.read_bytes()
    run("merge", stored, increment, "-o", new)
    assert stored.read_bytes() == before


def test_the_summary_counts_the_records_by_kind_and_what_became_of_them(
    run: Run, stored: Path, increment: Path, new: Path
) -> None:
    lines = run("merge", stored, increment, "-o", new).stdout.splitlines()
    assert lines[0].split() == ["Kind", "added", "changed", "unchanged"]
    assert lines[1].split() == ["learningOpportunity", "1", "1"]
    assert lines[-2:] == [
        "3 added, 1 changed, 3 unchanged: 7 records before, 10 after.",
        f"{new} written: valid loms-2019.",
    ]


def test_without_an_output_the_document_goes_to_standard_output(run: Run, stored: Path, increment: Path) -> None:
    done = run("merge", stored, increment)
    assert ids(loms.loads(done.stdout_bytes, expect=QmsLearningOpportunities))
    assert "3 added" in done.stderr


def test_the_new_release_may_not_take_the_place_of_the_stored_one(run: Run, stored: Path, increment: Path) -> None:
    before = stored.read_bytes()
    done = run("merge", stored, increment, "-o", stored)
    assert done.exit_code == 2
    assert "The new release would take the place of the stored release" in done.stderr
    assert stored.read_bytes() == before


@pytest.mark.parametrize("other", ["increment", "report"])
def test_no_output_may_take_the_place_of_another_file(
    run: Run, stored: Path, increment: Path, new: Path, other: str
) -> None:
    before = increment.read_bytes()
    target, report = (increment, "report.json") if other == "increment" else (new, new)
    assert run("merge", stored, increment, "-o", target, "--report", report).exit_code == 2
    assert increment.read_bytes() == before
    assert not new.exists()


def test_a_dry_run_reports_but_writes_nothing(
    run: Run, stored: Path, increment: Path, new: Path, tmp_path: Path
) -> None:
    done = run("merge", stored, increment, "-o", new, "--report", tmp_path / "report.json", "--dry-run")
    assert done.exit_code == 0
    assert "Nothing written (dry run); it would be valid loms-2019." in done.stdout
    assert {*tmp_path.iterdir()} == {stored, increment}


def test_a_dry_run_says_that_the_report_was_not_written_either(run: Run, stored: Path, increment: Path) -> None:
    done = run("merge", stored, increment, "--report", "r.json", "--dry-run")
    assert done.stderr == "The report r.json was not written either (dry run); --json prints it.\n"


def test_the_report_names_every_record(run: Run, stored: Path, increment: Path, new: Path, tmp_path: Path) -> None:
    run("merge", stored, increment, "-o", new, "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    changed = [entry for entry in report["entries"] if entry["action"] == "changed"]
    assert [(entry["record"], entry["fields"]) for entry in changed] == [("urn:example:two", ["title"])]
    assert report["conversion"] is None


def test_for_programs_there_is_one_json_document(run: Run, stored: Path, increment: Path, new: Path) -> None:
    document = json.loads(run("merge", stored, increment, "-o", new, "--json").stdout)
    assert document["ok"] is True
    assert (document["stored"], document["target"], document["refused"]) == (str(stored), str(new), None)
    assert document["report"]["counts"]["added"] == 3


def test_json_and_the_document_cannot_share_standard_output(run: Run, stored: Path, increment: Path) -> None:
    assert run("merge", stored, increment, "--json").exit_code == 2


def test_the_report_is_a_file(run: Run, stored: Path, increment: Path, new: Path) -> None:
    done = run("merge", stored, increment, "-o", new, "--report", "-")
    assert done.exit_code == 2
    assert "use --json" in done.stderr
    assert not new.exists()


def test_what_cannot_be_taken_is_refused_and_the_rest_is_written(
    run: Run, stored: Path, conflicting: Path, new: Path
) -> None:
    done = run("merge", stored, conflicting, "-o", new)
    assert done.exit_code == 1
    assert "[RELEASE-OTHER-KIND]" in done.stderr
    assert done.stderr.splitlines()[-1] == "loms: error: 1 error; what could be done without that was done."
    assert "three" in ids(read(new))


def test_fail_on_error_writes_nothing_then(run: Run, stored: Path, conflicting: Path, new: Path) -> None:
    new.write_text("what was there before", encoding="utf-8")
    done = run("merge", stored, conflicting, "-o", new, "--fail-on", "error")
    assert done.exit_code == 1
    assert "1 error; no document was written." in done.stderr
    assert new.read_text(encoding="utf-8") == "what was there before"


def test_a_refused_merge_still_has_its_report(
    run: Run, stored: Path, conflicting: Path, new: Path, tmp_path: Path
) -> None:
    run("merge", stored, conflicting, "-o", new, "--fail-on", "error", "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["issues"][0]["code"] == "RELEASE-OTHER-KIND"


@pytest.mark.parametrize(("option", "swept"), [("--sweep", True), ("--no-sweep", False)])
def test_what_an_earlier_version_needed_is_swept_unless_told_otherwise(
    run: Run, stored: Path, new: Path, tmp_path: Path, option: str, swept: bool
) -> None:
    increment = tmp_path / "other.xml"
    records = [opportunity("one", by="two-specification"), *course("two")[1:3], organization()]
    loms.write(dataset(*records), increment)
    run("merge", stored, increment, "-o", new, option)
    assert ("one-specification" not in ids(read(new))) is swept


def test_json_and_compressed_files_are_files_too(run: Run, stored: Path, increment: Path, tmp_path: Path) -> None:
    packed, notation = tmp_path / "increment.xml.gz", tmp_path / "new.json"
    packed.write_bytes(gzip.compress(increment.read_bytes()))
    assert run("merge", stored, packed, "-o", notation).exit_code == 0
    assert run("merge", notation, increment, "-o", tmp_path / "again.xml.gz").exit_code == 0
    assert ids(read(tmp_path / "again.xml.gz")) == [
        "one",
        "two",
        "three",
        *(f"{name}-specification" for name in ("one", "two", "three")),
        *(f"{name}-outcome" for name in ("one", "two", "three")),
        "school",
    ]


def test_one_of_the_files_may_be_standard_input(run: Run, stored: Path, increment: Path, new: Path) -> None:
    expected = run("merge", stored, increment).stdout_bytes
    assert run("merge", stored, "-", stdin=increment.read_bytes()).stdout_bytes == expected
    assert run("merge", "-", increment, stdin=stored.read_bytes()).stdout_bytes == expected
    assert run("merge", "-", "-", stdin=stored.read_bytes()).exit_code == 2


def test_a_legacy_increment_is_converted_first(run: Run, tmp_path: Path, new: Path) -> None:
    stored, increment = tmp_path / "stored.xml", tmp_path / "increment.xml"
    run("convert", "-", "-o", stored, "--to", "loms-2019", *NAMESPACE, stdin=INCREMENTAL)
    increment.write_text(INCREMENTAL.replace("<Title>Bread<", "<Title>Rolls<"), encoding="utf-8")
    done = run("merge", stored, increment, "-o", new, *NAMESPACE)
    assert (done.exit_code, done.stderr) == (0, "")
    (record,) = read(new).learning_opportunities.learning_opportunity
    assert record.title[0].text.value == "Rolls"


@pytest.mark.parametrize(("option", "organizations"), [("--sweep", 1), ("--no-sweep", 2)])
def test_what_an_earlier_version_needed_is_swept_after_a_conversion_too(
    run: Run, tmp_path: Path, new: Path, option: str, organizations: int
) -> None:
    run("convert", "-", "-o", tmp_path / "stored.xml", "--to", "loms-2019", *NAMESPACE, stdin=INCREMENTAL)
    changed = INCREMENTAL.replace(">Bakery school<", ">Bakery academy<")
    run("merge", tmp_path / "stored.xml", "-", "-o", new, option, *NAMESPACE, stdin=changed)
    found = read(new).agent_references
    assert found is not None
    assert len(found.organization) == organizations


def test_a_legacy_record_with_a_fault_is_merged_as_far_as_it_can_be_converted_and_the_exit_code_says_so(
    run: Run, stored: Path, new: Path
) -> None:
    faulty = INCREMENTAL.replace("<Url>https://bread.example/</Url>", "")
    done = run("merge", stored, "-", "-o", new, *NAMESPACE, stdin=faulty)
    assert done.exit_code == 1
    assert "[XSD-MISSING-ELEMENT]" in done.stderr
    assert len(read(new).learning_opportunities.learning_opportunity) == 3


def test_the_account_of_the_conversion_is_in_the_report(run: Run, stored: Path, tmp_path: Path, new: Path) -> None:
    increment = tmp_path / "increment.xml"
    increment.write_text(INCREMENTAL.replace('"secret"', '"hush"'), encoding="utf-8")
    shown = run("merge", stored, increment, "-o", new, *NAMESPACE, "--json").stdout
    assert json.loads(shown)["report"]["conversion"]["records"] == {"read": 1, "converted": 1}
    assert "hush" not in shown


def test_without_a_namespace_it_says_what_is_missing(run: Run, stored: Path, new: Path) -> None:
    done = run("merge", stored, "-", "-o", new, stdin=INCREMENTAL)
    assert done.exit_code == 2
    assert "--namespace" in done.stderr
    assert not new.exists()


def test_a_legacy_file_that_calls_itself_whole_is_a_warning(run: Run, stored: Path, new: Path) -> None:
    done = run("merge", stored, "-", "-o", new, *NAMESPACE, stdin=INCREMENTAL.replace('="true"', '="false"'))
    assert done.exit_code == 0
    assert "[RELEASE-WHOLE-FILE]" in done.stderr


def test_fail_on_warning_writes_nothing_then(run: Run, stored: Path, new: Path) -> None:
    legacy = INCREMENTAL.replace('="true"', '="false"')
    done = run("merge", stored, "-", "-o", new, *NAMESPACE, "--fail-on", "warning", stdin=legacy)
    assert done.exit_code == 1
    assert "1 warning; no document was written." in done.stderr
    assert not new.exists()


def test_a_legacy_record_that_cannot_be_converted_is_left_out_and_the_others_are_merged(
    run: Run, stored: Path, new: Path
) -> None:
    done = run("merge", stored, "-", "-o", new, *NAMESPACE, stdin=INCREMENTAL.replace(">Bread<", "> <"))
    assert done.exit_code == 1
    assert "[CONVERT-NO-TITLE]" in done.stderr
    assert ids(read(new)) == ids(read(stored))


def test_an_increment_that_is_not_valid_is_named_and_nothing_is_written(
    run: Run, stored: Path, invalid_file: Path, new: Path
) -> None:
    done = run("merge", stored, invalid_file, "-o", new)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == f"loms: error: {invalid_file} is not valid, so nothing was done."
    assert not new.exists()


def test_a_stored_release_in_a_legacy_format_is_a_wrong_call(run: Run, loq_file: Path, increment: Path) -> None:
    done = run("merge", loq_file, increment)
    assert done.exit_code == 2
    assert "Convert it first" in done.stderr


def test_a_request_to_delete_is_no_increment(run: Run, stored: Path) -> None:
    done = run("merge", stored, "-", stdin=DELETE)
    assert done.exit_code == 2
    assert "loms withdraw" in done.stderr


def test_the_settings_of_the_first_conversion_can_be_given_as_a_file(run: Run, tmp_path: Path, new: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('namespace = "https://data.example.org/lo/"\nparse_texts = false\n', encoding="utf-8")
    run("convert", "-", "-o", tmp_path / "stored.xml", "--to", "loms-2019", "--settings", settings, stdin=INCREMENTAL)
    done = run("merge", tmp_path / "stored.xml", "-", "-o", new, "--settings", settings, stdin=INCREMENTAL)
    assert done.stdout.splitlines()[0].split() == ["Kind", "unchanged"]


def test_options_say_how_a_legacy_increment_is_converted(run: Run, stored: Path, new: Path) -> None:
    legacy = INCREMENTAL.replace("<Description", '<MoreInfo language="cy">Bara.</MoreInfo><Description', 1)
    call = ("merge", stored, "-", "-o", new, *NAMESPACE, "--identifier-scheme", "local numbers")
    run(*call, "--fallback-language", "LU=de", stdin=legacy)
    (record,) = [
        each for each in read(new).learning_opportunities.learning_opportunity if "urn:" not in (each.id or "")
    ]
    assert record.identifier[0].scheme_id == "local numbers"
    assert [(note.text.lang.value, "Bara." in note.text.value) for note in record.additional_note] == [("de", True)]


def test_no_parse_texts_leaves_texts_as_texts_only(run: Run, stored: Path, new: Path) -> None:
    legacy = INCREMENTAL.replace("<Title>", "<Costs>120 EUR</Costs><Title>", 1)
    amounts = []
    for option in ("--parse-texts", "--no-parse-texts"):
        run("merge", stored, "-", "-o", new, *NAMESPACE, option, stdin=legacy)
        amounts.append("120" in new.read_text(encoding="utf-8").replace("120 EUR", ""))
    assert amounts == [True, False]


def test_an_option_that_has_no_meaning_is_a_wrong_call(run: Run, stored: Path, new: Path) -> None:
    done = run("merge", stored, "-", "-o", new, *NAMESPACE, "--fallback-language", "ES", stdin=INCREMENTAL)
    assert done.exit_code == 2
    assert "not of the form COUNTRY=LANGUAGE" in done.stderr
    assert not new.exists()


def test_settings_are_looked_at_before_the_stored_release(run: Run, tmp_path: Path) -> None:
    done = run("merge", tmp_path / "none.xml", tmp_path / "none.xml", "--settings", tmp_path / "none.toml")
    assert "none.toml cannot be read" in done.stderr


def test_what_has_no_place_in_the_model_is_in_the_account_of_the_conversion(run: Run, stored: Path, new: Path) -> None:
    odd = INCREMENTAL.replace("<Title>", "<Colour>red</Colour><Title>", 1)
    done = run("merge", stored, "-", "-o", new, *NAMESPACE, "--json", stdin=odd)
    entries = json.loads(done.stdout)["report"]["conversion"]["entries"]
    assert [entry["value"] for entry in entries if entry["source"] == "LearningOpportunity/Colour"] == ["red"]


def test_json_whose_references_lead_nowhere_is_named_and_nothing_is_written(
    run: Run, stored: Path, tmp_path: Path, new: Path
) -> None:
    notation = tmp_path / "stored.json"
    run("convert", stored, "-o", notation)
    text = notation.read_text(encoding="utf-8")
    notation.write_text(text.replace('"idref": "urn:example:school"', '"idref": "urn:x"', 1), encoding="utf-8")
    done = run("sweep", notation, "-o", new)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"loms: error: {notation}: /qmsLearningOpportunities/")
    notation.write_text(text.replace('"idref": "urn:example:school"', '"idref": "urn:x"'), encoding="utf-8")
    done = run("sweep", notation, "-o", new)
    assert done.stderr.startswith(f"loms: error: {notation}: /qmsLearningOpportunities/")
    assert done.stderr.endswith("so it was not written. Mend the JSON.\n")
    assert not new.exists()
