"""Rules about HTML in texts: it is well formed, and holds nothing but what the register accepts."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loms.text import ALLOWED_TAGS
from loms.text.html_faults import HtmlFaults, html_faults
from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import Text, text_of

_MOST_SHOWN = 5
_HARMLESS = ("/@lang", "/@dir", "/@class")
_LIST = " ".join(sorted(ALLOWED_TAGS))


@rule(
    "LOMS-HTML-MALFORMED",
    "error",
    says="A text that is text/html is well-formed HTML.",
    why="One open tag can swallow the rest of the page on which the text is shown.",
    remedy="End what has begun, or write &lt; for a <: loms.text.clean_html does both.",
    elements=("text",),
    holding="<",
    bad="""
<learningOpportunity>
  <description><text lang="en" content-type="text/html">Two &lt;b&gt;days</text></description>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <description><text lang="en" content-type="text/html">Two &lt;b&gt;days&lt;/b&gt;</text></description>
</learningOpportunity>""",
)
def malformed(element: etree._Element, here: Here) -> Iterator[Finding]:
    faults = _faults(element, here)
    if faults is not None and faults.malformed is not None:
        yield Finding(element, f"{_which(text_of(element))} is not well formed: {faults.malformed}.")


@rule(
    "LOMS-HTML-TAG",
    "error",
    says="A text that is text/html holds no elements but those that the register accepts.",
    why=f"The register accepts these only: {_LIST}.",
    remedy="Take the tags out and keep their words: loms.text.clean_html does that.",
    elements=("text",),
    holding="<",
    bad="""
<learningOpportunity>
  <description><text lang="en" content-type="text/html">&lt;div&gt;Two days&lt;/div&gt;</text></description>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <description><text lang="en" content-type="text/html">&lt;p&gt;Two days&lt;/p&gt;</text></description>
</learningOpportunity>""",
)
def tag_not_accepted(element: etree._Element, here: Here) -> Iterator[Finding]:
    faults = _faults(element, here)
    if faults is not None and faults.tags:
        found = _listed([f"<{each}>" for each in faults.tags])
        yield Finding(element, f"{_which(text_of(element))} holds {found}, which the register does not accept.")


@rule(
    "LOMS-HTML-LINK",
    "error",
    says="A text that is text/html holds no links.",
    why="The register does not accept the element a.",
    remedy="Name the page as supplementaryDoc, and write its address as text, which loms.text.clean_html does.",
    elements=("text",),
    holding="<",
    bad="""
<learningOpportunity>
  <description>
    <text lang="en" content-type="text/html">Two &lt;a href="https://school.example/"&gt;days&lt;/a&gt;</text>
  </description>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <description>
    <text lang="en" content-type="text/html">Two days (https://school.example/)</text>
  </description>
</learningOpportunity>""",
)
def link(element: etree._Element, here: Here) -> Iterator[Finding]:
    faults = _faults(element, here)
    if faults is not None and faults.links:
        what = "a link" if faults.links == 1 else f"{faults.links} links"
        yield Finding(element, f"{_which(text_of(element))} holds {what}, which the register does not accept.")


@rule(
    "LOMS-HTML-ATTRIBUTE",
    "warning",
    says="The HTML elements of a text have no attributes but lang, dir and class.",
    why="The register shows texts in its own style; what else an attribute says is lost.",
    remedy="Take the attributes out: loms.text.clean_html does that.",
    elements=("text",),
    holding="<",
    bad="""
<learningOpportunity>
  <description><text lang="en" content-type="text/html">&lt;p id="a"&gt;Two days&lt;/p&gt;</text></description>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <description><text lang="en" content-type="text/html">&lt;p&gt;Two days&lt;/p&gt;</text></description>
</learningOpportunity>""",
)
def attribute(element: etree._Element, here: Here) -> Iterator[Finding]:
    faults = _faults(element, here)
    found = [] if faults is None else [each for each in faults.attributes if not each.endswith(_HARMLESS)]
    if found:
        yield Finding(element, f"{_which(text_of(element))} holds {_listed(found)}.")


def _faults(element: etree._Element, here: Here) -> HtmlFaults | None:
    """What is wrong with a text, if it is HTML with a tag in it."""
    return here.once(_found, element) if element.get("content-type") == "text/html" else None


def _found(element: etree._Element) -> HtmlFaults:
    return html_faults(element.text or "")


def _which(text: Text) -> str:
    return f"The HTML of {text.field} in {text.language!r}"


def _listed(words: list[str]) -> str:
    shown = ", ".join(words[:_MOST_SHOWN])
    return shown if len(words) <= _MOST_SHOWN else f"{shown} and {len(words) - _MOST_SHOWN} more"
