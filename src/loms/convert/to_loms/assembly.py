"""Puts a LOMS document together, record by record, and the account of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import attrs

from loms.convert.accounting import ConversionReport, Entry, Ledger, stop_at_error
from loms.convert.leaves import View
from loms.convert.occurrences import NotesPages, Occurrences, Pages
from loms.convert.refusing import CannotConvertError, no_identifier
from loms.convert.rules import Rules
from loms.convert.tally import Tally
from loms.convert.to_loms.draft import LomsDraft
from loms.errors import Issue, Severity
from loms.model import (
    AgentReferences,
    EntitlementSpecification,
    EntitlementSpecificationReferences,
    FrameworkReferences,
    LearningActivitySpecification,
    LearningActivitySpecificationReferences,
    LearningOpportunity,
    LearningOpportunityReferences,
    LearningOutcome,
    LearningOutcomeReferences,
    LearningSpecification,
    LearningSpecificationReferences,
    Organization,
    QmsLearningOpportunities,
    Qualification,
    QualificationRef,
    SemanticFramework,
    XsdVersion,
)
from loms.text_numbers import TextNumbers

__all__ = ["Gathered", "LomsAssembly", "LomsRecord"]

D = TypeVar("D", bound=LomsDraft)

LomsRecord = (
    LearningOpportunity
    | LearningSpecification
    | Qualification
    | QualificationRef
    | LearningOutcome
    | LearningActivitySpecification
    | EntitlementSpecification
    | Organization
    | SemanticFramework
)
"""A record of a LOMS document that a conversion can make."""


@attrs.frozen(kw_only=True)
class Gathered:
    """What came of the records that were converted since the last time.

    Attributes:
        records: LOMS records, in the order of each section.
        entries: What became of every field.
        issues: What somebody should look at.
    """

    records: tuple[LomsRecord, ...]
    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...]


@attrs.define(kw_only=True)
class LomsAssembly:
    """What the records of a source document became, and the account of it.

    Attributes:
        rules: What may become of a field.
        records: Path of the source records, such as ``LearningOpportunities/LearningOpportunity``.
        identifier: Name of the field by which a record is known in its data source.
        title: Name of the field that says what it is called.
        strict: Whether the first error ends the conversion.
        tally: Counts what became of every field, where nobody wants more than the numbers: then there are no entries.
        opportunities: Learning opportunities, in the order of the document, like all that follows.
        specifications: Learning specifications, qualifications and references to qualifications.
        outcomes: Learning outcomes.
        activities: Learning activities.
        entitlements: Entitlements.
        organizations: Organizations by id; those that say the same are one.
        frameworks: Frameworks by id.
        entries: What became of every field.
        issues: What somebody should look at.
        occurrences: Counts how often an identifier has come.
        pages: The pages of the records.
        read: Number of source records.
        converted: Number of them that stand in the document.
    """

    rules: Rules
    records: str
    identifier: str
    title: str
    strict: bool = False
    tally: Tally | None = None
    opportunities: list[LearningOpportunity] = attrs.field(factory=list)
    specifications: list[LearningSpecification | Qualification | QualificationRef] = attrs.field(factory=list)
    outcomes: list[LearningOutcome] = attrs.field(factory=list)
    activities: list[LearningActivitySpecification] = attrs.field(factory=list)
    entitlements: list[EntitlementSpecification] = attrs.field(factory=list)
    organizations: dict[str, Organization] = attrs.field(factory=dict)
    frameworks: dict[str, SemanticFramework] = attrs.field(factory=dict)
    entries: list[Entry] = attrs.field(factory=list)
    issues: list[Issue] = attrs.field(factory=list)
    occurrences: Callable[[str], int] = attrs.field(factory=Occurrences)
    pages: NotesPages = attrs.field(factory=Pages)
    read: int = 0
    converted: int = 0
    _shared: TextNumbers = attrs.field(factory=TextNumbers, init=False)

    def add_account(self, ledger: Ledger) -> None:
        """Close the account of a record and add it.

        Args:
            ledger: The account.

        Raises:
            InvalidDataError: It is strict, and there is an error.
        """
        ledger.close()
        if self.strict:
            stop_at_error(ledger.issues)
        self.entries += ledger.entries
        self.issues += ledger.issues

    def convert_record(
        self,
        view: View,
        *,
        start: Callable[[Ledger, tuple[str, ...]], D],
        steps: Sequence[Callable[[D], None]],
    ) -> D | None:
        """Convert a record; one that cannot be converted is left out, with all the reasons.

        Args:
            view: The leaves of the record.
            start: Begins the records that it becomes, from the account and from what their ids are made of.
            steps: Write them, one concern each.

        Returns:
            What it became, or None where it was left out.

        Raises:
            InvalidDataError: It is strict, and there is an error.
        """
        self.read += 1
        leaf = view.one(self.identifier)
        name = leaf.value if leaf else ""
        ledger = Ledger(self.rules, view, name, tally=self.tally)
        number = self.occurrences(name)
        draft: D | None = None
        problems: list[CannotConvertError] = []
        try:
            self._require_identifier(name, view)
            draft = start(ledger, (name,) if number == 1 else (name, "again", str(number)))
        except CannotConvertError as problem:
            problems.append(problem)
        if draft is not None:
            problems += _problems(draft, steps)
        if draft is not None and number > 1:
            draft.warn(
                "CONVERT-DUPLICATE-ID",
                f"The identifier {name!r} is there more than once; this record was kept as number {number} of it.",
                path=f"{view.field}/{self.identifier}",
                remedy="Give every record an identifier of its own.",
            )
        if problems or draft is None or draft.is_refused:
            _leave_out(ledger, problems)
            draft = None
        else:
            self.converted += 1
            for identity, organization in draft.organizations.items():
                if self.is_first(identity):
                    self.organizations[identity] = organization
            for identity, make in draft.frameworks.items():
                if identity not in self.frameworks:
                    self.frameworks[identity] = make()
        self.add_account(ledger)
        return draft

    def is_first(self, identity: str) -> bool:
        """Whether a record that several source records can make comes for the first time.

        Args:
            identity: Its ``@id``.
        """
        known = len(self._shared)
        return self._shared.add(identity) == known

    def gather(self) -> Gathered:
        """Hand over what there is and forget it, all but what later records must know of it, and the frameworks."""
        found = Gathered(
            records=(
                *self.opportunities,
                *self.specifications,
                *self.outcomes,
                *self.activities,
                *self.entitlements,
                *self.organizations.values(),
            ),
            entries=tuple(self.entries),
            issues=tuple(self.issues),
        )
        for each in (self.opportunities, self.specifications, self.outcomes, self.activities, self.entitlements):
            each.clear()
        self.organizations.clear()
        self.entries.clear()
        self.issues.clear()
        return found

    def sorted_frameworks(self) -> list[SemanticFramework]:
        """The frameworks in the order of their ids, in which they stand in the document."""
        return [self.frameworks[key] for key in sorted(self.frameworks)]

    def document(self) -> QmsLearningOpportunities:
        """The LOMS document; sections without records are left out."""
        return QmsLearningOpportunities(
            xsd_version=XsdVersion.V1_1_0,
            learning_opportunities=LearningOpportunityReferences(learning_opportunity=self.opportunities),
            learning_specification_references=LearningSpecificationReferences(records=[*self.specifications])
            if self.specifications
            else None,
            learning_outcome_references=LearningOutcomeReferences(learning_outcome=self.outcomes)
            if self.outcomes
            else None,
            learning_activity_specification_references=LearningActivitySpecificationReferences(
                learning_activity_specification=self.activities
            )
            if self.activities
            else None,
            entitlement_specification_references=EntitlementSpecificationReferences(
                entitlement_specification=self.entitlements
            )
            if self.entitlements
            else None,
            agent_references=AgentReferences(organization=list(self.organizations.values()))
            if self.organizations
            else None,
            semantic_framework_references=FrameworkReferences(framework=self.sorted_frameworks())
            if self.frameworks
            else None,
        )

    def end(self, *, may_be_empty: bool = False) -> None:
        """Look at all records together when the last has come.

        Args:
            may_be_empty: Whether a document of the source format may have no record.

        Raises:
            InvalidDataError: It is strict, and there is no record in the document although there should be.
        """
        self.issues += self.pages.shared()
        if not self.converted and (self.read or not may_be_empty):
            self.issues.append(_no_record(self.read))
            if self.strict:
                stop_at_error(self.issues)

    def report(self, *, source_format: str) -> ConversionReport:
        """The account of the conversion.

        Args:
            source_format: Name of the format that was converted.
        """
        return ConversionReport(
            source_format=source_format,
            target_format="loms-2019",
            records_read=self.read,
            records_converted=self.converted,
            entries=tuple(self.entries),
            issues=tuple(self.issues),
        )

    def _require_identifier(self, name: str, view: View) -> None:
        if name.strip():
            return
        titles = [leaf.value for leaf in view.all(self.title)]
        raise no_identifier(self.read, titles, field=self.identifier, path=f"{self.records}[{self.read}]")


def _no_record(read: int) -> Issue:
    return Issue(
        code="CONVERT-NO-RECORD",
        severity=Severity.ERROR,
        message=f"None of {read} records could be converted, so the document has none."
        if read > 1
        else "The only record could not be converted, so the document has none."
        if read
        else "The source has no record, although its format requires one, so the document has none.",
        remedy="Complete the records as the other messages say." if read else "Convert a file that has records.",
    )


def _problems(draft: D, steps: Sequence[Callable[[D], None]]) -> Iterator[CannotConvertError]:
    """Run the steps. One that fails does not keep the others from finding what else is wrong."""
    for step in steps:
        try:
            step(draft)
        except CannotConvertError as problem:
            yield problem


def _leave_out(ledger: Ledger, problems: Sequence[CannotConvertError]) -> None:
    """Account for a record that is left out."""
    said = " ".join(problem.message for problem in problems) or "A code of it is not in its list."
    ledger.leave_out(f"The record was left out. {said}")
    for problem in problems:
        ledger.issue(
            problem.code,
            f"{problem.message} It was left out.",
            severity=Severity.ERROR,
            path=problem.path,
            remedy=problem.remedy,
        )
