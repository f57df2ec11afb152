"""Fields of education and levels of the qualification."""

from __future__ import annotations

from loms.convert.accounting import Action
from loms.convert.leaves import Leaf
from loms.convert.loq_qualifications_to_loms.draft import QualificationDraft
from loms.convert.refusing import CannotConvertError
from loms.convert.tables import rows_by
from loms.convert.to_loms.codes import Place, isced_f
from loms.convert.uris import EQF_LEVELS
from loms.legacy import qualifications as legacy
from loms.model import EqfLevel, EqfLevelCode, IscedFCode, NqfLevel, QualificationFramework

__all__ = ["write_eqf_level", "write_national_level", "write_subjects"]

_NOT_GIVEN = "99"


def write_subjects(draft: QualificationDraft) -> None:
    """Fields of education.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: There is none, but LOMS requires one.
    """
    codes = draft.qualification.has_isced_fcode
    leaves = draft.view.all("ThematicAreas2013")
    for leaf in leaves:
        field = isced_f(leaf.value)
        if field is None:
            draft.unknown_code(leaf)
        elif any(each.uri is field for each in codes):
            draft.ledger.drop(leaf, lost=False, detail="It repeats a field that the record has already.")
        else:
            codes.append(IscedFCode(uri=field))
            draft.ledger.keep(leaf, Action.MAPPED, draft.spot.at("hasISCED-FCode/@uri"))
    if not leaves:
        raise CannotConvertError(
            code="CONVERT-NO-SUBJECT",
            message="The record has no field of education.",
            remedy="Give it a code of ISCED-F 2013 (ThematicAreas2013).",
            path="Qualification/ThematicAreas2013",
        )


def write_eqf_level(draft: QualificationDraft) -> None:
    """The level of the European Qualifications Framework.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: There is none, but LOMS requires it.
    """
    leaf = draft.view.one("EQFLevel")
    if leaf is None:
        raise CannotConvertError(
            code="CONVERT-NO-LEVEL",
            message="The record has no EQF level.",
            remedy="Give it an EQFLevel.",
            path="Qualification/EQFLevel",
        )
    try:
        level = EqfLevel(EQF_LEVELS + leaf.value)
    except ValueError:
        draft.unknown_code(leaf)
        return
    draft.qualification.eqf_level = EqfLevelCode(uri=level)
    draft.ledger.keep(leaf, Action.MAPPED, draft.spot.at("eqfLevel/@uri"))


def write_national_level(draft: QualificationDraft) -> None:
    """The national level, in the framework of the country or region. LOMS requires the element, but nothing in it.

    Args:
        draft: The records to write to.
    """
    leaf = draft.view.one("NQFLevel")
    level = NqfLevel()
    draft.qualification.nqf_level.append(level)
    if leaf is None or leaf.value == _NOT_GIVEN:
        draft.ledger.synthesise(draft.spot.at("nqfLevel"))
        if leaf is not None:
            draft.ledger.drop(leaf, lost=False)
    elif leaf.value not in [str(code.value) for code in legacy.NqfLevel]:
        draft.unknown_code(leaf)
    else:
        level.target_notation = leaf.value
        draft.ledger.keep(leaf, Action.COPIED, draft.spot.at("nqfLevel/@targetNotation"))
        _write_framework(draft, leaf, level)


def _write_framework(draft: QualificationDraft, leaf: Leaf, level: NqfLevel) -> None:
    place = draft.place
    is_certain = place.framework_rule == "certain"
    is_likely = draft.settings.approximate_codes and _has_level(place.framework or "", leaf.value)
    framework = place.framework if is_certain or is_likely else None
    if framework is not None:
        level.target_framework_id = QualificationFramework(framework)
        draft.ledger.keep(leaf, Action.MAPPED, draft.spot.at("nqfLevel/@targetFrameworkID"))
    if not is_certain:
        _warn_of_framework(draft, leaf, framework)
    if not _can_be(place, leaf.value):
        draft.warn(
            "CONVERT-LEVEL",
            f"No national framework of {place.code} has the level {leaf.value}; it was written as it stands.",
            path=leaf.path,
            remedy="Check the level; 99 says that none is given.",
        )


def _warn_of_framework(draft: QualificationDraft, leaf: Leaf, framework: str | None) -> None:
    if framework is None:
        message = f"The framework of the national level {leaf.value} is not known: {draft.place.code} has several."
    else:
        message = f"The framework of the national level {leaf.value} was taken to be {framework}."
    draft.warn(
        "CONVERT-FRAMEWORK",
        message,
        path=leaf.path,
        remedy="Give the record the code of its region, if that decides it; otherwise check the level.",
    )


def _has_level(framework: str, level: str) -> bool:
    """Whether a framework has a level; the table names the frameworks that have one which the others do not have."""
    rows = rows_by("nqf_level").get(level)
    return not rows or framework.rpartition("/")[2] in rows[0]["frameworks"].split()


def _can_be(place: Place, level: str) -> bool:
    """Whether any framework that the country or region may mean has the level."""
    if place.framework_rule == "certain":
        return _has_level(place.framework or "", level)
    rows = rows_by("nqf_level").get(level)
    return not rows or any(each.startswith(place.code) for each in rows[0]["frameworks"].split())
