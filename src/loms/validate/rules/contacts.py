"""Rules about providers: they can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loms.io.many_texts import ManyTexts
from loms.validate.defining import Checker, Finding, Here, Run, rule
from loms.validate.rules.reading import LOMS

_WAYS = ("address", "phone", "mailBox", "webresource", "wallet", "note", "description")


@rule(
    "LOMS-PROVIDER-NO-CONTACT",
    "warning",
    says="A provider can be reached: it has a contact point or a homepage.",
    why="Whoever is interested in an opportunity has nobody to ask.",
    remedy="Add a contactPoint with a mailBox, a phone or an address.",
    formats=("loms-2019", "loq-learning-opportunities"),
    records=("learningOpportunity", "organization", "LearningOpportunity"),
    bad="""
<learningOpportunity id="https://data.example.org/opportunity/1">
  <providedBy idref="https://data.example.org/organization/7"/>
</learningOpportunity>
<organization id="https://data.example.org/organization/7">
  <prefLabel><text lang="en" content-type="text/plain">Bakery school</text></prefLabel>
</organization>""",
    good="""
<learningOpportunity id="https://data.example.org/opportunity/1">
  <providedBy idref="https://data.example.org/organization/7"/>
</learningOpportunity>
<organization id="https://data.example.org/organization/7">
  <prefLabel><text lang="en" content-type="text/plain">Bakery school</text></prefLabel>
  <contactPoint><mailBox uri="mailto:office@school.example"/></contactPoint>
</organization>""",
)
class WithoutContact(Checker):
    """Remembers who provides something; opportunities stand before organizations."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._providers = ManyTexts()

    def look(self, element: etree._Element, here: Here) -> Iterator[Finding]:
        kind = here.seen.kind
        if kind == "learningOpportunity":
            for each in element.iterchildren(f"{LOMS}providedBy"):
                self._providers.add(each.get("idref", "").strip())
        elif kind == "organization":
            if self._providers.find(element.get("id", "").strip()) is not None and not _is_reachable(element):
                what = "neither a contactPoint nor a homepage"
                if element.find(f"{LOMS}contactPoint") is not None:
                    what = "a contactPoint, but neither in it nor as a homepage anything by which it can be reached"
                yield Finding(element, f"The provider{_name(element)} has {what}.")
        elif not any((each.text or "").strip() for each in element.iterchildren("{*}ProviderContactInfo")):
            yield Finding(
                element,
                "The provider has no ProviderContactInfo.",
                remedy="Add ProviderContactInfo with a mail address, a phone number or a postal address.",
            )


def _is_reachable(organization: etree._Element) -> bool:
    points = organization.iterchildren(f"{LOMS}contactPoint")
    ways = (way for point in points for name in _WAYS for way in point.iterchildren(f"{LOMS}{name}"))
    return any(map(_says_something, ways)) or any(map(_says_something, organization.iterchildren(f"{LOMS}homepage")))


def _says_something(element: etree._Element) -> bool:
    """Whether there is a text or an address in an element."""
    return any((each.text or "").strip() or each.get("uri", "").strip() for each in element.iter("*"))


def _name(organization: etree._Element) -> str:
    text = organization.findtext(f"{LOMS}prefLabel/{LOMS}text")
    return f" {' '.join(text.split())!r}" if text and text.strip() else ""
