"""LOMS documents in which everything happens that the tables of the conversions back know.

What legacy documents became, and what is drawn, lacks some of it: notes that are marked although their language has a
code, phrases in places where the conversion to LOMS writes none, records that say of themselves only what they must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from loms.model import (
    Address,
    ContactPoint,
    Country,
    CountryCode,
    EducationLevel,
    EducationSubject,
    EntitlementSpecificationReferences,
    Identifier,
    IdReference,
    Language,
    LanguageCode,
    LearningActivitySpecification,
    LearningSpecification,
    LocationCode,
    Note,
    Organization,
    QmsLearningOpportunities,
    Qualification,
    SpatialCodeLocation,
    SubjectType,
)
from loms.model import LearningOpportunity as Offer
from tests.convert.loms_to_loq.records import (
    BASE,
    Given,
    activity,
    marked,
    note,
    offer,
    organization,
    page,
    specification,
)
from tests.convert.loms_to_loq_qualifications.records import entitlement, occasion, qualification

__all__ = ["odd_documents"]

OFFER = (
    "Title",
    "NonPreferredTerm",
    "MoreInfo",
    "Description",
    "DurationInformation",
    "StartDate",
    "AdmissionProcedure",
    "Costs",
    "Grants",
)
LOCATION = ("CourseLocationInfo", "CourseAddress", "SpecialArrangements")
AWARD = (
    "QualificationAwarded",
    "OtherQualificationAwardedTerm",
    "QualificationAwardedDescription",
    "AwardingBodyContactInfo",
)
SPECIFICATION = ("AccessRequirements", "Credits")
AGENT = ("ProviderName", "AwardingBody", "ProviderContactInfo", "AwardingBodyContactInfo", "ProviderType")
QUALIFICATION = (
    "Title",
    "NonPreferredTerms",
    "Description",
    "FurtherInfo",
    "SourceOfFurtherInfo",
    "SourceOfInformation",
    "AwardingBodyContactInfo",
    "ExpiryDate",
    "WaysToAcquire",
    "AccessRequirements",
)
OCCUPATION = ("NationalOccupationClassification", "RelationshipType")

TOPICS = (
    SubjectType.START_DATE,
    SubjectType.DURATION_INFORMATION,
    SubjectType.GRANTS,
    SubjectType.COSTS,
    SubjectType.ENTRY_REQUIREMENTS,
)
PHRASES = (
    "Language of the information: Basque [eu]",
    "Language of instruction: Basque [eu]",
    "Study type: full-time",
)


def odd_documents() -> Iterator[QmsLearningOpportunities]:
    """Documents for which the conversions back do what they seldom do."""
    kinds: tuple[Callable[..., LearningSpecification | Qualification], ...] = (specification, _own_qualification)
    for specific in kinds:
        yield _document(_bare_offer(), specific(**_of_specification(_phrases())), activities=[])
        # Without phrases, the languages of instruction are those of the activities.
        spoken = activity(language=[LanguageCode(uri=Language.FRA)])
        link = IdReference(idref=spoken.id)
        fields = _of_specification(()) | {"learning_activity_specification": link}
        yield _document(_bare_offer(), specific(**fields), activities=[spoken])


def _document(
    made: Offer,
    specified_by: LearningSpecification | Qualification,
    *,
    activities: list[LearningActivitySpecification],
) -> QmsLearningOpportunities:
    award = qualification(
        id=f"{BASE}qualification/9",
        additional_note=[*_marks(AWARD), *_marks(QUALIFICATION)],
        awarding_opportunities=occasion(Country.LUX, 2),
    )
    teaching = activities or [activity()]
    named = specification(
        id=f"{BASE}specification/9",
        identifier=[Identifier(value="AWARD", type="loq-award")],
        additional_note=_marks(AWARD),
    )
    teaching[0].teaches = [IdReference(idref=award.id), IdReference(idref=named.id)]
    specified_by.learning_activity_specification = IdReference(idref=teaching[0].id)
    given = Given(
        offers=[made],
        specifications=[specified_by, award, named],
        activities=teaching,
        organizations=[_agent(1), _agent(2)],
    )
    document = given.document()
    job = entitlement(additional_note=_marks(OCCUPATION), may_result_from=[IdReference(idref=award.id)])
    document.entitlement_specification_references = EntitlementSpecificationReferences(entitlement_specification=[job])
    return document


def _bare_offer() -> Offer:
    """An opportunity without identifier, page and language, whose notes say all that notes can say."""
    return offer(
        identifier=[],
        homepage=[],
        reference_language=None,
        additional_note=[*_marks(OFFER), *_marks(LOCATION, " loq-CourseLocation-1"), *_topics("opportunity")],
    )


def _own_qualification(**fields: object) -> Qualification:
    return qualification(id=f"{BASE}specification/1", **fields)


def _of_specification(notes: Iterable[Note]) -> dict[str, object]:
    framework = "https://data.example.org/lo/framework/isced-1997-fields"
    where = Country.LUX
    return {
        "language": [],
        "homepage": [page("https://school.example/learned", Language.ENG)],
        "additional_note": [*_marks(SPECIFICATION), *_marks(AWARD), *_topics("specification"), *notes],
        "has_education_subject": [
            EducationSubject(target_notation="621", target_framework_id=framework, target_framework_spatial_id=where),
            EducationSubject(target_framework_url="https://subjects.example/"),
        ],
        "has_education_level": [
            EducationLevel(target_notation="4", target_framework_id="http://data.europa.eu/esco/concept-scheme/eqf"),
            EducationLevel(target_notation="4", target_framework_spatial_id=where),
        ],
    }


def _agent(number: int) -> Organization:
    address, seat = (
        Address(full_address=[note(f"{house} Mill Street")], country=CountryCode(uri=Country.LUX)) for house in (1, 2)
    )
    return organization(
        number,
        contact_point=[ContactPoint(address=[address])],
        has_location=[SpatialCodeLocation(spatial_code=[LocationCode(uri=Country.LUX)], has_address=[seat])],
        additional_note=_marks(AGENT),
    )


def _phrases() -> list[Note]:
    of_duration = note("Duration: more than one year", "en", SubjectType.DURATION_INFORMATION)
    return [*map(note, PHRASES), of_duration]


def _marks(fields: Iterable[str], more: str = "") -> list[Note]:
    """Notes that name their fields, in a language that has a code, so that the note gives it too."""
    return [marked(f"Texte de {field}", "fr", f"{field}{more}", lang="fr") for field in fields]


def _topics(of: str) -> list[Note]:
    return [note(f"{subject.name} of the {of}", "en", subject) for subject in TOPICS]
