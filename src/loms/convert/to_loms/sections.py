"""Names of places in a LOMS document."""

from __future__ import annotations

OPPORTUNITY = "learningOpportunities/learningOpportunity"
SPECIFICATION = "learningSpecificationReferences/learningSpecification"
QUALIFICATION = "learningSpecificationReferences/qualification"
REFERENCE = "learningSpecificationReferences/qualificationRef"
OUTCOME = "learningOutcomeReferences/learningOutcome"
ACTIVITY = "learningActivitySpecificationReferences/learningActivitySpecification"
ENTITLEMENT = "entitlementSpecificationReferences/entitlementSpecification"
ORGANIZATION = "agentReferences/organization"
FRAMEWORK = "semanticFrameworkReferences/framework"
