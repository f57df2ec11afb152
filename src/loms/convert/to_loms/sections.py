"""Names of places in a LOMS document."""

from __future__ import annotations

OPPORTUNITY = "learningOpportunities/learningOpportunity"
SPECIFICATION = "learningSpecificationReferences/learningSpecification"
OUTCOME = "learningOutcomeReferences/learningOutcome"
ACTIVITY = "learningActivitySpecificationReferences/learningActivitySpecification"
ORGANIZATION = "agentReferences/organization"
FRAMEWORK = "semanticFrameworkReferences/framework"
