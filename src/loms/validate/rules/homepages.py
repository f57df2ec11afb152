"""Rules about homepages, which belong to one record."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from loms.io.many_texts import ManyTexts
from loms.io.overflow import Rows
from loms.validate.defining import Checker, Finding, Here, Run, rule
from loms.validate.rules.reading import ELM, LOMS, content_url_of, name_of

OPPORTUNITY = "learningOpportunity"
LEGACY_OPPORTUNITY = "LearningOpportunity"
OTHERS = (
    "learningSpecification",
    "qualification",
    "learningActivitySpecification",
    "assessmentSpecification",
    "entitlementSpecification",
)
_USUAL_PORTS = {"http": 80, "https": 443}
_SAME = (
    "Two addresses count as the same when nothing differs but capitals of the scheme or the host, the port 80 of http "
    "or 443 of https, or the slash behind a host."
)


class _Pages:
    """The homepages of the file so far, a few bytes each, with the record that had each of them first.

    Attributes:
        kinds: For each page the kind of that record.
    """

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self._pages = ManyTexts()
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
        for page in element.iterchildren(f"{LOMS}homepage", f"{ELM}homepage", "{*}Url"):
            address = _address(page)
            if not address:
                continue
            order, line, kind = self._pages.first(usual(address), here)
            if order != here.seen.order:
                yield page, line, kind


@rule(
    "LOMS-HOMEPAGE-SHARED",
    "error",
    says="A homepage belongs to one opportunity only.",
    why="The register takes two opportunities with the same homepage for one.",
    remedy="Give each opportunity the page that is about it; a page about several is a supplementaryDoc.",
    limits=_SAME,
    formats=("loms-2019", "loq-learning-opportunities", "elm-loq"),
    records=(OPPORTUNITY, LEGACY_OPPORTUNITY),
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
            if kind in (OPPORTUNITY, LEGACY_OPPORTUNITY):
                yield _told(page, f"the opportunity in line {line}")


@rule(
    "LOMS-HOMEPAGE-REPEATED",
    "warning",
    says="A homepage belongs to one record only.",
    why="The documentation of the schema demands it; one page cannot be the page of two things.",
    remedy="Keep it with the record that it is about; for the others it is a supplementaryDoc.",
    limits=_SAME,
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
    name = name_of(page)
    if name == "Url":
        message = f"The {name} {_address(page)} is that of {owner}, too."
        return Finding(page, message, remedy="Give each opportunity the page that is about it, or leave Url out.")
    message = f"The {name} {_address(page)} is that of {owner}, too."
    if page.tag == f"{ELM}homepage":
        remedy = "Give each opportunity the page that is about it; a page about several is a supplementaryDocument."
        return Finding(page, message, remedy=remedy)
    return Finding(page, message, attribute="uri")


def _address(page: etree._Element) -> str:
    """The address of a homepage; the legacy format writes it as text, and ELM as the text of a child."""
    if page.tag == f"{ELM}homepage":
        return content_url_of(page)
    return ((page.text or "") if name_of(page) == "Url" else page.get("uri", "")).strip()


def usual(uri: str) -> str:
    """A web address as all those are written that are surely the same.

    Examples:
        >>> usual("HTTPS://School.example"), usual("https://school.example/")
        ('https://school.example/', 'https://school.example/')
        >>> usual("https://School.example:443?course=AB")
        'https://school.example/?course=AB'
    """
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return uri
    if not parts.hostname or parts.scheme not in _USUAL_PORTS:
        return uri
    user, at, _ = parts.netloc.rpartition("@")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port not in (None, _USUAL_PORTS[parts.scheme]):
        host = f"{host}:{port}"
    return parts._replace(netloc=f"{user}{at}{host}", path=parts.path or "/").geturl()
