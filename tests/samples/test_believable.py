"""Believable texts: every text of every format has a kind, every language has every kind, and all of them fit."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import itertools
import re
import typing
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from importlib import resources
from typing import TypeVar

import pytest
from lxml import etree
from xsdata.models.datatype import XmlDateTime

from loms.errors import UsageError
from loms.formats import FORMATS
from loms.legacy.learning_opportunities import CountryCode, LanguageCode
from loms.model import Country, TextLanguage
from loms.samples import believable
from loms.samples.alphabets import Alphabet
from loms.samples.believable.data import read_table
from loms.samples.believable.fields import kinds_by_field
from loms.samples.chooser import Chooser
from loms.text import ALLOWED_TAGS, clean_html, is_html

LANGUAGES = sorted(believable.languages())
LETTERS = {
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "ca": "abcdefghijklmnopqrstuvwxyzàçèéíïòóúü",
    "cs": "abcdefghijklmnopqrstuvwxyzáčďéěíňóřšťúůýž",
    "cy": "abcdefghijlmnoprstuwyâêîïôûŵŷ",
    "de": "abcdefghijklmnopqrstuvwxyzäöüß",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "es": "abcdefghijklmnopqrstuvwxyzáéíñóúü",
    "et": "abdefghijklmnoprstuvõäöüšž",
    "eu": "abcdefghijklmnoprstuwxzñ",
    "fi": "abdefghijklmnoprstuvwyäöå",
    "fr": "abcdefghijklmnopqrstuvwxyzàâçèéêëîïôùûüœ",
    "gl": "abcdefghijklmnopqrstuvwxzáéíñóúüº",
    "hu": "abcdefghijklmnoprstuvwxyzáéíóöőúüű",
    "is": "abdefghijklmnoprstuvxyáéíóúýðþæö",
    "it": "abcdefghilmnopqrstuvwzàèéìòù",
    "nl": "abcdefghijklmnopqrstuvwxyzéëïö",
    "no": "abcdefghijklmnopqrstuvwxyzæøå",
    "pl": "abcdefghijklłmnoprstuwyząćęńóśźż",
    "pt": "abcdefghijklmnopqrstuvwxyzàáâãçéêíóôõúº",
    "ro": "abcdefghijlmnoprstuvwxzăâîșț",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "sv": "abcdefghijklmnopqrstuvwxyzåäöé",
    "tr": "abcçdefgğhıijklmnoöprsştuüvwyzâ",
}
"""The letters that each language is written with, besides foreign ones that it has taken over."""
INNER = {"note_literal", "text"}
"""The inner element of a label or a note; what it is about is said by the element around it."""
FEWEST = {"subject": 12, "title": 6 * 12, "description": 10, "organization": 5 * 4, "department": 4, "certificate": 3}

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Leaf:
    """A text in a model: an attribute or the content of an element."""

    owner: str | None
    name: str
    xml_owner: str | None
    xml_name: str
    pattern: str | None

    @property
    def row(self) -> str:
        """The row of the table that it has."""
        full = f"{self.owner}.{self.name}"
        return full if full in kinds_by_field() else self.name


class Replay:
    """A chooser that makes the choices it is told to, then the first of each; it remembers how many there were."""

    def __init__(self, told: Sequence[int]) -> None:
        self.told = told
        self.made: list[tuple[int, int]] = []

    def integer(self, low: int, high: int) -> int:
        choice = self.told[len(self.made)] if len(self.made) < len(self.told) else 0
        self.made.append((choice, high - low + 1))
        return low + choice

    def pick(self, values: Sequence[T]) -> T:
        return values[self.integer(0, len(values) - 1)]

    def string(self, alphabet: Alphabet, *, shortest: int, longest: int) -> str:
        raise AssertionError("Believable texts are not made of single characters.")

    def part(self, build: Callable[[Chooser], T]) -> T:
        raise AssertionError("Believable texts have no parts.")


def draw_all(write: Callable[..., str], *, kind: str, language: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """All choices that a function could get and what it writes for them, the first of each first."""
    told: list[int] = []
    while True:
        chooser = Replay(told)
        text = write(chooser, kind=kind, language=language)
        made = chooser.made
        yield tuple(choice for choice, _ in made), text
        while made and made[-1][0] + 1 == made[-1][1]:
            made.pop()
        if not made:
            return
        told = [choice for choice, _ in made[:-1]] + [made[-1][0] + 1]


@functools.cache
def plain_texts(kind: str, language: str) -> tuple[str, ...]:
    return tuple(text for _, text in draw_all(believable.plain_text, kind=kind, language=language))


@functools.cache
def html_texts(kind: str, language: str) -> Mapping[tuple[int, ...], str]:
    return dict(draw_all(believable.html_text, kind=kind, language=language))


@functools.cache
def spoken_kinds() -> tuple[str, ...]:
    """The kinds of texts that differ from language to language."""
    return tuple(sorted(kind for kind in believable.KINDS if plain_texts(kind, "en") != plain_texts(kind, "fr")))


@functools.cache
def table_of(language: str) -> Mapping[str, Sequence[typing.Any]]:
    return read_table(f"languages/{language}.toml")


@functools.cache
def own_texts(language: str) -> Mapping[str, Sequence[str]]:
    """The texts in the file of a language."""
    table = table_of(language)
    places = [text for place in table["place"] for key, text in place.items() if key != "in_names"]
    return {**table, "place": places}


def leaves() -> frozenset[Leaf]:
    """All texts in the models of all formats."""
    found: set[Leaf] = set()
    seen = set()
    waiting: list[tuple[type[typing.Any], str | None, str | None]] = [
        (form.load_root_class(), None, None) for form in FORMATS
    ]
    while waiting:
        holder = waiting.pop()
        if holder in seen:
            continue
        seen.add(holder)
        cls, owner, xml_owner = holder
        hints = typing.get_type_hints(cls)
        for field in dataclasses.fields(cls):
            for name, xml_name, hint in elements_of(field, hints[field.name]):
                for each in flat(hint):
                    if each is str:
                        found.add(Leaf(owner, name, xml_owner, xml_name, field.metadata.get("pattern")))
                    elif dataclasses.is_dataclass(each):
                        pattern = text_pattern(each)
                        if pattern is not None:
                            found.add(Leaf(owner, name, xml_owner, xml_name, pattern or None))
                        waiting.append((each, name, xml_name))
    return frozenset(found)


def elements_of(field: dataclasses.Field[typing.Any], hint: object) -> Iterator[tuple[str, str, object]]:
    """The elements or the attribute that a field stands for; content of an element belongs to the field around it."""
    if field.metadata.get("type") == "Elements":
        for choice in field.metadata["choices"]:
            name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", choice["name"]).lower()
            yield name, choice["name"], choice["type"]
    elif "type" in field.metadata:
        yield field.name, field.metadata.get("name", field.name), hint


def text_pattern(cls: type[typing.Any]) -> str | None:
    """The pattern of the text that an element holds, empty where any will do; None where it holds no text."""
    hints = typing.get_type_hints(cls)
    for field in dataclasses.fields(cls):
        if "type" not in field.metadata and hints[field.name] is str:
            return str(field.metadata.get("pattern", ""))
        if field.name in INNER:
            return text_pattern(next(flat(hints[field.name])))
    return None


def flat(hint: object) -> Iterator[type[typing.Any]]:
    arguments = typing.get_args(hint)
    if not arguments:
        assert isinstance(hint, type)
        yield hint
    for argument in arguments:
        yield from flat(argument)


LEAVES = sorted((leaf for leaf in leaves() if leaf.name not in INNER), key=lambda leaf: f"{leaf.owner}.{leaf.name}")


def test_every_text_of_every_format_has_a_kind() -> None:
    assert len(LEAVES) > 100
    assert [f"{leaf.owner}.{leaf.name}" for leaf in LEAVES if leaf.row not in kinds_by_field()] == []


def test_every_row_of_the_table_is_a_text_of_a_format() -> None:
    assert sorted(kinds_by_field()) == sorted({leaf.row for leaf in LEAVES})


def test_no_field_has_two_kinds_and_every_kind_is_known() -> None:
    table = read_table("fields.toml")
    fields = list(itertools.chain.from_iterable(table.values()))
    assert sorted(fields) == sorted(set(fields))
    assert set(table) <= believable.KINDS


def test_a_field_is_found_by_its_name_in_xml_as_well() -> None:
    for leaf in LEAVES:
        expected = kinds_by_field()[leaf.row]
        assert believable.kind_of(leaf.name, owner=leaf.owner) == expected
        assert believable.kind_of(leaf.xml_name, owner=leaf.xml_owner) == expected


def test_a_field_that_no_format_has_counts_as_a_note() -> None:
    assert believable.kind_of("motto") == believable.kind_of("motto", owner="organization") == "note"


def test_every_text_matches_the_pattern_of_its_field() -> None:
    limited = [leaf for leaf in LEAVES if leaf.pattern is not None]
    assert {leaf.name for leaf in limited} > {"uri", "url", "supplement_url"}
    for leaf in limited:
        texts = plain_texts(kinds_by_field()[leaf.row], "en")
        assert [text for text in texts if not re.fullmatch(str(leaf.pattern), text)] == []


def test_the_languages_are_those_that_a_text_can_be_in() -> None:
    codes = {code.value for code in (*TextLanguage, *LanguageCode)}
    assert set(LANGUAGES) == set(LETTERS) <= codes


@pytest.mark.parametrize("language", LANGUAGES)
class TestLanguage:
    def test_has_the_same_kinds_of_texts_as_english(self, language: str) -> None:
        assert sorted(table_of(language)) == sorted(table_of("en"))
        assert all(plain_texts(kind, language) for kind in believable.KINDS)

    def test_has_as_much_to_choose_from_as_english(self, language: str) -> None:
        for kind, texts in table_of("en").items():
            assert len(table_of(language)[kind]) == len(texts), kind

    def test_repeats_nothing_within_a_kind(self, language: str) -> None:
        for kind, texts in own_texts(language).items():
            assert sorted(texts) == sorted(set(texts)), kind

    def test_has_no_text_of_another_language(self, language: str) -> None:
        others = {
            text
            for other in LANGUAGES
            if other != language
            for kind in ("description", "outcome", "admission", "note", "place")
            for text in own_texts(other)[kind]
        }
        assert sorted(others.intersection(itertools.chain.from_iterable(own_texts(language).values()))) == []

    def test_is_written_with_its_own_letters(self, language: str) -> None:
        letters = {
            letter
            for kind, texts in own_texts(language).items()
            if kind != "countries"
            for text in texts
            for letter in re.sub(r"\{\w+\}", "", text).lower()
            if letter.isalpha()
        }
        assert "".join(sorted(letters - set(LETTERS[language]))) == ""

    def test_begins_every_kind_with_the_simplest_text(self, language: str) -> None:
        for kind in believable.KINDS:
            texts = plain_texts(kind, language)
            assert len(texts[0]) == min(map(len, texts)), kind

    def test_fits_into_a_token_and_holds_no_markup(self, language: str) -> None:
        for kind in believable.KINDS:
            for text in plain_texts(kind, language):
                assert text == " ".join(text.split()) != ""
                assert unicodedata.is_normalized("NFC", text)
                assert not re.search(r"[<>{}]", text)
                assert text.isprintable()

    def test_writes_whole_sentences(self, language: str) -> None:
        for kind in ("description", "outcome", "admission", "costs", "schedule", "note"):
            for text in plain_texts(kind, language):
                assert text[0].isupper()
                assert text.endswith(".")
                assert not re.search(r"[.:]\.", text)

    def test_begins_titles_and_names_with_a_capital_letter(self, language: str) -> None:
        for kind in ("title", "subject", "skill", "organization", "department", "certificate", "place"):
            assert [text for text in plain_texts(kind, language) if not text[0].isupper()] == []

    def test_writes_html_that_the_register_takes_as_it_is(self, language: str) -> None:
        for kind in spoken_kinds():
            for text in html_texts(kind, language).values():
                assert is_html(text)
                assert clean_html(text).replace("<br>", "<br/>") == text
                elements = list(etree.fromstring(f"<all>{text}</all>").iterdescendants())
                assert {element.tag for element in elements} <= ALLOWED_TAGS
                assert [element.attrib for element in elements if element.attrib] == []

    def test_says_the_same_in_html_as_in_plain_words(self, language: str) -> None:
        for kind in spoken_kinds():
            between = ", " if kind in {"address", "contact"} else " "
            for choices, text in html_texts(kind, language).items():
                parts = etree.fromstring(f"<all>{text}</all>").itertext()
                said = between.join(str(part).strip() for part in parts)
                assert said == believable.plain_text(Replay(choices), kind=kind, language=language)

    def test_lies_in_a_country_of_both_standards(self, language: str) -> None:
        current, legacy = believable.country_codes(language)
        assert current in Country.__members__
        assert legacy in CountryCode.__members__


@pytest.mark.parametrize("write", [believable.plain_text, believable.html_text])
@pytest.mark.parametrize("kind", sorted(believable.KINDS))
def test_a_text_needs_one_to_three_choices(kind: str, write: Callable[..., str]) -> None:
    chooser = Replay([])
    write(chooser, kind=kind, language="en")
    assert 1 <= len(chooser.made) <= 3


def test_there_is_enough_to_choose_from() -> None:
    for kind, number in FEWEST.items():
        assert len(set(plain_texts(kind, "en"))) >= number


def test_addresses_on_the_web_belong_to_nobody() -> None:
    for kind in ("url", "image", "scheme", "concept"):
        for text in plain_texts(kind, "en"):
            assert re.fullmatch(r"https?://([\w-]+\.)*(example|example\.org)(:\d+)?(/[\w./?=&#-]*)?", text)


def test_mail_addresses_belong_to_nobody() -> None:
    for text in plain_texts("mail", "en"):
        assert re.fullmatch(r"[a-z][a-z.-]*@([a-z-]+\.)+example", text)
    assert plain_texts("mailto", "en") == tuple(f"mailto:{text}" for text in plain_texts("mail", "en"))


def test_a_telephone_number_is_made_of_its_parts() -> None:
    parts = zip(*(plain_texts(kind, "en") for kind in ("country_dialing", "area_dialing", "dial_number")), strict=True)
    assert plain_texts("phone", "en") == tuple("+" + " ".join(each) for each in parts)


def test_dates_amounts_and_time_zones_can_be_read() -> None:
    assert all(datetime.date.fromisoformat(text) for text in plain_texts("date", "en"))
    assert all(Decimal(text) >= 0 for text in plain_texts("amount", "en"))
    assert all(XmlDateTime.from_string(f"2025-09-01T08:00:00{text}") for text in plain_texts("time_zone", "en"))


def test_web_addresses_are_escaped_in_html() -> None:
    assert "<p>https://example.org/search?level=6&amp;mode=online</p>" in html_texts("url", "en").values()


@pytest.mark.parametrize("language", [None, "mt", "xx", "../neutral"])
def test_a_language_without_texts_falls_back_to_english(language: str | None) -> None:
    assert believable.plain_text(Replay([]), kind="schedule", language=language) == "The course lasts 12 weeks."


def test_a_kind_that_does_not_exist_is_refused() -> None:
    for write in (believable.plain_text, believable.html_text):
        with pytest.raises(UsageError, match="no kind of text named 'poem'"):
            write(Replay([]), kind="poem", language="en")


def test_all_texts_together_are_small() -> None:
    folder = resources.files("loms.samples.believable")
    files = [*folder.iterdir(), *(folder / "languages").iterdir()]
    assert sum(len(file.read_bytes()) for file in files if file.name.endswith(".toml")) < 150_000
