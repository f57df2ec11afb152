"""The LOMS records that one record of QMS becomes, while they are being written."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from typing import ClassVar, TypeVar, cast

import attrs

from loms.convert.accounting import Action, Ledger, Spot, Target
from loms.convert.leaves import Leaf, View
from loms.convert.qms_to_loms.codes import find_level
from loms.convert.qms_to_loms.context import AgentEntry, Context
from loms.convert.to_loms.codes import Place
from loms.convert.to_loms.draft import Aside, LomsDraft
from loms.convert.to_loms.sections import ORGANIZATION, QUALIFICATION, SPECIFICATION
from loms.model import (
    EntitlementSpecification,
    EqfLevelCode,
    LearningOutcome,
    LearningOutcomes,
    LearningSpecification,
    Organization,
    Qualification,
    TextLanguage,
)

__all__ = ["AgentDraft", "QmsDraft", "QualificationDraft", "start_agent", "start_qualification"]

E = TypeVar("E")

# Set by the step of the levels; without a level the record is no qualification.
_LATER = cast("EqfLevelCode", None)


@attrs.define(kw_only=True)
class QmsDraft(LomsDraft):
    """What one record becomes.

    Attributes:
        context: What the records of the document share.
        place: Country or region of the record; None where it names none.
    """

    mark: ClassVar[str] = "qms"
    context: Context
    place: Place | None = None

    @property
    def country(self) -> str:
        """Legacy code of the country of the record; empty where it names none."""
        return self.place.code[:2] if self.place else ""

    def drop_all(self, leaves: Iterable[Leaf], reason: str = "") -> None:
        """Account for leaves that do not stand in the target.

        Args:
            leaves: The source.
            reason: Why, one sentence; that of the rule unless told otherwise.
        """
        for leaf in leaves:
            self.ledger.drop(leaf, lost=bool(leaf.value.strip()), detail=reason)

    def find(self, block: View, look_up: Callable[[str], E | None], target: Target) -> E | None:
        """Find what a code of QMS is in LOMS, and account for it.

        Args:
            block: The element that holds the code, and perhaps its URI.
            look_up: Finds it.
            target: Where it will stand.

        Returns:
            What it is. None where there is no code; also for one that nobody knows, and the record will be left out.
        """
        code, uri = block.one("Code"), block.one("URI")
        found = look_up(code.value.strip()) if code else None
        by_uri = look_up(uri.value.strip()) if uri else None
        if code is not None and found is not None:
            self.keep_same(code, _value_of(found), target)
        elif code is not None and by_uri is not None:
            self.ledger.drop(code, lost=bool(code.value.strip()), detail="It is not in the list, but its URI is.")
        elif code is not None:
            self.unknown_code(code)
        found = found or by_uri
        if uri is not None and by_uri is not None and by_uri is found:
            self.keep_same(uri, _value_of(by_uri), target)
        elif uri is not None and code is None and uri.value.strip():
            self.unknown_code(uri)
        elif uri is not None:
            self.drop_all([uri])
        return found

    def keep_same(self, leaf: Leaf, written: str, target: Target) -> None:
        """Account for a leaf that stands in the target as it is or in another form.

        Args:
            leaf: The source.
            written: What stands there.
            target: Where.
        """
        self.ledger.keep(leaf, Action.COPIED if written == leaf.value else Action.MAPPED, target)


@attrs.define(kw_only=True)
class AgentDraft(QmsDraft):
    """What an agent becomes.

    Attributes:
        entry: The agent as awarding activities know it.
        organization: Its record.
    """

    entry: AgentEntry
    organization: Organization

    @property
    def spot(self) -> Spot:
        """Where the organization is."""
        return Spot(ORGANIZATION, self.organization.id)

    @property
    def aside(self) -> Aside:
        """The notes of the organization."""
        return Aside(self.organization.additional_note, self.spot)


@attrs.define(kw_only=True)
class QualificationDraft(QmsDraft):
    """What a qualification becomes.

    Attributes:
        record: The qualification, or the learning specification of one that has no EQF level.
        outcomes: Its learning outcomes.
        entitlements: The occupations that it leads to.
    """

    record: Qualification | LearningSpecification
    outcomes: list[LearningOutcome] = attrs.field(factory=list)
    entitlements: list[EntitlementSpecification] = attrs.field(factory=list)

    @property
    def spot(self) -> Spot:
        """Where the record is."""
        section = QUALIFICATION if isinstance(self.record, Qualification) else SPECIFICATION
        return Spot(section, self.record.id)

    @property
    def aside(self) -> Aside:
        """The notes of the record."""
        return Aside(self.record.additional_note, self.spot)

    @property
    def language(self) -> TextLanguage:
        """The language of texts that say none: that of the first title."""
        return next((each.text.lang for each in self.record.title), TextLanguage.EN)


def start_agent(
    context: Context, ledger: Ledger, *, name: tuple[str, ...], place: Place | None, entry: AgentEntry
) -> AgentDraft:
    """Begin the organization that an agent becomes.

    Args:
        context: What the records of the document share.
        ledger: The account of the record.
        name: What its id is made of where it has no URI.
        place: Country or region of the record; None where it names none.
        entry: The agent as awarding activities know it.
    """
    organization = Organization(id=context.id_of(_uri_of(ledger.view), "organization", *name))
    draft = AgentDraft(
        settings=context.settings,
        view=ledger.view,
        ledger=ledger,
        name=name,
        place=place,
        context=context,
        entry=entry,
        organization=organization,
        organizations={organization.id: organization},
    )
    ledger.synthesise(draft.spot.at("@id"))
    return draft


def start_qualification(
    context: Context, ledger: Ledger, *, name: tuple[str, ...], place: Place | None
) -> QualificationDraft:
    """Begin the record that a qualification becomes.

    Args:
        context: What the records of the document share.
        ledger: The account of the record.
        name: What its id is made of where it has no URI.
        place: Country or region of the record; None where it names none.
    """
    id = context.id_of(_uri_of(ledger.view), "qualification", *name)
    draft = QualificationDraft(
        settings=context.settings,
        view=ledger.view,
        ledger=ledger,
        name=name,
        place=place,
        context=context,
        record=Qualification(id=id, learning_outcomes=LearningOutcomes(), eqf_level=_LATER)
        if _has_level(ledger.view)
        else LearningSpecification(id=id, learning_outcomes=LearningOutcomes()),
    )
    ledger.synthesise(draft.spot.at("@id"))
    return draft


def _uri_of(view: View) -> str:
    leaf = view.one("URI")
    return leaf.value if leaf else ""


def _has_level(view: View) -> bool:
    leaves = [view.one("EQFLevel/Code"), view.one("EQFLevel/URI")]
    return any(leaf is not None and find_level(leaf.value.strip()) is not None for leaf in leaves)


def _value_of(code: object) -> str:
    """The code as it is written; a member of two lists alike is of none by its type."""
    return str(cast("enum.Enum", code).value)
