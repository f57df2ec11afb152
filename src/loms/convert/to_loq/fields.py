"""Writes fields of education, of which each legacy list has only some."""

from __future__ import annotations

from collections.abc import Collection

from loms.convert.accounting import Action
from loms.convert.from_loms.dataset import Held
from loms.convert.refusing import CannotConvertError
from loms.convert.to_loq.codes import field_of_education
from loms.convert.to_loq.draft import LegacyDraft

__all__ = ["no_field", "write_field"]

_WIDER = "The legacy list has only the wider field, which was written."


def write_field(draft: LegacyDraft, held: Held, known: Collection[str], path: str) -> str | None:
    """The legacy code of a field of 2013, or of the next wider one that the legacy list has.

    Args:
        draft: The record to write to.
        held: The field.
        known: Codes of the legacy list.
        path: Path below the legacy record, such as ``ThematicAreas2013``.

    Returns:
        The code, which is accounted for. None where the list has neither, which the caller accounts for.
    """
    code = field_of_education(held.uri, known)
    if code is not None:
        draft.keep(held, Action.MAPPED, path)
        if not held.uri.endswith(f"/{code}"):
            draft.drop(held, lost=True, detail=_WIDER)
    return code


def no_field(path: str, *, of: str) -> CannotConvertError:
    """What to raise for a record none of whose fields of education the legacy list has.

    Args:
        path: Where LOMS has them.
        of: The record that should have one, such as ``qualification``.
    """
    return CannotConvertError(
        code="CONVERT-NO-SUBJECT",
        message="The record has no field of education that the legacy list has.",
        remedy=f"Give the {of} a narrow or detailed field of ISCED-F.",
        path=path,
    )
