"""The type of a whole document in any format, for type checkers: models are big, and no program needs all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from loms.elm import Courses
    from loms.legacy.delete import Delete
    from loms.legacy.learning_opportunities import LearningOpportunities
    from loms.legacy.qms import QualificationMetadata
    from loms.legacy.qualifications import Qualifications
    from loms.model import QmsLearningOpportunities

__all__ = ["Document"]

Document: TypeAlias = (
    "QmsLearningOpportunities | LearningOpportunities | Qualifications | Delete | QualificationMetadata | Courses"
)
"""A whole document: an instance of the root class of any format."""
