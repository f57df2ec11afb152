"""What lenient reading had to leave out of a document, because its typed model has no place for it."""

from __future__ import annotations

import enum

import attrs

__all__ = ["Cause", "LeftOut"]


class Cause(enum.Enum):
    """Why something has no place in the typed model; the value says it in one sentence."""

    UNKNOWN_ELEMENT = "The source format has no such element there, so its model has no place for it."
    REPEATED_ELEMENT = "The source format allows one such element there, and the first one was taken."
    UNKNOWN_ATTRIBUTE = "The source format has no such attribute there, so its model has no place for it."
    STRAY_TEXT = "The source format allows no text there, so its model has no place for it."
    NESTED_ELEMENT = "The source format allows one plain value there, and no elements in it."
    MARKUP = "The source format allows text only there, so the element was removed and its text kept."
    UNKNOWN_ROOT = "The format says nothing of attributes of the document element."


@attrs.frozen(kw_only=True)
class LeftOut:
    """One text or attribute that lenient reading left out.

    Attributes:
        cause: Why.
        anchor: Path of the whole that was left out, or of the element that holds it where it is a text or was removed
            from a value; written as in issues.
        path: Path of the element or attribute itself, such as
            ``/LearningOpportunities/LearningOpportunity[1]/Colour/@hue``; a text has that of its element.
        place: The same from the record on, such as ``LearningOpportunity/Colour/@hue``, or from the document element
            on, outside of records.
        line: Line in the file, counted from 1, where it is known.
        record: Identifier of the record; empty where it has none, None outside of records.
        language: Language of a text, as an attribute ``language`` of its element says; None where there is none.
        value: The text or the value, without white space around it; None where it is a secret.
        lost: Whether it says something that the document no longer says.

    Examples:
        >>> left_out = LeftOut(cause=Cause.UNKNOWN_ATTRIBUTE, anchor="/Delete/@Note", path="/Delete/@Note",
        ...                    place="Delete/@Note", line=1, record=None, value="all of 2019", lost=True)
        >>> left_out.reason
        'The source format has no such attribute there, so its model has no place for it.'
    """

    cause: Cause
    anchor: str
    path: str
    place: str
    line: int | None
    record: str | None
    language: str | None = None
    value: str | None
    lost: bool

    @property
    def reason(self) -> str:
        """Why it was left out, one sentence."""
        return self.cause.value
