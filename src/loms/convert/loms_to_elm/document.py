"""Goes through the records of a LOMS document and puts the ELM document together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from loms import elm
from loms.convert.accounting import Action, ConversionReport, Entry, Ledger, Spot, Target, stop_at_error
from loms.convert.from_loms.dataset import Dataset, DocumentDataset, Record
from loms.convert.leaves import Leaf, View, attribute_leaves_of
from loms.convert.loms_to_elm.context import Context
from loms.convert.loms_to_elm.draft import ElmDraft, Place
from loms.convert.loms_to_elm.languages import default_language
from loms.convert.loms_to_elm.opportunities import convert_opportunity
from loms.convert.loms_to_elm.organizations import convert_organization
from loms.convert.loms_to_elm.specifications import convert_reference, convert_specification
from loms.convert.loms_to_elm.supporting import (
    convert_activity,
    convert_assessment,
    convert_entitlement,
    convert_grading_scheme,
    convert_outcome,
)
from loms.convert.loms_to_elm.verdicts import ELEMENTS
from loms.convert.refusing import CannotConvertError
from loms.convert.rules import Rules, load_rules
from loms.convert.settings import Settings
from loms.convert.tally import Tally
from loms.errors import Issue, Severity
from loms.model import QmsLearningOpportunities

__all__ = ["ElmConversion", "ElmRecord", "convert_document", "elm_document"]

NAME = "loms_to_elm"
SOURCE = "loms-2019"
TARGET = "elm-loq"

ElmRecord = (
    elm.LearningOpportunity
    | elm.LearningAchievementSpecification
    | elm.Qualification
    | elm.QualificationReference
    | elm.LearningOutcome
    | elm.LearningActivitySpecification
    | elm.LearningAssessmentSpecification
    | elm.LearningEntitlementSpecification
    | elm.Organisation
    | elm.GradingScheme
    | elm.Location
)
"""A record of an ELM document that the conversion makes."""

_ROOT = "qmsLearningOpportunities"
_SECTIONS = MappingProxyType(
    {
        "learningOpportunity": "learningOpportunityReferences",
        "learningAchievementSpecification": "learningAchievementSpecificationReferences",
        "qualification": "learningAchievementSpecificationReferences",
        "qualificationReference": "learningAchievementSpecificationReferences",
        "learningOutcome": "learningOutcomeReferences",
        "learningActivitySpecification": "learningActivitySpecificationReferences",
        "learningAssessmentSpecification": "learningAssessmentSpecificationReferences",
        "learningEntitlementSpecification": "learningEntitlementSpecificationReferences",
        "organisation": "agentReferences",
        "gradingScheme": "gradingSchemeReferences",
    }
)
_CONVERTERS: Mapping[str, Callable[[ElmDraft], ElmRecord]] = MappingProxyType(
    {
        "learningOpportunity": convert_opportunity,
        "learningAchievementSpecification": convert_specification,
        "qualification": convert_specification,
        "qualificationReference": convert_reference,
        "learningOutcome": convert_outcome,
        "learningActivitySpecification": convert_activity,
        "learningAssessmentSpecification": convert_assessment,
        "learningEntitlementSpecification": convert_entitlement,
        "organisation": convert_organization,
        "gradingScheme": convert_grading_scheme,
    }
)
_NO_PLACE = "no-place"
_TOPICS = ("topic", "lost-topic")
_NO_TEXT = "There is no text of which it would be the topic."
_SAME = "Another reference to the same qualification stands for this one."
_SAYS_NOTHING = frozenset({"@id", "@lang", "@content-type"})
"""Attributes that say nothing by themselves, so that nothing is lost with them."""
_NO_RECORD = Issue(
    code="CONVERT-NO-RECORD",
    severity=Severity.ERROR,
    message="No record could be converted, so the document has none.",
    remedy="Complete the records as the other messages say.",
)


@attrs.define(kw_only=True)
class ElmConversion:
    """A conversion of LOMS records to ELM, one after the other.

    Attributes:
        context: What the records share.
        rules: What may become of a field.
        strict: Whether the first error ends it.
        tally: Counts what became of fields, where nobody wants more than the numbers; None makes entries.
        read: Number of records that could become records of ELM.
        converted: Number of them that did.
    """

    context: Context
    rules: Rules
    strict: bool = False
    tally: Tally | None = None
    read: int = 0
    converted: int = 0

    @classmethod
    def begin(
        cls,
        settings: Settings,
        *,
        dataset: Dataset,
        references: Iterable[Record],
        strict: bool = False,
        tally: Tally | None = None,
    ) -> ElmConversion:
        """Look at the references to qualifications of other datasets, and convert nothing.

        Args:
            settings: What the conversion cannot know by itself; the namespace is needed.
            dataset: All records.
            references: The references, each looked at once.
            strict: Whether the first error ends it.
            tally: As in `ElmConversion`.

        Raises:
            UsageError: The settings give no namespace.
        """
        settings.minting_namespace()
        context = Context(settings, dataset, references)
        return cls(context=context, rules=dataset.rules, strict=strict, tally=tally)

    def convert_root(self, document: QmsLearningOpportunities) -> Ledger:
        """Account for the attributes of the document element.

        Args:
            document: The LOMS document, with or without its records.

        Raises:
            InvalidDataError: It is strict, and there is an error.
        """
        ledger = Ledger(self.rules, View(_ROOT, attribute_leaves_of(document, _ROOT)), tally=self.tally)
        version = Target("@xsdVersion")
        for leaf in ledger.view.leaves:
            if leaf.name == "@xsdVersion":
                ledger.keep(leaf, Action.MAPPED, version)
        if not ledger.view.leaves:
            ledger.synthesise(version)
        return self._closed(ledger)

    def convert_record(self, record: Record) -> tuple[Sequence[ElmRecord], Ledger]:
        """Convert a record; one that cannot be converted is left out, with all the reasons.

        Args:
            record: The LOMS record.

        Returns:
            What it becomes, and what became of its fields.

        Raises:
            InvalidDataError: It is strict, and there is an error.
        """
        ledger = Ledger(self.rules, record.view, record.id, tally=self.tally)
        if record.kind not in ELEMENTS:
            self._drop_what_has_no_place(ledger)
            return (), self._closed(ledger)
        meant = self.context.meant(record.kind, record.number)
        if meant != (record.kind, record.number):
            self._drop_what_is_said(ledger, self.context.dataset.load(*meant).view)
            return (), self._closed(ledger)
        self.read += 1
        element = self.context.becomes(record.kind, record.number, record=record)
        if not element:
            _leave_out(ledger, self.context.problems(record))
            return (), self._closed(ledger)
        self.converted += 1
        identity = self.context.identity(record.kind, record.id)
        place = Place(Spot(f"{_SECTIONS[element]}/{element}", identity))
        draft = ElmDraft(
            context=self.context,
            node=record.node,
            ledger=ledger,
            place=place,
            language=default_language(record.node, self.context),
        )
        for held in record.node.all("@id"):
            draft.write(held, place.spot.id, place.at("@id"))
        made = _CONVERTERS[element](draft)
        self._drop_what_has_no_place(ledger)
        return (made, *draft.locations), self._closed(ledger)

    def end(self) -> tuple[Issue, ...]:
        """Look at all records together when the last has come.

        Returns:
            What is wrong.

        Raises:
            InvalidDataError: It is strict, and no record was converted.
        """
        issues = tuple(self.context.pages.shared()) + (() if self.converted else (_NO_RECORD,))
        if self.strict:
            stop_at_error(issues)
        return issues

    def _drop_what_is_said(self, ledger: Ledger, other: View) -> None:
        """Account for a record for which another stands. An id only links records, so it is not lost."""
        said = {(leaf.field, leaf.value) for leaf in other.leaves}
        for leaf in ledger.view.leaves:
            is_said = leaf.name == "@id" or (leaf.field, leaf.value) in said
            ledger.drop(leaf, lost=not is_said and bool(leaf.value.strip()), detail=_SAME)

    def _drop_what_has_no_place(self, ledger: Ledger) -> None:
        seen = ledger.accounted()
        for leaf in ledger.view.leaves:
            if leaf.path in seen:
                continue
            if self.rules.is_of_kind(leaf.field, _NO_PLACE):
                ledger.drop(leaf, lost=leaf.name not in _SAYS_NOTHING and bool(leaf.value.strip()))
            elif self.rules.is_of_kind(leaf.field, *_TOPICS) and not _has_text(ledger.view, leaf):
                ledger.drop(leaf, lost=bool(leaf.value.strip()), detail=_NO_TEXT)

    def _closed(self, ledger: Ledger) -> Ledger:
        ledger.close()
        if self.strict:
            stop_at_error(ledger.issues)
        return ledger


def convert_document(
    source: QmsLearningOpportunities, settings: Settings, *, strict: bool = False
) -> tuple[elm.Courses, ConversionReport]:
    """Convert a LOMS document to ELM LOQ.

    Args:
        source: The LOMS document.
        settings: What the conversion cannot know by itself; the namespace is needed.
        strict: Whether the first error ends it.

    Returns:
        The ELM document and what became of every field of every record.

    Raises:
        UsageError: The settings give no namespace.
        InvalidDataError: It is strict, and there is an error; ``issues`` holds it.
    """
    dataset = DocumentDataset.of_document(source, load_rules(NAME))
    references = dataset.of_kind("qualificationRef")
    conversion = ElmConversion.begin(settings, dataset=dataset, references=references, strict=strict)
    root = conversion.convert_root(source)
    entries: list[Entry] = [*root.entries]
    issues: list[Issue] = [*root.issues]
    made: list[ElmRecord] = []
    for record in dataset.records:
        found, ledger = conversion.convert_record(record)
        made += found
        entries += ledger.entries
        issues += ledger.issues
    issues += conversion.end()
    report = ConversionReport(
        source_format=SOURCE,
        target_format=TARGET,
        records_read=conversion.read,
        records_converted=conversion.converted,
        entries=tuple(entries),
        issues=tuple(issues),
    )
    return elm_document(made), report


def elm_document(records: Iterable[ElmRecord] = ()) -> elm.Courses:
    """An ELM document; sections without records are left out.

    Args:
        records: Its records, in the order of each section.
    """
    document = elm.Courses(xsd_version=elm.XsdVersion.V3_3_1)
    for record in records:
        field, section, items = _PLACES[type(record)]
        held = getattr(document, field)
        if held is None:
            held = section()
            setattr(document, field, held)
        getattr(held, items).append(record)
    return document


_PLACES: Mapping[type[object], tuple[str, Callable[[], Any], str]] = MappingProxyType(
    {
        elm.LearningOpportunity: (
            "learning_opportunity_references",
            elm.LearningOpportunityReferences,
            "learning_opportunity",
        ),
        **dict.fromkeys(
            (elm.LearningAchievementSpecification, elm.Qualification, elm.QualificationReference),
            (
                "learning_achievement_specification_references",
                elm.LearningAchievementSpecificationReferences,
                "records",
            ),
        ),
        elm.LearningOutcome: ("learning_outcome_references", elm.LearningOutcomeReferences, "learning_outcome"),
        elm.LearningActivitySpecification: (
            "learning_activity_specification_references",
            elm.LearningActivitySpecificationReferences,
            "learning_activity_specification",
        ),
        elm.LearningAssessmentSpecification: (
            "learning_assessment_specification_references",
            elm.LearningAssessmentSpecificationReferences,
            "learning_assessment_specification",
        ),
        elm.LearningEntitlementSpecification: (
            "learning_entitlement_specification_references",
            elm.LearningEntitlementSpecificationReferences,
            "learning_entitlement_specification",
        ),
        elm.Organisation: ("agent_references", elm.AgentReferences, "records"),
        elm.GradingScheme: ("grading_scheme_references", elm.GradingSchemeReferences, "grading_scheme"),
        elm.Location: ("location_references", elm.LocationReferences, "location"),
    }
)
"""Where records stand in a document: the field of the section, its class, and the field of the records in it."""


def _has_text(view: View, topic: Leaf) -> bool:
    """Whether there is a text beside a topic; a note of a document that is not valid may have none."""
    block, _, _ = topic.path.rpartition("/subject")
    return any(leaf.path.startswith(f"{block}/text") for leaf in view.leaves)


def _leave_out(ledger: Ledger, problems: Sequence[CannotConvertError]) -> None:
    """Account for a record that is left out."""
    said = " ".join(problem.message for problem in problems)
    ledger.leave_out(f"The record was left out. {said}")
    for problem in problems:
        ledger.issue(
            problem.code,
            f"{problem.message} The record was left out.",
            severity=Severity.ERROR,
            path=problem.path,
            remedy=problem.remedy,
        )
