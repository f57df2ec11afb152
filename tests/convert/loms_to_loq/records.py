"""Small LOMS documents to convert back, and what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import cache
from typing import Protocol, TypeVar

import attrs
from lxml import etree

import loms
from loms.convert.accounting import Action, ConversionReport, Entry
from loms.formats import find_format
from loms.legacy.learning_opportunities import LearningOpportunities, LearningOpportunity
from loms.model import (
    AgentReferences,
    Country,
    Document,
    Identifier,
    IdReference,
    IscedF,
    IscedFCode,
    Language,
    LanguageCode,
    LearningActivitySpecification,
    LearningActivitySpecificationReferences,
    LearningOpportunityReferences,
    LearningOutcome,
    LearningOutcomeReferences,
    LearningOutcomes,
    LearningSpecification,
    LearningSpecificationReferences,
    Location,
    LocationCode,
    Note,
    Organization,
    QmsLearningOpportunities,
    Qualification,
    QualificationRef,
    SpatialCodeLocation,
    SubjectType,
    SubjectTypeCode,
    Text,
    TextContentType,
    TextLanguage,
    XsdVersion,
)
from loms.model import LearningOpportunity as Offer
from loms.text import label

BASE = "https://data.example.org/lo/"
KEY = "k3y-that-nobody-may-see"
SETTINGS = loms.Settings(legacy_key=KEY)

R = TypeVar("R")


def note(value: str, lang: str = "en", subject: SubjectType | None = None, *, html: bool = False) -> Note:
    """A note, whose type is said and not guessed."""
    kind = TextContentType.HTML if html else TextContentType.PLAIN
    topics = [SubjectTypeCode(uri=subject)] if subject else []
    return Note(text=Text(value=value, lang=TextLanguage(lang), content_type=kind), subject=topics)


def marked(value: str, language: str, field: str, lang: str = "en") -> Note:
    """A note that names the language of its text and the legacy field it is from."""
    return note(f'<section lang="{language}" class="loq-{field}">{value}</section>', lang, html=True)


def page(uri: str = "https://school.example/bread", *languages: Language) -> Document:
    """A page with its languages."""
    return Document(uri=uri, language=[LanguageCode(uri=language) for language in languages])


def offer(number: int = 1, **fields: object) -> Offer:
    """An opportunity with what the legacy model requires of it; other fields by their names in Python."""
    made = Offer(
        id=f"{BASE}opportunity/{number}",
        identifier=[Identifier(value=f"BREAD-{number}", type="legacy-loq", scheme_id=BASE)],
        title=[label("Baking bread", "en")],
        description=[note("Two days at the oven.")],
        homepage=[page(f"https://school.example/{number}", Language.ENG)],
        provided_by=[IdReference(idref=f"{BASE}organization/1")],
        provided_at=[Location(spatial_code=[LocationCode(uri=Country.LUX)])],
        specified_by=IdReference(idref=f"{BASE}specification/1"),
        reference_language=LanguageCode(uri=Language.ENG),
    )
    return _with(made, fields)


def specification(number: int = 1, **fields: object) -> LearningSpecification:
    """A specification with what the legacy model requires of it."""
    made = LearningSpecification(
        id=f"{BASE}specification/{number}",
        title=[label("Baking bread", "en")],
        has_isced_fcode=[IscedFCode(uri=IscedF.F0721)],
        language=[LanguageCode(uri=Language.ENG)],
        learning_outcomes=LearningOutcomes(learning_outcome=[IdReference(idref=f"{BASE}outcome/1")]),
    )
    return _with(made, fields)


def organization(number: int = 1, **fields: object) -> Organization:
    """An organization in Luxembourg."""
    made = Organization(
        id=f"{BASE}organization/{number}",
        pref_label=[label("Bakery school", "en")],
        has_location=[SpatialCodeLocation(spatial_code=[LocationCode(uri=Country.LUX)])],
    )
    return _with(made, fields)


def outcome(**fields: object) -> LearningOutcome:
    """The outcome that LOMS requires, as the conversion to LOMS makes it."""
    made = LearningOutcome(
        id=f"{BASE}outcome/1",
        identifier=[Identifier(value="BREAD-1#outcome", type="synthetic")],
        pref_label=[label("Bakes bread", "en")],
    )
    return _with(made, fields)


def activity(**fields: object) -> LearningActivitySpecification:
    """Activities, to which a specification must refer."""
    return _with(LearningActivitySpecification(id=f"{BASE}activity/1"), fields)


@attrs.define(kw_only=True)
class Given:
    """The records of a document; those that are not named are the usual ones."""

    offers: list[Offer] = attrs.field(factory=lambda: [offer()])
    specifications: list[LearningSpecification | Qualification | QualificationRef] = attrs.field(
        factory=lambda: [specification()]
    )
    outcomes: list[LearningOutcome] = attrs.field(factory=lambda: [outcome()])
    activities: list[LearningActivitySpecification] = attrs.field(factory=list)
    organizations: list[Organization] = attrs.field(factory=lambda: [organization()])

    def document(self) -> QmsLearningOpportunities:
        return QmsLearningOpportunities(
            xsd_version=XsdVersion.V1_1_0,
            learning_opportunities=LearningOpportunityReferences(learning_opportunity=self.offers),
            learning_specification_references=LearningSpecificationReferences(records=[*self.specifications]),
            learning_outcome_references=LearningOutcomeReferences(learning_outcome=self.outcomes),
            learning_activity_specification_references=LearningActivitySpecificationReferences(
                learning_activity_specification=self.activities
            ),
            agent_references=AgentReferences(organization=self.organizations),
        )


class Back:
    """What a LOMS document became as a legacy one. It is valid if it holds a record, or the test fails here."""

    def __init__(self, source: QmsLearningOpportunities, settings: loms.Settings = SETTINGS) -> None:
        done = loms.convert(source, to="loq-learning-opportunities", settings=settings)
        assert isinstance(done.document, LearningOpportunities)
        self.document = done.document
        self.report: ConversionReport = done.report
        self.xml = loms.dumps(done.document)
        if self.document.learning_opportunity:
            schema("loq-learning-opportunities").assertValid(etree.fromstring(self.xml))

    @property
    def record(self) -> LearningOpportunity:
        return self.document.learning_opportunity[0]

    @property
    def codes(self) -> list[str]:
        """Codes of what the report wants somebody to look at."""
        return [issue.code for issue in self.report.issues]

    def entries(self, path: str) -> list[Entry]:
        """What became of a leaf of any record."""
        return [entry for entry in self.report.entries if entry.source == path]

    def fate(self, path: str) -> list[tuple[Action, str | None, bool]]:
        """Action, target and loss of each entry on a leaf."""
        return [(each.action, each.target, each.lost) for each in self.entries(path)]


def back(settings: loms.Settings = SETTINGS, **given: object) -> Back:
    """What a document of usual and given records became."""
    return Back(Given(**given).document(), settings)  # type: ignore[arg-type]


def back_of_offer(**fields: object) -> Back:
    """What a document became whose opportunity has these fields."""
    return back(offers=[offer(**fields)])  # type: ignore[arg-type]


def back_of_specification(**fields: object) -> Back:
    """What a document became whose specification has these fields."""
    return back(specifications=[specification(**fields)])  # type: ignore[arg-type]


class Said(Protocol):
    """A legacy text or web address, of either legacy model."""

    @property
    def value(self) -> str: ...

    @property
    def language(self) -> Enum | None: ...


def said(held: Sequence[Said]) -> list[tuple[str, str]]:
    """Language and value of legacy texts."""
    return [(each.language.value if each.language else "", each.value) for each in held]


@cache
def schema(format: str) -> etree.XMLSchema:
    """The schema of a format."""
    return etree.XMLSchema(etree.parse(str(find_format(format).schema_path())))


def _with(record: R, fields: dict[str, object]) -> R:
    for key, value in fields.items():
        assert hasattr(record, key), key
        setattr(record, key, value)
    return record
