"""``loms sample``: writes a document to try things with."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import loms
from loms.formats import FORMATS
from tests.support.running import Run


@pytest.mark.parametrize("name", [format.name for format in FORMATS])
def test_a_document_of_each_format_is_printed(run: Run, tmp_path: Path, name: str) -> None:
    printed = run("sample", "--format", name, "-n", "3")
    path = tmp_path / "sample.xml"
    path.write_bytes(printed.stdout_bytes)
    report = loms.validate(path, profile="schema")
    assert (printed.exit_code, report.ok, report.format and report.format.name) == (0, True, name)


def test_the_same_seed_gives_the_same_bytes(run: Run) -> None:
    assert run("sample", "--seed", "4").stdout_bytes == run("sample", "--seed", "4").stdout_bytes


def test_another_seed_gives_other_bytes(run: Run) -> None:
    assert run("sample", "--seed", "4").stdout_bytes != run("sample", "--seed", "5").stdout_bytes


def test_it_has_as_many_opportunities_as_asked_for(run: Run) -> None:
    document = loms.loads(run("sample", "-n", "20").stdout_bytes, expect=loms.model.QmsLearningOpportunities)
    assert len(document.learning_opportunities.learning_opportunity) == 20


def test_it_is_in_the_languages_asked_for(run: Run) -> None:
    printed = run("sample", "--language", "pl", "--language", "cs").stdout
    assert ' lang="pl"' in printed
    assert ' lang="en"' not in printed


def test_odd_texts_are_no_believable_ones(run: Run) -> None:
    believable, odd = (run("sample", "--language", "en", *more).stdout for more in ([], ["--odd"]))
    assert " in " in believable
    assert believable != odd


def test_it_is_written_to_a_file_that_may_be_compressed(run: Run, tmp_path: Path) -> None:
    done = run("sample", "-o", tmp_path / "sample.xml.gz")
    assert (done.exit_code, done.stdout) == (0, "")
    assert gzip.decompress((tmp_path / "sample.xml.gz").read_bytes()) == run("sample").stdout_bytes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--language", "xx"], "loms: error: loms-2019 has no texts in the language 'xx'. Known codes: bg,"),
        (["--format", "loq-delete", "-n", "0"], "loms: error: A sample of loq-delete cannot have 0 records."),
        (["-o", "x.json"], "A sample is XML; write it to an .xml file, then: loms convert FILE.xml -o x.json"),
        (["-n", "-1"], "Invalid value for '-n'"),
        (["--format", "elm"], "Invalid value for '--format'"),
        (["--seed", "x"], "Invalid value for '--seed'"),
    ],
)
def test_a_wrong_call_is_answered_in_plain_words(run: Run, arguments: list[str], message: str) -> None:
    done = run("sample", *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
