"""The type of a record in any format."""

from __future__ import annotations

from typing import TypeAlias

from loms.elm import Accreditation as ElmAccreditation
from loms.elm import Agent as ElmAgent
from loms.elm import GradingScheme as ElmGradingScheme
from loms.elm import Group as ElmGroup
from loms.elm import LearningAchievementSpecification as ElmLearningAchievementSpecification
from loms.elm import LearningActivitySpecification as ElmLearningActivitySpecification
from loms.elm import LearningAssessmentSpecification as ElmLearningAssessmentSpecification
from loms.elm import LearningEntitlementSpecification as ElmLearningEntitlementSpecification
from loms.elm import LearningOpportunity as ElmLearningOpportunity
from loms.elm import LearningOutcome as ElmLearningOutcome
from loms.elm import Location as ElmLocation
from loms.elm import Organisation as ElmOrganisation
from loms.elm import Qualification as ElmQualification
from loms.elm import QualificationReference as ElmQualificationReference
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
    | ElmLearningOpportunity
    | ElmLearningAchievementSpecification
    | ElmQualification
    | ElmQualificationReference
    | ElmLearningOutcome
    | ElmLearningActivitySpecification
    | ElmLearningAssessmentSpecification
    | ElmLearningEntitlementSpecification
    | ElmAgent
    | ElmOrganisation
    | ElmGroup
    | ElmAccreditation
    | ElmGradingScheme
    | ElmLocation
    | str
)
"""A record of any format. A withdrawal has no objects for its records, only their ids, which are texts."""
