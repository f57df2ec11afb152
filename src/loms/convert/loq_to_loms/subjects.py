"""Fields of education, levels and target groups of the specification."""

from __future__ import annotations

from loms.convert.accounting import Action
from loms.convert.leaves import Leaf
from loms.convert.loq_to_loms.draft import OpportunityDraft
from loms.convert.refusing import CannotConvertError
from loms.convert.tables import rows_by
from loms.convert.to_loms.codes import isced_f
from loms.convert.uris import EDUCATION_LEVELS, EQF, FIELDS_1997, TARGET_GROUPS
from loms.legacy import learning_opportunities as legacy
from loms.model import (
    EducationLevel,
    EducationSubject,
    IscedF,
    IscedFCode,
    NqfLevel,
    Qualification,
    QualificationFramework,
    TargetGroup,
    TargetGroupCode,
)

__all__ = ["write_levels", "write_subjects", "write_target_groups"]


_LEVELS = (
    ("EducationLevel", EDUCATION_LEVELS, frozenset(str(level.value) for level in legacy.EducationLevel)),
    ("EqfLevel", EQF, frozenset(str(level.value) for level in legacy.EqfLevel)),
)
"""Elements that name a level, the framework that it is of, and its codes."""


def write_subjects(draft: OpportunityDraft) -> None:
    """Fields of education: those of 2013 by their code, those of 1997 as they are, and by the table where need is.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: There is no field of education, which LOMS requires.
    """
    for leaf in draft.view.all("ThematicAreas/ThematicAreas2013"):
        field = isced_f(leaf.value)
        if field is None:
            draft.unknown_code(leaf)
        else:
            _add_field(draft, leaf, [field])
    has_2013 = bool(draft.specification.has_isced_fcode)
    for leaf in draft.view.all("ThematicAreas/ThematicAreas1997"):
        _write_1997(draft, leaf, with_field=not has_2013)
    if not draft.specification.has_isced_fcode:
        raise CannotConvertError(
            code="CONVERT-NO-SUBJECT",
            message="The record has no field of education that is known.",
            remedy="Give it a code of ISCED-F 2013 (ThematicAreas2013).",
            path="LearningOpportunity/ThematicAreas",
        )


def write_levels(draft: OpportunityDraft) -> None:
    """Level of education, EQF level and national level, each in its own framework.

    Args:
        draft: The records to write to.
    """
    for name, framework, codes in _LEVELS:
        leaf = draft.view.one(name)
        if leaf is None:
            continue
        if leaf.value in codes:
            _write_level(draft, leaf, leaf.value, framework)
        else:
            draft.unknown_code(leaf)
    national = draft.view.one("NqfLevel")
    if national is not None:
        _write_national_level(draft, national)


def write_target_groups(draft: OpportunityDraft) -> None:
    """Groups for whom the offer is made in particular.

    Args:
        draft: The records to write to.
    """
    groups = draft.specification.target_group
    for leaf in draft.view.all("SpecialTargetGroup"):
        rows = rows_by("target_group").get(leaf.value)
        if not rows:
            draft.unknown_code(leaf)
            continue
        group = TargetGroup(TARGET_GROUPS + rows[0]["group"])
        if all(each.uri is not group for each in groups):
            groups.append(TargetGroupCode(uri=group))
        draft.ledger.keep(leaf, Action.MAPPED, draft.spec.at("targetGroup/@uri"))


def _add_field(draft: OpportunityDraft, leaf: Leaf, fields: list[IscedF]) -> None:
    codes = draft.specification.has_isced_fcode
    for field in fields:
        if all(each.uri is not field for each in codes):
            codes.append(IscedFCode(uri=field))
    draft.ledger.keep(leaf, Action.MAPPED, draft.spec.at("hasISCED-FCode/@uri"))


