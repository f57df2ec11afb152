"""The LOMS records that one legacy record becomes, while they are being written."""

from __future__ import annotations

import attrs

from loms.convert.accounting import Ledger, Spot
from loms.convert.identifiers import minted_id
from loms.convert.leaves import Leaf, View
from loms.convert.loq_to_loms.codes import Place, fallback_language, framework_title
from loms.convert.loq_to_loms.sections import ACTIVITY, FRAMEWORK, OPPORTUNITY, OUTCOME, SPECIFICATION
from loms.convert.settings import Settings
from loms.errors import Severity
from loms.model import (
    IdReference,
    LearningActivitySpecification,
    LearningOpportunity,
    LearningOutcome,
    LearningOutcomes,
    LearningSpecification,
    Organization,
    SemanticFramework,
    TextLanguage,
)
from loms.text import label

__all__ = ["CannotConvertError", "Draft", "start_draft"]


class CannotConvertError(Exception):
    """LOMS requires something that the record does not have. Caught where the records are gone through."""

    def __init__(self, *, code: str, message: str, remedy: str, path: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.path = path


@attrs.define(kw_only=True)
class Draft:
    """What the steps of the conversion read from and write to, for one legacy record.

    Attributes:
        settings: What the conversion cannot know by itself.
        view: The leaves of the record.
        ledger: The account of the record.
        name: What its ids are made of: the legacy identifier, and a number where it is not the first of that name.
        place: Country or region of the record.
        opportunity: What the record becomes above all.
        specification: What is learned.
        outcome: The learning outcome that LOMS requires.
        activity: The activities, where there is something to say of them.
        awards: One more specification for each qualification that is awarded.
        organizations: Provider and awarding bodies, by id.
        frameworks: Frameworks that are referred to, by id.
    """

    settings: Settings
    view: View
    ledger: Ledger
    name: tuple[str, ...]
    place: Place
    opportunity: LearningOpportunity
    specification: LearningSpecification
    outcome: LearningOutcome
    activity: LearningActivitySpecification | None = None
    awards: list[LearningSpecification] = attrs.field(factory=list)
    organizations: dict[str, Organization] = attrs.field(factory=dict)
    frameworks: dict[str, SemanticFramework] = attrs.field(factory=dict)

    @property
    def namespace(self) -> str:
        """The namespace of the ids."""
        return self.settings.minting_namespace()

    @property
    def offer(self) -> Spot:
        """Where the opportunity is."""
        return Spot(OPPORTUNITY, self.opportunity.id)

    @property
    def spec(self) -> Spot:
        """Where the specification is."""
        return Spot(SPECIFICATION, self.specification.id)

    @property
    def result(self) -> Spot:
        """Where the learning outcome is."""
        return Spot(OUTCOME, self.specification.learning_outcomes.learning_outcome[0].idref)

    @property
    def fallback(self) -> TextLanguage:
        """The text code for languages that LOMS does not have."""
        country = self.place.code[:2]
        chosen = self.settings.fallback_languages.get(country)
        return TextLanguage(chosen) if chosen else fallback_language(country)

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

    def framework(self, name: str) -> str:
        """Declare a framework to which a level or field refers.

        Args:
            name: Its URI, or for a framework of our own the end of it.

        Returns:
            Its id.
        """
        found = name if "://" in name else self.namespace + name
        if found not in self.frameworks:
            self.frameworks[found] = SemanticFramework(id=found, title=[label(framework_title(name), "en")])
            self.ledger.synthesise(Spot(FRAMEWORK, found).at(""))
        return found

    def warn(self, code: str, message: str, *, path: str | None = None, remedy: str = "") -> None:
        """Report something that is converted but should be looked at.

        Args:
            code: Stable name of the kind of problem.
            message: One sentence.
            path: Path of the source.
            remedy: What to do about it.
        """
        self.ledger.issue(code, message, severity=Severity.WARNING, path=path, remedy=remedy)

    def drop_language(self, leaf: Leaf, reason: str) -> None:
        """Account for the language of a text that was left out.

        Args:
            leaf: The text.
            reason: Why, one sentence.
        """
        language = leaf.language_leaf()
        if language is not None:
            self.ledger.drop(language, lost=False, detail=reason)

    def unknown_code(self, leaf: Leaf) -> None:
        """Leave out a code that is not in the list of the legacy model, and report it.

        Args:
            leaf: The code.
        """
        self.ledger.drop(leaf, lost=bool(leaf.value.strip()), detail="The code is not in the list.")
        self.ledger.issue(
            "CONVERT-UNKNOWN-CODE",
            f"{leaf.name} has no code {leaf.value!r}; it was left out.",
            severity=Severity.ERROR,
            path=leaf.path,
            remedy="Use a code of the list.",
        )


def start_draft(settings: Settings, ledger: Ledger, *, name: tuple[str, ...], place: Place) -> Draft:
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
    draft = Draft(
        settings=settings,
        view=ledger.view,
        ledger=ledger,
        name=name,
        place=place,
        opportunity=LearningOpportunity(
            id=minted_id(namespace, "opportunity", *name), specified_by=IdReference(idref=specification)
        ),
        specification=LearningSpecification(
            id=specification, learning_outcomes=LearningOutcomes(learning_outcome=[IdReference(idref=outcome)])
        ),
        outcome=LearningOutcome(id=outcome),
    )
    ledger.synthesise(draft.offer.at("specifiedBy/@idref"))
    ledger.synthesise(draft.spec.at("@id"))
    ledger.synthesise(draft.spec.at("learningOutcomes/learningOutcome/@idref"))
    ledger.synthesise(Spot(OUTCOME, outcome).at("@id"))
    return draft
