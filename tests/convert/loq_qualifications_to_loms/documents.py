"""Small legacy documents of qualifications to convert, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from lxml import etree

import loms
from loms.convert.accounting import Action, ConversionReport
from loms.legacy import qualifications as loq
from loms.model import (
    Document,
    EntitlementSpecification,
    LanguageString,
    LearningOutcome,
    Note,
    Organization,
    QmsLearningOpportunities,
    Qualification,
)
from tests.convert.documents import NAMESPACE, SECRET, SETTINGS, schema

ENDING = attrs.evolve(SETTINGS, expiry_ends_awarding=True)
"""Settings of a data source in which awarding ends when a qualification expires."""

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


def supplement(url: str = "https://school.example/supplement.pdf", language: str = "en") -> loq.SupplementLink:
    """A link to a supplement."""
    return loq.SupplementLink(supplement_language=loq.LanguageCode(language), supplement_url=url)


def record(identifier: str | None = "BAKER", **fields: object) -> loq.Qualification:
    """A legacy record with what the schema requires; other fields by their names in Python."""
    made = loq.Qualification(
        qualification_id=identifier,  # type: ignore[arg-type]
        title=labels({"en": "Baker"}),
        description=labels({"en": "Bakes bread."}),
        eqf_level=loq.EqfLevel(4),
        nqf_level=loq.NqfLevel(3),
        thematic_areas_2013=[loq.ThematicAreas2013("0721")],
        information_language=loq.LanguageCode.EN,
        country_code=loq.CountryCode.LU,
    )
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def document(*records: loq.Qualification, **attributes: object) -> loq.Qualifications:
    """A legacy document."""
    made = loq.Qualifications(
        qualification=[*records],
        key=SECRET,
        xsd_version=loq.XsdVersion.V0_7_10,
        xsd_type=loq.XsdType.QUALIFICATION,
    )
    for key, value in attributes.items():
        setattr(made, key, value)
    return made


class Converted:
    """What a legacy document became, looked into by kind of record. It is valid, or the test fails here."""

    def __init__(self, source: loq.Qualifications, settings: loms.Settings = SETTINGS) -> None:
        done = loms.convert(source, to="loms-2019", settings=settings)
        assert isinstance(done.document, QmsLearningOpportunities)
        self.document = done.document
        self.report: ConversionReport = done.report
        self.xml = loms.dumps(done.document)
        schema().assertValid(etree.fromstring(self.xml))

    @property
    def qualifications(self) -> list[Qualification]:
        section = self.document.learning_specification_references
        return [each for each in section.records if isinstance(each, Qualification)] if section else []

    @property
    def qualification(self) -> Qualification:
        (found,) = self.qualifications
        return found

    @property
    def outcome(self) -> LearningOutcome:
        section = self.document.learning_outcome_references
        assert section is not None
        (found,) = section.learning_outcome
        return found

    @property
    def entitlements(self) -> list[EntitlementSpecification]:
        section = self.document.entitlement_specification_references
        return section.entitlement_specification if section else []

    @property
    def organizations(self) -> list[Organization]:
        section = self.document.agent_references
        return section.organization if section else []

    @property
    def codes(self) -> list[str]:
        """Codes of what the report wants somebody to look at."""
        return [issue.code for issue in self.report.issues]

    def fate(self, path: str) -> list[tuple[Action, str | None, bool]]:
        """What became of a source field: action, last steps of the place, and whether it is lost."""
        found = [each for each in self.report.entries if each.source == f"Qualification/{path}"]
        return [(each.action, each.target and "/".join(each.target.split("/")[2:]), each.lost) for each in found]


def converted(settings: loms.Settings = SETTINGS, **fields: object) -> Converted:
    """What a document with one record became."""
    return Converted(document(record(**fields)), settings)  # type: ignore[arg-type]


def said(held: list[LanguageString] | list[Note]) -> list[tuple[str, str]]:
    """Texts with their languages."""
    return [(each.text.lang.value, each.text.value) for each in held]


def topics(held: list[Note] | list[Document]) -> list[str]:
    """Names of the topics."""
    return [subject.uri.name for each in held for subject in each.subject]


def minted(kind: str, *steps: str) -> str:
    """An id under the namespace of the tests."""
    return NAMESPACE + "/".join([kind, *steps])


def _by_language(given: Texts) -> list[tuple[str | None, str]]:
    return [(None, given)] if isinstance(given, str) else list(given.items())


def _language(code: str | None) -> loq.LanguageCode | None:
    return None if code is None else loq.LanguageCode(code)