def _write_1997(draft: OpportunityDraft, leaf: Leaf, *, with_field: bool) -> None:
    rows = rows_by("isced_1997").get(leaf.value)
    if not rows:
        draft.unknown_code(leaf)
        return
    subjects = draft.specification.has_education_subject
    if all(each.target_notation != leaf.value for each in subjects):
        framework = draft.framework(FIELDS_1997)
        subjects.append(EducationSubject(target_notation=leaf.value, target_framework_id=framework))
        draft.ledger.synthesise(draft.spec.at("hasEducationSubject/@targetFrameworkID"))
    draft.ledger.keep(leaf, Action.COPIED, draft.spec.at("hasEducationSubject/@targetNotation"))
    if not with_field:
        return
    fields = [field for code in rows[0]["fields"].split() if (field := isced_f(code))]
    _add_field(draft, leaf, fields)
    if rows[0]["rule"] == "all":
        draft.warn(
            "CONVERT-SUBJECT-SEVERAL",
            f"Field {leaf.value} of 1997 became several fields in 2013 that have nothing above them in common; "
            f"all of them were written: {rows[0]['fields'].replace(' ', ', ')}.",
            path=leaf.path,
            remedy="Give the record the code of 2013 that is meant.",
        )


def _write_level(draft: OpportunityDraft, leaf: Leaf, notation: str, framework: str | None) -> None:
    if not notation:
        draft.ledger.drop(leaf, lost=False)
        return
    specification = draft.specification
    if leaf.name == "EqfLevel" and isinstance(specification, Qualification):
        draft.ledger.keep(leaf, Action.MAPPED, draft.spec.at("eqfLevel/@uri"))
        return
    if leaf.name == "NqfLevel" and isinstance(specification, Qualification):
        place, level = "nqfLevel", _national_level(draft, notation, framework)
        specification.nqf_level.append(level)
    else:
        place = "hasEducationLevel"
        specification.has_education_level.append(_education_level(draft, leaf, notation, framework))
    action = Action.COPIED if notation == leaf.value else Action.MAPPED
    draft.ledger.keep(leaf, action, draft.spec.at(f"{place}/@targetNotation"))


def _national_level(draft: OpportunityDraft, notation: str, framework: str | None) -> NqfLevel:
    level = NqfLevel(target_notation=notation)
    if framework is not None:
        level.target_framework_id = QualificationFramework(framework)
        draft.ledger.synthesise(draft.spec.at("nqfLevel/@targetFrameworkID"))
    return level


def _education_level(draft: OpportunityDraft, leaf: Leaf, notation: str, framework: str | None) -> EducationLevel:
    level = EducationLevel(target_notation=notation)
    if framework is not None:
        level.target_framework_id = draft.framework(framework)
        draft.ledger.synthesise(draft.spec.at("hasEducationLevel/@targetFrameworkID"))
    if leaf.name == "NqfLevel" and (framework is None or draft.place.framework_rule != "certain"):
        level.target_framework_spatial_id = draft.place.country
        country = draft.view.one("CountryCode")
        if country is not None:
            target = draft.spec.at("hasEducationLevel/@targetFrameworkSpatialID")
            draft.ledger.keep(country, Action.MAPPED, target)
    return level


def _write_national_level(draft: OpportunityDraft, leaf: Leaf) -> None:
    place = draft.place
    notation = " ".join(leaf.value.split())
    certain = place.framework_rule == "certain"
    framework = place.framework if certain or draft.settings.approximate_codes else None
    _write_level(draft, leaf, notation, framework)
    if not notation or certain:
        return
    if place.framework is None:
        message = f"The framework of the national level {notation!r} is not known: {place.code} has several."
    elif framework is None:
        message = f"The framework of the national level {notation!r} is not certain, so none was written."
    else:
        message = f"The framework of the national level {notation!r} was taken to be {place.framework}."
    draft.warn(
        "CONVERT-FRAMEWORK",
        message,
        path=leaf.path,
        remedy="Give the record the code of its region, if that decides it; otherwise check the level.",
    )
