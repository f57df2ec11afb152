"""Small ELM LOQ documents for the tests of linked data."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

import loms
from loms.elm import Courses
from loms.formats import find_format

BASE = "https://data.example.org"
_NAMESPACES = {"": find_format("elm-loq").namespace, **dict(find_format("elm-loq").prefixes)}
_DECLARED = " ".join(
    f"xmlns{':' if prefix else ''}{prefix}={quoteattr(namespace)}" for prefix, namespace in _NAMESPACES.items()
)

COUNTRY = "http://publications.europa.eu/resource/authority/country/AUT"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/ENG"
ISCED = "http://data.europa.eu/snb/isced-f/0721"


def courses(**sections: str) -> Courses:
    """A document with these sections, each named without ``References``; it need not be valid."""
    inside = "".join(f"<{name}References>{content}</{name}References>" for name, content in sections.items())
    return loms.loads(f"<Courses {_DECLARED}>{inside}</Courses>", expect=Courses, check=False)


def agent(content: str = "", *, id: str = f"{BASE}/agent/1") -> Courses:
    """A document with nothing but an agent."""
    return courses(agent=f"<agent id={quoteattr(id)}>{content}</agent>")


def bakery() -> Courses:
    """A valid document with an opportunity and all that it needs."""
    return courses(
        learningOpportunity=f"""
          <learningOpportunity id="{BASE}/opportunity/1">
            <identifier>
              <skos:notation type="{BASE}/scheme/offer">BREAD</skos:notation>
              <dc:creator>{BASE}/school</dc:creator>
            </identifier>
            <title language="en">Bread</title>
            <title language="fr">Pain</title>
            <homepage><contentUrl>https://bread.example/</contentUrl></homepage>
            <temporal><startDate>2026-03-01T00:00:00Z</startDate></temporal>
            <duration>P2D</duration>
            <priceDetail><amount>
              <unit uri="http://publications.europa.eu/resource/authority/currency/EUR"/><value>120</value>
            </amount></priceDetail>
            <providedBy idref="{BASE}/organisation/1"/>
            <learningAchievementSpecification idref="{BASE}/achievement/1"/>
            <defaultLanguage uri="{LANGUAGE}"/>
          </learningOpportunity>""",
        learningAchievementSpecification=f"""
          <learningAchievementSpecification id="{BASE}/achievement/1">
            <title language="en">Baking</title>
            <ISCEDFCode uri="{ISCED}"/>
            <language uri="{LANGUAGE}"/>
          </learningAchievementSpecification>""",
        agent=f"""
          <organisation id="{BASE}/organisation/1">
            <legalName language="en">Bakery school</legalName>
            <location idref="{BASE}/location/1"/>
            <contactPoint><emailAddress>mailto:office@bread.example</emailAddress></contactPoint>
          </organisation>""",
        location=f"""
          <location id="{BASE}/location/1"><address><countryCode uri="{COUNTRY}"/></address></location>""",
    )
