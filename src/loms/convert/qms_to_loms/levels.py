"""Fields of education and levels of a qualification."""

from __future__ import annotations

from loms.convert.leaves import Leaf, View
from loms.convert.qms_to_loms.codes import find_field, find_level
from loms.convert.qms_to_loms.draft import QualificationDraft
from loms.convert.qms_to_loms.frameworks import write_framework, write_framework_name
from loms.convert.refusing import CannotConvertError
from loms.convert.to_loms.texts import write_labels, write_notes
from loms.model import EducationLevel, EqfLevelCode, IscedFCode, NqfLevel, Qualification, QualificationFramework

__all__ = ["write_eqf_level", "write_fields", "write_national_levels"]

_LEVEL = "hasEducationLevel"
_NO_PLACE = ("IssuedDate", "target", "targetUrl")


def write_fields(draft: QualificationDraft) -> None:
    """Fields of education.

    Args:
        draft: The records to write to.

    Raises:
        CannotConvertError: There is none, but LOMS requires one.
    """
    codes = draft.record.has_isced_fcode
    for block in draft.view.blocks("ISCEDFoETField"):
        found = draft.find(block, find_field, draft.spot.at("hasISCED-FCode/@uri"))
        if found is not None and all(each.uri is not found for each in codes):
            codes.append(IscedFCode(uri=found))
    if not codes:
        raise CannotConvertError(
            code="CONVERT-NO-SUBJECT",
            message="The record has no field of education that is known.",
            remedy="Give it a code of ISCED-F 2013 (ISCEDFoETField).",
            path="Qualification/ISCEDFoETField",
        )


def write_eqf_level(draft: QualificationDraft) -> None:
    """The level of the European Qualifications Framework, without which there is no qualification in LOMS.

    Args:
        draft: The records to write to.
    """
    for block in draft.view.blocks("EQFLevel"):
        found = draft.find(block, find_level, draft.spot.at("eqfLevel/@uri"))
        if found is not None and isinstance(draft.record, Qualification):
            draft.record.eqf_level = EqfLevelCode(uri=found)
    says_level = any(leaf.value.strip() for block in draft.view.blocks("EQFLevel") for leaf in block.leaves)
    if not isinstance(draft.record, Qualification) and not says_level:
        draft.warn(
            "CONVERT-NO-EQF-LEVEL",
            "The record has no EQF level, which LOMS requires of a qualification; it became a learning specification.",
            path="Qualification/EQFLevel",
            remedy="Give it an EQFLevel.",
        )


def write_national_levels(draft: QualificationDraft) -> None:
    """Levels in national frameworks. What LOMS's own element for them cannot hold stands in a level of education.

    Args:
        draft: The records to write to.
    """
    for block in draft.view.blocks("NQFLevel"):
        _write_national_level(draft, block)
    if isinstance(draft.record, Qualification) and not draft.record.nqf_level:
        draft.record.nqf_level.append(NqfLevel())
        draft.ledger.synthesise(draft.spot.at("nqfLevel"))


def _write_national_level(draft: QualificationDraft, block: View) -> None:
    for name in _NO_PLACE:
        draft.drop_all(block.all(name))
    notation = block.one("targetNotation")
    written = " ".join(notation.value.split()) if notation else ""
    framework = next(iter(block.blocks("targetFramework")), View(f"{block.field}/targetFramework", ()))
    listed = _listed(framework)
    if isinstance(draft.record, Qualification):
        level = NqfLevel(target_notation=written or None, target_framework_id=listed)
        draft.record.nqf_level.append(level)
        if notation is not None and written:
            draft.keep_same(notation, written, draft.spot.at("nqfLevel/@targetNotation"))
        uri = framework.one("URI")
        if uri is not None and listed is not None:
            draft.keep_same(uri, listed.value, draft.spot.at("nqfLevel/@targetFrameworkID"))
    if notation is not None and not written:
        draft.ledger.drop(notation, lost=False, detail="It is blank.")
    if not _is_said_by_level(draft, block, framework, listed):
        _write_education_level(draft, block, framework, notation if written else None)


def _is_said_by_level(
    draft: QualificationDraft, block: View, framework: View, listed: QualificationFramework | None
) -> bool:
    """Whether the element for national levels says all that there is to keep."""
    names = [leaf for name in ("targetName", "targetDescription") for leaf in block.all(name)]
    uri = framework.one("URI")
    only_listed = all(leaf is uri for leaf in framework.leaves) and (uri is None or listed is not None)
    return isinstance(draft.record, Qualification) and only_listed and not names


def _write_education_level(draft: QualificationDraft, block: View, framework: View, notation: Leaf | None) -> None:
    level, spot = EducationLevel(), draft.spot
    draft.record.has_education_level.append(level)
    if notation is not None:
        level.target_notation = " ".join(notation.value.split())
        draft.keep_same(notation, level.target_notation, spot.at(f"{_LEVEL}/@targetNotation"))
    names = [(level.target_name, spot.at(f"{_LEVEL}/targetName/text"))]
    write_labels(draft, block.all("targetName"), names, aside=draft.aside)
    texts = block.all("targetDescription")
    write_notes(draft, texts, level.target_description, spot.at(f"{_LEVEL}/targetDescription/text"))
    level.target_framework_id = write_framework(draft, framework, spot.at(f"{_LEVEL}/@targetFrameworkID"))
    if level.target_framework_id is None:
        target = spot.at(f"{_LEVEL}/targetFrameworkName/text")
        write_framework_name(draft, framework, level.target_framework_name, target)


def _listed(framework: View) -> QualificationFramework | None:
    """The framework, if it is one of the national frameworks that LOMS lists."""
    leaf = framework.one("URI")
    try:
        return QualificationFramework(leaf.value.strip()) if leaf else None
    except ValueError:
        return None
