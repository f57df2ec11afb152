"""The type of a whole document in any format."""

from __future__ import annotations

from typing import TypeAlias

from loms.legacy.delete import Delete
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.legacy.qms import QualificationMetadata
from loms.legacy.qualifications import Qualifications
from loms.model import QmsLearningOpportunities

__all__ = ["Document"]

Document: TypeAlias = QmsLearningOpportunities | LearningOpportunities | Qualifications | Delete | QualificationMetadata
"""A whole document: an instance of the root class of any format."""
