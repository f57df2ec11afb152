"""Rules about homepages, which belong to one record."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loms.io.overflow import Bytes, Rows
from loms.text_numbers import TextNumbers
from loms.validate.defining import Checker, Finding, Here, Run, rule
from loms.validate.rules.reading import LOMS

OPPORTUNITY = "learningOpportunity"
OTHERS = (
    "learningSpecification",
    "qualification",
    "learningActivitySpecification",
    "assessmentSpecification",
    "entitlementSpecification",
)


class _Pages:
    """The homepages of the file so far, a few bytes each, with the record that had each of them first.

    Attributes:
        kinds: For each page the kind of that record.
    """

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self._pages = TextNumbers(kept_in=Bytes())
        # By the number of the page: number of that record, its line, and the number of its kind.
        self._first = Rows("Q", 3)

    def first(self, page: str, here: Here) -> tuple[int, int, str]:
        """The record that had a page first: its number, its line and its kind.

        Args:
            page: The page.
            here: The record that has it, too.
        """
        kind = here.seen.kind
        if kind not in self.kinds:
            self.kinds.append(kind)
        known = len(self._pages)
        number = self._pages.add(page)
        if number == known:
            self._first.append((here.seen.order, here.seen.line or 0, self.kinds.index(kind)))
        order, line, at = self._first[number]
        return order, line, self.kinds[at]


class _Homepages(Checker):
    """Keeps homepages with the record that had each of them first."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._pages = run.shared(_Pages)

    def shared(self, element: etree._Element, here: Here) -> Iterator[tuple[etree._Element, int, str]]:
        """The homepages of a record that another had before: each with line and kind of that.

        Args:
            element: The record.
            here: Where it stands.
        """
        for page in element.iterchildren(f"{LOMS}homepage"):
            order, line, kind = self._pages.first(usual(page.get("uri", "").strip()), here)
            if order != here.seen.order:
                yield page, line, kind


@rule(
    "LOMS-HOMEPAGE-SHARED",
    "error",
    says="A homepage belongs to one opportunity only.",
    why="The register takes two opportunities with the same homepage for one.",
    remedy="Give each opportunity the page that is about it; a page about several is a supplementaryDoc.",
    records=(OPPORTUNITY,),
    bad="""
<learningOpportunity id="https://data.example.org/opportunity/1">
  <homepage uri="https://school.example/courses"/>
</learningOpportunity>
<learningOpportunity id="https://data.example.org/opportunity/2">
  <homepage uri="https://school.example/courses"/>
</learningOpportunity>""",
    good="""
<learningOpportunity id="https://data.example.org/opportunity/1">
  <homepage uri="https://school.example/courses/1"/>
</learningOpportunity>
<learningOpportunity id="https://data.example.org/opportunity/2">
  <homepage uri="https://school.example/courses/2"/>
</learningOpportunity>""",
)
class SharedByOpportunities(_Homepages):
    """Keeps the homepages of opportunities."""

    def look(self, element: etree._Element, here: Here) -> Iterator[Finding]:
        for page, line, kind in self.shared(element, here):
            if kind == OPPORTUNITY:
                yield _told(page, f"the opportunity in line {line}")


@rule(
    "LOMS-HOMEPAGE-REPEATED",
    "warning",
    says="A homepage belongs to one record only.",
    why="The documentation of the schema demands it; one page cannot be the page of two things.",
    remedy="Keep it with the record that it is about; for the others it is a supplementaryDoc.",
    records=(OPPORTUNITY, *OTHERS),
    bad="""
<learningSpecification id="https://data.example.org/specification/1">
  <homepage uri="https://school.example/bread"/>
</learningSpecification>
<qualification id="https://data.example.org/qualification/1">
  <homepage uri="https://school.example/bread"/>
</qualification>""",
    good="""
<learningSpecification id="https://data.example.org/specification/1">
  <homepage uri="https://school.example/bread"/>
</learningSpecification>
<qualification id="https://data.example.org/qualification/1">
  <homepage uri="https://register.example/baker"/>
</qualification>""",
)
class RepeatedByRecords(_Homepages):
    """Keeps the homepages of all records; what two opportunities share is told by another rule."""

    def look(self, element: etree._Element, here: Here) -> Iterator[Finding]:
        for page, line, first in self.shared(element, here):
            if (here.seen.kind, first) != (OPPORTUNITY, OPPORTUNITY):
                yield _told(page, f"the {first} in line {line}")


def _told(page: etree._Element, owner: str) -> Finding:
    uri = page.get("uri", "").strip()
    return Finding(page, f"The homepage {uri} is that of {owner}, too.", attribute="uri")


def usual(uri: str) -> str:
    """A web address as all those are written that are surely the same.

    Examples:
        >>> usual("HTTPS://School.example"), usual("https://school.example/")
        ('https://school.example/', 'https://school.example/')
    """
    scheme, _, rest = uri.partition("://")
    host, _, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower()}/{path}"
