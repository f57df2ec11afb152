"""Goes through a QMS document record by record and puts the LOMS document together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from loms.convert.accounting import ConversionReport, Ledger
from loms.convert.leaves import View
from loms.convert.qms_to_loms.agents import agent_entries, convert_agents, location_of
from loms.convert.qms_to_loms.awarding import write_awarding
from loms.convert.qms_to_loms.codes import place_of
from loms.convert.qms_to_loms.context import Context
from loms.convert.qms_to_loms.draft import QualificationDraft, start_qualification
from loms.convert.qms_to_loms.leaves import view_of
from loms.convert.qms_to_loms.levels import write_eqf_level, write_fields, write_national_levels
from loms.convert.qms_to_loms.names import write_names
from loms.convert.qms_to_loms.notes import write_texts
from loms.convert.qms_to_loms.occupations import write_occupations
from loms.convert.qms_to_loms.outcomes import write_outcomes
from loms.convert.qms_to_loms.pages import write_pages
from loms.convert.qms_to_loms.terms import (
    drop_what_has_no_place,
    write_entry_requirements,
    write_expiry,
    write_reference_languages,
    write_volume,
    write_ways,
)
from loms.convert.rules import load_rules
from loms.convert.settings import Settings
from loms.convert.to_loms.assembly import LomsAssembly
from loms.legacy.qms import QualificationMetadata
from loms.model import QmsLearningOpportunities

__all__ = ["STEPS", "convert_document"]

ROOT = "QualificationMetadata"

STEPS: Sequence[Callable[[QualificationDraft], None]] = (
    write_names,
    write_texts,
    write_fields,
    write_eqf_level,
    write_national_levels,
    write_volume,
    write_ways,
    write_entry_requirements,
    write_expiry,
    write_reference_languages,
    write_outcomes,
    write_occupations,
    write_awarding,
    write_pages,
    drop_what_has_no_place,
)
"""The steps of the conversion of a qualification, in the order in which they run."""


def convert_document(
    source: QualificationMetadata, settings: Settings, *, strict: bool = False
) -> tuple[QmsLearningOpportunities, ConversionReport]:
    """Convert a QMS document to LOMS 2019.

    Args:
        source: The QMS document.
        settings: What the conversion cannot know by itself; the namespace is needed.
        strict: Whether the first error ends it.

    Returns:
        The LOMS document and what became of every field.

    Raises:
        UsageError: The settings give no namespace.
        InvalidDataError: It is strict, and there is an error; ``issues`` holds it.
    """
    settings.minting_namespace()
    records = source.qualifications.qualification if source.qualifications else []
    qualifications = [view_of(record, "Qualification") for record in records]
    agents = [view_of(record, "Agent") for record in (source.agents.agent if source.agents else [])]
    context = Context(settings=settings, agents=agent_entries(agents, qualifications))
    assembly = _begin(f"{ROOT}/Qualifications/Qualification", "PreferredLabel", strict=strict)
    organizations = _begin(f"{ROOT}/Agents/Agent", "Name", strict=strict)
    # First, because a qualification may refer to an organization only if there is one.
    convert_agents(organizations, context, agents)
    for view in qualifications:
        draft = _convert_qualification(assembly, context, view)
        if draft is not None:
            assembly.specifications.append(draft.record)
            assembly.outcomes += draft.outcomes
            assembly.entitlements += draft.entitlements
    _add(assembly, organizations)
    assembly.end(may_be_empty=True)
    return assembly.document(), assembly.report(source_format="qms-1.0")


def _begin(records: str, title: str, *, strict: bool) -> LomsAssembly:
    rules = load_rules("qms_to_loms")
    return LomsAssembly(rules=rules, records=records, identifier="Identifier", title=title, strict=strict)


def _convert_qualification(assembly: LomsAssembly, context: Context, view: View) -> QualificationDraft | None:
    locations = [location_of(block, "Location") for block in view.blocks("AwardingActivities/AwardingActivity")]
    places = [place_of(location) for location in locations if location]

    def start(ledger: Ledger, name: tuple[str, ...]) -> QualificationDraft:
        return start_qualification(context, ledger, name=name, place=next(iter(places), None))

    return assembly.convert_record(view, start=start, steps=STEPS)


def _add(assembly: LomsAssembly, more: LomsAssembly) -> None:
    """Add the organizations and their account behind the qualifications, where they stand in the source."""
    assembly.organizations = more.organizations
    assembly.entries += more.entries
    assembly.issues += more.issues
    assembly.read += more.read
    assembly.converted += more.converted
