"""Goes through the qualifications of a LOMS document and puts the legacy document together."""

from __future__ import annotations

from collections.abc import Callable

from loms.convert.accounting import ConversionReport
from loms.convert.loms_to_loq_qualifications.awarding import write_awarding
from loms.convert.loms_to_loq_qualifications.draft import QualificationDraft, start_draft
from loms.convert.loms_to_loq_qualifications.levels import account_for_places, write_levels, write_subjects
from loms.convert.loms_to_loq_qualifications.names import (
    account_for_outcomes,
    write_descriptions,
    write_pages_of_record,
    write_terms,
    write_titles,
)
from loms.convert.loms_to_loq_qualifications.occupations import OCCUPATION_LINK, write_occupations
from loms.convert.loms_to_loq_qualifications.sources import write_sources, write_supplements
from loms.convert.settings import Settings
from loms.convert.to_loq.by_main_record import ByMainRecord
from loms.legacy.qualifications import Qualifications, XsdType, XsdVersion
from loms.model import QmsLearningOpportunities

__all__ = ["BY_MAIN_RECORD", "STEPS", "convert_document"]

STEPS: tuple[Callable[[QualificationDraft], None], ...] = (
    write_titles,
    write_descriptions,
    write_sources,
    write_supplements,
    write_pages_of_record,
    write_levels,
    write_subjects,
    write_awarding,
    write_occupations,
    write_terms,
    account_for_outcomes,
    account_for_places,
)
"""The steps of the conversion of a record, in the order in which they run."""

UNUSED = {
    "learningOpportunity": "The legacy model of qualifications has no opportunities; convert to "
    "loq-learning-opportunities as well.",
    "learningSpecification": "It is no qualification.",
    "entitlementSpecification": "It results from no qualification that was converted.",
    "organization": "It is not the first awarding body of a qualification that was converted.",
}
"""Why nothing became of a record that no converted qualification needs; all other kinds have no place in any case."""


BY_MAIN_RECORD = ByMainRecord(
    name="loms_to_loq_qualifications",
    target_format="loq-qualifications",
    kind="qualification",
    referring=(OCCUPATION_LINK,),
    unused=UNUSED,
    start=start_draft,
    steps=STEPS,
    empty_document=lambda key: Qualifications(key=key, xsd_version=XsdVersion.V0_7_10, xsd_type=XsdType.QUALIFICATION),
    items="qualification",
    legacy_record=lambda draft: draft.qualification,
)
"""The conversion of one qualification after the other."""


def convert_document(
    source: QmsLearningOpportunities, settings: Settings, *, strict: bool = False
) -> tuple[Qualifications, ConversionReport]:
    """Convert the qualifications of a LOMS document to the legacy model of qualifications.

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
