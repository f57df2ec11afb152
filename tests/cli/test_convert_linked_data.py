"""``loms convert`` writes ELM documents as linked data, by the name of the output or by ``--to``."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import loms
from loms.cli.notations import LINKED, Notation, notation_named
from loms.elm import Courses
from loms.rdf import dumps
from loms.rdf.writing import Notation as LinkedNotation
from loms.rdf.writing import notation_of
from tests.rdf.documents import BASE, bakery
from tests.support.running import Run, RunProcess


@pytest.fixture
def elm_file(tmp_path: Path) -> Path:
    path = tmp_path / "elm.xml"
    loms.write(bakery(), path)
    return path


@pytest.mark.parametrize(
    ("name", "notation", "shown"), [("out.ttl", "turtle", "Turtle"), ("out.jsonld", "json-ld", "JSON-LD")]
)
def test_the_name_of_the_output_says_how_it_is_written(
    run: Run, elm_file: Path, tmp_path: Path, name: str, notation: LinkedNotation, shown: str
) -> None:
    done = run("convert", elm_file, "-o", tmp_path / name)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{tmp_path / name} written: valid elm-loq as {shown}.\n"
    assert (tmp_path / name).read_bytes() == dumps(bakery(), notation=notation)


@pytest.mark.parametrize("notation", ["turtle", "json-ld"])
def test_to_names_the_notation_where_the_output_has_no_name(run: Run, elm_file: Path, notation: LinkedNotation) -> None:
    done = run("convert", elm_file, "--to", notation)
    assert done.exit_code == 0
    assert done.stdout_bytes == dumps(bakery(), notation=notation)


def test_the_output_may_be_compressed(run: Run, elm_file: Path, tmp_path: Path) -> None:
    assert run("convert", elm_file, "-o", tmp_path / "out.ttl.gz").exit_code == 0
    assert gzip.decompress((tmp_path / "out.ttl.gz").read_bytes()) == dumps(bakery())


def test_json_becomes_linked_data_too(run: Run, elm_file: Path, tmp_path: Path) -> None:
    run("convert", elm_file, "-o", tmp_path / "elm.json")
    assert run("convert", tmp_path / "elm.json", "-o", tmp_path / "out.ttl").exit_code == 0
    assert (tmp_path / "out.ttl").read_bytes() == dumps(bakery())


def test_a_dry_run_writes_nothing(run: Run, elm_file: Path, tmp_path: Path) -> None:
    done = run("convert", elm_file, "-o", tmp_path / "out.ttl", "--dry-run")
    assert done.stdout == "Nothing written (dry run); it would be valid elm-loq as Turtle.\n"
    assert list(tmp_path.iterdir()) == [elm_file]


def with_short_ids(document: Courses) -> bytes:
    return loms.dumps(document).replace(f"{BASE}/opportunity/".encode(), b"opportunity-")


def test_ids_that_are_not_absolute_need_a_namespace(run: Run, tmp_path: Path) -> None:
    path, target = tmp_path / "elm.xml", tmp_path / "out.ttl"
    path.write_bytes(with_short_ids(bakery()))
    done = run("convert", path, "-o", target)
    assert done.exit_code == 1
    assert "learningOpportunity/@id is 'opportunity-1'" in done.stderr
    assert "--namespace" in done.stderr
    assert not target.exists()
    assert run("convert", path, "-o", target, "--namespace", "https://a.example/").exit_code == 0
    assert "<https://a.example/opportunity-1> a elm:LearningOpportunity" in target.read_text(encoding="utf-8")


def test_a_document_that_is_not_valid_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "elm.xml"
    path.write_bytes(loms.dumps(bakery()).replace(b"isced-f/0721", b"isced-f/9876"))
    done = run("convert", path, "-o", tmp_path / "out.ttl")
    assert done.exit_code == 1
    assert "XSD-UNKNOWN-CODE" in done.stderr
    assert list(tmp_path.iterdir()) == [path]


def test_a_document_of_another_format_is_refused_with_the_way_there(run: Run, loms_file: Path, tmp_path: Path) -> None:
    done = run("convert", loms_file, "-o", tmp_path / "out.ttl")
    assert done.exit_code == 2
    assert "Linked data is made of elm-loq documents" in done.stderr
    assert "--to elm-loq" in done.stderr


@pytest.mark.parametrize(
    ("to", "name"), [("turtle", "o.xml"), ("turtle", "o.jsonld"), ("json-ld", "o.json"), ("json", "o.ttl")]
)
def test_a_notation_and_a_name_that_contradict_each_other_are_refused(
    run: Run, elm_file: Path, tmp_path: Path, to: str, name: str
) -> None:
    done = run("convert", elm_file, "-o", tmp_path / name, "--to", to)
    assert done.exit_code == 2
    assert f"--to {to} does not go with the name" in done.stderr
    assert list(tmp_path.iterdir()) == [elm_file]


def test_without_the_packages_one_line_says_how_to_get_them(
    run: Run, elm_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("loms.rdf")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "rdflib", None)
    done = run("convert", elm_file, "-o", tmp_path / "out.ttl")
    assert done.exit_code == 2
    assert done.stderr == "loms: error: loms.rdf needs two more packages: pip install 'loms[rdf]'\n"


def test_the_command_line_and_the_library_read_names_alike() -> None:
    for name in ("a.ttl", "a.TTL.gz", "a.jsonld", "a.json", "a.xml", "a", "-"):
        notation = notation_named(name)
        assert (LINKED.get(notation) if notation else None) == notation_of(name)
    assert set(LINKED) == {Notation.TURTLE, Notation.JSON_LD}


def test_a_process_of_its_own_writes_the_same(run_process: RunProcess, elm_file: Path) -> None:
    done = run_process("convert", elm_file, "--to", "turtle")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.encode() == dumps(bakery())
