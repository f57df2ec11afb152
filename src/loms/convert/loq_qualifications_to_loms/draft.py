"""The LOMS records that one legacy qualification becomes, while they are being written."""

from __future__ import annotations

from typing import cast

import attrs

from loms.convert.accounting import Ledger, Spot
from loms.convert.identifiers import minted_id
from loms.convert.settings import Settings
from loms.convert.to_loms.codes import Place
from loms.convert.to_loms.draft import Aside, PlacedDraft
from loms.convert.to_loms.sections import OUTCOME, QUALIFICATION
from loms.model import (
    EntitlementSpecification,
    EqfLevelCode,
    IdReference,
    LearningOutcome,
    LearningOutcomes,
    Qualification,
)

__all__ = ["QualificationDraft", "start_draft"]

# Set by the step of the levels; a record that gives none is left out.
_LATER = cast("EqfLevelCode", None)


@attrs.define(kw_only=True)
class QualificationDraft(PlacedDraft):
    """What the steps of the conversion read from and write to, for one legacy record.

    Attributes:
        qualification: What the record becomes above all.
        outcome: The learning outcome that LOMS requires.
        entitlement: The occupation to which it may lead, where the record says something about it.
        spot: Where the qualification is.
        result: Where the learning outcome is.
        aside: The notes of the qualification.
    """

    qualification: Qualification
    outcome: LearningOutcome
    entitlement: EntitlementSpecification | None = None
    spot: Spot = attrs.field(init=False)
    result: Spot = attrs.field(init=False)
    aside: Aside = attrs.field(init=False)

    @spot.default
    def _spot(self) -> Spot:
        return Spot(QUALIFICATION, self.qualification.id)

    @result.default
    def _result(self) -> Spot:
        return Spot(OUTCOME, self.qualification.learning_outcomes.learning_outcome[0].idref)

    @aside.default
    def _aside(self) -> Aside:
        return Aside(self.qualification.additional_note, self.spot)


def start_draft(settings: Settings, ledger: Ledger, *, name: tuple[str, ...], place: Place) -> QualificationDraft:
    """Begin the records that one legacy record becomes: ids and the links between them.

    Args:
        settings: What the conversion cannot know by itself.
        ledger: The account of the record.
        name: What its ids are made of.
        place: Country or region of the record.
    """
    namespace = settings.minting_namespace()
    # An opportunity of the same identifier has an outcome too, and both may come to stand in one dataset.
    outcome = minted_id(namespace, "outcome", *name, "qualification")
    draft = QualificationDraft(
        settings=settings,
        view=ledger.view,
        ledger=ledger,
        name=name,
        place=place,
        qualification=Qualification(
            id=minted_id(namespace, "qualification", *name),
            learning_outcomes=LearningOutcomes(learning_outcome=[IdReference(idref=outcome)]),
            eqf_level=_LATER,
        ),
        outcome=LearningOutcome(id=outcome),
    )
    ledger.synthesise(draft.spot.at("learningOutcomes/learningOutcome/@idref"))
    ledger.synthesise(draft.result.at("@id"))
    return draft
