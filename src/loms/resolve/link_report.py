"""What linking gives: the new document, and what became of each row."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping

import attrs

from loms.errors import Issue, Severity
from loms.model import QmsLearningOpportunities
from loms.resolve.link_rows import LinkRow

__all__ = ["LinkState", "LinkedRow", "Linking"]


class LinkState(enum.StrEnum):
    """What became of a row."""

    LINKED = "linked"
    """The opportunity leads to the qualification now."""
    UNCHANGED = "unchanged"
    """It did before."""
    REFUSED = "refused"
    """It was not linked; the issues say why."""


@attrs.frozen(kw_only=True)
class LinkedRow:
    """What became of a row.

    Attributes:
        row: The row.
        state: What became of it.
        opportunity: The ``@id`` of the opportunity; None where none was found.
        target: The ``@id`` of the reference or qualification to which it leads; None where it was refused.
        activity: The ``@id`` of the activity that got the link; None where nothing changed.
    """

    row: LinkRow
    state: LinkState
    opportunity: str | None = None
    target: str | None = None
    activity: str | None = None

    def as_dict(self) -> Mapping[str, object]:
        """The row as a mapping that JSON can hold, the keys in the order of the attributes."""
        return {**attrs.asdict(self), "state": self.state.value}


@attrs.frozen(kw_only=True)
class Linking:
    """What linking gives.

    Records that did not change are the same objects as in the document that was given, so copy before you change them.

    Attributes:
        document: The document with the links.
        rows: What became of each row.
        issues: What is wrong with the rows, and what somebody should look at.
    """

    document: QmsLearningOpportunities
    rows: tuple[LinkedRow, ...]
    issues: tuple[Issue, ...]

    @property
    def ok(self) -> bool:
        """Whether no row was refused."""
        return not any(issue.severity is Severity.ERROR for issue in self.issues)

    @property
    def counts(self) -> Mapping[LinkState, int]:
        """How many rows became what."""
        return Counter(each.state for each in self.rows)

    def as_dict(self) -> Mapping[str, object]:
        """What was done as a mapping that JSON can hold, without the document."""
        return {
            "operation": "link",
            "ok": self.ok,
            "counts": {state.value: self.counts.get(state, 0) for state in LinkState},
            "rows": [each.as_dict() for each in self.rows],
            "issues": [issue.as_dict() for issue in self.issues],
        }
