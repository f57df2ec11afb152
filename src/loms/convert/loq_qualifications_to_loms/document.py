"""Goes through a legacy document of qualifications record by record and puts the LOMS document together."""

from __future__ import annotations

from collections.abc import Callable

from loms.convert.accounting import ConversionReport, Ledger
from loms.convert.leaves import View, leaves_of
from loms.convert.loq_qualifications_to_loms.awarding import write_awarding
from loms.convert.loq_qualifications_to_loms.draft import QualificationDraft, start_draft
from loms.convert.loq_qualifications_to_loms.levels import write_eqf_level, write_national_level, write_subjects
from loms.convert.loq_qualifications_to_loms.names import (
    write_identifiers,
    write_language,
    write_terms,
    write_texts,
    write_titles,
)
from loms.convert.loq_qualifications_to_loms.occupations import write_occupation
from loms.convert.loq_qualifications_to_loms.sources import write_sources, write_supplements
from loms.convert.settings import Settings
from loms.convert.to_loms.assembly import LomsAssembly
from loms.convert.to_loms.by_record import ByRecord
from loms.convert.to_loms.checks import check_languages
from loms.convert.to_loms.draft import require_place
from loms.legacy.qualifications import Qualification, Qualifications
from loms.model import QmsLearningOpportunities

__all__ = ["BY_RECORD", "STEPS", "convert_document"]

RECORD = "Qualification"

STEPS: tuple[Callable[[QualificationDraft], None], ...] = (
    write_identifiers,
    write_titles,
    write_texts,
    write_sources,
    write_eqf_level,
    write_national_level,
    write_subjects,
    write_language,
    write_awarding,
    write_supplements,
    write_occupation,
    write_terms,
    check_languages,
)
"""The steps of the conversion of a record, in the order in which they run."""


def convert_document(
    source: Qualifications, settings: Settings, *, strict: bool = False
) -> tuple[QmsLearningOpportunities, ConversionReport]:
    """Convert a legacy document of qualifications to LOMS 2019.

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


def _add(record: Qualification, assembly: LomsAssembly, settings: Settings) -> None:
    view = View(RECORD, leaves_of(record, RECORD))

    def start(ledger: Ledger, name: tuple[str, ...]) -> QualificationDraft:
        return start_draft(settings, ledger, name=name, place=require_place(view, "qualification_country"))

    draft = assembly.convert_record(view, start=start, steps=STEPS)
    if draft is None:
        return
    assembly.specifications.append(draft.qualification)
    assembly.outcomes.append(draft.outcome)
    if draft.entitlement is not None:
        assembly.entitlements.append(draft.entitlement)
    for page in draft.qualification.homepage:
        assembly.pages.add(page.uri, record=record.qualification_id)


BY_RECORD = ByRecord(
    name="loq_qualifications_to_loms",
    source_format="loq-qualifications",
    root="Qualifications",
    record=RECORD,
    items="qualification",
    identifier="QualificationId",
    identifier_field="qualification_id",
    title="Title",
    page="Url",
    add=_add,
)
"""The conversion, one record after the other."""
