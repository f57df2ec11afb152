"""Where rules begin and end: what is nearly wrong, what is nearly right, and data that is as wrong as can be."""

from __future__ import annotations

import datetime
import io

import pytest
from lxml import etree

import loms
from loms.formats import find_format
from loms.io.schema.declarations import declarations
from loms.text.html_faults import html_faults
from loms.validate import Checks, all_rules
from loms.validate.rules.addresses import _fault_of_page
from loms.validate.rules.ids import _is_random
from loms.validate.rules.levels import _eqf_levels
from loms.validate.rules.reading import LEGACY, LEGACY_TEXTS, table
from tests.support.completing import completed
from tests.support.documents import LOMS, LOQ, SHARED

TODAY = datetime.date(2026, 9, 1)
QF = "http://data.europa.eu/esco/qdr/QF/"
AUTHORITY = "http://publications.europa.eu/resource/authority/"


def messages(example: str, code: str) -> list[str]:
    report = loms.validate(io.BytesIO(completed(example)), checks=Checks(date=TODAY, select=[code]))
    return [issue.message for issue in report.issues if issue.code == code]


def text(value: str, kind: str = "plain") -> str:
    inner = f'<text lang="en" content-type="text/{kind}">{value}</text>'
    return f"<learningOpportunity><description>{inner}</description></learningOpportunity>"


@pytest.mark.parametrize(
    "value", ["Test", "TEST!", " n/a ", "N.A.", "-", "...", "TBD", "k.A.", "Lorem ipsum et cetera"]
)
def test_placeholders_are_known_in_any_spelling(value: str) -> None:
    assert len(messages(text(value), "LOMS-TEXT-PLACEHOLDER")) == 1


@pytest.mark.parametrize(
    "value", ["Test driving", "How to test bread", "C", "None", "A", "3D", "Introduction to lorem"]
)
def test_what_only_holds_such_a_word_is_no_placeholder(value: str) -> None:
    assert messages(text(value), "LOMS-TEXT-PLACEHOLDER") == []


@pytest.mark.parametrize("value", ["3 &lt; 5", "C++ &lt;beginner&gt;", "AT&amp;amp;T"])
def test_plain_text_may_hold_what_only_looks_like_a_tag(value: str) -> None:
    assert messages(text(value), "LOMS-TEXT-PLAIN-MARKUP") == []


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("<p>a<br>b<br/>c<hr></p>", None),
        ("<P>a</p>", None),
        ("<!-- <b> --><p>a</p>", None),
        ("a &nbsp; &amp; b", None),
        ("<p>a", "<p> does not end"),
        ("a</p>", "</p> ends what did not begin"),
        ("<b><i>a</b></i>", "</b> ends while <i> is open"),
        ("a</br>", "</br> ends what has no end"),
        ("3 < 5", "a < stands alone before ' 5'"),
        ("<p>a<b</p>", "a < stands alone before 'b</p>'"),
    ],
)
def test_html_is_well_formed_or_it_is_said_why_not(value: str, fault: str | None) -> None:
    assert html_faults(value).malformed == fault


@pytest.mark.parametrize(
    "value",
    [
        "<" * 5_000,
        "<!--" * 5_000,
        "<a " * 5_000,
        "<b>" * 5_000 + "</b></i>" * 5_000,
        "<p>" * 5_000,
        "</p>" * 5_000,
        '<p a="' * 5_000,
    ],
)
def test_html_that_is_meant_to_keep_the_rules_busy_does_not(value: str) -> None:
    assert html_faults(value).malformed is not None


@pytest.mark.parametrize(
    "page",
    [
        "https://école.example/x",
        "http://a-b.example:8080/?q=%20",
        "https://192.0.2.1/",
        "http://[2001:db8::1]/",
        "urn:x:y",
    ],
)
def test_pages_that_can_be_opened(page: str) -> None:
    assert _fault_of_page(page) is None


@pytest.mark.parametrize(
    "page",
    ["http://", "https://school", "http:///x", "https://a b.example", "http://a.example:x/", "http://[1", "www.x"],
)
def test_pages_that_cannot_be_opened(page: str) -> None:
    assert _fault_of_page(page) is not None


