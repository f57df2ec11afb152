"""The LOMS records that one legacy opportunity becomes, while they are being written."""

from __future__ import annotations

import attrs

from loms.convert.accounting import Ledger, Spot
from loms.convert.identifiers import minted_id
from loms.convert.leaves import View
from loms.convert.loq_to_loms.policy import is_own_qualification
from loms.convert.settings import Settings
from loms.convert.to_loms.codes import Place
from loms.convert.to_loms.draft import Aside, PlacedDraft
from loms.convert.to_loms.sections import ACTIVITY, OPPORTUNITY, OUTCOME, QUALIFICATION, SPECIFICATION
from loms.convert.uris import EQF_LEVELS
from loms.model import (
    EqfLevel,
    EqfLevelCode,
    IdReference,
    LearningActivitySpecification,
    LearningOpportunity,
    LearningOutcome,
    LearningOutcomes,
    LearningSpecification,
    Qualification,
    QualificationRef,
)

__all__ = ["OpportunityDraft", "start_draft"]


@attrs.define(kw_only=True)
class OpportunityDraft(PlacedDraft):
    """What the steps of the conversion read from and write to, for one legacy record.

    Attributes:
        opportunity: What the record becomes above all.
        specification: What is learned; a qualification where the data source owns the only one of the record.
        outcome: The learning outcome that LOMS requires.
        activity: The activities, where there is something to say of them.
        awards: One more specification for each qualification that is awarded.
        references: One for each qualification that is awarded and published elsewhere.
        offer: Where the opportunity is.
        spec: Where the specification is.
        result: Where the learning outcome is.
        aside: The notes of the opportunity.
    """

    opportunity: LearningOpportunity
    specification: LearningSpecification | Qualification
    outcome: LearningOutcome
    activity: LearningActivitySpecification | None = None
    awards: list[LearningSpecification] = attrs.field(factory=list)
    references: list[QualificationRef] = attrs.field(factory=list)
    offer: Spot = attrs.field(init=False)
    spec: Spot = attrs.field(init=False)
    result: Spot = attrs.field(init=False)
    aside: Aside = attrs.field(init=False)

    @offer.default
    def _offer(self) -> Spot:
        return Spot(OPPORTUNITY, self.opportunity.id)

    @spec.default
    def _spec(self) -> Spot:
        section = QUALIFICATION if isinstance(self.specification, Qualification) else SPECIFICATION
        return Spot(section, self.specification.id)

    @result.default
    def _result(self) -> Spot:
        return Spot(OUTCOME, self.specification.learning_outcomes.learning_outcome[0].idref)

    @aside.default
    def _aside(self) -> Aside:
        return Aside(self.opportunity.additional_note, self.offer)

    def activities(self) -> tuple[LearningActivitySpecification, Spot]:
        """The record of the activities, made and linked when it is first needed."""
        if self.activity is None:
            activity = LearningActivitySpecification(id=minted_id(self.namespace, "activity", *self.name))
            self.activity = activity
            spot = Spot(ACTIVITY, activity.id)
            activity.teaches.append(IdReference(idref=self.specification.id))
            self.specification.learning_activity_specification = IdReference(idref=activity.id)
            self.ledger.synthesise(spot.at("@id"))
            self.ledger.synthesise(spot.at("teaches/@idref"))
            self.ledger.synthesise(self.spec.at("learningActivitySpecification/@idref"))
        return self.activity, Spot(ACTIVITY, self.activity.id)


def start_draft(settings: Settings, ledger: Ledger, *, name: tuple[str, ...], place: Place) -> OpportunityDraft:
    """Begin the records that one legacy record becomes: ids and the links between them.

    Args:
        settings: What the conversion cannot know by itself.
        ledger: The account of the record.
        name: What its ids are made of.
        place: Country or region of the record.
    """
    namespace = settings.minting_namespace()
    specification = minted_id(namespace, "specification", *name)
    outcome = minted_id(namespace, "outcome", *name)
    draft = OpportunityDraft(
        settings=settings,
        view=ledger.view,
        ledger=ledger,
        name=name,
        place=place,
        opportunity=LearningOpportunity(
            id=minted_id(namespace, "opportunity", *name), specified_by=IdReference(idref=specification)
        ),
        specification=_specification(settings, ledger.view, specification, outcome),
        outcome=LearningOutcome(id=outcome),
    )
    ledger.synthesise(draft.offer.at("specifiedBy/@idref"))
    ledger.synthesise(draft.spec.at("@id"))
    ledger.synthesise(draft.spec.at("learningOutcomes/learningOutcome/@idref"))
    ledger.synthesise(Spot(OUTCOME, outcome).at("@id"))
    return draft


def _specification(
    settings: Settings, record: View, identity: str, outcome: str
) -> LearningSpecification | Qualification:
    outcomes = LearningOutcomes(learning_outcome=[IdReference(idref=outcome)])
    level = record.one("EqfLevel")
    if level is not None and is_own_qualification(record, settings):
        # The account of the level is made where levels are written.
        eqf_level = EqfLevelCode(uri=EqfLevel(f"{EQF_LEVELS}{level.value}"))
        return Qualification(id=identity, learning_outcomes=outcomes, eqf_level=eqf_level)
    return LearningSpecification(id=identity, learning_outcomes=outcomes)
