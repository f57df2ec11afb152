"""What may keep a converted document from being written. The command line names it before anything else is loaded."""

from __future__ import annotations

from typing import Literal

__all__ = ["FAIL_ON", "FailOn"]

FailOn = Literal["error", "dropped", "note", "warning"]
"""What keeps a document from being written."""

FAIL_ON: tuple[FailOn, ...] = ("error", "dropped", "note", "warning")
"""The same, from what weighs most to what weighs least. Each goes with all before it."""
