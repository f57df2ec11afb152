"""The pages of crosswalks are rendered from the tables by which conversions work."""

from __future__ import annotations

from pathlib import Path

import pytest

from loms.convert.edges import EDGES, Edge
from loms.convert.rules import load_rules
from loms.convert.tables import read_table, table_names
from tools import crosswalks
from tools.crosswalks import FOLDER, pages

NAVIGATION = Path(__file__).parents[2].joinpath("mkdocs.yml").read_text("utf-8")


@pytest.mark.parametrize("edge", EDGES, ids=[edge.name for edge in EDGES])
def test_a_page_shows_each_field_with_each_target_and_each_reason(edge: Edge) -> None:
    # Names of settings, of which some reasons speak, are escaped in Markdown.
    page = pages()[f"{FOLDER}/{edge.name.replace('_', '-')}.md"].replace("\\_", "_")
    rules = load_rules(edge.name)
    assert page.count("\n| ") >= len(rules.fields) + len(rules.kinds)
    for rule in rules.fields:
        assert f"`{rule.source}`" in page or not rule.source
        assert f"`{rule.target}`" in page or not rule.target
        assert rule.reason in page
    assert [reason for reason in rules.kinds.values() if reason not in page] == []


def test_the_page_of_codes_shows_every_table() -> None:
    page = pages()[f"{FOLDER}/codes.md"]
    for name in table_names():
        if not name.endswith(("_fields", "_kinds")):
            rows = page.partition(f"## {name}\n")[2].partition("\n## ")[0]
            assert rows.count("\n| ") == len(read_table(name)) + 2  # two lines of head


def test_every_page_stands_in_the_navigation() -> None:
    assert [path for path in pages() if path not in NAVIGATION] == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<b>bold</b> & more", "&lt;b&gt;bold&lt;/b&gt; &amp; more"),
        ("one|two", "one\\|two"),
        ("*not* _slanted_ `code` [link]", "\\*not\\* \\_slanted\\_ \\`code\\` \\[link\\]"),
    ],
)
def test_what_a_table_says_is_shown_as_it_is(value: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crosswalks, "table_names", lambda: ("odd",))
    monkeypatch.setattr(crosswalks, "read_table", lambda name: ({"code": value},))
    assert f"| {shown} |" in pages()[f"{FOLDER}/codes.md"].splitlines()


def test_names_of_fields_are_shown_as_code() -> None:
    assert "| `LearningOpportunities/@Key` |" in pages()[f"{FOLDER}/loq-to-loms.md"]
