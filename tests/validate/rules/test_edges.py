"""Where rules begin and end: what is nearly wrong, what is nearly right, and data that is as wrong as can be."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from lxml import etree

import loms
from loms.formats import find_format
from loms.io.schema.declarations import declarations
from loms.model import Currency
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
    "value",
    [
        "Test",
        "TEST!",
        " n/a ",
        "N.A.",
        "-",
        "...",
        "TBD",
        "k.A.",
        "Lorem ipsum et cetera",
        "Lorem",
        "lorem dolor sit",
        "te\u200bst",
        "&amp;nbsp;-",
    ],
)
def test_placeholders_are_known_in_any_spelling(value: str) -> None:
    assert len(messages(text(value), "LOMS-TEXT-PLACEHOLDER")) == 1


@pytest.mark.parametrize(
    "value", ["Test driving", "How to test bread", "C", "None", "A", "3D", "Introduction to lorem"]
)
def test_what_only_holds_such_a_word_is_no_placeholder(value: str) -> None:
    assert messages(text(value), "LOMS-TEXT-PLACEHOLDER") == []


@pytest.mark.parametrize(
    "value", ["", "\u200b", "\xa0", "&amp;nbsp;", "&lt;p&gt;&amp;nbsp;&lt;/p&gt;", "&lt;p&gt;&lt;br&gt;&lt;/p&gt;"]
)
def test_a_text_of_which_nothing_is_seen_is_blank_and_no_placeholder(value: str) -> None:
    assert len(messages(text(value, "html"), "LOMS-TEXT-BLANK")) == 1
    assert messages(text(value, "html"), "LOMS-TEXT-PLACEHOLDER") == []


@pytest.mark.parametrize("value", ["&lt;p&gt;&amp;eacute;&lt;/p&gt;", "&lt;p&gt;-&lt;/p&gt;", "&amp;amp;", "Bread"])
def test_a_text_of_which_something_is_seen_is_not_blank(value: str) -> None:
    assert messages(text(value, "html"), "LOMS-TEXT-BLANK") == []


def test_plain_text_shows_its_tags_so_it_is_not_blank() -> None:
    assert messages(text("&lt;p&gt;&lt;/p&gt;", "plain"), "LOMS-TEXT-BLANK") == []


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
        ("<b/>bold", "<b/> begins what does not end"),
        ("<!DOCTYPE html><p>a</p>", "<!DOCTYPE html> belongs to a whole page, not to a text"),
        ('<?xml version="1.0"?><p>a</p>', '<?xml version="1.0"?> belongs to a whole page, not to a text'),
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


def test_an_address_without_a_scheme_is_told_once() -> None:
    example = '<learningOpportunity><homepage uri="www.school.example"/></learningOpportunity>'
    report = loms.validate(io.BytesIO(completed(example)), checks=Checks(date=TODAY))
    assert [issue.code for issue in report.issues if (issue.path or "").endswith("@uri")] == ["XSD-BAD-PATTERN"]


def test_a_scheme_written_twice_is_told_in_words() -> None:
    example = '<learningOpportunity><homepage uri="http://https//school.example/"/></learningOpportunity>'
    [message] = messages(example, "LOMS-URL-SYNTAX")
    assert message == "homepage is 'http://https//school.example/', and 'https' is no name of a server."


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("https://School.example", "HTTPS://school.example/", True),
        ("https://school.example:443/a", "https://school.example/a", True),
        ("http://school.example:80/a", "http://school.example/a", True),
        ("https://school.example?c=AB", "https://school.example?c=ab", False),
        ("https://school.example/A", "https://school.example/a", False),
        ("https://school.example:80/a", "https://school.example/a", False),
        ("https://school.example/#A", "https://school.example/#B", False),
        ("http://[1", "http://[2", False),
    ],
)
def test_homepages_are_the_same_where_nothing_differs_that_matters(first: str, second: str, is_same: bool) -> None:
    def with_page(uri: str) -> str:
        return f'<learningOpportunity><homepage uri="{uri}"/></learningOpportunity>'

    assert (messages(with_page(first) + with_page(second), "LOMS-HOMEPAGE-SHARED") != []) is is_same


def test_legacy_opportunities_share_a_homepage_too() -> None:
    record = "<LearningOpportunity><Url>https://bread.example/x</Url></LearningOpportunity>"
    [message] = messages(record * 2, "LOMS-HOMEPAGE-SHARED")
    assert message.startswith("The Url https://bread.example/x is that of the opportunity in line ")


def with_identifiers(*attributes: str) -> str:
    return "".join(f"<identifier {each}>7</identifier>" for each in attributes)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ""),
        ('schemeID="a"', ""),
        ('schemeID="a"', 'schemeID="b"'),
        ('schemeID="a" schemeAgencyName="x"', 'schemeID="a" schemeAgencyName="y"'),
        ('schemeID="a" schemeAgencyID="x"', 'schemeID="a" schemeAgencyID="y"'),
    ],
)
def test_identifiers_of_different_schemes_or_of_none_are_not_the_same(first: str, second: str) -> None:
    records = [f"<learningOpportunity>{with_identifiers(each)}</learningOpportunity>" for each in (first, second)]
    assert messages("".join(records), "LOMS-IDENTIFIER-DUPLICATE") == []


def test_an_identifier_that_stands_twice_in_one_record_is_told_so() -> None:
    twice = with_identifiers('schemeID="a"', 'schemeID="a"')
    found = messages(f"<learningOpportunity>{twice}</learningOpportunity>", "LOMS-IDENTIFIER-DUPLICATE")
    assert found == ["The identifier '7' of the scheme a stands twice in this record."]


LOGO = next(rule.good for rule in all_rules() if rule.code == "LOMS-LOGO-TYPE")


def test_white_space_before_a_logo_does_not_matter() -> None:
    assert messages(LOGO.replace("<content>", f"<content>{' ' * 300}"), "LOMS-LOGO-TYPE") == []


def test_a_size_that_is_not_that_of_the_logo_has_a_remedy_of_its_own() -> None:
    wrong = LOGO.replace("<content>", "<contentSize>594690372</contentSize><content>")
    report = loms.validate(io.BytesIO(completed(wrong)), checks=Checks(date=TODAY, select=["LOMS-LOGO-SIZE"]))
    assert [issue.remedy for issue in report.issues] == ["Write contentSize anew, or leave it out."]


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ("", "neither a contactPoint nor a homepage"),
        ("<contactPoint/>", "a contactPoint, but neither in it nor as a homepage anything"),
        ("<contactPoint><phone/></contactPoint>", "a contactPoint, but neither in it nor as a homepage anything"),
    ],
)
def test_an_empty_contact_is_none(contact: str, words: str) -> None:
    example = f"""<learningOpportunity><providedBy idref="urn:x:o"/></learningOpportunity>
      <organization id="urn:x:o">{contact}</organization>"""
    [message] = messages(example, "LOMS-PROVIDER-NO-CONTACT")
    assert message.startswith(f"The provider 'Baking bread' has {words}")


@pytest.mark.parametrize(
    ("start", "end", "is_told"),
    [
        ("2026-09-01T12:00:00", "2026-09-01T08:00:00", True),
        ("2026-09-01T08:00:00", "2026-09-01T12:00:00", False),
        ("2026-09-01T12:00:00+02:00", "2026-09-01T11:00:00Z", False),
        ("2026-09-02T00:30:00+02:00", "2026-09-01T23:00:00Z", False),
        ("2026-09-01T12:00:00Z", "2026-09-01T08:00:00", False),
        ("2026-09-02T12:00:00Z", "2026-09-01T08:00:00", True),
    ],
)
def test_awarding_ends_no_earlier_than_it_starts_to_the_second(start: str, end: str, is_told: bool) -> None:
    times = f"<startedAtTime>{start}</startedAtTime><endedAtTime>{end}</endedAtTime>"
    awarding = f"<awardingOpportunities><awardingOpportunity>{times}</awardingOpportunity></awardingOpportunities>"
    example = f"<qualification>{awarding}</qualification>"
    assert (messages(example, "LOMS-DATE-ORDER") != []) is is_told


def test_broad_fields_are_listed_in_the_plural() -> None:
    fields = "".join(f'<hasISCED-FCode uri="http://data.europa.eu/esco/isced-f/{each}"/>' for each in ("07", "02"))
    found = messages(f"<learningSpecification>{fields}</learningSpecification>", "LOMS-ISCED-BROAD")
    assert found == ["The only fields of education are 07 and 02, which say little."]


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
        ("urn:uuid:018f5d2a-7c3b-7a10-9f2e-5b8f0e6d1c22", True),
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


def test_a_workload_that_writes_its_days_as_zero_is_compared() -> None:
    example = """<learningSpecification><volumeOfLearning>P0DT30H</volumeOfLearning>
      <hasECTSCreditPoints>30</hasECTSCreditPoints></learningSpecification>"""
    assert len(messages(example, "LOMS-CREDITS-WORKLOAD")) == 1


def test_the_workload_of_an_activity_is_compared_with_the_credits_of_its_specification() -> None:
    example = """<learningSpecification><hasECTSCreditPoints>2</hasECTSCreditPoints>
      <learningActivitySpecification idref="urn:x:a"/></learningSpecification>
      <learningActivitySpecification id="urn:x:a"><workload>PT5H30M</workload></learningActivitySpecification>"""
    assert messages(example, "LOMS-CREDITS-WORKLOAD") == ["2 ECTS credits stand for 50 to 60 hours, not for 5.5."]


@pytest.mark.parametrize("duration", ["PT0S", "P0D", "P0Y0M0DT0H0M0.0S", "-P1D"])
def test_durations_of_nothing_or_less(duration: str) -> None:
    example = f"<learningOpportunity><duration>{duration}</duration></learningOpportunity>"
    assert len(messages(example, "LOMS-DURATION-NOTHING")) == 1


@pytest.mark.parametrize("duration", ["P", "PT", "-P", "P0DT", "-nonsense"])
def test_what_is_no_duration_is_left_to_the_schema(duration: str) -> None:
    example = f"<learningOpportunity><duration>{duration}</duration></learningOpportunity>"
    assert messages(example, "LOMS-DURATION-NOTHING") == []


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


def test_a_price_in_a_withdrawn_currency_is_to_be_worked_out_anew() -> None:
    def found(currency: str) -> tuple[str, str | None]:
        amount = f'<amount unit="{AUTHORITY}currency/{currency}">100</amount>'
        example = f"<learningOpportunity><priceDetails>{amount}</priceDetails></learningOpportunity>"
        report = loms.validate(io.BytesIO(completed(example)), checks=Checks(select=["LOMS-CODE-WITHDRAWN"]))
        [issue] = report.issues
        return issue.message, issue.remedy

    message, remedy = found("DEM")
    assert message == "unit of amount is DEM, which was withdrawn; its successor is EUR (Euro)."
    assert remedy == "Work the price out anew in EUR; another unit alone would make the figure wrong."
    message, remedy = found("YUD")
    assert message == "unit of amount is YUD, which was withdrawn."
    assert str(remedy).startswith("No successor is known here")


def test_successors_of_currencies_are_in_use() -> None:
    currencies = [row for row in table("withdrawn_codes") if "/currency/" in row["code"]]
    listed = {each.value for each in Currency} - {row["code"] for row in currencies}
    assert {row["successor"] for row in currencies} - {""} <= listed


def test_legacy_levels_are_those_of_the_framework_of_the_country() -> None:
    def found(country: str, eqf: int, national: int) -> list[str]:
        record = f"""<Qualification><EQFLevel>{eqf}</EQFLevel><NQFLevel>{national}</NQFLevel>
          <CountryCode>{country}</CountryCode></Qualification>"""
        return messages(record, "LOMS-LEVEL-CONTRADICTION")

    assert found("IE", 7, 8) == ["The EQF level is 7, but level 8 of the framework of IE is EQF level 6."]
    assert found("IE", 6, 8) == found("AT", 4, 99) == found("UK", 4, 8) == found("FR", 4, 5) == []


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


@pytest.mark.skipif(not CROSSWALK.exists(), reason="the published facts are not beside this checkout")
def test_what_converts_to_a_successor_is_told_with_it() -> None:
    rows = csv.DictReader(CROSSWALK.read_text("utf-8").splitlines())
    # ELM writes the codes of regions with another beginning.
    successors = {row["loms_uri"]: row["elm_uri"].rpartition("/")[2] for row in rows if row["rule"] == "successor"}
    told = {row["code"]: row["successor"].rpartition("/")[2] for row in table("withdrawn_codes")}
    assert {code: told[code] for code in successors} == successors


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
