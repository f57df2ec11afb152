"""Small LOMS documents in which only the references matter."""

from __future__ import annotations

from collections.abc import Sequence

from loms.model import (
    AgentReferences,
    AssessmentSpecification,
    AssessmentSpecificationReferences,
    Country,
    EqfLevel,
    EqfLevelCode,
    FrameworkReferences,
    Identifier,
    IdReference,
    IscedF,
    IscedFCode,
    LanguageString,
    LearningActivitySpecification,
    LearningActivitySpecificationReferences,
    LearningOpportunity,
    LearningOpportunityReferences,
    LearningOutcome,
    LearningOutcomeReferences,
    LearningOutcomes,
    LearningSpecification,
    LearningSpecificationReferences,
    LocationCode,
    NqfLevel,
    Organization,
    QmsLearningOpportunities,
    Qualification,
    QualificationCode,
    QualificationRef,
    SemanticFramework,
    SpatialCodeLocation,
)
from loms.releases.records import Record, document_of, records_of
from loms.text import label

SCHEME = "urn:example:scheme"


def ids(document: QmsLearningOpportunities) -> list[str]:
    """The ids of the records of a document, without what all begin with."""
    return [identity.removeprefix("urn:example:") for identity in records_of(document, role="document")]


def urn(name: str) -> str:
    return f"urn:example:{name}"


def link(name: str) -> IdReference:
    return IdReference(idref=urn(name))


def links(names: Sequence[str]) -> list[IdReference]:
    return [link(name) for name in names]


def title(text: str) -> list[LanguageString]:
    return [label(text, "en")]


def numbers(*values: str, scheme: str | None = SCHEME) -> list[Identifier]:
    return [Identifier(value=value, scheme_id=scheme) for value in values]


def opportunity(
    name: str, *, by: str = "specification", parts: Sequence[str] = (), provider: str = "school", called: str = "Bread"
) -> LearningOpportunity:
    return LearningOpportunity(
        id=urn(name),
        identifier=numbers(name),
        title=title(called),
        provided_by=[link(provider)],
        specified_by=link(by),
        has_part=links(parts),
    )


def specification(
    name: str, *, outcome: str = "outcome", activity: str | None = None, parts: Sequence[str] = ()
) -> LearningSpecification:
    return LearningSpecification(
        id=urn(name),
        title=title("Bread"),
        has_isced_fcode=[IscedFCode(uri=IscedF.F0721)],
        learning_outcomes=LearningOutcomes(learning_outcome=[link(outcome)]),
        learning_activity_specification=link(activity) if activity else None,
        has_part=links(parts),
    )


def qualification(
    name: str,
    *,
    outcome: str = "outcome",
    parts: Sequence[str] = (),
    activity: str | None = None,
    framework: str | None = None,
) -> Qualification:
    return Qualification(
        id=urn(name),
        identifier=numbers(name),
        title=title("Baker"),
        has_isced_fcode=[IscedFCode(uri=IscedF.F0721)],
        learning_outcomes=LearningOutcomes(learning_outcome=[link(outcome)]),
        learning_activity_specification=link(activity) if activity else None,
        eqf_level=EqfLevelCode(uri=EqfLevel.LEVEL_4),
        nqf_level=[NqfLevel()],
        qualification_code=[QualificationCode(target_framework_id=urn(framework))] if framework else [],
        has_part=links(parts),
    )


def qualification_ref(name: str) -> QualificationRef:
    return QualificationRef(id=urn(name), identifier=Identifier(value=name, scheme_id=SCHEME))


def outcome(name: str = "outcome", *, called: str = "Bakes bread") -> LearningOutcome:
    return LearningOutcome(id=urn(name), pref_label=title(called))


def activity(name: str, *, teaches: Sequence[str] = (), parts: Sequence[str] = ()) -> LearningActivitySpecification:
    return LearningActivitySpecification(
        id=urn(name), title=title("Baking"), teaches=links(teaches), has_part=links(parts)
    )


def assessment(name: str, *, proves: Sequence[str] = ()) -> AssessmentSpecification:
    return AssessmentSpecification(id=urn(name), title=title("Exam"), proves=links(proves))


def organization(name: str = "school", *, called: str = "Bakery school") -> Organization:
    place = SpatialCodeLocation(spatial_code=[LocationCode(uri=Country.LUX)])
    return Organization(id=urn(name), pref_label=title(called), has_location=[place])


def framework(name: str) -> SemanticFramework:
    return SemanticFramework(id=urn(name), title=title("Levels"))


def dataset(*records: Record) -> QmsLearningOpportunities:
    """A document of these records, each in its section."""
    loose = QmsLearningOpportunities(
        learning_opportunities=LearningOpportunityReferences(
            learning_opportunity=[each for each in records if isinstance(each, LearningOpportunity)]
        ),
        learning_specification_references=LearningSpecificationReferences(
            records=[
                each for each in records if isinstance(each, LearningSpecification | Qualification | QualificationRef)
            ]
        ),
        learning_outcome_references=LearningOutcomeReferences(
            learning_outcome=[each for each in records if isinstance(each, LearningOutcome)]
        ),
        learning_activity_specification_references=LearningActivitySpecificationReferences(
            learning_activity_specification=[
                each for each in records if isinstance(each, LearningActivitySpecification)
            ]
        ),
        assessment_specification_references=AssessmentSpecificationReferences(
            assessment_specification=[each for each in records if isinstance(each, AssessmentSpecification)]
        ),
        agent_references=AgentReferences(organization=[each for each in records if isinstance(each, Organization)]),
        semantic_framework_references=FrameworkReferences(
            framework=[each for each in records if isinstance(each, SemanticFramework)]
        ),
    )
    bare = QmsLearningOpportunities(learning_opportunities=LearningOpportunityReferences())
    return document_of(records_of(loose, role="document"), bare)


def course(name: str, *, called: str = "Bread") -> list[Record]:
    """An opportunity with a specification and an outcome of its own; all courses have one provider."""
    return [
        opportunity(name, by=f"{name}-specification", called=called),
        specification(f"{name}-specification", outcome=f"{name}-outcome"),
        outcome(f"{name}-outcome"),
        organization(),
    ]


def courses(*names: str) -> QmsLearningOpportunities:
    """A document of courses that share a provider."""
    found = {record.id: record for name in names for record in course(name)}
    return dataset(*found.values())
