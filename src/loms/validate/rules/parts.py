"""Rules about wholes and their parts: a part is of no larger kind than its whole."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loms.validate.defining import Checker, Finding, Here, Run, rule
from loms.validate.rules.linking import Links
from loms.validate.rules.reading import LOMS

ORDER = ("educationalProgram", "programModule", "course", "class")
"""The types of specifications from whole to part. A thesis may be a part of any, and has no parts of a type."""

_PARTS = "hasPart/@idref"
_NONE = 255


@rule(
    "LOMS-PART-ORDER",
    "error",
    says="Types of specifications go from whole to part: programme, module, course, class.",
    why="The documentation of the schema demands it; a programme inside a course turns the structure upside down.",
    remedy="Turn hasPart round, or correct the types.",
    records=("learningSpecification", "qualification"),
    bad="""
<learningSpecification id="https://data.example.org/specification/1">
  <type uri="http://data.europa.eu/europass/learningOpportunityType/course"/>
  <hasPart idref="https://data.example.org/specification/2"/>
</learningSpecification>
<learningSpecification id="https://data.example.org/specification/2">
  <type uri="http://data.europa.eu/europass/learningOpportunityType/educationalProgram"/>
</learningSpecification>""",
    good="""
<learningSpecification id="https://data.example.org/specification/1">
  <type uri="http://data.europa.eu/europass/learningOpportunityType/educationalProgram"/>
  <hasPart idref="https://data.example.org/specification/2"/>
</learningSpecification>
<learningSpecification id="https://data.example.org/specification/2">
  <type uri="http://data.europa.eu/europass/learningOpportunityType/course"/>
</learningSpecification>""",
)
class PartOrder(Checker):
    """Keeps the types of specifications, and compares them along hasPart when all are known."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._links = run.shared(Links)
        # By the number of a record: the rank of its largest and of its smallest type, or that of none.
        self._largest = bytearray()
        self._smallest = bytearray()

    def look(self, element: etree._Element, here: Here) -> tuple[()]:
        names = (each.get("uri", "").rpartition("/")[2] for each in element.iterchildren(f"{LOMS}type"))
        ranks = [ORDER.index(name) for name in names if name in ORDER] or [_NONE]
        number = self._links.see(here)
        for kept, rank in ((self._largest, min(ranks)), (self._smallest, max(ranks))):
            kept.extend(bytes([_NONE]) * (number - len(kept)))
            kept.append(rank)
        return ()

    def end(self) -> Iterator[Finding]:
        for whole, part in self._links.graph.edges(_PARTS):
            if max(whole, part) >= len(self._largest):
                continue
            largest, smallest = self._largest[whole], self._smallest[part]
            if largest != _NONE and smallest < largest:
                yield Finding(
                    self._links.place(whole),
                    f"It is of the type {ORDER[largest]}, and its part {self._links.name(part)} of the type "
                    f"{ORDER[smallest]}, which is larger.",
                )
