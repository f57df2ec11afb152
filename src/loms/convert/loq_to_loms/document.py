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
from loms.convert.settings import Settings
from loms.convert.to_loms.assembly import LomsAssembly
from loms.convert.to_loms.by_record import ByRecord
from loms.convert.to_loms.checks import check_languages
from loms.convert.to_loms.draft import require_place
from loms.legacy.learning_opportunities import LearningOpportunities, LearningOpportunity
from loms.model import QmsLearningOpportunities

__all__ = ["BY_RECORD", "STEPS", "convert_document"]

RECORD = "LearningOpportunity"

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
    return BY_RECORD.convert_document(source, settings, strict=strict)


def _add(record: LearningOpportunity, assembly: LomsAssembly, settings: Settings) -> None:
    view = View(RECORD, leaves_of(record, RECORD))

    def start(ledger: Ledger, name: tuple[str, ...]) -> OpportunityDraft:
        return start_draft(settings, ledger, name=name, place=require_place(view))

    draft = assembly.convert_record(view, start=start, steps=STEPS)
    if draft is None:
        return
    assembly.opportunities.append(draft.opportunity)
    assembly.specifications += [draft.specification, *draft.awards]
    assembly.specifications += [each for each in draft.references if assembly.is_first(each.id)]
    assembly.outcomes.append(draft.outcome)
    if draft.activity is not None:
        assembly.activities.append(draft.activity)
    for page in draft.opportunity.homepage:
        assembly.pages.add(page.uri, record=record.learning_opportunity_id)


BY_RECORD = ByRecord(
    name="loq_to_loms",
    source_format="loq-learning-opportunities",
    root="LearningOpportunities",
    record=RECORD,
    items="learning_opportunity",
    identifier="LearningOpportunityId",
    identifier_field="learning_opportunity_id",
    title="Title",
    page="Url",
    add=_add,
)
"""The conversion, one record after the other."""
