"""What records are called that issues are about, in bounded memory."""

from __future__ import annotations

import pytest
from lxml import etree

from loms.reporting.titles import Titles
from tests.reporting.files import checked, issue, offers


def seen(titles: Titles, id: str, content: str) -> None:
    titles.see(id, etree.XML(f"<record>{content}</record>"))


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("<title><text>Bread</text></title>", "Bread"),
        ("<id>1</id><prefLabel><text> A\n school </text></prefLabel>", "A school"),
        ("<Title>Pain</Title><Title>Bread</Title>", "Pain"),
        ("<title><text> </text></title><title><text>Bread</text></title>", "Bread"),
        ("<title><!-- no --><text>Bread</text></title>", "Bread"),
        (f"<title>{'x' * 81}</title>", f"{'x' * 79}…"),
    ],
)
def test_a_record_is_called_by_its_first_title(content: str, title: str) -> None:
    titles = Titles()
    seen(titles, "urn:1", content)
    titles.keep(issue(record="urn:1"))
    assert titles.kept == {"urn:1": title}


def test_a_record_without_a_title_has_none() -> None:
    titles = Titles()
    seen(titles, "urn:1", "<title/><description>Bread</description>")
    titles.keep(issue(record="urn:1"))
    titles.keep(issue(record="urn:2"))
    assert titles.kept == {}


def test_of_each_code_the_first_are_kept_and_all_that_are_samples() -> None:
    titles = Titles()
    for number in range(100):
        seen(titles, f"urn:{number}", f"<title>{number}</title>")
        titles.keep(issue("MANY", record=f"urn:{number}"))
    assert list(titles.kept) == [f"urn:{number}" for number in range(20)]
    titles.keep(issue("OTHER", record="urn:50"))
    titles.keep(issue("MANY", record="urn:60"), is_sample=True)
    assert list(titles.kept)[20:] == ["urn:50", "urn:60"]


def test_records_without_issues_are_forgotten() -> None:
    titles = Titles()
    for number in range(3_000):
        seen(titles, f"urn:{number}", f"<title>{number}</title>")
    titles.keep(issue(record="urn:0"))
    titles.keep(issue(record="urn:2999"))
    assert titles.kept == {"urn:2999": "2999"}


def test_the_statistics_of_a_file_know_the_titles_of_records_with_issues() -> None:
    statistics = checked(offers("a", "b").replace('lang="fr"', 'lang="xx"', 1)).statistics
    assert statistics is not None
    assert statistics.titles == {"urn:opportunity:1": "Bread 1"}
