"""The pages on the models have a row for every code list, with the right enumeration and number of codes."""

import re
from pathlib import Path

import pytest

from loms.codes import code_lists
from loms.formats import FORMATS

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference"
ROW = re.compile(r"^\| `([a-z0-9./-]+)` \| `([\w.]+)` \| ([\d,]+) \|", re.MULTILINE)


def page_of(format_name: str) -> str:
    return {"loms-2019": "model.md", "elm-loq": "elm.md"}.get(format_name, "legacy.md")


@pytest.mark.parametrize("page", sorted({page_of(each.name) for each in FORMATS}))
def test_the_page_shows_the_code_lists_as_they_are(page: str) -> None:
    shown = ROW.findall((PAGES / page).read_text(encoding="utf-8"))
    assert shown == [
        (each.name, each.enum, f"{len(each.codes):,}") for each in code_lists() if page_of(each.format) == page
    ]
