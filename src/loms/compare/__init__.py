"""What changed from one release of a dataset to the next: ``loms.compare(old, new)``, and what it returns.

The package is its own verb: `loms.compare` is a module and can be called as `loms.compare.comparing.compare`.
"""

from __future__ import annotations

from loms.compare.comparing import compare
from loms.compare.entries import Difference, FieldChange, FieldDifference, Match, RecordChange
from loms.compare.report import ComparedRelease, Comparison
from loms.verbs import make_callable

__all__ = [
    "ComparedRelease",
    "Comparison",
    "Difference",
    "FieldChange",
    "FieldDifference",
    "Match",
    "RecordChange",
    "compare",
]

make_callable(__name__, compare)
