"""Goes through the opportunities of a LOMS document and puts the legacy document together."""

from __future__ import annotations

from collections.abc import Callable

from loms.convert.accounting import ConversionReport
from loms.convert.loms_to_loq.awards import write_awards
from loms.convert.loms_to_loq.draft import OpportunityDraft, start_draft
from loms.convert.loms_to_loq.locations import write_locations
from loms.convert.loms_to_loq.names import (
    account_for_titles,
    write_descriptions,
    write_information,
    write_pages_of_record,
    write_titles,
)
from loms.convert.loms_to_loq.provider import write_provider
from loms.convert.loms_to_loq.study import write_dates, write_duration, write_study_types, write_teaching_languages
from loms.convert.loms_to_loq.subjects import write_levels, write_subjects, write_target_groups
from loms.convert.loms_to_loq.terms import write_admission, write_costs, write_credits, write_grants
from loms.convert.settings import Settings
from loms.convert.to_loq.by_main_record import ByMainRecord
from loms.legacy.learning_opportunities import LearningOpportunities, XsdType, XsdVersion
from loms.model import QmsLearningOpportunities

__all__ = ["BY_MAIN_RECORD", "STEPS", "convert_document"]

STEPS: tuple[Callable[[OpportunityDraft], None], ...] = (
    write_titles,
    account_for_titles,
    write_teaching_languages,
    write_study_types,
    write_duration,
    write_dates,
    write_descriptions,
    write_information,
    write_pages_of_record,
    write_subjects,
    write_levels,
    write_target_groups,
    write_awards,
    write_admission,
    write_costs,
    write_grants,
    write_credits,
    write_provider,
    write_locations,
)
"""The steps of the conversion of a record, in the order in which they run: those that take phrases out of the notes
go before the one that writes what is left of them."""

UNUSED = {
    "learningSpecification": "No opportunity that was converted needs it.",
    "qualification": "No opportunity that was converted leads to it; convert to loq-qualifications as well.",
    "qualificationRef": "It has no name: what is said of the qualification stands in another dataset.",
    "organization": "It is not the first provider or awarding body of anything that was converted.",
}
"""Why nothing became of a record that no converted opportunity needs; all other kinds have no place in any case."""


BY_MAIN_RECORD = ByMainRecord(
    name="loms_to_loq",
    target_format="loq-learning-opportunities",
    kind="learningOpportunity",
    unused=UNUSED,
    start=start_draft,
    steps=STEPS,
    empty_document=lambda key: LearningOpportunities(
        key=key, xsd_version=XsdVersion.V0_5_10, xsd_type=XsdType.LEARNING_OPPORTUNITY
    ),
    items="learning_opportunity",
    legacy_record=lambda draft: draft.opportunity,
)
"""The conversion of one opportunity after the other."""


def convert_document(
    source: QmsLearningOpportunities, settings: Settings, *, strict: bool = False
) -> tuple[LearningOpportunities, ConversionReport]:
    """Convert the opportunities of a LOMS document to the legacy model of learning opportunities.

    Args:
        source: The LOMS document.
        settings: What the conversion cannot know by itself; the upload key is needed before the file is uploaded.
        strict: Whether the first error ends it.

    Returns:
        The legacy document and what became of every field of every record.

    Raises:
        InvalidDataError: It is strict, and there is an error; ``issues`` holds it.
    """
    return BY_MAIN_RECORD.convert_document(source, settings, strict=strict)
