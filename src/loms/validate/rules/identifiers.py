"""Rules about identifiers: they name their scheme, and no two records of a kind have the same."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loms.io.many_texts import ManyTexts
from loms.io.overflow import Rows
from loms.validate.defining import Checker, Finding, Here, Run, rule
from loms.validate.rules.ids import KINDS
from loms.validate.rules.reading import LEGACY, LOMS, shortened

_LEGACY_IDS = {"LearningOpportunity": "LearningOpportunityId", "Qualification": "QualificationId"}
_SCHEME = ("schemeID", "schemeAgencyID", "schemeAgencyName")


class Seen:
    """Texts, each with the record that had it first; many of them are in temporary files."""

    def __init__(self) -> None:
        self._texts = ManyTexts()
        # By the number of the text: number of the record, and its line.
        self._first = Rows("Q", 2)

    def first(self, text: str, here: Here) -> tuple[bool, int, int]:
        """Whether a text is new, and number and line of the record that had it first.

        Args:
            text: The text.
            here: The record that has it.
        """
        known = len(self._texts)
        number = self._texts.add(text)
        if number == known:
            self._first.append((here.seen.order, here.seen.line or 0))
        order, line = self._first[number]
        return number == known, order, line


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
    limits="Told only when both have a schemeID, and schemeID, schemeAgencyID and schemeAgencyName are the same.",
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
            scheme, *agency = (each.get(name, "").strip() for name in _SCHEME)
            if not value or not scheme:
                # Without a scheme the same number may mean different things, which another rule tells.
                continue
            is_new, order, line = self._seen.first("\0".join((kind, scheme, *agency, value)), here)
            if is_new:
                continue
            identifier = f"The identifier {shortened(value)} of the scheme {scheme}"
            if order == here.seen.order:
                yield Finding(each, f"{identifier} stands twice in this record.", remedy="Leave one of the two out.")
            else:
                yield Finding(each, f"{identifier} is that of the {kind} in line {line}, too.")


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
        is_new, _, line = self._seen.first(value, here)
        if not is_new:
            yield Finding(found, f"The {name} {shortened(value)} is that of the record in line {line}, too.")
