"""The page on security: behind each promise stands a test, and each test stands behind a promise."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from tests.support.documents import ROOT

PAGE = ROOT / "docs" / "security.md"
TESTS = ROOT / "tests" / "security"
WITHOUT_PROMISES = {"What we do not promise", "Report a weakness"}


def promises(page: str) -> Iterator[tuple[str, Sequence[str]]]:
    """The items of the lists that promise something, each with the tests that it names."""
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        heading, _, text = section.partition("\n")
        if heading in WITHOUT_PROMISES:
            continue
        for item in re.findall(r"^- (.+(?:\n  .+)*)", text, re.MULTILINE):
            yield item, re.findall(r"`(test_\w+)`", item)


@pytest.fixture(scope="module")
def promised() -> list[tuple[str, Sequence[str]]]:
    return list(promises(PAGE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def tests() -> set[str]:
    modules = (ast.parse(path.read_text(encoding="utf-8")) for path in TESTS.glob("test_*.py"))
    functions = (node.name for module in modules for node in module.body if isinstance(node, ast.FunctionDef))
    return {name for name in functions if name.startswith("test_")}


def test_each_promise_names_tests_that_exist(promised: list[tuple[str, Sequence[str]]], tests: set[str]) -> None:
    assert len(promised) > 20
    assert [item for item, names in promised if not names or not set(names) <= tests] == []


def test_each_test_stands_behind_one_promise(promised: list[tuple[str, Sequence[str]]], tests: set[str]) -> None:
    named = Counter(name for _, names in promised for name in names)
    assert {name: named[name] for name in tests if named[name] != 1} == {}
