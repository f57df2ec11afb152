"""The HTML page as a text: all there is in it, nothing but text out of data, and no way out. See also tests/browser."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from loms.errors import Severity
from loms.io.write import dumps
from loms.reporting import CheckedFile, check_file, read_earlier, write_report
from loms.reporting.html.texts import shown
from loms.samples import sample
from loms.validate import Checks, Coverage, all_rules
from loms.validate.report import IssueCount, Report
from tests.reporting.files import DAY, FAULTY, checked, found, issue, offers
from tests.security.test_html import ATTACKS, tags_in
from tests.support.documents import LOMS, LOQ

MEGABYTES = 5_000_000


def written(folder: Path, *files: CheckedFile) -> str:
    write_report(files, folder / "report.html", date=DAY)
    return (folder / "report.html").read_text("utf-8")


def page(folder: Path, *files: CheckedFile) -> html.HtmlElement:
    return html.fromstring(written(folder, *files).encode())


def texts(root: html.HtmlElement, selector: str) -> list[str]:
    """What stands in the elements of a class or name."""
    return [" ".join(each.text_content().split()) for each in root.xpath(selector)]


def test_the_verdict_is_on_top(tmp_path: Path) -> None:
    assert texts(page(tmp_path, checked(FAULTY)), "//main//h2")[0] == "2 errors to mend"


@pytest.mark.parametrize(
    ("severities", "verdict"),
    [
        ([Severity.ERROR, Severity.WARNING], "1 error to mend"),
        ([Severity.WARNING] * 2, "No errors, 2 warnings"),
        ([Severity.INFO], "No errors, no warnings"),
        ([], "No errors, no warnings"),
    ],
)
def test_the_worst_severity_decides(tmp_path: Path, severities: list[Severity], verdict: str) -> None:
    file = found(*(issue(severity=severity) for severity in severities))
    assert texts(page(tmp_path, file), "//main//h2")[0] == verdict


ELM = dumps(sample("elm-loq", records=2)).decode()
WEAK = Checks(severities={"LOMS": "info"})
TYPO = LOMS.replace(">Bread<", ">test<", 1)
LIFT = " The register takes ELM today: make it with loms convert --to elm-loq, and check what comes out."


def verdict(folder: Path, *texts_of_files: str, checks: Checks) -> tuple[str, str, str]:
    """The verdict on files, what to do, and the class by which it is coloured."""
    root = page(folder, *(check_file(io.BytesIO(text.encode()), checks=checks) for text in texts_of_files))
    [head] = root.xpath("//section[contains(@class, 'verdict')]")
    return head.xpath("string(.//h2)"), head.xpath("string(.//p)"), head.get("class").removeprefix("verdict ")


def test_what_keeps_all_rules_is_good_and_leads_to_what_the_register_takes(tmp_path: Path) -> None:
    assert verdict(tmp_path, LOMS, checks=Checks()) == (
        "No errors, no warnings",
        f"This file has no errors by the rules for its format.{LIFT}",
        "good",
    )


@pytest.mark.parametrize("checks", [Checks(select=["LOMS-ID"]), Checks(ignore=["LOMS"]), WEAK])
def test_what_was_left_out_or_weighs_less_is_no_permission(tmp_path: Path, checks: Checks) -> None:
    assert verdict(tmp_path, TYPO, checks=checks) == (
        "No errors, no warnings, as far as was checked",
        (
            "This file is valid as far as was checked; rules of the register were left out, or what they found was "
            f"made to weigh less, so it may still be refused.{LIFT}"
        ),
        "info",
    )


def test_weight_that_nothing_found_has_hides_nothing(tmp_path: Path) -> None:
    assert verdict(tmp_path, LOMS, checks=WEAK) == verdict(tmp_path, LOMS, checks=Checks())


def test_the_schema_alone_is_no_permission(tmp_path: Path) -> None:
    assert verdict(tmp_path, LOMS, checks=Checks(profile="schema")) == (
        "No errors, no warnings, as far as was checked",
        f"This file is valid as far as the schema goes; the rules of the register were not checked.{LIFT}",
        "info",
    )


def test_warnings_are_to_be_looked_at_whatever_was_checked(tmp_path: Path) -> None:
    head, advice, mood = verdict(tmp_path, TYPO, checks=Checks(select=["LOMS-TEXT"]))
    assert (head, mood) == ("No errors, 1 warning, as far as was checked", "warning")
    assert advice.endswith(" Somebody should look at the warnings.")


def test_a_format_without_rules_is_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without = [rule for rule in all_rules() if "elm-loq" not in rule.formats]
    monkeypatch.setattr("loms.validate.checks.all_rules", lambda: without)
    assert verdict(tmp_path, ELM, checks=Checks(profile="strict")) == (
        "No errors, no warnings, as far as was checked",
        (
            "This file is valid as far as the schema goes; there are no rules for elm-loq, so what the register "
            "demands beyond that was not checked."
        ),
        "info",
    )


def test_only_what_can_be_lifted_to_elm_is_to_be(tmp_path: Path) -> None:
    _, advice, _ = verdict(tmp_path, ELM, LOMS, checks=Checks(profile="schema"))
    assert "make it of what is loms-2019 with loms convert --to elm-loq" in advice
    _, advice, _ = verdict(tmp_path, dumps(sample("loq-delete")).decode(), checks=Checks())
    assert "loms convert" not in advice


def test_elm_that_keeps_all_rules_can_be_uploaded(tmp_path: Path) -> None:
    file = check_file(io.BytesIO(ELM.encode()), checks=Checks(profile="schema"))
    whole = attrs.evolve(file, report=attrs.evolve(file.report, profile="qdr", coverage=Coverage.ALL))
    assert "This file can be uploaded." in texts(page(tmp_path, whole), "//p")


def test_a_comparison_with_what_was_checked_less_says_so(tmp_path: Path) -> None:
    write_report(checked(TYPO), tmp_path / "earlier.json", date=DAY)
    earlier = read_earlier(tmp_path / "earlier.json")
    write_report(check_file(io.BytesIO(TYPO.encode())), tmp_path / "report.html", date=DAY, earlier=earlier)
    root = html.fromstring((tmp_path / "report.html").read_bytes())
    assert [said for said in texts(root, "//strong") if "made in the profile schema, without rules" in said]


def test_a_rule_says_what_it_demands_and_why(tmp_path: Path) -> None:
    root = page(tmp_path, found(issue("LOMS-DATE-ORDER")))
    assert texts(root, "//details[1]//h3") == ["Demanded: Something ends no earlier than it starts."]
    assert "Why: One of the two dates is wrong, and searches by date pass the record over." in texts(root, "//p")


def test_each_rule_has_its_sentence_remedy_and_samples_with_lines(tmp_path: Path) -> None:
    root = page(tmp_path, found(issue("XSD-DUPLICATE-ID", line=1234, record="urn:7")))
    assert texts(root, "//details[1]//h3") == ["Two records have the same id."]
    assert texts(root, "//*[@class='remedy']") == ["What to do: Give each its own, and correct the references."]
    assert texts(root, "//*[@class='samples']/li") == ["line 1234 urn:7 It is wrong."]


def test_a_sample_says_what_its_record_is_called(tmp_path: Path) -> None:
    root = page(tmp_path, checked(offers("a", "b").replace('lang="fr"', 'lang="xx"')))
    [by_rule, *_] = root.xpath("//*[@class='samples']")
    assert texts(by_rule, "./li/*[@class='where']") == [
        "line 5 Bread 1 urn:opportunity:1",
        "line 10 Bread 2 urn:opportunity:2",
    ]
    assert texts(root, "//details[contains(@class, 'provider')]//*[@class='title']") == ["Bread 1", "Bread 2"]


def test_a_title_out_of_data_is_text(tmp_path: Path) -> None:
    content = written(tmp_path, checked(offers("a").replace(">Bread 1<", ">&lt;b>Bread<").replace('"fr"', '"xx"')))
    assert '<span class="title"><bdi>&lt;b&gt;Bread</bdi></span>' in content


def test_each_provider_has_its_rules(tmp_path: Path) -> None:
    root = page(tmp_path, checked(offers("a", "b", "b").replace('lang="fr"', 'lang="xx"')))
    assert texts(root, "//details[contains(@class, 'provider')]//h3") == ["School b", "School a"]
    assert texts(root, "//details[contains(@class, 'provider')]/summary/*[@class='count']") == ["2", "1"]


def test_fields_languages_and_links_have_tables(tmp_path: Path) -> None:
    root = page(tmp_path, checked(LOMS))
    captions = texts(root, "//caption")
    assert "Learning opportunities: how many records have each field" in captions
    assert "Learning opportunities: how many records have a text in each language" in captions
    assert "References by field" in captions


def test_the_map_of_links_says_what_it_shows(tmp_path: Path) -> None:
    root = page(tmp_path, checked(offers("a", "b")))
    assert "Opportunities to Specifications: 2 references" in texts(root, "//figure//title")


def test_references_to_nothing_are_on_the_map(tmp_path: Path) -> None:
    assert "Not in the file" in texts(page(tmp_path, checked(FAULTY)), "//figure//text")


def test_a_format_without_references_has_no_map(tmp_path: Path) -> None:
    root = page(tmp_path, checked(LOQ))
    assert texts(root, "//figure") == []
    assert "The records of this file do not refer to each other." in texts(root, "//p")


def test_an_earlier_report_is_compared_with(tmp_path: Path) -> None:
    write_report(checked(FAULTY), tmp_path / "earlier.json", date=DAY)
    earlier = read_earlier(tmp_path / "earlier.json")
    write_report(checked(LOMS), tmp_path / "report.html", date=DAY, earlier=earlier)
    root = html.fromstring((tmp_path / "report.html").read_bytes())
    assert texts(root, "//dl[contains(@class, 'three')]/div") == ["New0", "Gone2", "Still there0"]


def test_several_files_are_told_apart(tmp_path: Path) -> None:
    root = page(tmp_path, found(issue(source="a.xml"), source="a.xml"), found(source="b.xml"))
    assert texts(root, "//section[@aria-labelledby='files']//tbody//th") == ["a.xml", "b.xml"]
    assert texts(root, "//section[@aria-labelledby='files']//tbody//td") == ["3", "1", "0", "3", "0", "0"]


def test_a_file_that_was_not_read_to_its_end_says_so(tmp_path: Path) -> None:
    text = offers("a", "b")
    root = page(tmp_path, checked(text[: text.index("<learningSpecification id")]))
    assert [hint for hint in texts(root, "//p") if "could not be read to its end" in hint]


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_in_data_is_text(tmp_path: Path, attack: str) -> None:
    file = found(issue(attack, message=attack, remedy=attack, record=attack, source=attack), source=attack)
    plain = found(issue("X", message="x", remedy="x", record="x", source="x"), source="x")
    assert tags_in(written(tmp_path, file)) == tags_in(written(tmp_path, plain))


def test_html_in_a_file_is_text(tmp_path: Path) -> None:
    attack = "&lt;script>alert(1)&lt;/script>"
    text = offers("a").replace("School a", attack).replace('lang="fr"', f'lang="{attack}"')
    assert len(page(tmp_path, checked(text)).xpath("//script")) == 1


@given(st.text())
def test_no_text_is_markup(text: str) -> None:
    assert {tag for tag, _ in tags_in(str(shown(text)))} <= {"bdi", "span"}


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\x9b", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\udce9"])
def test_what_nobody_sees_is_made_visible(tmp_path: Path, letter: str) -> None:
    content = written(tmp_path, found(issue(message=f"a{letter}b")))
    assert letter not in content
    assert f'a<span class="unseen">U+{ord(letter):04X}</span>b' in content


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    assert len(written(tmp_path, found(issue(message="m" * 1_000_000)))) < 100_000


def test_the_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else(tmp_path: Path) -> None:
    root = page(tmp_path, checked(FAULTY))
    [policy] = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == (
        f"default-src 'none'; style-src '{digest(root, 'style')}'; script-src '{digest(root, 'script')}'; "
        "base-uri 'none'; form-action 'none'"
    )


def digest(root: html.HtmlElement, name: str) -> str:
    [text] = root.xpath(f"//{name}/text()")
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def attributes(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("*"):
        yield from ((str(name), str(value)) for name, value in element.attrib.items())


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    root = page(tmp_path, checked(offers("a", "b")))
    names = {name for name, _ in attributes(root)}
    assert names.isdisjoint({"src", "srcset", "action", "style", "onclick", "onload", "background", "data"})
    assert [value for name, value in attributes(root) if name == "href" and not value.startswith("#")] == []
    assert re.findall(r"url\(|@import|fetch\(|XMLHttp|eval\(", written(tmp_path, checked(LOMS))) == []


def test_ids_are_there_once_and_links_lead_to_them(tmp_path: Path) -> None:
    root = page(tmp_path, checked(FAULTY), checked(LOMS))
    ids = root.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    assert {link.removeprefix("#") for link in root.xpath("//a/@href")} <= set(ids)


def test_headings_are_in_order(tmp_path: Path) -> None:
    root = page(tmp_path, checked(FAULTY), checked(offers("a", "b").replace('lang="fr"', 'lang="xx"')))
    levels = [int(each.tag[1]) for each in root.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [next_ for before, next_ in itertools.pairwise(levels) if next_ > before + 1] == []


def many_issues(rules: int, providers: int) -> Iterator[CheckedFile]:
    text = offers(*map(str, range(providers))).replace('lang="fr"', 'lang="xx"')
    yield checked(text)
    issues = tuple(issue(f"R-{number}", message="m" * 900) for number in range(rules) for _ in range(20))
    counts = tuple(IssueCount(code=f"R-{number}", severity=Severity.ERROR, number=10**6) for number in range(rules))
    yield CheckedFile(report=Report(source="many.xml", format=None, issues=issues, records=10**6, counts=counts))


def test_however_many_files_there_are_the_page_stays_small(tmp_path: Path) -> None:
    content = written(tmp_path, *[checked(LOMS)] * 300)
    assert len(content.encode()) < MEGABYTES
    assert "Of 280 more files only the report in JSON tells this" in content
    assert "and 100 more files." in content


def test_however_much_is_wrong_the_page_stays_small(tmp_path: Path) -> None:
    content = written(tmp_path, *many_issues(rules=150, providers=300))
    assert len(content.encode()) < MEGABYTES
    assert "150,000,300" in content
    assert "200 more providers have 200 issues." in content
