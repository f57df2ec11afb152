"""``loms codes`` and ``loms formats`` show what there is to choose from."""

import json

import pytest

from loms.codes import code_lists
from loms.formats import FORMATS
from tests.support.running import Run


def test_without_arguments_all_lists_are_shown(run: Run) -> None:
    shown = run("codes").stdout
    assert [each.name for each in code_lists() if f"\n{each.name} " not in shown] == []


def test_a_list_shows_all_its_codes(run: Run) -> None:
    lines = run("codes", "eqf-level").stdout.splitlines()
    assert len(lines) == 1 + 8
    assert lines[6].split() == ["LEVEL_6", "Level", "6", "http://data.europa.eu/esco/eqf/6"]


def test_a_word_narrows_the_codes_down(run: Run) -> None:
    lines = run("codes", "isced-f", "software").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["F0613"]


def test_a_word_that_is_nowhere_exits_with_1_and_says_so(run: Run) -> None:
    done = run("codes", "country", "atlantis")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == "No code of country has 'atlantis' in its value or name.\n"


def test_an_unknown_list_exits_with_2_and_brings_up_the_nearest(run: Run) -> None:
    done = run("codes", "contry")
    assert done.exit_code == 2
    assert (
        done.stderr
        == "loms: error: There is no code list named 'contry'. Did you mean country? See `loms codes` for all lists.\n"
    )


@pytest.mark.parametrize(
    ("word", "call"),
    [
        ("germany", "`loms codes country germany`"),
        ("software", "`loms codes isced-f software`"),
        ("ile de france", "`loms codes nuts 'ile de france'`"),
    ],
)
def test_a_code_in_place_of_a_list_brings_up_the_lists_that_have_it(run: Run, word: str, call: str) -> None:
    done = run("codes", word)
    assert done.exit_code == 2
    assert call in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("word", ["atlantis", "", " "])
def test_a_word_that_is_neither_list_nor_code_gets_one_short_line(run: Run, word: str) -> None:
    done = run("codes", word)
    assert done.exit_code == 2
    assert done.stderr == f"loms: error: There is no code list named {word!r}. See `loms codes` for all lists.\n"


def test_codes_for_programs_are_one_json_document(run: Run) -> None:
    found = json.loads(run("codes", "country", "malta", "--json").stdout)
    assert found["enum"] == "loms.model.Country"
    assert found["codes"] == [
        {"value": "http://publications.europa.eu/resource/authority/country/MLT", "name": "Malta", "key": "MLT"}
    ]


def test_nothing_found_is_a_json_document_too(run: Run) -> None:
    done = run("codes", "country", "atlantis", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["codes"] == []


def test_the_lists_for_programs_are_one_json_document(run: Run) -> None:
    assert len(json.loads(run("codes", "--json").stdout)) == len(code_lists())


def test_formats_shows_every_format(run: Run) -> None:
    shown = run("formats").stdout
    assert [each.name for each in FORMATS if f"\n{each.name} " not in shown] == []


def test_formats_for_programs_are_one_json_document(run: Run) -> None:
    assert [each["name"] for each in json.loads(run("formats", "--json").stdout)] == [each.name for each in FORMATS]
