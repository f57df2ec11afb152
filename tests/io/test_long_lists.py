"""Codes of long lists: looked up in sets, and judged as the whole schema judges them."""

from __future__ import annotations

import io

import pytest
from lxml import etree

import loms
from loms.formats import FORMATS, Format, find_format
from loms.io.schema import compiled_schema, issues_of_tree
from loms.io.schema.declarations import declarations
from loms.io.schema.declared import SimpleType
from loms.io.schema.long_lists import CodePlace, LongLists, long_lists, without_lists
from loms.io.schema.suggest import Code
from loms.samples import sample

XS = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
WITH_LISTS = [each for each in FORMATS if declarations(each).long_lists is not None]
CODES = "".join(f'<xs:enumeration value="C{number}"/>' for number in range(101))
LONG = f'<xs:simpleType name="Long"><xs:restriction base="xs:string">{CODES}</xs:restriction></xs:simpleType>'


def lists_of(format: Format) -> LongLists:
    found = declarations(format).long_lists
    assert found is not None
    return found


def tree_of(format: Format) -> etree._ElementTree:
    """A document in which most things occur."""
    return etree.parse(io.BytesIO(loms.dumps(sample(format.name, records=150, seed=3))))


def said(element: etree._Element, place: CodePlace) -> str | None:
    return element.text if place.attribute is None else element.get(place.attribute)


def say(element: etree._Element, place: CodePlace, value: str) -> None:
    if place.attribute is None:
        element.text = value
    else:
        element.set(place.attribute, value)


def codes(tree: etree._ElementTree, format: Format) -> list[tuple[etree._Element, CodePlace, str]]:
    """The first code at each place of each tag, where there is one."""
    found = []
    for tag, places in lists_of(format).places.items():
        for place in places:
            elements = ((each, said(each, place)) for each in tree.iter(tag))
            first = next(((each, value) for each, value in elements if value), None)
            if first is not None:
                found.append((first[0], place, first[1]))
    return found


def schema(*types: str) -> etree._Element:
    return etree.fromstring(f'<xs:schema xmlns:xs="{XS}">{"".join(types)}</xs:schema>')


def simple(*values: str) -> SimpleType:
    return SimpleType(builtin="string", codes=tuple(Code(value=each, name=each) for each in values))


@pytest.mark.parametrize("format", WITH_LISTS, ids=lambda each: each.name)
class TestVerdicts:
    def test_the_sample_has_codes_of_long_lists_and_they_are_kept(self, format: Format) -> None:
        tree = tree_of(format)
        assert codes(tree, format)
        assert lists_of(format).are_kept(tree.getroot())

    def test_a_wrong_code_is_found_at_every_place(self, format: Format) -> None:
        tree = tree_of(format)
        for element, place, value in codes(tree, format):
            say(element, place, f"{value}x")
            assert [each.code for each in issues_of_tree(tree, format, source="x.xml")] == ["XSD-UNKNOWN-CODE"]
            say(element, place, value)

    def test_a_code_of_another_list_is_judged_as_libxml2_does(self, format: Format) -> None:
        tree = tree_of(format)
        found = codes(tree, format)
        # One code of each list; all of them would take minutes.
        others = {place.codes: value for _, place, value in found}
        for element, place, value in found:
            for other in others.values():
                say(element, place, other)
                accepted = not issues_of_tree(tree, format, source="x.xml")
                assert accepted == compiled_schema(format)(tree), (element.tag, place.attribute, other)
            say(element, place, value)

    def test_white_space_around_a_code_is_judged_as_libxml2_does(self, format: Format) -> None:
        tree = tree_of(format)
        for element, place, value in codes(tree, format):
            say(element, place, f" {value}\n")
            accepted = not issues_of_tree(tree, format, source="x.xml")
            assert accepted == compiled_schema(format)(tree), (element.tag, place.attribute)
            say(element, place, value)


class TestDoubt:
    """What is not certainly right is left to the whole schema."""

    def test_a_text_that_a_comment_cuts_is_not_looked_up(self) -> None:
        place = CodePlace(attribute=None, codes=frozenset({"FR"}))
        assert place.holds(etree.fromstring("<CountryCode>FR</CountryCode>"))
        assert not place.holds(etree.fromstring("<CountryCode>FR<!-- -->X</CountryCode>"))

    def test_an_attribute_that_is_not_there_says_nothing_wrong(self) -> None:
        place = CodePlace(attribute="uri", codes=frozenset({"FR"}))
        assert place.holds(etree.fromstring("<country/>"))
        assert not place.holds(etree.fromstring('<country uri=""/>'))

    def test_another_type_is_left_to_the_whole_schema(self) -> None:
        format = find_format("loms-2019")
        tree = tree_of(format)
        assert lists_of(format).are_kept(tree.getroot())
        tree.getroot()[-1].set(f"{{{XSI}}}type", "other")
        assert not lists_of(format).are_kept(tree.getroot())


def found(*types: str, closed: tuple[str, ...] = ()) -> frozenset[str]:
    """The long lists among these types, where what is named as closed is a list of codes."""
    whole = schema(*types)
    named = {f"t:{node.get('name')}": node for node in whole}
    return long_lists(whole, named, {each: simple("C0") for each in closed})


class TestWhichLists:
    def test_a_list_of_more_than_a_hundred_codes_is_long(self) -> None:
        short = LONG.replace("Long", "Short").replace('<xs:enumeration value="C0"/>', "")
        assert found(LONG, short) == {"t:Long"}

    def test_a_union_of_lists_may_hold_it(self) -> None:
        union = '<xs:simpleType name="Both"><xs:union memberTypes="t:Long t:Few"/></xs:simpleType>'
        assert found(LONG, union, closed=("t:Long", "t:Few")) == {"t:Long"}

    def test_a_union_with_something_open_keeps_it_in_the_schema(self) -> None:
        inner = '<xs:simpleType name="Inner"><xs:restriction base="t:Long"/></xs:simpleType>'
        union = '<xs:simpleType name="Any"><xs:union memberTypes="t:Inner xs:date"/></xs:simpleType>'
        assert found(LONG, inner, union, closed=("t:Inner",)) == frozenset()

    def test_the_schema_without_lists_takes_any_value_there_and_the_schema_stays_as_it_is(self) -> None:
        whole = schema(LONG, '<xs:element name="code" type="Long"/>')
        wrong = etree.fromstring("<code>wrong</code>")
        assert etree.XMLSchema(without_lists(whole, ["Long"]))(wrong)
        assert not etree.XMLSchema(whole)(wrong)
