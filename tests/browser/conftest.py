"""A browser that opens the pages which the library writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.browser import Browser, NoBrowserError, browsing


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium without a window. Without it the tests are skipped, but not where everything must be tested."""
    try:
        with browsing() as browser:
            yield browser
    except NoBrowserError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture
def browser(chromium: Browser, page: Path) -> Iterator[Browser]:
    """Chromium with the page of the module open; afterwards its console must have been silent."""
    chromium.look()
    chromium.open(page)
    yield chromium
    assert chromium.console() == []
