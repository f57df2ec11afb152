"""Every input that once broke a promise keeps to all of them, whichever way it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.corpus import CRASHES, content_name
from fuzz.targets import TARGETS, Target

FILES = sorted(CRASHES.iterdir())


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_once_broke_a_promise_keeps_to_all_of_them(path: Path, target: Target) -> None:
    target(path.read_bytes())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_regression_file_is_named_by_words_and_by_its_content(path: Path) -> None:
    words, _, content = path.name.rpartition(".")
    assert words
    assert content == content_name(path.read_bytes())
