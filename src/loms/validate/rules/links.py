"""Rules about what leads where: no circles, nothing that nobody needs, no reference to what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loms.links import LOMS_LINKS, circle_text, elm_identifiers, loms_identifiers
from loms.validate.defining import Checker, Finding, Here, Run, rule
from loms.validate.rules.ids import KINDS
from loms.validate.rules.linking import Links
from loms.validate.rules.reading import ELM, shortened

_ALL = (*KINDS, "scoringScheme")


class _AllLinks(Checker):
    """Takes in all records; what is to be told of their links is known at the end."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._links = run.shared(Links)

    def look(self, element: etree._Element, here: Here) -> tuple[()]:
        self._links.see(here)
        return ()


@rule(
    "LOMS-LINK-CYCLE",
    "error",
    says="Parts, specializations and units do not lead in a circle.",
    why="Nothing is a part of itself; whoever follows the references never comes to an end.",
    remedy="Take out the reference that is wrong.",
    records=_ALL,
    bad="""
<learningSpecification id="https://data.example.org/specification/1">
  <hasPart idref="https://data.example.org/specification/2"/>
</learningSpecification>
<learningSpecification id="https://data.example.org/specification/2">
  <hasPart idref="https://data.example.org/specification/1"/>
</learningSpecification>""",
    good="""
<learningSpecification id="https://data.example.org/specification/1">
  <hasPart idref="https://data.example.org/specification/2"/>
</learningSpecification>
<learningSpecification id="https://data.example.org/specification/2"/>""",
)
class Cycles(_AllLinks):
    """Follows all references of a kind when all records are known."""

    def end(self) -> Iterator[Finding]:
        for path in LOMS_LINKS.ways_that_end:
            for circle in self._links.graph.circles(path):
                way = circle_text([self._links.name(number) or "" for number in circle])
                name = path.partition("/")[0]
                yield Finding(self._links.place(circle[0]), f"Following {name} leads in a circle: {way}.")


@rule(
    "LOMS-LINK-UNUSED",
    "warning",
    says="Every record but opportunities and qualifications is there because another one refers to it.",
    why="The register shows such records with what refers to them, and nowhere else.",
    remedy="Refer to it, or take it out: loms sweep does that.",
    records=_ALL,
    bad="""
<organization id="https://data.example.org/organization/7"/>""",
    good="""
<learningOpportunity id="https://data.example.org/opportunity/1">
  <providedBy idref="https://data.example.org/organization/7"/>
</learningOpportunity>
<organization id="https://data.example.org/organization/7">
  <homepage uri="https://school.example/"/>
</organization>""",
)
class Unused(_AllLinks):
    """Knows what is referred to when all records are known."""

    def end(self) -> Iterator[Finding]:
        graph = self._links.graph
        for number in graph.unused():
            yield Finding(self._links.place(number), f"Nothing refers to this {graph.kind(number)}.")


@rule(
    "LOMS-REFERENCE-UNKNOWN",
    "error",
    says="A reference to a qualification leads to one of the datasets that were given.",
    why="The register cannot show what the reference stands for.",
    remedy="Write identifier and schemeID as the dataset of the qualification has them; loms refs lists them.",
    formats=("loms-2019", "elm-loq"),
    records=("qualificationRef", "qualificationReference"),
    needs_qualifications=True,
    bad="""
<qualificationRef id="https://data.example.org/reference/1">
  <identifier schemeID="https://register.example/scheme">TBQ-9999</identifier>
</qualificationRef>""",
    good="""
<qualificationRef id="https://data.example.org/reference/1">
  <identifier schemeID="https://register.example/scheme">TBQ-0401</identifier>
</qualificationRef>""",
)
def unknown_reference(element: etree._Element, here: Here) -> Iterator[Finding]:
    identifiers = elm_identifiers if element.tag.startswith(ELM) else loms_identifiers
    found, given = next(identifiers(element), (None, None))
    value = "" if found is None else (found.text or "").strip()
    known = here.run.qualifications
    if found is None or not value or known is None:
        return
    scheme = (given or "").strip() or None
    if not known.look_up(value, scheme_id=scheme):
        of_scheme = f" of the scheme {scheme}" if scheme else ""
        yield Finding(found, f"No qualification that was given has the identifier {shortened(value)}{of_scheme}.")
