"""Files that were checked, for the tests of reports."""

from __future__ import annotations

import datetime
import io

from loms.errors import Issue, Severity
from loms.reporting import CheckedFile, check_file
from loms.validate.checks import Checks
from loms.validate.coverage import Coverage
from loms.validate.report import Report
from tests.support.documents import LOMS, LOMS_NAMESPACE

DAY = datetime.date(2026, 11, 30)

FAULTY = LOMS.replace("country/LUX", "country/LUXX").replace(
    ' idref="https://data.example.org/outcome/1"', ' idref="urn:nowhere"'
)
"""A LOMS document with two faults: a code that does not exist, and a reference to nothing."""


def checked(text: str) -> CheckedFile:
    """What is wrong in a document by its schema."""
    return check_file(io.BytesIO(text.encode()), checks=Checks(profile="schema"))


def issue(
    code: str = "LOMS-X", severity: Severity = Severity.ERROR, *, line: int = 1, record: str = "urn:1", **more: str
) -> Issue:
    """An issue."""
    return Issue(code=code, severity=severity, line=line, record=record, **{"message": "It is wrong.", **more})


def found(*issues: Issue, source: str = "courses.xml") -> CheckedFile:
    """A file in which these issues were found."""
    return CheckedFile(
        report=Report(source=source, format=None, issues=issues, records=3, profile="qdr", coverage=Coverage.ALL)
    )


def offers(*providers: str) -> str:
    """A LOMS document with an opportunity of each of these organizations, each with a specification of its own."""
    opportunities = "".join(
        f"""<learningOpportunity id="urn:opportunity:{number}">
          <identifier schemeID="urn:scheme">{number}</identifier>
          <title><text lang="en" content-type="text/plain">Bread {number}</text></title>
          <title><text lang="fr" content-type="text/plain">Pain {number}</text></title>
          <providedBy idref="urn:organization:{provider}"/><specifiedBy idref="urn:specification:{number}"/>
        </learningOpportunity>"""
        for number, provider in enumerate(providers, 1)
    )
    specifications = "".join(
        f"""<learningSpecification id="urn:specification:{number}">
          <title><text lang="en" content-type="text/plain">Bread</text></title>
          <hasISCED-FCode uri="http://data.europa.eu/esco/isced-f/0721"/>
          <learningOutcomes><learningOutcome idref="urn:outcome"/></learningOutcomes>
        </learningSpecification>"""
        for number in range(1, len(providers) + 1)
    )
    organizations = "".join(
        f"""<organization id="urn:organization:{provider}">
          <prefLabel><text lang="en" content-type="text/plain">School {provider}</text></prefLabel>
          <hasLocation><spatialCode uri="http://publications.europa.eu/resource/authority/country/LUX"/></hasLocation>
        </organization>"""
        for provider in sorted(set(providers))
    )
    return f"""<qmsLearningOpportunities xmlns="{LOMS_NAMESPACE}" xsdVersion="1.1.0">
      <learningOpportunities>{opportunities}</learningOpportunities>
      <learningSpecificationReferences>{specifications}</learningSpecificationReferences>
      <learningOutcomeReferences><learningOutcome id="urn:outcome">
        <prefLabel><text lang="en" content-type="text/plain">Bakes bread</text></prefLabel>
      </learningOutcome></learningOutcomeReferences>
      <agentReferences>{organizations}</agentReferences></qmsLearningOpportunities>"""
