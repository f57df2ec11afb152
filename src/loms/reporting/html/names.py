"""What the page calls the records, and where they stand in the map of links."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

__all__ = ["KindName", "name_of"]


@attrs.frozen
class KindName:
    """What a kind of records is called.

    Attributes:
        whole: For headings.
        short: For the narrow boxes of the map.
        row: Its row in the map, counted from 0; None leaves it out.
    """

    whole: str
    short: str
    row: int | None = None


_NAMES: Mapping[str, KindName] = {
    "organization": KindName("Organizations", "Organizations", 0),
    "organisation": KindName("Organisations", "Organisations", 0),
    "agent": KindName("Agents", "Agents", 1),
    "learningOpportunity": KindName("Learning opportunities", "Opportunities", 2),
    "learningSpecification": KindName("Learning specifications", "Specifications", 3),
    "learningAchievementSpecification": KindName("Learning achievements", "Achievements", 3),
    "learningActivitySpecification": KindName("Learning activities", "Activities", 4),
    "qualification": KindName("Qualifications", "Qualifications", 5),
    "qualificationRef": KindName("Qualifications of other datasets", "Qualification refs", 6),
    "qualificationReference": KindName("Qualifications of other datasets", "Qualification refs", 6),
    "assessmentSpecification": KindName("Assessments", "Assessments", 7),
    "learningAssessmentSpecification": KindName("Assessments", "Assessments", 7),
    "entitlementSpecification": KindName("Entitlements", "Entitlements", 8),
    "learningEntitlementSpecification": KindName("Entitlements", "Entitlements", 8),
    "learningOutcome": KindName("Learning outcomes", "Outcomes", 9),
    "scoringScheme": KindName("Scoring schemes", "Scoring schemes", 10),
    "gradingScheme": KindName("Grading schemes", "Grading schemes", 10),
    "framework": KindName("Frameworks", "Frameworks", 11),
    "accreditation": KindName("Accreditations", "Accreditations", 12),
    "location": KindName("Locations", "Locations", 13),
    "group": KindName("Groups", "Groups", 14),
    "LearningOpportunity": KindName("Learning opportunities", "Opportunities"),
    "Qualification": KindName("Qualifications", "Qualifications"),
    "Agent": KindName("Agents", "Agents"),
    "Id": KindName("Withdrawn records", "Withdrawn"),
}


def name_of(kind: str) -> KindName:
    """What a kind of records is called.

    Args:
        kind: Name of their element.

    Examples:
        >>> name_of("learningOpportunity").whole
        'Learning opportunities'
    """
    return _NAMES.get(kind) or KindName(kind, kind)