@pytest.mark.parametrize(
    ("uri", "is_one"),
    [
        ("mailto:a.b+c@school.example", True),
        ("mailto:a%2Bb@school.example?subject=x", True),
        ("mailto:", False),
        ("mailto:@school.example", False),
        ("mailto:a@school", False),
        ("mailto:a@b@school.example", False),
    ],
)
def test_mail_addresses(uri: str, is_one: bool) -> None:
    example = f'<organization><contactPoint><mailBox uri="{uri}"/></contactPoint></organization>'
    assert (messages(example, "LOMS-MAIL-SYNTAX") == []) is is_one


@pytest.mark.parametrize(
    ("id", "is_random"),
    [
        ("urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e", True),
        ("https://a.example/d41d8cd98f00b204e9800998ecf8427e", True),
        ("https://a.example/.well-known/genid/1", True),
        ("https://a.example/baking-bread-for-absolute-beginners-in-2026", False),
        ("https://a.example/12345678901234567890123456789012", False),
        ("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", False),
    ],
)
def test_ids_that_were_drawn_are_known_by_their_shape(id: str, is_random: bool) -> None:
    assert _is_random(id) is is_random


def test_random_ids_are_told_once_for_each_kind() -> None:
    ids = [f"urn:uuid:0f8fad5b-d9cb-469f-a165-7086772895{number:02}" for number in range(3)]
    found = messages("".join(f'<learningOpportunity id="{id}"/>' for id in ids), "LOMS-ID-RANDOM")
    assert found == [f"The ids of 3 learningOpportunity records look random, such as {ids[0]!r}."]


@pytest.mark.parametrize(
    ("framework", "notation", "levels"),
    [
        ("AT", "4", (4,)),
        ("HR", "4.2", (4,)),
        ("AT", "Level 4", (4,)),
        ("AT", "9", ()),
        ("IE", "8", (6,)),
        ("UKM", "12", (8,)),
        ("FR", "3", ()),
        ("AT", "master", ()),
        ("XX", "4", ()),
    ],
)
def test_national_levels_are_compared_where_it_is_known_what_they_mean(
    framework: str, notation: str, levels: tuple[int, ...]
) -> None:
    assert _eqf_levels(f"{QF}{framework}", notation) == levels


@pytest.mark.parametrize(
    ("region", "country", "fits"),
    [
        ("FRY10", "GLP", True),
        ("FRY10", "FRA", True),
        ("EL30", "GRC", True),
        ("UKI", "GBR", True),
        ("FR10", "DEU", False),
    ],
)
def test_a_region_fits_its_country(region: str, country: str, fits: bool) -> None:
    place = f"""<organization><hasLocation>
      <hasAddress><country uri="{AUTHORITY}country/{country}"/></hasAddress>
      <spatialCode uri="http://data.europa.eu/esco/nuts/{region}"/></hasLocation></organization>"""
    assert (messages(place, "LOMS-PLACE-CONTRADICTION") == []) is fits


@pytest.mark.parametrize("workload", ["PT700H", "P30D", "PT0H", "P1Y", "nonsense", ""])
def test_only_hours_are_compared_with_credits(workload: str) -> None:
    example = f"""<learningSpecification><volumeOfLearning>{workload}</volumeOfLearning>
      <hasECTSCreditPoints>30</hasECTSCreditPoints></learningSpecification>"""
    assert messages(example, "LOMS-CREDITS-WORKLOAD") == []


def test_the_workload_of_an_activity_is_compared_with_the_credits_of_its_specification() -> None:
    example = """<learningSpecification><hasECTSCreditPoints>2</hasECTSCreditPoints>
      <learningActivitySpecification idref="urn:x:a"/></learningSpecification>
      <learningActivitySpecification id="urn:x:a"><workload>PT5H30M</workload></learningActivitySpecification>"""
    assert messages(example, "LOMS-CREDITS-WORKLOAD") == ["2 ECTS credits stand for 50 to 60 hours, not for 5.5."]


@pytest.mark.parametrize("duration", ["PT0S", "P0D", "P0Y0M0DT0H0M0.0S", "-P1D"])
def test_durations_of_nothing_or_less(duration: str) -> None:
    example = f"<learningOpportunity><duration>{duration}</duration></learningOpportunity>"
    assert len(messages(example, "LOMS-DURATION-NOTHING")) == 1


