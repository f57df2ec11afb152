"""Fields of education and levels of the qualification."""

from __future__ import annotations

from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Held
from loms.convert.loms_to_loq_qualifications.draft import QualificationDraft, places
from loms.convert.refusing import CannotConvertError
from loms.convert.tables import rows_by
from loms.convert.to_loq.fields import no_field, write_field
from loms.convert.to_loq.places import account_for_place
from loms.convert.uris import EQF_LEVELS, NATIONAL_FRAMEWORKS
from loms.legacy import qualifications as loq

__all__ = ["account_for_places", "write_levels", "write_subjects"]

_NOT_GIVEN = "99"

_NOT_LISTED = "The legacy list has neither this field nor one around it."
_NO_NUMBER = "The legacy list has national levels from 1 to 30 only, so 99 was written, which says that none is given."
_ANOTHER = "The legacy model takes one national level, and another was written."
_COUNTRY = "The country says which framework it is."
_ELSEWHERE = "The legacy model does not name the framework, and it is not the one of the country."


def write_subjects(draft: QualificationDraft) -> None:
    """Fields of education.

    Args:
        draft: The record to write to.

    Raises:
        CannotConvertError: The legacy list has none of them, but one is required.
    """
    known = [code.value for code in loq.ThematicAreas2013]
    codes: list[str] = []
    for held in draft.main.all("hasISCED-FCode/@uri"):
        code = write_field(draft, held, known, "ThematicAreas2013")
        if code is None:
            draft.drop(held, lost=True, detail=_NOT_LISTED)
        else:
            codes.append(code)
    if not codes:
        raise no_field("qualification/hasISCED-FCode", of="qualification")
    draft.qualification.thematic_areas_2013 = [loq.ThematicAreas2013(code) for code in dict.fromkeys(codes)]


def write_levels(draft: QualificationDraft) -> None:
    """The EQF level and the national level.

    Args:
        draft: The record to write to.

    Raises:
        CannotConvertError: There is no EQF level.
    """
    levels = {f"{EQF_LEVELS}{level.value}": level for level in loq.EqfLevel}
    held = draft.main.one("eqfLevel/@uri")
    if held is None or held.value not in levels:
        raise CannotConvertError(
            code="CONVERT-NO-LEVEL",
            message="The record has no EQF level.",
            remedy="Give the qualification its eqfLevel.",
            path="qualification/eqfLevel",
        )
    draft.keep(held, Action.MAPPED, "EQFLevel")
    draft.qualification.eqf_level = levels[held.value]
    _write_national_level(draft)


def account_for_places(draft: QualificationDraft) -> None:
    """Account for the codes of places of the qualification itself.

    Args:
        draft: The record that is written.
    """
    for held in draft.main.all("identifier/@spatialID"):
        account_for_place(draft, held, places())


def _write_national_level(draft: QualificationDraft) -> None:
    levels = {str(level.value): level for level in loq.NqfLevel if str(level.value) != _NOT_GIVEN}
    written: str | None = None
    for block in draft.main.blocks("nqfLevel"):
        notation = block.one("@targetNotation")
        if notation is None or notation.value not in levels:
            if notation is not None:
                draft.drop(notation, lost=notation.value != _NOT_GIVEN, detail=_NO_NUMBER)
        elif written not in (None, notation.value):
            draft.drop(notation, lost=True, detail=_ANOTHER)
        else:
            written = notation.value
            draft.keep(notation, Action.COPIED, "NQFLevel")
            for framework in block.all("@targetFrameworkID"):
                _account_for_framework(draft, framework)
    if written is None:
        draft.synthesise("NQFLevel")
    draft.qualification.nqf_level = levels[written] if written else loq.NqfLevel(int(_NOT_GIVEN))


def _account_for_framework(draft: QualificationDraft, held: Held) -> None:
    (place,) = rows_by("qualification_country")[draft.country]
    differs = held.uri != f"{NATIONAL_FRAMEWORKS}{place['framework']}"
    draft.drop(held, lost=differs, detail=_ELSEWHERE if differs else _COUNTRY)
