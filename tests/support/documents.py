"""Where tests find documents, and small documents to start from."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared"
SAMPLES = SHARED / "samples"

LOMS_NAMESPACE = "http://data.europa.eu/europass/qms-xml/schema/learning-opportunities"

LOMS = f"""<?xml version="1.0" encoding="UTF-8"?>
<qmsLearningOpportunities xmlns="{LOMS_NAMESPACE}" xsdVersion="1.1.0">
  <learningOpportunities>
    <learningOpportunity id="https://data.example.org/opportunity/1">
      <identifier schemeID="https://data.example.org/scheme">1</identifier>
      <title><text lang="en" content-type="text/plain">Bread</text></title>
      <providedBy idref="https://data.example.org/organization/1"/>
      <specifiedBy idref="https://data.example.org/specification/1"/>
    </learningOpportunity>
  </learningOpportunities>
  <learningSpecificationReferences>
    <learningSpecification id="https://data.example.org/specification/1">
      <title><text lang="en" content-type="text/plain">Bread</text></title>
      <hasISCED-FCode uri="http://data.europa.eu/esco/isced-f/0721"/>
      <learningOutcomes><learningOutcome idref="https://data.example.org/outcome/1"/></learningOutcomes>
    </learningSpecification>
  </learningSpecificationReferences>
  <learningOutcomeReferences>
    <learningOutcome id="https://data.example.org/outcome/1">
      <prefLabel><text lang="en" content-type="text/plain">Bakes bread</text></prefLabel>
    </learningOutcome>
  </learningOutcomeReferences>
  <agentReferences>
    <organization id="https://data.example.org/organization/1">
      <prefLabel><text lang="en" content-type="text/plain">Bakery school</text></prefLabel><homepage uri="https://bakery.example/"/>
      <hasLocation><spatialCode uri="http://publications.europa.eu/resource/authority/country/LUX"/></hasLocation>
    </organization>
  </agentReferences>
</qmsLearningOpportunities>
"""
"""A valid LOMS 2019 document with one record of each kind that it needs."""

LOQ = """<?xml version="1.0" encoding="UTF-8"?>
<LearningOpportunities xmlns="http://ec.europa.eu/LearningOpportunities/v0_5_10"
    Key="secret" XsdVersion="0.5.10" XsdType="Learning Opportunity">
  <LearningOpportunity>
    <LearningOpportunityId>B-1</LearningOpportunityId>
    <CountryCode>LU</CountryCode>
    <Title>Bread</Title>
    <Description language="fr">Du pain.</Description>
    <Url>https://bread.example/</Url>
    <EducationLevel>9</EducationLevel>
    <ThematicAreas>
      <ThematicAreas2013>072</ThematicAreas2013>
      <ThematicAreas1997>54</ThematicAreas1997>
      <ThematicAreas2013>0721</ThematicAreas2013>
    </ThematicAreas>
    <InformationLanguage>fr</InformationLanguage>
    <TeachingLanguage>fr</TeachingLanguage>
    <ProviderName>Bakery school</ProviderName>
    <ProviderType/>
  </LearningOpportunity>
</LearningOpportunities>
"""
"""A valid legacy document with one learning opportunity."""

DELETE = """<Delete xmlns="http://ec.europa.eu/delete/v0_1_1" Key="secret" XsdVersion="0.1.1" XsdType="Delete">
  <EntityType>Qualification</EntityType>
  <Id>Q-1</Id>
  <Id>Q-2</Id>
</Delete>
"""
"""A valid legacy withdrawal."""
