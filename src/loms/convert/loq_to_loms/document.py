"""Goes through a legacy document record by record and puts the LOMS document together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import attrs

from loms.convert.accounting import Action, ConversionReport, Entry, Ledger, Target
from loms.convert.leaves import View, attribute_leaves_of, leaves_of
from loms.convert.loq_to_loms.awards import write_awards
from loms.convert.loq_to_loms.checks import check_languages
from loms.convert.loq_to_loms.codes import Place, find_place
from loms.convert.loq_to_loms.draft import CannotConvertError, Draft, start_draft
from loms.convert.loq_to_loms.labels import write_descriptions, write_identifiers, write_titles
from loms.convert.loq_to_loms.organizations import write_provider
from loms.convert.loq_to_loms.places import write_places
from loms.convert.loq_to_loms.study import write_dates, write_duration, write_languages, write_study_types
from loms.convert.loq_to_loms.subjects import write_levels, write_subjects, write_target_groups
from loms.convert.loq_to_loms.terms import write_admission, write_costs, write_credits, write_grants
from loms.convert.rules import load_rules
from loms.convert.settings import Settings
from loms.errors import Issue, Severity
from loms.legacy.learning_opportunities import LearningOpportunities, LearningOpportunity
from loms.model import (
    AgentReferences,
    FrameworkReferences,
    LearningActivitySpecificationReferences,
    LearningOpportunityReferences,
    LearningOutcomeReferences,
    LearningSpecificationReferences,
    Organization,
    QmsLearningOpportunities,
    SemanticFramework,
    XsdVersion,
)

__all__ = ["STEPS", "convert_document"]

RECORD = "LearningOpportunity"
ROOT = "LearningOpportunities"

STEPS: tuple[Callable[[Draft], None], ...] = (
    write_identifiers,
    write_titles,
    write_descriptions,
    write_subjects,
    write_levels,
    write_languages,
    write_target_groups,
    write_study_types,
    write_duration,
    write_dates,
    write_awards,
    write_admission,
    write_costs,
    write_grants,
    write_credits,
    write_provider,
    write_places,
    check_languages,
)
"""The steps of the conversion of a record, in the order in which they run."""


@attrs.define
class _Release:
    """What the records of a document became, and the account of it."""

    settings: Settings
    drafts: list[Draft] = attrs.field(factory=list)
    organizations: dict[str, Organization] = attrs.field(factory=dict)
    frameworks: dict[str, SemanticFramework] = attrs.field(factory=dict)
    entries: list[Entry] = attrs.field(factory=list)
    issues: list[Issue] = attrs.field(factory=list)
    names: Counter[str] = attrs.field(factory=Counter)

    def add_account(self, ledger: Ledger) -> None:
        ledger.close()
        self.entries += ledger.entries
        self.issues += ledger.issues

    def add_draft(self, draft: Draft) -> None:
        self.drafts.append(draft)
        for organization in draft.organizations.values():
            self.organizations.setdefault(organization.id, organization)
        for framework in draft.frameworks.values():
            self.frameworks.setdefault(framework.id, framework)


def convert_document(
    source: LearningOpportunities, settings: Settings
) -> tuple[QmsLearningOpportunities, ConversionReport]:
    """Convert a legacy document of learning opportunities to LOMS 2019.

    Args:
        source: The legacy document.
        settings: What the conversion cannot know by itself; the namespace is needed.

    Returns:
        The LOMS document and what became of every field.

    Raises:
        UsageError: The settings give no namespace.
    """
    settings.minting_namespace()
    release = _Release(settings)
    _account_for_root(source, release)
    for record in source.learning_opportunity:
        _convert_record(record, release)
    _warn_of_shared_pages(release)
    report = ConversionReport(
        source_format="loq-learning-opportunities",
        target_format="loms-2019",
        records_read=len(source.learning_opportunity),
        records_converted=len(release.drafts),
        entries=tuple(release.entries),
        issues=tuple(release.issues),
    )
    return _document(release), report


def _account_for_root(source: LearningOpportunities, release: _Release) -> None:
    own = attribute_leaves_of(source, ROOT)
    ledger = Ledger(load_rules("loq_to_loms"), View(ROOT, own))
    for leaf in own:
        if leaf.name == "@XsdVersion":
            ledger.keep(leaf, Action.MAPPED, Target("@xsdVersion"))
        elif leaf.name == "@DatasourceComment":
            ledger.drop(leaf, lost=bool(leaf.value.strip()))
        elif leaf.name == "@Incremental":
            ledger.drop(leaf, lost=leaf.value in ("true", "1"))
            _warn_of_increment(ledger, leaf.value)
        elif leaf.name in ("@Key", "@XsdType"):
            ledger.drop(leaf, lost=False)
    release.add_account(ledger)


def _warn_of_increment(ledger: Ledger, value: str) -> None:
    if value in ("true", "1"):
        ledger.issue(
            "CONVERT-INCREMENTAL",
            "The file says that its records are to be merged into stored data (Incremental), but a LOMS file is a "
            "whole release; the converted file holds these records only.",
            severity=Severity.WARNING,
            path=f"{ROOT}/@Incremental",
            remedy="Merge it with the stored data before you publish it.",
        )
    elif value == "null":
        ledger.issue(
            "CONVERT-INCREMENTAL",
            "Incremental is null, which means nothing; it was taken as false.",
            severity=Severity.WARNING,
            path=f"{ROOT}/@Incremental",
            remedy="Write true or false, or leave it out.",
        )


def _convert_record(record: LearningOpportunity, release: _Release) -> None:
    view = View(RECORD, leaves_of(record, RECORD))
    identifier = view.one("LearningOpportunityId")
    source_id = identifier.value if identifier else ""
    ledger = Ledger(load_rules("loq_to_loms"), view, source_id)
    release.names[source_id] += 1
    number = release.names[source_id]
    try:
        _require_identifier(source_id)
        draft = start_draft(
            release.settings,
            ledger,
            name=(source_id,) if number == 1 else (source_id, "again", str(number)),
            place=_place(view),
        )
        for step in STEPS:
            step(draft)
    except CannotConvertError as problem:
        ledger.leave_out(f"The record was left out. {problem.message}")
        ledger.issue(
            problem.code,
            f"{problem.message} It was left out.",
            severity=Severity.ERROR,
            path=problem.path,
            remedy=problem.remedy,
        )
    else:
        if number > 1:
            draft.warn(
                "CONVERT-DUPLICATE-ID",
                f"The identifier {source_id!r} is there more than once; this record was kept as number {number} of it.",
                path=f"{RECORD}/LearningOpportunityId",
                remedy="Give every record an identifier of its own.",
            )
        release.add_draft(draft)
    release.add_account(ledger)


def _require_identifier(source_id: str) -> None:
    if not source_id:
        raise CannotConvertError(
            code="CONVERT-NO-ID",
            message="The record has no identifier.",
            remedy="Give it a LearningOpportunityId that stays the same from release to release.",
            path=f"{RECORD}/LearningOpportunityId",
        )


def _place(view: View) -> Place:
    leaf = view.one("CountryCode")
    place = find_place(leaf.value) if leaf else None
    if place is None:
        raise CannotConvertError(
            code="CONVERT-UNKNOWN-CODE",
            message=f"CountryCode has no code {leaf.value!r}." if leaf else "The record has no country.",
            remedy="Give it a CountryCode of the legacy list.",
            path=f"{RECORD}/CountryCode",
        )
    return place


def _warn_of_shared_pages(release: _Release) -> None:
    shared: dict[str, list[Draft]] = {}
    for draft in release.drafts:
        for page in draft.opportunity.homepage:
            shared.setdefault(page.uri, []).append(draft)
    for address, drafts in shared.items():
        if len(drafts) > 1:
            release.issues.append(
                Issue(
                    code="CONVERT-HOMEPAGE-SHARED",
                    severity=Severity.WARNING,
                    message=f"{len(drafts)} records have the same page {address}, but a homepage belongs to one only.",
                    remedy="Give each record the address of its own page.",
                    record=drafts[0].ledger.record,
                    path=f"{RECORD}/Url",
                )
            )


def _document(release: _Release) -> QmsLearningOpportunities:
    drafts = release.drafts
    specifications = [record for draft in drafts for record in (draft.specification, *draft.awards)]
    outcomes = [draft.outcome for draft in drafts]
    activities = [draft.activity for draft in drafts if draft.activity is not None]
    organizations = list(release.organizations.values())
    frameworks = [release.frameworks[key] for key in sorted(release.frameworks)]
    return QmsLearningOpportunities(
        xsd_version=XsdVersion.V1_1_0,
        learning_opportunities=LearningOpportunityReferences(
            learning_opportunity=[draft.opportunity for draft in drafts]
        ),
        learning_specification_references=LearningSpecificationReferences(records=[*specifications])
        if specifications
        else None,
        learning_outcome_references=LearningOutcomeReferences(learning_outcome=outcomes) if outcomes else None,
        learning_activity_specification_references=LearningActivitySpecificationReferences(
            learning_activity_specification=activities
        )
        if activities
        else None,
        agent_references=AgentReferences(organization=organizations) if organizations else None,
        semantic_framework_references=FrameworkReferences(framework=frameworks) if frameworks else None,
    )
