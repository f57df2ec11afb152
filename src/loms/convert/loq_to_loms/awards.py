"""The qualifications that an opportunity leads to, by the rules of ``policy``."""

from __future__ import annotations

from loms.convert.accounting import Action, Spot
from loms.convert.identifiers import minted_id
from loms.convert.leaves import View
from loms.convert.loq_to_loms.draft import OpportunityDraft
from loms.convert.loq_to_loms.policy import has_name, known_as
from loms.convert.loq_to_loms.references import warn_of_several, write_reference
from loms.convert.to_loms.draft import Aside
from loms.convert.to_loms.links import write_pages
from loms.convert.to_loms.organizations import keep_contacts, write_awarding_body
from loms.convert.to_loms.sections import SPECIFICATION
from loms.convert.to_loms.texts import normalized, write_labels, write_notes
from loms.model import (
    AwardingOpportunities,
    AwardingOpportunity,
    Identifier,
    IdReference,
    IscedFCode,
    LearningOutcomes,
    LearningSpecification,
    LocationCode,
    Qualification,
)

__all__ = ["write_awards"]

Award = LearningSpecification | Qualification

_NAMELESS = "The qualification that it belongs to has no name."


def write_awards(draft: OpportunityDraft) -> None:
    """The qualifications that the opportunity leads to, block by block. The fields of education must be written first.

    Args:
        draft: The records to write to.
    """
    for number, block in enumerate(draft.view.blocks("Qualifications"), start=1):
        known = known_as(block, draft.settings)
        if not has_name(block):
            _ignore(draft, block)
        elif len(known) == 1:
            write_reference(draft, block, known[0])
        elif isinstance(draft.specification, Qualification):
            _write_record(draft, block, draft.specification, draft.spec, number)
        else:
            _write_award(draft, block, number)
        if len(known) > 1:
            warn_of_several(draft, block, known)


def _ignore(draft: OpportunityDraft, block: View) -> None:
    texts = [leaf for leaf in block.leaves if not leaf.field.endswith("/@language")]
    lost = [leaf for leaf in texts if leaf.value.strip()]
    said = {leaf.path for leaf in lost}
    for leaf in block.leaves:
        is_said = leaf.path.removesuffix("/@language") in said
        draft.ledger.drop(leaf, lost=is_said, detail=_NAMELESS if is_said else "")
    if lost:
        draft.warn(
            "CONVERT-QUALIFICATION-WITHOUT-NAME",
            f"A qualification without a name was left out, with what else is said of it ({len(lost)} texts).",
            path=lost[0].path.rpartition("/")[0],
            remedy="Fill in QualificationAwarded.",
        )


def _write_award(draft: OpportunityDraft, block: View, number: int) -> None:
    award = LearningSpecification(
        id=minted_id(draft.namespace, "specification", *draft.name, "award", str(number)),
        learning_outcomes=LearningOutcomes(learning_outcome=[IdReference(idref=draft.result.id)]),
        has_isced_fcode=[IscedFCode(uri=code.uri) for code in draft.specification.has_isced_fcode],
    )
    spot = Spot(SPECIFICATION, award.id)
    _write_record(draft, block, award, spot, number)
    draft.awards.append(award)
    activity, _ = draft.activities()
    activity.teaches.append(IdReference(idref=award.id))
    for place in ("@id", "learningOutcomes/learningOutcome/@idref", "hasISCED-FCode/@uri"):
        draft.ledger.synthesise(spot.at(place))


def _write_record(draft: OpportunityDraft, block: View, award: Award, spot: Spot, number: int) -> None:
    """What the block says, into an award record or into the qualification that specifies the opportunity."""
    aside = Aside(award.additional_note, spot)
    _write_identifier(draft, award, spot, number)
    titles = [(award.title, spot.at("title/text"))]
    write_labels(draft, block.all("QualificationAwarded"), titles, aside=aside, required=True)
    others = [(award.alt_label, spot.at("altLabel/text"))]
    write_labels(draft, block.all("OtherQualificationAwardedTerm"), others, aside=aside)
    texts = block.all("QualificationAwardedDescription")
    write_notes(draft, texts, award.description, spot.at("description/text"), aside=aside)
    write_pages(draft, block.all("QualificationAwardedURL"), award.homepage, spot.at("homepage"))
    _write_awarding(draft, block, award, spot)


def _write_identifier(draft: OpportunityDraft, award: Award, spot: Spot, number: int) -> None:
    record = draft.view.one("LearningOpportunityId")
    award.identifier.append(
        Identifier(
            value=f"{normalized(record.value) if record else ''}#qualification-{number}",
            scheme_id=draft.settings.scheme(),
            type="loq-award",
            spatial_id=draft.place.country,
        )
    )
    draft.ledger.synthesise(spot.at("identifier"))


def _write_awarding(draft: OpportunityDraft, block: View, award: Award, spot: Spot) -> None:
    body = write_awarding_body(draft, block)
    if body is None:
        keep_contacts(draft, block, Aside(award.additional_note, spot))
        return
    occasion = AwardingOpportunity(
        organization=[IdReference(idref=body)], location=LocationCode(uri=draft.place.country)
    )
    award.awarding_opportunities = AwardingOpportunities(awarding_opportunity=[occasion])
    draft.ledger.synthesise(spot.at("awardingOpportunities/awardingOpportunity/organization/@idref"))
    country = draft.view.one("CountryCode")
    if country is not None:
        target = spot.at("awardingOpportunities/awardingOpportunity/location/@uri")
        draft.ledger.keep(country, Action.MAPPED, target)
