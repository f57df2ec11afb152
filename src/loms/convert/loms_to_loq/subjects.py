"""Fields of education, levels and target groups."""

from __future__ import annotations

from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Held, Node
from loms.convert.loms_to_loq.draft import OpportunityDraft, places
from loms.convert.tables import read_table
from loms.convert.to_loms.codes import find_place
from loms.convert.to_loq.codes import is_field_of_1997
from loms.convert.to_loq.fields import no_field, write_field
from loms.convert.to_loq.places import account_for_place
from loms.convert.uris import EDUCATION_LEVELS, EQF, EQF_LEVELS, FIELDS_1997, NATIONAL_FRAMEWORKS, TARGET_GROUPS
from loms.legacy import learning_opportunities as loq

__all__ = ["write_levels", "write_subjects", "write_target_groups"]


_THEMATIC_1997 = "ThematicAreas/ThematicAreas1997"
_THEMATIC_2013 = "ThematicAreas/ThematicAreas2013"

_NOT_LISTED = "The legacy list has neither this field nor one around it."
_FROM_1997 = "It follows from the field of 1997, which was written."
_ANOTHER_LEVEL = "The legacy model takes one level of each kind, and another was written."
_NO_LIST = "The legacy model has no place for levels of this framework."
_FIELD_SAYS = "The legacy field says itself which list the code is from."
_FRAMEWORK = "The framework stands only for a list of codes, which the legacy field says itself."
_ANOTHER_FRAMEWORK = "The legacy model does not name the framework, and it is not the one of the country."


def write_subjects(draft: OpportunityDraft) -> None:
    """Fields of education of 1997 and 2013, in one group.

    Args:
        draft: The record to write to.

    Raises:
        CannotConvertError: The legacy lists have none of them, but one is required.
    """
    areas = loq.ThematicAreas()
    known_1997 = [code.value for code in loq.ThematicAreas1997]
    codes_1997: list[str] = []
    for block in draft.specification.blocks("hasEducationSubject"):
        notation = block.one("@targetNotation")
        if notation is None or not _is_framework(block, FIELDS_1997) or notation.value not in known_1997:
            continue
        draft.keep(notation, Action.COPIED, _THEMATIC_1997)
        _account_for_framework(draft, block)
        if notation.value not in codes_1997:
            codes_1997.append(notation.value)
    codes_2013: list[str] = []
    for held in draft.specification.all("hasISCED-FCode/@uri"):
        _add_field(draft, held, codes_1997, codes_2013)
    areas.areas += [loq.ThematicAreas2013(code) for code in codes_2013]
    areas.areas += [loq.ThematicAreas1997(code) for code in codes_1997]
    if not areas.areas:
        raise no_field("learningSpecification/hasISCED-FCode", of="specification")
    draft.opportunity.thematic_areas = [areas]


def write_levels(draft: OpportunityDraft) -> None:
    """Level of education, EQF level and national level.

    Args:
        draft: The record to write to.
    """
    found: dict[str, str] = {}
    for held in draft.specification.all("eqfLevel/@uri"):
        _take_level(draft, held, held.value.removeprefix(EQF_LEVELS), "EqfLevel", found)
    for block in draft.specification.blocks("nqfLevel"):
        _take_block(draft, block, "NqfLevel", found)
    for block in draft.specification.blocks("hasEducationLevel"):
        _take_block(draft, block, _kind_of_level(block), found)
    record = draft.opportunity
    if "EducationLevel" in found:
        record.education_level = loq.EducationLevel(found["EducationLevel"])
    else:
        draft.synthesise("EducationLevel")
    if "EqfLevel" in found:
        record.eqf_level = loq.EqfLevel(int(found["EqfLevel"]))
    record.nqf_level = found.get("NqfLevel")


def write_target_groups(draft: OpportunityDraft) -> None:
    """Groups for whom the offer is made in particular.

    Args:
        draft: The record to write to.
    """
    codes = {TARGET_GROUPS + row["group"]: row["code"] for row in read_table("target_group")}
    groups = draft.opportunity.special_target_group
    for held in draft.specification.all("targetGroup/@uri"):
        if held.value not in codes:
            raise draft.unknown_code(held)
        draft.keep(held, Action.MAPPED, "SpecialTargetGroup")
        group = loq.SpecialTargetGroup(codes[held.value])
        if group not in groups:
            groups.append(group)


def _add_field(draft: OpportunityDraft, held: Held, codes_1997: list[str], codes_2013: list[str]) -> None:
    code = write_field(draft, held, [code.value for code in loq.ThematicAreas2013], _THEMATIC_2013)
    if code is None:
        follows = is_field_of_1997(held.value, codes_1997)
        draft.drop(held, lost=not follows, detail=_FROM_1997 if follows else _NOT_LISTED)
    elif code not in codes_2013:
        codes_2013.append(code)


def _kind_of_level(block: Node) -> str:
    """The legacy field of a level. One of no framework is a national one: that of the country was not certain."""
    framework = _framework(block)
    if _is_framework(block, EDUCATION_LEVELS):
        return "EducationLevel"
    if framework == EQF:
        return "EqfLevel"
    return "NqfLevel" if not framework or framework.startswith(NATIONAL_FRAMEWORKS) else ""


def _is_framework(block: Node, name: str) -> bool:
    return _framework(block).endswith(name)


def _framework(block: Node) -> str:
    held = block.one("@targetFrameworkID")
    return held.uri if held is not None else ""


def _take_block(draft: OpportunityDraft, block: Node, field: str, found: dict[str, str]) -> None:
    notation = block.one("@targetNotation")
    if notation is not None and _take_level(draft, notation, notation.value, field, found):
        _account_for_framework(draft, block)


def _take_level(draft: OpportunityDraft, held: Held, value: str, field: str, found: dict[str, str]) -> bool:
    known: dict[str, list[str]] = {
        "EducationLevel": [code.value for code in loq.EducationLevel],
        "EqfLevel": [str(code.value) for code in loq.EqfLevel],
        "NqfLevel": [value] if value.strip() else [],
    }
    if value not in known.get(field, []):
        draft.drop(held, lost=True, detail=_NO_LIST)
        return False
    if found.setdefault(field, value) != value:
        draft.drop(held, lost=True, detail=_ANOTHER_LEVEL)
        return False
    draft.keep(held, Action.COPIED if value == held.value else Action.MAPPED, field)
    return True


def _account_for_framework(draft: OpportunityDraft, block: Node) -> None:
    """The framework of a code that was written: the legacy field says it, unless it is a national one of elsewhere."""
    held = block.one("@targetFrameworkID")
    if held is not None:
        place = find_place(draft.country)
        national = held.uri.startswith(NATIONAL_FRAMEWORKS)
        differs = national and (place is None or place.framework != held.uri)
        draft.drop(held, lost=differs, detail=_ANOTHER_FRAMEWORK if differs else _FIELD_SAYS)
        framework = draft.dataset.find(held.value, "framework")
        if framework is not None and _is_ours(held.uri):
            draft.drop_all(framework.node, lost=False, detail=_FRAMEWORK)
    for where in block.all("@targetFrameworkSpatialID"):
        account_for_place(draft, where, places())


def _is_ours(framework: str) -> bool:
    """Whether a framework is one of those that the conversion to LOMS declares."""
    return any(framework.endswith(row["id"]) for row in read_table("framework"))
