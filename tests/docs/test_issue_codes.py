"""The page on issue codes names every code that the source can emit, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "loms"
PAGE = ROOT / "docs" / "reference" / "issue-codes.md"

CODE = re.compile(r"[A-Z]+(?:-[A-Z]+)+")
GENERATED = {"model", "legacy", "elm"}
# Rules have a page of their own.
RULES = "LOMS-"


def codes_in(source: str) -> set[str]:
    """The codes that stand in Python source as strings of their own."""
    constants = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    texts = {value for value in constants if isinstance(value, str) and CODE.fullmatch(value)}
    return {value for value in texts if not value.startswith(RULES)}


def written_by_hand() -> Iterator[Path]:
    for path in SOURCE.rglob("*.py"):
        if path.relative_to(SOURCE).parts[0] not in GENERATED:
            yield path


@pytest.fixture(scope="module")
def emitted() -> set[str]:
    return set().union(*(codes_in(path.read_text(encoding="utf-8")) for path in written_by_hand()))


@pytest.fixture(scope="module")
def documented() -> list[str]:
    return re.findall(rf"^\| `({CODE.pattern})` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_code_of_the_source_is_documented(emitted: set[str], documented: list[str]) -> None:
    assert emitted - set(documented) == set()


def test_every_documented_code_is_in_the_source(emitted: set[str], documented: list[str]) -> None:
    assert set(documented) - emitted == set()


def test_each_code_is_documented_once(documented: list[str]) -> None:
    assert sorted(documented) == sorted(set(documented))


def test_codes_of_each_part_of_the_library_are_found(emitted: set[str]) -> None:
    assert {"XML-DOCTYPE", "XSD-UNKNOWN-CODE", "JSON-INVALID", "CONVERT-NO-TITLE", "SOURCE-UNREADABLE"} <= emitted
