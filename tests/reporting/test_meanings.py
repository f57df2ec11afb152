"""What the codes mean is said in the same words in reports and in the documentation."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

from tests.support.documents import ROOT

PAGE = ROOT / "docs" / "reference" / "issue-codes.md"
ROW = re.compile(r"^\| `([A-Z-]+)` \| (.*?) \| (.*?) \|$", re.MULTILINE)


def plain(text: str) -> str:
    """Markdown without its marks."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    return text.replace("`", "").replace("&lt;", "<").replace("&gt;", ">")


def documented() -> dict[str, tuple[str, str]]:
    """The codes of reading and of checking against the schema."""
    page = PAGE.read_text("utf-8")
    part = page[page.index("## Reading a file") : page.index("## Linked data")]
    return {code: (plain(meaning), plain(remedy)) for code, meaning, remedy in ROW.findall(part)}


def test_the_words_are_those_of_the_documentation() -> None:
    rows = csv.DictReader(files("loms.reporting").joinpath("meanings.csv").read_text("utf-8").splitlines())
    assert {row["code"]: (row["meaning"], row["remedy"]) for row in rows} == documented()
