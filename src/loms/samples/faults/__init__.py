"""Near-invalid documents: each is a valid one with one fault, and says which issue must be reported for it."""

from __future__ import annotations

from loms.samples.faults.drawing import NearInvalid, codes_of, draw_near_invalid

__all__ = ["NearInvalid", "codes_of", "draw_near_invalid"]
