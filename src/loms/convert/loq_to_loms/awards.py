"""The qualifications that an opportunity leads to.

For each block the first of these rules that fits is taken:

1. Its names are blank: nothing is written. The levels of the record stand in the specification in any case.
2. Otherwise an award record: one more specification, which the activities of the opportunity teach. It keeps every text
   of the block and needs no level, which the block does not have: the levels of the record may be those of another.
"""

from __future__ import annotations

from loms.convert.accounting import Action, Spot
from loms.convert.identifiers import minted_id
from loms.convert.leaves import Leaf, View
from loms.convert.loq_to_loms.draft import OpportunityDraft
from loms.convert.loq_to_loms.labels import normalized
from loms.convert.to_loms.draft import Aside
from loms.convert.to_loms.links import is_address, write_pages
from loms.convert.to_loms.organizations import write_awarding_body
from loms.convert.to_loms.sections import SPECIFICATION
from loms.convert.to_loms.texts import (
    label_content,
    plain_note,
    text_language,
    write_labels,
    write_notes,
)
from loms.model import (
    AwardingOpportunities,
    AwardingOpportunity,
    Identifier,
    IdReference,
    IscedFCode,
    LearningOutcomes,
    LearningSpecification,
    LocationCode,
)

__all__ = ["write_awards"]

_NAMELESS = "The qualification that it belongs to has no name."


def write_awards(draft: OpportunityDraft) -> None:
    """The qualifications that the opportunity leads to, block by block. The fields of education must be written first.

    Args:
        draft: The records to write to.
    """
    for number, block in enumerate(draft.view.blocks("Qualifications"), start=1):
        if all(label_content(leaf.value).is_blank for leaf in block.all("QualificationAwarded")):
            _ignore(draft, block)
        else:
            _write_award(draft, block, number)


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
    draft.awards.append(award)
    activity, _ = draft.activities()
    activity.teaches.append(IdReference(idref=award.id))
    for place in ("@id", "learningOutcomes/learningOutcome/@idref", "hasISCED-FCode/@uri"):
        draft.ledger.synthesise(spot.at(place))


def _write_identifier(draft: OpportunityDraft, award: LearningSpecification, spot: Spot, number: int) -> None:
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


def _write_awarding(draft: OpportunityDraft, block: View, award: LearningSpecification, spot: Spot) -> None:
    body = write_awarding_body(draft, block)
    if body is None:
        _keep_contacts(draft, block, award, spot)
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


def _keep_contacts(draft: OpportunityDraft, block: View, award: LearningSpecification, spot: Spot) -> None:
    """Without a name there is no organization, so notes of the award record keep what is said of it."""
    aside = Aside(award.additional_note, spot)
    write_labels(draft, block.all("AwardingBody"), [], aside=aside)
    target = spot.at("additionalNote/text")
    contacts = block.all("AwardingBodyContactInfo")
    write_notes(draft, contacts, award.additional_note, target, aside=aside)
    pages = block.all("AwardingBodyUrl")
    write_pages(draft, [leaf for leaf in pages if not is_address(leaf.value)], [], target)
    for leaf in pages:
        if is_address(leaf.value):
            _keep_address(draft, leaf, award, spot)


def _keep_address(draft: OpportunityDraft, leaf: Leaf, award: LearningSpecification, spot: Spot) -> None:
    lang = text_language(leaf)
    award.additional_note.append(plain_note(leaf.value, lang=lang or draft.fallback, field=leaf.name))
    draft.ledger.keep(leaf, Action.NOTE, spot.at("additionalNote/text"))
    language = leaf.language_leaf()
    if language is None:
        return
    if lang is None:
        draft.ledger.drop(language, lost=True)
    else:
        draft.ledger.keep(language, Action.NOTE, spot.at("additionalNote/text/@lang"))
