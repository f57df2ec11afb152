"""The type of a record in any format."""

from __future__ import annotations

from typing import TypeAlias

from loms.legacy.learning_opportunities import LearningOpportunity as LegacyLearningOpportunity
from loms.legacy.qms import Agent as QmsAgent
from loms.legacy.qms import Qualification as QmsQualification
from loms.legacy.qualifications import Qualification as LegacyQualification
from loms.model import (
    AssessmentSpecification,
    EntitlementSpecification,
    LearningActivitySpecification,
    LearningOpportunity,
    LearningOutcome,
    LearningSpecification,
    Organization,
    Qualification,
    QualificationRef,
    ScoringScheme,
    SemanticFramework,
)

__all__ = ["Record"]

Record: TypeAlias = (
    LearningOpportunity
    | LearningSpecification
    | Qualification
    | QualificationRef
    | LearningOutcome
    | LearningActivitySpecification
    | AssessmentSpecification
    | EntitlementSpecification
    | Organization
    | ScoringScheme
    | SemanticFramework
    | LegacyLearningOpportunity
    | LegacyQualification
    | QmsQualification
    | QmsAgent
    | str
)
"""A record of any format. A withdrawal has no objects for its records, only their ids, which are texts."""
