"""Each reader in turn."""

from __future__ import annotations

import pytest

from tests.security.reading import READERS, Reader


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each function and each command that reads data."""
    return READERS[request.param]
