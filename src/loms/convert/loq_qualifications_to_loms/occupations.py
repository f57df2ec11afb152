"""The occupation to which the qualification may lead: a record of its own, an entitlement."""

from __future__ import annotations

from loms.convert.accounting import Spot
from loms.convert.identifiers import minted_id
from loms.convert.loq_qualifications_to_loms.draft import QualificationDraft
from loms.convert.to_loms.draft import Aside
from loms.convert.to_loms.sections import ENTITLEMENT
from loms.convert.to_loms.texts import write_labels, write_notes
from loms.model import (
    EntitlementSpecification,
    EntitlementStatus,
    EntitlementStatusCode,
    EntitlementType,
    EntitlementTypeCode,
    IdReference,
    LimitNationalOccupation,
)

__all__ = ["write_occupation"]


def write_occupation(draft: QualificationDraft) -> None:
    """The entitlement, where the record names an occupation or says how the qualification is related to one.

    Args:
        draft: The records to write to.
    """
    entitlement = EntitlementSpecification(
        id=minted_id(draft.namespace, "entitlement", *draft.name),
        type=EntitlementTypeCode(uri=EntitlementType.OCCUPATION),
        status=EntitlementStatusCode(uri=EntitlementStatus.PROSPECTIVE),
        may_result_from=[IdReference(idref=draft.qualification.id)],
    )
    spot = Spot(ENTITLEMENT, entitlement.id)
    aside = Aside(entitlement.additional_note, spot)
    occupation = LimitNationalOccupation()
    names = [(occupation.target_name, spot.at("limitNationalOccupation/targetName/text"))]
    write_labels(draft, draft.view.all("NationalOccupationClassification"), names, aside=aside)
    if occupation.target_name:
        entitlement.limit_national_occupation.append(occupation)
    relations = draft.view.all("RelationshipType")
    write_notes(draft, relations, entitlement.description, spot.at("description/text"), aside=aside)
    if not (occupation.target_name or entitlement.description or entitlement.additional_note):
        return
    draft.entitlement = entitlement
    draft.qualification.entitlement_specification.append(IdReference(idref=entitlement.id))
    for place in ("@id", "type/@uri", "status/@uri", "mayResultFrom/@idref"):
        draft.ledger.synthesise(spot.at(place))
    draft.ledger.synthesise(draft.spot.at("entitlementSpecification/@idref"))
