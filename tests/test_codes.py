"""The code lists: complete, named in English, and easy to search."""

import enum
import subprocess
import sys

import pytest

from loms.codes import code_lists, find_list, label, search
from loms.errors import UsageError
from loms.formats import FORMATS
from loms.legacy import learning_opportunities as legacy
from loms.model import Country, EqfLevel, Nuts


def test_every_format_has_its_code_lists() -> None:
    assert {each.format for each in code_lists()} == {each.name for each in FORMATS}


def test_the_lists_of_the_current_standard_have_plain_names() -> None:
    assert {"country", "nuts", "isced-f", "eqf-level"} <= {
        each.name for each in code_lists() if each.format == "loms-2019"
    }


def test_the_lists_of_legacy_formats_are_qualified() -> None:
    assert all(each.name.startswith(f"{each.format}/") for each in code_lists() if each.format != "loms-2019")


def test_no_two_lists_share_a_name() -> None:
    names = [each.name for each in code_lists()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", [each.name for each in code_lists()])
def test_a_list_has_exactly_the_codes_of_its_enum(name: str) -> None:
    found = find_list(name)
    module, _, kind = found.enum.rpartition(".")
    members = getattr(sys.modules[module], kind)
    assert {(code.key, code.value) for code in found.codes} == {(member.name, str(member.value)) for member in members}


def test_a_code_has_value_name_and_key() -> None:
    france = next(code for code in find_list("country").codes if code.key == "FRA")
    assert france.value == "http://publications.europa.eu/resource/authority/country/FRA"
    assert france.name == "France"


def test_every_code_has_a_name() -> None:
    assert [code for each in code_lists() for code in each.codes if not code.name.strip()] == []


def test_a_list_that_no_element_takes_codes_from_is_not_offered() -> None:
    with pytest.raises(UsageError):
        find_list("media-type")


@pytest.mark.parametrize("spelling", ["country", "Country", "loms-2019/country"])
def test_a_list_is_found_by_either_of_its_names(spelling: str) -> None:
    assert find_list(spelling).enum == "loms.model.Country"


def test_an_unknown_list_brings_up_the_nearest_names() -> None:
    with pytest.raises(UsageError, match=r"no code list named 'contry'\. Did you mean country\?"):
        find_list("contry")


def test_a_name_that_is_like_no_other_leads_to_the_list_of_lists() -> None:
    with pytest.raises(UsageError, match=r"no code list named 'xyzzy'\. See `loms codes` for all lists"):
        find_list("xyzzy")


@pytest.mark.parametrize("word", ["FRA", "fra", "country/fra", "France", "FRANCE"])
def test_search_looks_at_value_key_and_name_whatever_the_capitals(word: str) -> None:
    assert "FRA" in [code.key for code in search(find_list("country"), word)]


@pytest.mark.parametrize(("word", "key"), [("Ostosterreich", "AT1"), ("ostösterreich", "AT1"), ("lodzkie", "PL71")])
def test_accents_make_no_difference_to_search(word: str, key: str) -> None:
    assert key in [code.key for code in search(find_list("nuts"), word)]


def test_of_several_words_each_must_occur() -> None:
    assert [code.key for code in search(find_list("nuts"), "france île")] == ["FR1", "FR10"]


def test_an_empty_word_finds_all_codes() -> None:
    assert search(find_list("eqf-level"), "") == find_list("eqf-level").codes


def test_a_word_that_is_nowhere_finds_nothing() -> None:
    assert search(find_list("eqf-level"), "zzz") == ()


def test_label_is_the_english_name_of_a_member() -> None:
    assert [label(member) for member in (Country.AUT, Nuts.AT11, EqfLevel.LEVEL_6)] == [
        "Austria",
        "Burgenland",
        "Level 6",
    ]


def test_label_knows_codes_that_are_numbers_in_python() -> None:
    assert label(legacy.EqfLevel.LEVEL_6) == "EQF level 6"


def test_label_keeps_lists_of_the_same_name_apart() -> None:
    assert label(legacy.CountryCode.FR) == "France"


def test_an_enum_that_is_no_code_list_has_no_labels() -> None:
    class Colour(enum.Enum):
        RED = "red"

    with pytest.raises(UsageError, match="Colour is not a code list"):
        label(Colour.RED)


def test_importing_the_module_loads_no_parser() -> None:
    program = (
        "import sys, loms.codes; sys.exit(any(name.partition('.')[0] in ('lxml', 'xsdata') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