def test_numbers_may_have_any_number_of_digits() -> None:
    digits = "9" * 5_000
    hours = messages(
        f"<learningSpecification><volumeOfLearning>PT{digits}H</volumeOfLearning>"
        "<hasECTSCreditPoints>1</hasECTSCreditPoints></learningSpecification>",
        "LOMS-CREDITS-WORKLOAD",
    )
    logo = next(rule.bad for rule in all_rules() if rule.code == "LOMS-LOGO-SIZE").replace(">5<", f">{digits}<")
    assert hours == []
    assert len(messages(logo, "LOMS-LOGO-SIZE")) == 1


def test_a_thesis_may_be_a_part_of_anything() -> None:
    types = "http://data.europa.eu/europass/learningOpportunityType/"
    example = f"""<learningSpecification id="urn:x:1"><type uri="{types}class"/><hasPart idref="urn:x:2"/>
      </learningSpecification><learningSpecification id="urn:x:2"><type uri="{types}thesis"/></learningSpecification>"""
    assert messages(example, "LOMS-PART-ORDER") == []


def test_a_withdrawn_code_is_told_with_what_came_after_it() -> None:
    def found(country: str) -> list[str]:
        spatial = f'<spatialCode uri="{AUTHORITY}country/{country}"/>'
        return messages(f"<organization><hasLocation>{spatial}</hasLocation></organization>", "LOMS-CODE-WITHDRAWN")

    assert found("BUR") == ["spatialCode is BUR, which was withdrawn; its successor is MMR (Myanmar/Burma)."]
    assert found("CSK") == ["spatialCode is CSK, which was withdrawn."]
    assert found("LUX") == []


def test_legacy_starts_are_compared_where_all_of_them_are_dates() -> None:
    def found(*starts: str) -> list[str]:
        dates = "".join(f"<StartDate>{each}</StartDate>" for each in starts)
        return messages(f"<LearningOpportunity>{dates}</LearningOpportunity>", "LOMS-DATE-PAST")

    assert len(found("2020-09-01")) == 1
    assert found("every autumn") == found("2020-02-31") == found("2026-02-01") == []


def test_the_legacy_schema_itself_finds_two_texts_in_one_language() -> None:
    twice = LOQ.replace("<Title>Bread</Title>", '<Title>Bread</Title><Title language="en">Pain</Title>')
    report = loms.validate(io.BytesIO(twice.encode()), profile="schema")
    assert [issue.code for issue in report.issues] == ["XSD-DUPLICATE-VALUE"]


def test_the_legacy_texts_are_those_that_the_schemas_give_a_language() -> None:
    found = {
        each.name
        for name in LEGACY
        for each in declarations(find_format(name))._elements.values()
        if "language" in declarations(find_format(name)).attributes(each)
    }
    pages = {name for name in found if name.lower().endswith("url")}
    assert found - pages == set(LEGACY_TEXTS)


CROSSWALK = SHARED / "reference" / "crosswalks" / "loms_to_elm_codes.csv"


@pytest.mark.skipif(not CROSSWALK.exists(), reason="the published facts are not beside this checkout")
def test_the_withdrawn_codes_are_those_of_the_crosswalk() -> None:
    lists = ("MDRCountry", "MDRCurrency", "MDRAdministrative", "NutsCode")
    lines = CROSSWALK.read_text("utf-8").splitlines()
    published = {line.split(",")[1] for line in lines if line.startswith(lists)}
    assert {row["code"] for row in table("withdrawn_codes")} == {each for each in published if not each.endswith("*")}


def test_data_may_be_as_wrong_as_can_be() -> None:
    whole = "".join(rule.bad for rule in all_rules() if rule.formats[0] == "loms-2019" and ":loms=" not in rule.bad)
    tree = etree.ElementTree(etree.fromstring(completed(whole)))
    for element in tree.iter("*"):
        for attribute in list(element.attrib):
            element.set(attribute, " ")
        element.text = element.text and " ?"
    assert loms.validate(io.BytesIO(etree.tostring(tree)), checks=Checks(date=TODAY)).errors > 0
    for element in list(tree.iter("*")):
        element.attrib.clear()
        element.text = None
    assert loms.validate(io.BytesIO(etree.tostring(tree)), checks=Checks(date=TODAY)).errors > 0


def test_the_document_of_the_tests_is_as_the_register_wants_it() -> None:
    assert loms.validate(io.BytesIO(LOMS.encode())).issues == ()
