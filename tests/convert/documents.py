"""Small legacy documents to convert, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lxml import etree

import loms
from loms.convert.accounting import ConversionReport
from loms.formats import find_format
from loms.legacy import learning_opportunities as loq
from loms.model import LearningOpportunity, LearningSpecification, Organization, QmsLearningOpportunities

NAMESPACE = "https://data.example.org/lo/"
SETTINGS = loms.Settings(namespace=NAMESPACE)
SECRET = "k3y-that-nobody-may-see"

Texts = str | Mapping[str | None, str]
"""A text in English without saying so, or texts by language; None for a text that says none."""


def texts(given: Texts) -> list[loq.I18nString]:
    """Legacy texts that may be empty."""
    return [loq.I18nString(value=value, language=_language(key)) for key, value in _by_language(given)]


def labels(given: Texts) -> list[loq.I18nNonEmptyString]:
    """Legacy texts that may not be empty."""
    return [loq.I18nNonEmptyString(value=value, language=_language(key)) for key, value in _by_language(given)]


def urls(given: Texts) -> list[loq.I18nUrl]:
    """Legacy web addresses."""
    return [loq.I18nUrl(value=value, language=_language(key)) for key, value in _by_language(given)]


def areas(*codes: loq.ThematicAreas1997 | loq.ThematicAreas2013) -> list[loq.ThematicAreas]:
    """One group of fields of education."""
    return [loq.ThematicAreas(areas=[*codes])]


def block(name: Texts = "Baker", **fields: object) -> loq.Qualifications:
    """A qualification that is awarded; its other fields by their names in Python."""
    made = loq.Qualifications(qualification_awarded=texts(name))
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def record(identifier: str = "BREAD-1", **fields: object) -> loq.LearningOpportunity:
    """A legacy record with what the schema requires; other fields by their names in Python."""
    made = loq.LearningOpportunity(
        learning_opportunity_id=identifier,
        country_code=loq.CountryCode.LU,
        title=labels({"en": "Baking bread"}),
        description=labels({"en": "Two days at the oven."}),
        url=urls({"en": f"https://school.example/{len(identifier)}"}),
        education_level=loq.EducationLevel("9"),
        thematic_areas=areas(loq.ThematicAreas2013("0721")),
        information_language=loq.LanguageCode.EN,
        teaching_language=[loq.LanguageCode.EN],
        provider_name=labels({"en": "Bakery school"}),
    )
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def document(*records: loq.LearningOpportunity, **attributes: object) -> loq.LearningOpportunities:
    """A legacy document."""
    made = loq.LearningOpportunities(
        learning_opportunity=[*records],
        key=SECRET,
        xsd_version=loq.XsdVersion.V0_5_10,
        xsd_type=loq.XsdType.LEARNING_OPPORTUNITY,
    )
    for key, value in attributes.items():
        setattr(made, key, value)
    return made


class Converted:
    """What a legacy document became, looked into by kind of record. It is valid, or the test fails here."""

    def __init__(self, source: loq.LearningOpportunities, settings: loms.Settings = SETTINGS) -> None:
        done = loms.convert(source, to="loms-2019", settings=settings)
        assert isinstance(done.document, QmsLearningOpportunities)
        self.document = done.document
        self.report: ConversionReport = done.report
        self.xml = loms.dumps(done.document)
        self.tree = etree.fromstring(self.xml)
        schema().assertValid(self.tree)

    @property
    def opportunity(self) -> LearningOpportunity:
        return self.document.learning_opportunities.learning_opportunity[0]

    @property
    def specifications(self) -> list[LearningSpecification]:
        section = self.document.learning_specification_references
        assert section is not None
        return [each for each in section.records if isinstance(each, LearningSpecification)]

    @property
    def specification(self) -> LearningSpecification:
        return self.specifications[0]

    @property
    def organizations(self) -> list[Organization]:
        section = self.document.agent_references
        assert section is not None
        return section.organization

    @property
    def codes(self) -> list[str]:
        """Codes of what the report wants somebody to look at."""
        return [issue.code for issue in self.report.issues]


def converted(settings: loms.Settings = SETTINGS, **fields: object) -> Converted:
    """What a document with one record became."""
    return Converted(document(record(**fields)), settings)  # type: ignore[arg-type]


@cache
def schema() -> etree.XMLSchema:
    """The schema of LOMS."""
    return etree.XMLSchema(etree.parse(str(find_format("loms-2019").schema_path())))


def _by_language(given: Texts) -> list[tuple[str | None, str]]:
    return [(None, given)] if isinstance(given, str) else list(given.items())


def _language(code: str | None) -> loq.LanguageCode | None:
    return None if code is None else loq.LanguageCode(code)
