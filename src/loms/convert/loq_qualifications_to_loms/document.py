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
from loms.convert.rules import load_rules
from loms.convert.settings import Settings
from loms.convert.to_loms.assembly import LomsAssembly
from loms.convert.to_loms.checks import check_languages, warn_of_shared_pages
from loms.convert.to_loms.draft import require_place
from loms.convert.to_loms.root import account_for_root
from loms.legacy.qualifications import Qualification, Qualifications
from loms.model import QmsLearningOpportunities

__all__ = ["STEPS", "convert_document"]

RECORD = "Qualification"
ROOT = "Qualifications"

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
    settings.minting_namespace()
    assembly = LomsAssembly(
        rules=load_rules("loq_qualifications_to_loms"),
        records=f"{ROOT}/{RECORD}",
        identifier="QualificationId",
        title="Title",
        strict=strict,
    )
    account_for_root(source, ROOT, assembly)
    pages: dict[str, list[str]] = {}
    for record in source.qualification:
        draft = _convert_record(record, assembly, settings)
        if draft is not None:
            _add(assembly, draft)
            for page in draft.qualification.homepage:
                pages.setdefault(page.uri, []).append(record.qualification_id)
    warn_of_shared_pages(assembly, pages, path=f"{RECORD}/Url")
    return assembly.document(), assembly.report(source_format="loq-qualifications")


def _convert_record(record: Qualification, assembly: LomsAssembly, settings: Settings) -> QualificationDraft | None:
    view = View(RECORD, leaves_of(record, RECORD))

    def start(ledger: Ledger, name: tuple[str, ...]) -> QualificationDraft:
        return start_draft(settings, ledger, name=name, place=require_place(view, "qualification_country"))

    return assembly.convert_record(view, start=start, steps=STEPS)


def _add(assembly: LomsAssembly, draft: QualificationDraft) -> None:
    assembly.specifications.append(draft.qualification)
    assembly.outcomes.append(draft.outcome)
    if draft.entitlement is not None:
        assembly.entitlements.append(draft.entitlement)
