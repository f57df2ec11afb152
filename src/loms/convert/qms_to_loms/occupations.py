"""The occupations that a qualification leads to: for each a record of its own, an entitlement."""

from __future__ import annotations

from loms.convert.accounting import Spot
from loms.convert.identifiers import quoted_address
from loms.convert.leaves import View
from loms.convert.qms_to_loms.draft import QualificationDraft
from loms.convert.qms_to_loms.frameworks import write_framework, write_framework_name
from loms.convert.to_loms.draft import Aside
from loms.convert.to_loms.sections import ENTITLEMENT
from loms.convert.to_loms.texts import label_content, write_labels, write_notes
from loms.convert.uris import ESCO
from loms.model import (
    EntitlementSpecification,
    EntitlementStatus,
    EntitlementStatusCode,
    EntitlementType,
    EntitlementTypeCode,
    IdReference,
    LimitNationalOccupation,
    LimitOccupation,
)

__all__ = ["write_occupations"]

_NATIONAL = "limitNationalOccupation"
_OF_ESCO = "An occupation of ESCO belongs to ESCO anyway."


def write_occupations(draft: QualificationDraft) -> None:
    """The occupations, those of ESCO by their URI and others by code and name.

    Args:
        draft: The records to write to.
    """
    for block in draft.view.blocks("RelatedOccupations"):
        id = draft.context.id_of("", "entitlement", *draft.name, str(len(draft.entitlements) + 1))
        entitlement = EntitlementSpecification(
            id=id,
            type=EntitlementTypeCode(uri=EntitlementType.OCCUPATION),
            status=EntitlementStatusCode(uri=EntitlementStatus.PROSPECTIVE),
            may_result_from=[IdReference(idref=draft.record.id)],
        )
        spot = Spot(ENTITLEMENT, id)
        for kind in block.blocks("AssociationType"):
            draft.drop_all(kind.leaves)
        draft.drop_all(block.all("IssuedDate"))
        target = block.one("target")
        if target is not None and target.value.strip().startswith(ESCO):
            _write_esco(draft, block, entitlement, spot)
        else:
            _write_national(draft, block, entitlement, spot)
        if entitlement.limit_occupation or entitlement.limit_national_occupation or entitlement.additional_note:
            _link(draft, entitlement, spot)


def _link(draft: QualificationDraft, entitlement: EntitlementSpecification, spot: Spot) -> None:
    draft.entitlements.append(entitlement)
    draft.record.entitlement_specification.append(IdReference(idref=entitlement.id))
    draft.ledger.synthesise(draft.spot.at("entitlementSpecification/@idref"))
    for place in ("@id", "type/@uri", "status/@uri", "mayResultFrom/@idref"):
        draft.ledger.synthesise(spot.at(place))


def _write_esco(draft: QualificationDraft, block: View, entitlement: EntitlementSpecification, spot: Spot) -> None:
    occupation = LimitOccupation()
    entitlement.limit_occupation.append(occupation)
    for leaf in block.all("target"):
        occupation.target_id = quoted_address(leaf.value)
        draft.keep_same(leaf, occupation.target_id, spot.at("limitOccupation/@targetID"))
    occupation.description = _write_description(draft, block, spot, "limitOccupation")
    aside = Aside(entitlement.additional_note, spot)
    titles = [(entitlement.title, spot.at("title/text"))]
    write_labels(draft, block.all("targetName"), titles, aside=aside)
    texts = block.all("targetDescription")
    write_notes(draft, texts, entitlement.description, spot.at("description/text"), aside=aside)
    draft.drop_all(block.all("targetNotation"))
    for framework in block.blocks("targetFramework"):
        for leaf in framework.leaves:
            is_implied = leaf in framework.all("URI") and leaf.value.strip().startswith(ESCO)
            draft.ledger.drop(leaf, lost=not is_implied and bool(leaf.value.strip()), detail=_OF_ESCO)


def _write_national(draft: QualificationDraft, block: View, entitlement: EntitlementSpecification, spot: Spot) -> None:
    occupation = LimitNationalOccupation()
    aside = Aside(entitlement.additional_note, spot)
    draft.drop_all(block.all("target"))
    occupation.description = _write_description(draft, block, spot, _NATIONAL)
    for leaf in block.all("targetNotation"):
        occupation.target_notation = " ".join(leaf.value.split()) or None
        if occupation.target_notation is None:
            draft.ledger.drop(leaf, lost=False)
        else:
            draft.keep_same(leaf, occupation.target_notation, spot.at(f"{_NATIONAL}/@targetNotation"))
    names = [(occupation.target_name, spot.at(f"{_NATIONAL}/targetName/text"))]
    write_labels(draft, block.all("targetName"), names, aside=aside)
    texts, target = block.all("targetDescription"), spot.at(f"{_NATIONAL}/targetDescription/text")
    write_notes(draft, texts, occupation.target_description, target, aside=aside)
    for framework in block.blocks("targetFramework"):
        link = spot.at(f"{_NATIONAL}/@targetFrameworkID")
        occupation.target_framework_id = write_framework(draft, framework, link)
        if occupation.target_framework_id is None:
            target = spot.at(f"{_NATIONAL}/targetFrameworkName/text")
            write_framework_name(draft, framework, occupation.target_framework_name, target)
    if occupation != LimitNationalOccupation():
        entitlement.limit_national_occupation.append(occupation)


def _write_description(draft: QualificationDraft, block: View, spot: Spot, place: str) -> str | None:
    """The relation of qualification and occupation, which has no language in LOMS."""
    leaf = block.one("Description")
    if leaf is None:
        return None
    content = label_content(leaf.value)
    for each in content.left_out:
        detail = f"Left out of the text: {each.what}, which an attribute cannot hold."
        draft.ledger.drop(leaf, lost=each.is_seen, detail=detail)
    language = leaf.language_leaf()
    if content.is_blank:
        draft.ledger.drop(leaf, lost=False)
        draft.drop_language(leaf, "Its text is blank.")
        return None
    draft.keep_same(leaf, content.value, spot.at(f"{place}/@description"))
    if language is not None:
        draft.ledger.drop(language, lost=True, detail="The attribute that holds the text says no language.")
    return content.value
