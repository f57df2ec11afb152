"""Goes through a legacy document record by record and puts the LOMS document together."""

from __future__ import annotations

from collections.abc import Callable

from loms.convert.accounting import ConversionReport, Ledger
from loms.convert.leaves import View, leaves_of
from loms.convert.loq_to_loms.awards import write_awards
from loms.convert.loq_to_loms.draft import OpportunityDraft, start_draft
from loms.convert.loq_to_loms.labels import write_descriptions, write_identifiers, write_titles
from loms.convert.loq_to_loms.places import write_places
from loms.convert.loq_to_loms.provider import write_provider
from loms.convert.loq_to_loms.study import write_dates, write_duration, write_languages, write_study_types
from loms.convert.loq_to_loms.subjects import write_levels, write_subjects, write_target_groups
from loms.convert.loq_to_loms.terms import write_admission, write_costs, write_credits, write_grants
from loms.convert.rules import load_rules
from loms.convert.settings import Settings
from loms.convert.to_loms.assembly import LomsAssembly
from loms.convert.to_loms.checks import check_languages, warn_of_shared_pages
from loms.convert.to_loms.draft import require_place
from loms.convert.to_loms.root import account_for_root
from loms.legacy.learning_opportunities import LearningOpportunities, LearningOpportunity
from loms.model import QmsLearningOpportunities, QualificationRef

__all__ = ["STEPS", "convert_document"]

RECORD = "LearningOpportunity"
ROOT = "LearningOpportunities"

STEPS: tuple[Callable[[OpportunityDraft], None], ...] = (
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


def convert_document(
    source: LearningOpportunities, settings: Settings, *, strict: bool = False
) -> tuple[QmsLearningOpportunities, ConversionReport]:
    """Convert a legacy document of learning opportunities to LOMS 2019.

    Args:
        source: The legacy document.
        settings: What the conversion cannot know by itself; the namespace is needed.
        strict: Whether the first error ends it.

    Returns:
        The LOMS document and what became of every field.

    Raises:
        UsageError: The settings give no namespace.
        InvalidDataError: It is strict, and there is an error; ``issues`` holds it.
    """
    settings.minting_namespace()
    assembly = LomsAssembly(
        rules=load_rules("loq_to_loms"),
        records=f"{ROOT}/{RECORD}",
        identifier="LearningOpportunityId",
        title="Title",
        strict=strict,
    )
    account_for_root(source, ROOT, assembly)
    pages: dict[str, list[str]] = {}
    references: dict[str, QualificationRef] = {}
    for record in source.learning_opportunity:
        draft = _convert_record(record, assembly, settings)
        if draft is not None:
            _add(assembly, draft)
            references |= {reference.id: reference for reference in draft.references}
            for page in draft.opportunity.homepage:
                pages.setdefault(page.uri, []).append(record.learning_opportunity_id)
    assembly.specifications += references.values()
    warn_of_shared_pages(assembly, pages, path=f"{RECORD}/Url")
    return assembly.document(), assembly.report(source_format="loq-learning-opportunities")


def _convert_record(record: LearningOpportunity, assembly: LomsAssembly, settings: Settings) -> OpportunityDraft | None:
    view = View(RECORD, leaves_of(record, RECORD))

    def start(ledger: Ledger, name: tuple[str, ...]) -> OpportunityDraft:
        return start_draft(settings, ledger, name=name, place=require_place(view))

    return assembly.convert_record(view, start=start, steps=STEPS)


def _add(assembly: LomsAssembly, draft: OpportunityDraft) -> None:
    assembly.opportunities.append(draft.opportunity)
    assembly.specifications += [draft.specification, *draft.awards]
    assembly.outcomes.append(draft.outcome)
    if draft.activity is not None:
        assembly.activities.append(draft.activity)
