"""Rules about how the XML is written."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loms.validate.defining import Checker, Finding, Here, Run, rule
from loms.validate.rules.ids import KINDS

_BAD = """
<loms:learningOpportunity xmlns:loms="http://data.europa.eu/europass/qms-xml/schema/learning-opportunities"
    id="https://data.example.org/opportunity/1"/>"""


@rule(
    "LOMS-NAMESPACE-PREFIX",
    "info",
    says="The namespace is the default one, without a prefix.",
    why="The register prefers it; some of its readers look for names without a prefix.",
    remedy="Declare the namespace with xmlns=, and take the prefixes out: loms convert --to loms-2019 writes it so.",
    limits="Only the first record of a file is looked at; the others are written as it is.",
    records=(*KINDS, "scoringScheme"),
    bad=_BAD,
    good='\n<learningOpportunity id="https://data.example.org/opportunity/1"/>',
)
class Prefixes(Checker):
    """Looks at the first record only: the others are as it is."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._is_told = False

    def look(self, element: etree._Element, here: Here) -> Iterator[Finding]:
        if element.prefix is not None and not self._is_told:
            self._is_told = True
            yield Finding(element, f"Elements are written with the prefix {element.prefix}:.")
