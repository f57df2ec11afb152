"""Goes through a QMS document record by record and puts the LOMS document together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from loms.convert.accounting import ConversionReport, Ledger
from loms.convert.leaves import View
from loms.convert.qms_to_loms.agents import agent_entries, convert_agent, location_of
from loms.convert.qms_to_loms.awarding import write_awarding
from loms.convert.qms_to_loms.codes import place_of
from loms.convert.qms_to_loms.context import AgentEntry, Context
from loms.convert.qms_to_loms.draft import QualificationDraft, start_qualification
from loms.convert.qms_to_loms.leaves import agent_view, qualification_view
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

__all__ = ["STEPS", "QmsConversion", "convert_document"]

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


@attrs.define(kw_only=True)
class QmsConversion:
    """A conversion of QMS records.

    All agents come before the first qualification, which may refer to an organization only if there is one.

    Attributes:
        context: What the records share.
        qualifications: What the qualifications become.
        agents: What the agents become.
    """

    context: Context
    qualifications: LomsAssembly
    agents: LomsAssembly

    @classmethod
    def begin(
        cls, settings: Settings, *, agents: Iterable[View], qualifications: Iterable[View], strict: bool = False
    ) -> QmsConversion:
        """Look at all records, and convert none.

        Args:
            settings: What the conversion cannot know by itself; the namespace is needed.
            agents: The agents of the document; each is looked at once, and so is each qualification.
            qualifications: Its qualifications.
            strict: Whether the first error ends it.

        Raises:
            UsageError: The settings give no namespace.
        """
        settings.minting_namespace()
        return cls(
            context=Context(settings=settings, agents=agent_entries(agents, qualifications)),
            qualifications=_begin(f"{ROOT}/Qualifications/Qualification", "PreferredLabel", strict=strict),
            agents=_begin(f"{ROOT}/Agents/Agent", "Name", strict=strict),
        )

    def add_agent(self, view: View, entry: AgentEntry) -> None:
        """Convert an agent.

        Args:
            view: The agent.
            entry: Its entry in the context, which has them in the same order.

        Raises:
            InvalidDataError: It is strict, and there is an error.
        """
        convert_agent(self.agents, self.context, view, entry)

    def add_qualification(self, view: View) -> None:
        """Convert a qualification.

        Args:
            view: The qualification.

        Raises:
            InvalidDataError: It is strict, and there is an error.
        """
        locations = [location_of(block, "Location") for block in view.blocks("AwardingActivities/AwardingActivity")]
        places = [place_of(location) for location in locations if location]

        def start(ledger: Ledger, name: tuple[str, ...]) -> QualificationDraft:
            return start_qualification(self.context, ledger, name=name, place=next(iter(places), None))

        draft = self.qualifications.convert_record(view, start=start, steps=STEPS)
        if draft is not None:
            self.qualifications.specifications.append(draft.record)
            self.qualifications.outcomes += draft.outcomes
            self.qualifications.entitlements += draft.entitlements

    def end(self) -> None:
        """Put the organizations and their account behind the qualifications, where they stand in the source.

        Raises:
            InvalidDataError: It is strict, and none of the records was converted.
        """
        self.qualifications.organizations |= self.agents.organizations
        self.qualifications.entries += self.agents.entries
        self.qualifications.issues += self.agents.issues
        self.qualifications.read += self.agents.read
        self.qualifications.converted += self.agents.converted
        self.qualifications.end(may_be_empty=True)


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
    records = source.qualifications.qualification if source.qualifications else []
    qualifications = [qualification_view(record) for record in records]
    agents = [agent_view(record) for record in (source.agents.agent if source.agents else [])]
    conversion = QmsConversion.begin(settings, agents=agents, qualifications=qualifications, strict=strict)
    for agent, entry in zip(agents, conversion.context.agents, strict=True):
        conversion.add_agent(agent, entry)
    for view in qualifications:
        conversion.add_qualification(view)
    conversion.end()
    assembly = conversion.qualifications
    return assembly.document(), assembly.report(source_format="qms-1.0")


def _begin(records: str, title: str, *, strict: bool) -> LomsAssembly:
    rules = load_rules("qms_to_loms")
    return LomsAssembly(rules=rules, records=records, identifier="Identifier", title=title, strict=strict)
