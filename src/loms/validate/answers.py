"""What is asked of other processes about records, and what they answer, in shapes that can be sent."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import attrs
from lxml import etree

from loms.io.schema.finding import Finding as SchemaFinding
from loms.io.schema.messages import Fault
from loms.io.schema.suggest import Effort
from loms.validate.walking import Turn

__all__ = ["Answer", "Answers", "Asked", "Questions", "ToldFault", "ToldFinding"]


class Asked(NamedTuple):
    """A record that is sent."""

    section: str | None
    """Tag of its section; None where it stands in the document element itself."""
    data: bytes
    """Its element as XML."""


@attrs.frozen(kw_only=True)
class Questions:
    """Records that are sent together.

    Attributes:
        effort: How many comparisons the search for what was meant may take, as far as is known.
        records: The records.
    """

    effort: int
    records: tuple[Asked, ...]


class ToldFault(NamedTuple):
    """A finding of the schema. Elements are numbered in the order of the record, which is 0."""

    fault: Fault
    element: int
    attribute: str | None
    message: str
    remedy: str | None


class ToldFinding(NamedTuple):
    """A finding of a rule."""

    code: str
    turn: Turn
    element: int
    path: str
    attribute: str | None
    message: str
    remedy: str | None


@attrs.frozen(kw_only=True)
class Answer:
    """What was found in a record.

    Attributes:
        effort: How many comparisons were allowed.
        spent: How many were made.
        refused: Whether more were wanted.
        faults: What the schema says.
        findings: What those rules say that need to know nothing else.
    """

    effort: int
    spent: int
    refused: bool
    faults: tuple[ToldFault, ...]
    findings: tuple[ToldFinding, ...]

    def holds(self, effort: Effort) -> bool:
        """Whether the schema would say the same with so many comparisons left.

        Args:
            effort: What is left.
        """
        return self.effort == effort.left or (not self.refused and self.spent <= effort.left)


class Answers:
    """Answers that have come, until their records are looked at. What has no answer is found out by who asks.

    Attributes:
        effort: How many comparisons were left when it was last asked.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[etree._Element, Answer | None]] = deque()
        self._latest: tuple[etree._Element, Answer | None] | None = None
        self.effort = Effort().left

    def put(self, elements: Sequence[etree._Element], answers: Iterable[Answer | None]) -> None:
        """Keep answers.

        Args:
            elements: The records, in the order in which they will be looked at.
            answers: What was answered of each.
        """
        self._waiting.extend(zip(elements, answers, strict=True))

    def faults(self, element: etree._Element, effort: Effort) -> list[SchemaFinding] | None:
        """What the schema says about a record; None where nobody knows. As `DocumentCheck` wants it.

        Args:
            element: The record.
            effort: The comparisons that are left, out of which are taken those that were made.
        """
        self.effort = effort.left
        answer = self._of(element)
        if answer is None or not answer.holds(effort):
            return None
        effort.left -= answer.spent
        # Whoever validates an element gives it a name for that time, by which lxml chooses its prefix anew.
        element.tag = element.tag
        if not answer.faults:
            return []
        elements = list(element.iter("*"))
        return [
            SchemaFinding(
                fault=each.fault,
                element=elements[each.element],
                attribute=each.attribute,
                message=each.message,
                remedy=each.remedy,
            )
            for each in answer.faults
        ]

    def findings(self, element: etree._Element) -> Sequence[ToldFinding] | None:
        """What the rules say about a record that need to know nothing else; None where nobody knows.

        Args:
            element: The record.
        """
        answer = self._of(element)
        return None if answer is None else answer.findings

    def _of(self, element: etree._Element) -> Answer | None:
        while self._latest is None or self._latest[0] is not element:
            if not self._waiting:
                return None
            # What stands where records do and is none is never asked for.
            self._latest = self._waiting.popleft()
        return self._latest[1]
