"""Small LOMS qualifications to convert back, and what comes of them."""

from __future__ import annotations

from lxml import etree

import loms
from loms.convert.accounting import Action, ConversionReport
from loms.legacy import qualifications as loq
from loms.model import (
    AwardingOpportunities,
    AwardingOpportunity,
    Country,
    EntitlementSpecification,
    EntitlementSpecificationReferences,
    EntitlementStatus,
    EntitlementStatusCode,
    EntitlementType,
    EntitlementTypeCode,
    EqfLevel,
    EqfLevelCode,
    Identifier,
    IdReference,
    IscedF,
    IscedFCode,
    LearningOutcomes,
    LimitNationalOccupation,
    LocationCode,
    NqfLevel,
    Nuts,
    Organization,
    Qualification,
    QualificationFramework,
    SubjectType,
)
from loms.text import label
from tests.convert.loms_to_loq.records import BASE, SETTINGS, Given, note, schema

ID = f"{BASE}qualification/1"


def occasion(code: Country | Nuts = Country.LUX, *bodies: int) -> AwardingOpportunities:
    links = [IdReference(idref=f"{BASE}organization/{number}") for number in bodies]
    return AwardingOpportunities(
        awarding_opportunity=[AwardingOpportunity(location=LocationCode(uri=code), organization=links)]
    )


def qualification(**fields: object) -> Qualification:
    made = Qualification(
        id=ID,
        identifier=[Identifier(value="BAKER", type="legacy-loq", scheme_id=BASE)],
        title=[label("Baker", "en")],
        description=[note("Bakes bread.", subject=SubjectType.LEARNING_OUTCOMES)],
        has_isced_fcode=[IscedFCode(uri=IscedF.F0721)],
        learning_outcomes=LearningOutcomes(learning_outcome=[IdReference(idref=f"{BASE}outcome/1")]),
        awarding_opportunities=occasion(),
        eqf_level=EqfLevelCode(uri=EqfLevel.LEVEL_4),
        nqf_level=[NqfLevel(target_notation="4", target_framework_id=QualificationFramework.LU)],
    )
    for key, value in fields.items():
        assert hasattr(made, key), key
        setattr(made, key, value)
    return made


class Back:
    """What a LOMS document became. It is valid if it holds a record, or the test fails here."""

    def __init__(
        self,
        *records: Qualification,
        entitlements: list[EntitlementSpecification] | None = None,
        organizations: list[Organization] | None = None,
        settings: loms.Settings = SETTINGS,
    ) -> None:
        given = Given(offers=[], specifications=[*records], organizations=organizations or [])
        source = given.document()
        source.entitlement_specification_references = EntitlementSpecificationReferences(
            entitlement_specification=entitlements or []
        )
        done = loms.convert(source, to="loq-qualifications", settings=settings)
        assert isinstance(done.document, loq.Qualifications)
        self.document = done.document
        self.report: ConversionReport = done.report
        if self.document.qualification:
            schema("loq-qualifications").assertValid(etree.fromstring(loms.dumps(done.document)))

    @property
    def record(self) -> loq.Qualification:
        return self.document.qualification[0]

    @property
    def codes(self) -> list[str]:
        return [issue.code for issue in self.report.issues]

    def fate(self, path: str) -> list[tuple[Action, str | None, bool]]:
        return [(each.action, each.target, each.lost) for each in self.report.entries if each.source == path]

    @property
    def made(self) -> set[str | None]:
        return {entry.target for entry in self.report.of(Action.SYNTHESISED)}


def back(**fields: object) -> Back:
    return Back(qualification(**fields))


def entitlement(number: int = 1, **fields: object) -> EntitlementSpecification:
    made = EntitlementSpecification(
        id=f"{BASE}entitlement/{number}",
        type=EntitlementTypeCode(uri=EntitlementType.OCCUPATION),
        status=EntitlementStatusCode(uri=EntitlementStatus.PROSPECTIVE),
        limit_national_occupation=[LimitNationalOccupation(target_name=[label("Baker", "en")])],
        description=[note("Leads to it.", subject=SubjectType.LABOUR_MARKET_AND_EMPLOYMENT)],
    )
    for key, value in fields.items():
        setattr(made, key, value)
    return made
