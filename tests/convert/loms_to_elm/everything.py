"""LOMS documents in which everything happens that the table of the conversion to ELM knows.

What is drawn lacks some of it: identifiers whose schemes are names, several notes of one language where ELM takes one,
codes that ELM has withdrawn, qualifications without a national level.
"""

from __future__ import annotations

import copy
import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from xsdata.models.datatype import XmlDateTime

from loms.model import (
    Address,
    Amount,
    AwardingOpportunity,
    ContactPoint,
    Country,
    CreditPoints,
    Currency,
    Document,
    EducationLevel,
    EducationSubject,
    Identifier,
    IdReference,
    LanguageString,
    LearningOpportunity,
    LearningSpecification,
    LegalIdentifier,
    LocationCode,
    MailBox,
    NqfLevel,
    Organization,
    Phone,
    PriceDetails,
    QmsLearningOpportunities,
    Qualification,
    QualificationCode,
    QualificationFramework,
    SpatialCodeLocation,
    SubjectType,
    TargetGroup,
    TargetGroupCode,
)
from loms.text import label, note

__all__ = ["odd_documents"]

WITHDRAWN = Country("http://publications.europa.eu/resource/authority/country/ANT")
OLD_MONEY = Currency("http://publications.europa.eu/resource/authority/currency/ADF")
AUSTRIA = QualificationFramework("http://data.europa.eu/esco/qdr/QF/AT")
FRAMEWORK = "https://frameworks.example/"
_NOTES = {
    LearningOpportunity: ("schedule_information", "admission_procedure"),
    LearningSpecification: ("description", "entry_requirements_note"),
    Qualification: ("description", "entry_requirements_note"),
}
_NAMES: Mapping[str, object] = {
    "scheme_id": "course numbers",
    "scheme_agency_id": "agency 7",
    "scheme_agency_name": None,
    "type": "number",
}
_ADDRESSES: Mapping[str, object] = {
    "scheme_id": "https://schemes.example/a",
    "scheme_agency_id": "https://agency.example/",
    "scheme_agency_name": "The agency",
    "type": "https://schemes.example/types/number",
}


def odd_documents(source: QmsLearningOpportunities) -> Iterator[QmsLearningOpportunities]:
    """Documents like another, in which the conversion to ELM does what it seldom does.

    Args:
        source: A document with records of all kinds.
    """
    level = NqfLevel(target_notation="Level 4", target_framework_id=AUSTRIA)
    for about, country, levels in itertools.product(
        (_NAMES, _ADDRESSES), (WITHDRAWN, Country.AUT), ([NqfLevel(target_notation="4")], [level])
    ):
        document = copy.deepcopy(source)
        for number, each in enumerate(list(_walk(document))):
            if isinstance(each, Organization):
                _enrich_organization(each, country)
            if isinstance(each, LearningOpportunity | Organization | LearningSpecification | Qualification):
                _enrich_record(each, number)
            if isinstance(each, Qualification):
                each.nqf_level = levels
            _enrich_block(each)
        for number, each in enumerate(list(_walk(document))):
            if isinstance(each, Identifier | LegalIdentifier):
                _say(each, number, about, country)
        yield document


def _enrich_record(
    each: LearningOpportunity | Organization | LearningSpecification | Qualification, number: int
) -> None:
    each.homepage = [Document(uri=f"https://school.example/{number}", title=[label("Page", "en")])]
    for name in _NOTES.get(type(each), ()):
        setattr(each, name, _notes())
    if isinstance(each, LearningOpportunity):
        each.alt_label = [label("Another title", "en"), LanguageString(text=note("<b>New</b>", "de").text)]
        for unit in (OLD_MONEY, Currency.EUR):
            each.price_details.append(PriceDetails(amount=Amount(unit=unit, value=Decimal("12.50"))))
    elif not isinstance(each, Organization):
        each.has_credit_points = [CreditPoints(value=Decimal(4)), *each.has_credit_points]
        each.target_group = [TargetGroupCode(uri=group) for group in TargetGroup]
        each.title.append(label("A title", "en"))
        each.has_education_subject.append(
            EducationSubject(target_notation="4", target_framework_id=FRAMEWORK, target_framework_url=FRAMEWORK)
        )
        each.has_education_level.append(
            EducationLevel(target_notation="4", target_framework_id=FRAMEWORK, target_framework_url=FRAMEWORK)
        )
        each.has_part = [IdReference(idref=each.id)]
    if isinstance(each, Qualification):
        each.qualification_code.append(QualificationCode(target_notation="Q", target_framework_id=FRAMEWORK))


def _enrich_organization(each: Organization, country: Country) -> None:
    each.registration = LegalIdentifier(spatial_id=country)
    each.vat_identifier = [LegalIdentifier(spatial_id=country)]
    each.tax_identifier = [LegalIdentifier(spatial_id=country)]
    each.has_location.append(SpatialCodeLocation(spatial_code=[LocationCode(uri=Country.AUT)], has_address=[Address()]))
    each.contact_point.append(
        ContactPoint(
            address=[Address(full_address=[note("<p>Street 1</p>", "en")])],
            phone=[Phone(phone_number="1", country_dialing="+43", area_dialing="1", dial_number="1")],
            mail_box=[MailBox(uri="mailto:office@school.example")],
        )
    )


def _enrich_block(each: Any) -> None:
    if isinstance(getattr(each, "identifier", None), list):
        each.identifier.append(Identifier())
    if isinstance(each, Address):
        each.full_address = [note("<p>Street 1</p>", "en")]
    if isinstance(each, AwardingOpportunity):
        each.location = LocationCode(uri=Country.AUT)
        each.started_at_time = each.ended_at_time = XmlDateTime(2025, 1, 31, 0, 0, 0)


def _notes() -> list[Any]:
    topics = (SubjectType.COSTS, SubjectType.GRANTS)
    plain = [note("Words", "en", subject=topics[0]), note("Worte", "de", subject=topics[0])]
    more = [note("<p>More words</p>", "en", subject=topics[1]), note("Without a topic", "fr")]
    return [*plain, note("<p>Mots</p>", "fr", subject=topics[0]), *more, note("<p>Again</p>", "fr")]


def _say(each: Identifier | LegalIdentifier, number: int, about: Mapping[str, object], country: Country) -> None:
    each.value = f"I-{number}"
    for name, value in about.items():
        setattr(each, name, value)
    each.issued_date = XmlDateTime(2025, 1, 31, 0, 0, number % 60)
    each.spatial_id = country


def _walk(each: object) -> Iterator[object]:
    if isinstance(each, list):
        for one in each:
            yield from _walk(one)
    elif dataclasses.is_dataclass(each):
        yield each
        for field in dataclasses.fields(each):
            yield from _walk(getattr(each, field.name))
