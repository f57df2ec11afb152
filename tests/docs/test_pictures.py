"""The pictures of the documentation are small, used, and load nothing."""

from __future__ import annotations

import re

import pytest

from tests.support.documents import ROOT

ASSETS = ROOT / "docs" / "assets"
PICTURES = sorted(path for path in ASSETS.iterdir() if path.suffix in (".png", ".svg"))
LARGEST = 200_000


@pytest.mark.parametrize("name", [path.name for path in PICTURES])
def test_a_picture_is_small_and_used(name: str) -> None:
    pages = "".join(path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md"))
    assert (ASSETS / name).stat().st_size < LARGEST
    assert f"assets/{name}" in pages


@pytest.mark.parametrize("name", [path.name for path in PICTURES if path.suffix == ".svg"])
def test_a_drawing_loads_nothing(name: str) -> None:
    text = (ASSETS / name).read_text("utf-8")
    assert re.findall(r"url\((?!#)|@import|href=\"(?!#)|<script|<image", text) == []
