"""Records that are not as their class says are taken apart too, as far as it goes."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from xsdata.formats.dataclass.models.generics import DerivedElement

from loms.convert.leaves import leaves_of
from loms.legacy.learning_opportunities import I18nNonEmptyString, LanguageCode
from loms.model import Text, TextContentType, TextLanguage
from tests.convert.documents import record

BREAD = I18nNonEmptyString(value="Bread", language=LanguageCode.EN)
NAMELESS = I18nNonEmptyString(value="Bread")


def found(beginning: str, **fields: Any) -> list[tuple[str, str, str, str | None]]:
    given = record()
    for name, value in fields.items():
        setattr(given, name, value)
    leaves = leaves_of(given, "Course")
    return [
        (leaf.path, leaf.field, leaf.value, leaf.language)
        for leaf in leaves
        if leaf.field.startswith(f"Course/{beginning}")
    ]


def test_a_text_is_followed_by_its_language() -> None:
    assert found("Title", title=[NAMELESS, BREAD]) == [
        ("Course/Title[1]", "Course/Title", "Bread", None),
        ("Course/Title[2]", "Course/Title", "Bread", "en"),
        ("Course/Title[2]/@language", "Course/Title/@language", "en", None),
    ]


@pytest.mark.parametrize("nothing", [None, []])
def test_an_empty_place_has_no_leaf(nothing: object) -> None:
    assert found("Title", title=nothing) == found("LearningOpportunityId", learning_opportunity_id=nothing) == []


def test_one_value_where_several_belong_is_the_first_of_them() -> None:
    assert found("Title", title=NAMELESS) == [("Course/Title[1]", "Course/Title", "Bread", None)]


def test_several_values_where_one_belongs_have_one_path() -> None:
    place = "Course/LearningOpportunityId"
    assert found("LearningOpportunityId", learning_opportunity_id=["A", "B"]) == [
        (place, place, "A", None),
        (place, place, "B", None),
    ]


def test_a_list_in_a_list_is_a_value() -> None:
    assert found("Title", title=[["Bread"]]) == [("Course/Title[1]", "Course/Title", "['Bread']", None)]


def test_a_plain_value_where_an_object_belongs_is_a_leaf() -> None:
    assert found("Title", title=[NAMELESS, "Cake"]) == [
        ("Course/Title[1]", "Course/Title", "Bread", None),
        ("Course/Title[2]", "Course/Title", "Cake", None),
    ]


def test_an_object_of_another_class_is_taken_apart_as_what_it_is() -> None:
    text = Text(value="Bread", lang=TextLanguage.EN, content_type=TextContentType.PLAIN)
    assert found("Title", title=[text]) == [
        ("Course/Title[1]", "Course/Title", "Bread", None),
        ("Course/Title[1]/@lang", "Course/Title/@lang", "en", None),
        ("Course/Title[1]/@content-type", "Course/Title/@content-type", "text/plain", None),
    ]


def test_an_element_that_says_its_name_is_counted_by_it() -> None:
    cake = DerivedElement(qname="{urn:x}Cake", value=NAMELESS)
    title = DerivedElement(qname="{urn:x}Title", value=BREAD)
    assert [each for each in found("", title=[NAMELESS, cake, title]) if each[2] == "Bread"] == [
        ("Course/Title[1]", "Course/Title", "Bread", None),
        ("Course/Cake[1]", "Course/Cake", "Bread", None),
        ("Course/Title[2]", "Course/Title", "Bread", "en"),
    ]


def test_names_in_a_class_are_not_run_when_it_is_taken_apart() -> None:
    name = "{breakpoint()}' + breakpoint() + '"
    fields = [
        ("one", str, dataclasses.field(metadata={"name": name, "type": "Element"})),
        ("many", list[str], dataclasses.field(metadata={"name": name, "type": "Element"})),
    ]
    made = dataclasses.make_dataclass("Kind", fields)("A", ["B"])
    assert [leaf.path for leaf in leaves_of(made, "Kind")] == [f"Kind/{name}", f"Kind/{name}[1]"]
