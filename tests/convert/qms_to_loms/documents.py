"""Small QMS documents to convert, drawn ones whose codes are known, and what comes of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from lxml import etree

import loms
from loms.convert.accounting import Action, ConversionReport
from loms.legacy import qms
from loms.model import (
    Document,
    EntitlementSpecification,
    LanguageString,
    LearningOutcome,
    LearningSpecification,
    Note,
    Organization,
    QmsLearningOpportunities,
    Qualification,
    SemanticFramework,
)
from loms.strategies import documents
from tests.convert.documents import NAMESPACE, SETTINGS, schema

T = TypeVar("T")
Texts = str | Mapping[str, str]
"""A text in English, or texts by language."""

ESCO_SKILL = "http://data.europa.eu/esco/skill/1"
ESCO_OCCUPATION = "http://data.europa.eu/esco/occupation/1"
AUSTRIAN = "http://data.europa.eu/esco/qdr/QF/AT"


def texts(given: Texts) -> list[qms.Text]:
    """Texts with their languages."""
    by_language = {"en": given} if isinstance(given, str) else given
    return [qms.Text(value=value, lang=qms.TextLanguage(language)) for language, value in by_language.items()]


def text(value: str, language: str = "en") -> qms.Text:
    """One text."""
    return texts({language: value})[0]


def note(value: str, *topics: str, language: str = "en") -> qms.Note:
    """A text with its topics."""
    return qms.Note(text=text(value, language), document_topic=codes(*topics))


def code(value: str, uri: str | None = None) -> qms.Code:
    """A code, and its URI."""
    return qms.Code(code=value, uri=uri)


def codes(*values: str) -> list[qms.Code]:
    """Codes without URIs."""
    return [qms.Code(code=value) for value in values]


def framework(uri: str | None = None, label: Texts = "", other: Texts = "") -> qms.TargetFramework:
    """The framework of a level, an outcome or an occupation."""
    return qms.TargetFramework(
        uri=uri,
        preferred_label=texts(label) if label else [],
        alternative_label=texts(other) if other else [],
    )


def level(notation: str | None = "4", **fields: object) -> qms.NationalLevel:
    """A level in the Austrian framework, unless told otherwise."""
    return filled(qms.NationalLevel(target_framework=framework(AUSTRIAN), target_notation=notation), fields)


def outcome(name: str | None = "Bakes bread", **fields: object) -> qms.LearningOutcome:
    """A learning outcome."""
    made = qms.LearningOutcome(target_framework=framework(), target_name=text(name) if name else None)
    return filled(made, fields)


def occupation(**fields: object) -> qms.RelatedOccupation:
    """An occupation."""
    return filled(qms.RelatedOccupation(target_framework=framework()), fields)


def awarding(*keys: str, location: str | None = "LU", **fields: object) -> qms.AwardingActivities:
    """One awarding activity by agents with these identifiers."""
    activity = qms.AwardingActivity(
        location=code(location) if location else None,
        associated_with=[qms.Reference(identifier=key) for key in keys],
    )
    return qms.AwardingActivities(awarding_activity=[filled(activity, fields)])


def record(identifier: str = "BAKER", **fields: object) -> qms.Qualification:
    """A qualification with what the schema requires and an EQF level; other fields by their names in Python."""
    made = qms.Qualification(
        identifier=[identifier],
        preferred_label=texts("Baker"),
        description=[note("Bakes bread.")],
        isced_fo_et_field=codes("0721"),
        eqf_level=code("4"),
    )
    return filled(made, fields)


def agent(identifier: str = "SCHOOL", **fields: object) -> qms.Agent:
    """An agent with what the schema requires and a main site."""
    return filled(qms.Agent(identifier=[identifier], name=texts("Bakery school"), main_site=code("LU")), fields)


def document(*records: qms.Qualification | qms.Agent) -> qms.QualificationMetadata:
    """A QMS document."""
    return qms.QualificationMetadata(
        qualifications=qms.Qualifications(
            qualification=[each for each in records if isinstance(each, qms.Qualification)]
        ),
        agents=qms.Agents(agent=[each for each in records if isinstance(each, qms.Agent)]),
    )


def filled(made: T, fields: Mapping[str, object]) -> T:
    """An object with fields set."""
    for key, value in fields.items():
        setattr(made, key, value)
    return made


KNOWN: Mapping[str, Sequence[str]] = {
    "agent_type": ("company", "http://data.europa.eu/esco/agent-type#regional-authority"),
    "document_topic": ("pathways", "http://data.europa.eu/esco/qualification-topics#assessment"),
    "eqf_level": ("1", "8", "http://data.europa.eu/esco/eqf/6"),
    "isced_fo_et_field": ("0613", "06", "http://data.europa.eu/esco/isced-f/0721"),
    "language": ("fr", "no", "ja", "http://publications.europa.eu/resource/authority/language/DEU"),
    "location": ("LU", "FR21", "AT13", "http://publications.europa.eu/resource/authority/country/IRL"),
    "main_site": ("ES", "GR", "http://data.europa.eu/esco/nuts/DE3"),
    "way_to_acquire": ("formal", "nonFormal", "informal"),
}
"""Codes that are known, by the field that holds them."""
TARGETS = (None, ESCO_SKILL, "https://skills.example/1", "urn:example:é")
FRAMEWORKS = (None, AUSTRIAN, "https://frameworks.example/a", "http://data.europa.eu/esco/concept-scheme/skills", "a b")
MAILS = ("mailto:office@school.example", "office@school.example", "mailto:ö@school.example", "https://school.example")


@st.composite
def known_documents(draw: DrawFn, /, **options: object) -> qms.QualificationMetadata:
    """Drawn documents in which every code is known, and every address may be what it should be."""
    drawn = draw(documents("qms-1.0", **options))  # type: ignore[call-overload]
    assert isinstance(drawn, qms.QualificationMetadata)
    for name, part in parts(drawn):
        if isinstance(part, qms.Code) and name in KNOWN:
            part.code = draw(st.sampled_from(KNOWN[name]))
        elif isinstance(part, (qms.LearningOutcome, qms.RelatedOccupation)):
            part.target = draw(st.sampled_from(TARGETS))
        elif isinstance(part, qms.TargetFramework):
            part.uri = draw(st.sampled_from(FRAMEWORKS))
        elif isinstance(part, qms.Email):
            part.uri = draw(st.sampled_from(MAILS))
    # Drawn documents seldom say who awards, since that lies deep.
    agents = drawn.agents.agent if drawn.agents else []
    keys = st.sampled_from(["nobody", *(key for each in agents for key in (each.uri, *each.identifier) if key)])
    for each in drawn.qualifications.qualification if drawn.qualifications else []:
        if each.awarding_activities is None and agents:
            location = draw(st.sampled_from([None, *KNOWN["location"]]))
            each.awarding_activities = awarding(*draw(st.lists(keys, max_size=2)), location=location)
    return drawn


def parts(held: object, name: str = "") -> Iterator[tuple[str, object]]:
    """All objects in an object, each with the name of the field that holds it."""
    if isinstance(held, list):
        for item in held:
            yield from parts(item, name)
    elif dataclasses.is_dataclass(held):
        yield name, held
        for each in dataclasses.fields(held):
            yield from parts(getattr(held, each.name), each.name)


class Converted:
    """What a QMS document became, looked into by kind of record. It is valid, or the test fails here."""

    def __init__(self, source: qms.QualificationMetadata, settings: loms.Settings = SETTINGS) -> None:
        done = loms.convert(source, to="loms-2019", settings=settings)
        assert isinstance(done.document, QmsLearningOpportunities)
        self.document = done.document
        self.report: ConversionReport = done.report
        self.xml = loms.dumps(done.document)
        schema().assertValid(etree.fromstring(self.xml))

    @property
    def records(self) -> list[Qualification | LearningSpecification]:
        section = self.document.learning_specification_references
        held = section.records if section else []
        return [each for each in held if isinstance(each, (Qualification, LearningSpecification))]

    @property
    def qualification(self) -> Qualification:
        (found,) = self.records
        assert isinstance(found, Qualification)
        return found

    @property
    def specification(self) -> LearningSpecification:
        (found,) = self.records
        assert isinstance(found, LearningSpecification)
        return found

    @property
    def outcomes(self) -> list[LearningOutcome]:
        section = self.document.learning_outcome_references
        return section.learning_outcome if section else []

    @property
    def entitlements(self) -> list[EntitlementSpecification]:
        section = self.document.entitlement_specification_references
        return section.entitlement_specification if section else []

    @property
    def organizations(self) -> list[Organization]:
        section = self.document.agent_references
        return section.organization if section else []

    @property
    def frameworks(self) -> list[SemanticFramework]:
        section = self.document.semantic_framework_references
        return section.framework if section else []

    @property
    def codes(self) -> list[str]:
        """Codes of what the report wants somebody to look at."""
        return [issue.code for issue in self.report.issues]

    def fate(self, path: str) -> list[tuple[Action, str | None, bool]]:
        """What became of a source field: action, last steps of the place, and whether it is lost."""
        found = [each for each in self.report.entries if each.source == path]
        return [(each.action, each.target and "/".join(each.target.split("/")[2:]), each.lost) for each in found]


def converted(**fields: object) -> Converted:
    """What a document with one qualification became."""
    return Converted(document(record(**fields)))  # type: ignore[arg-type]


def said(held: Sequence[LanguageString | Note]) -> list[tuple[str, str]]:
    """Texts with their languages."""
    return [(each.text.lang.value, each.text.value) for each in held]


def topics(held: Sequence[Note | Document]) -> list[str]:
    """Names of the topics."""
    return [subject.uri.name for each in held for subject in each.subject]


def minted(kind: str, *steps: str) -> str:
    """An id under the namespace of the tests."""
    return NAMESPACE + "/".join([kind, *steps])
