"""Small LOMS documents to convert to ELM, and what comes of them."""

from __future__ import annotations

from typing import TypeVar

import attrs
from lxml import etree

import loms
from loms import elm
from loms.convert.accounting import Action, Entry
from loms.model import (
    EqfLevel,
    EqfLevelCode,
    NqfLevel,
    QmsLearningOpportunities,
    Qualification,
    QualificationFramework,
)
from tests.convert.loms_to_loq.records import Given, schema, specification

SETTINGS = loms.Settings(namespace="https://data.example.org/lo/")
AUSTRIA = QualificationFramework("http://data.europa.eu/esco/qdr/QF/AT")
FRANCE = QualificationFramework("http://data.europa.eu/esco/qdr/QF/FR")

T = TypeVar("T")


class Lifted:
    """What a LOMS document became in ELM. It is valid, or the test fails here."""

    def __init__(self, source: QmsLearningOpportunities, settings: loms.Settings = SETTINGS) -> None:
        done = loms.convert(source, to="elm-loq", settings=settings)
        assert isinstance(done.document, elm.Courses)
        self.document = done.document
        self.report = done.report
        self.xml = loms.dumps(done.document)
        schema("elm-loq").assertValid(etree.fromstring(self.xml))

    @property
    def codes(self) -> list[str]:
        """Codes of what the report wants somebody to look at."""
        return [issue.code for issue in self.report.issues]

    def fate(self, path: str) -> list[tuple[Action, str | None, bool]]:
        """Action, last step of the target, and loss of each entry on a leaf of any record."""
        return [(each.action, _end(each), each.lost) for each in self.report.entries if each.source == path]

    @property
    def opportunity(self) -> elm.LearningOpportunity:
        section = self.document.learning_opportunity_references
        assert section is not None
        return section.learning_opportunity[0]

    @property
    def specification(self) -> elm.LearningAchievementSpecification | elm.Qualification:
        section = self.document.learning_achievement_specification_references
        assert section is not None
        found = section.records[0]
        assert not isinstance(found, elm.QualificationReference)
        return found

    @property
    def organisation(self) -> elm.Organisation:
        section = self.document.agent_references
        assert section is not None
        found = section.records[0]
        assert isinstance(found, elm.Organisation)
        return found

    @property
    def locations(self) -> list[elm.Location]:
        section = self.document.location_references
        return section.location if section else []


def lifted(settings: loms.Settings = SETTINGS, **given: object) -> Lifted:
    """What a document of usual and given records became."""
    return Lifted(Given(**given).document(), settings)  # type: ignore[arg-type]


def choosing(**settings: object) -> loms.Settings:
    """The usual settings, but for some."""
    return attrs.evolve(SETTINGS, **settings)  # type: ignore[arg-type]


def qualification(*levels: NqfLevel, **fields: object) -> Qualification:
    """A qualification in place of the usual specification."""
    usual = specification()
    made = Qualification(
        id=usual.id,
        title=usual.title,
        has_isced_fcode=usual.has_isced_fcode,
        language=usual.language,
        learning_outcomes=usual.learning_outcomes,
        eqf_level=EqfLevelCode(uri=EqfLevel("http://data.europa.eu/esco/eqf/4")),
        nqf_level=list(levels),
    )
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def level(notation: str | None, framework: QualificationFramework | None = AUSTRIA) -> NqfLevel:
    """A level of a national framework, as LOMS has it."""
    return NqfLevel(target_notation=notation, target_framework_id=framework)


def said(texts: list[elm.LangString]) -> list[tuple[str, str]]:
    """Language and value of texts."""
    return [(each.language, each.value) for each in texts]


def literals(note: elm.Note | None) -> list[tuple[str, str]]:
    """Language and value of the texts of a note."""
    return said(note.note_literal) if note else []


def _end(entry: Entry) -> str | None:
    return None if entry.target is None else entry.target.split("/", 2)[-1]
