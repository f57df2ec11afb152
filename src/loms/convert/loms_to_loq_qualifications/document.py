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
from loms.convert.loms_to_loq_qualifications.occupations import write_occupations
from loms.convert.loms_to_loq_qualifications.sources import write_sources, write_supplements
from loms.convert.settings import Settings
from loms.convert.to_loq.assembly import LegacyAssembly
from loms.convert.to_loq.dataset import Record
from loms.legacy.qualifications import Qualifications, XsdType, XsdVersion
from loms.model import QmsLearningOpportunities

__all__ = ["STEPS", "convert_document"]

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
    assembly = LegacyAssembly.of_document(
        source, settings, edge="loms_to_loq_qualifications", unused=UNUSED, strict=strict
    )
    document = Qualifications(key=assembly.key(), xsd_version=XsdVersion.V0_7_10, xsd_type=XsdType.QUALIFICATION)

    def start(record: Record) -> QualificationDraft:
        return start_draft(assembly.dataset, settings, record)

    for record in assembly.dataset.of_kind("qualification"):
        draft = assembly.convert_record(record, start=start, steps=STEPS)
        if draft is not None:
            document.qualification.append(draft.qualification)
    return document, assembly.report(target_format="loq-qualifications")
