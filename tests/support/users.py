"""The user as whom is tried what the administrator may do whatever the rights are."""

from __future__ import annotations

import os
import stat

import pytest

from tests.support.documents import ROOT

__all__ = ["ORDINARY", "sees_project"]

_NOBODY = 65534

ORDINARY = _NOBODY if os.geteuid() == 0 else None
"""Number of a user without rights of his own; None where whoever runs the tests is none but that."""

sees_project = pytest.mark.skipif(
    ORDINARY is not None and not all(each.stat().st_mode & stat.S_IXOTH for each in (ROOT, *ROOT.parents)),
    reason="the administrator keeps this checkout in a folder into which no other user may look",
)
"""For tests that run the project as that user."""
