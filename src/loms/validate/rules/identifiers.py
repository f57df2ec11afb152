"""Rules about identifiers: they name their scheme, and no two records of a kind have the same."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from lxml import etree

from loms.io.overflow import Bytes
from loms.text_numbers import TextNumbers
from loms.validate.defining import Checker, Finding, Here, Run, rule
from loms.validate.rules.ids import KINDS
from loms.validate.rules.reading import LEGACY, LOMS, shortened

_LEGACY_IDS = {"LearningOpportunity": "LearningOpportunityId", "Qualification": "QualificationId"}


class Seen:
    """Texts, each with the record that had it first; some bytes for each."""

    def __init__(self) -> None:
        self._texts = TextNumbers(kept_in=Bytes())
        # By the number of the text: number of the record, and its line.
        self._first = array("Q")

    def first(self, text: str, here: Here) -> tuple[bool, int]:
        """Whether a text is new, and the line of the record that had it first.

        Args:
            text: The text.
            here: The record that has it.
        """
        known = len(self._texts)
        number = self._texts.add(text)
        if number == known:
            self._first.append(here.seen.line or 0)
        return number == known, self._first[number]


@rule(
    "LOMS-IDENTIFIER-NO-SCHEME",
    "warning",
    says="An identifier names its scheme.",
    why="The same number means different things in different registers; a reference finds it by number and scheme.",
    remedy="Give it the schemeID of the register that has issued it.",
    elements=("identifier",),
    bad="""
<learningOpportunity>
  <identifier>TB-2026-001</identifier>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <identifier schemeID="https://school.example/scheme/courses">TB-2026-001</identifier>
</learningOpportunity>""",
)
def no_scheme(element: etree._Element, here: Here) -> Iterator[Finding]:
    if not element.get("schemeID", "").strip():
        yield Finding(element, f"The identifier {shortened(element.text or '')} has no schemeID.")


@rule(
    "LOMS-IDENTIFIER-DUPLICATE",
    "error",
    says="No two records of a kind have the same identifier of the same scheme.",
    why="A reference to it leads to either, and the register keeps only one of them.",
    remedy="Give each record its own identifier, or merge the records.",
    records=(*KINDS, "scoringScheme"),
    bad="""
<learningOpportunity id="https://data.example.org/opportunity/1">
  <identifier schemeID="https://school.example/scheme/courses">TB-2026-001</identifier>
</learningOpportunity>
<learningOpportunity id="https://data.example.org/opportunity/2">
  <identifier schemeID="https://school.example/scheme/courses">TB-2026-001</identifier>
</learningOpportunity>""",
    good="""
<learningOpportunity id="https://data.example.org/opportunity/1">
  <identifier schemeID="https://school.example/scheme/courses">TB-2026-001</identifier>
</learningOpportunity>
<learningOpportunity id="https://data.example.org/opportunity/2">
  <identifier schemeID="https://school.example/scheme/courses">TB-2026-002</identifier>
</learningOpportunity>""",
)
class DuplicateIdentifiers(Checker):
    """Keeps all identifiers of records."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._seen = Seen()

    def look(self, element: etree._Element, here: Here) -> Iterator[Finding]:
        kind = here.seen.kind
        for each in element.iterchildren(f"{LOMS}identifier"):
            value = (each.text or "").strip()
            scheme = each.get("schemeID", "").strip()
            is_new, line = self._seen.first(f"{kind}\0{scheme}\0{value}", here)
            if value and not is_new:
                of_scheme = f" of the scheme {scheme}" if scheme else ""
                yield Finding(
                    each, f"The identifier {shortened(value)}{of_scheme} is that of the {kind} in line {line}, too."
                )


@rule(
    "LOMS-LEGACY-ID-DUPLICATE",
    "error",
    says="No two legacy records have the same LearningOpportunityId or QualificationId.",
    why="The later record takes the place of the earlier one when the file is loaded.",
    remedy="Give each record its own id, or merge the records.",
    formats=LEGACY,
    records=tuple(_LEGACY_IDS),
    bad="""
<LearningOpportunity>
  <LearningOpportunityId>TB-2026-001</LearningOpportunityId>
</LearningOpportunity>
<LearningOpportunity>
  <LearningOpportunityId>TB-2026-001</LearningOpportunityId>
</LearningOpportunity>""",
    good="""
<LearningOpportunity>
  <LearningOpportunityId>TB-2026-001</LearningOpportunityId>
</LearningOpportunity>
<LearningOpportunity>
  <LearningOpportunityId>TB-2026-002</LearningOpportunityId>
</LearningOpportunity>""",
)
class DuplicateLegacyIds(Checker):
    """Keeps the ids of all records."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._seen = Seen()

    def look(self, element: etree._Element, here: Here) -> Iterator[Finding]:
        name = _LEGACY_IDS[here.seen.kind]
        found = element.find(f"{{*}}{name}")
        value = "" if found is None else (found.text or "").strip()
        if found is None or not value:
            return
        is_new, line = self._seen.first(value, here)
        if not is_new:
            yield Finding(found, f"The {name} {shortened(value)} is that of the record in line {line}, too.")
