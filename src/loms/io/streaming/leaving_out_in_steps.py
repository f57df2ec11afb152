"""Finds out what has no place in the typed model while a document is read, one step of its check after the other."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from lxml import etree

from loms.formats import Format
from loms.io.leaving_out import At, Siblings, Walk, Whole, cause_of
from loms.io.left_out import Cause, LeftOut
from loms.io.schema.checked import Checked, Step
from loms.io.schema.sources import is_element

__all__ = ["LeftOutInSteps", "StepLeftOut"]


@attrs.frozen(kw_only=True)
class StepLeftOut:
    """What a step of a check leaves out.

    Attributes:
        known: Pieces about which the check has told by now, if it tells of them at all.
        later: Pieces about which it tells at its end only.
        has_place: Whether the element of the step has a place in the model.
    """

    known: tuple[LeftOut, ...]
    later: tuple[LeftOut, ...]
    has_place: bool


@attrs.define(eq=False, kw_only=True)
class _Level:
    """The document element or a section, while it is read."""

    element: etree._Element
    at: At
    siblings: Siblings
    whole: Whole | None
    line_of: Callable[[etree._Element], int | None]
    assigned: set[int] = attrs.field(factory=set)
    text_is_done: bool = False
    said_nothing: bool = True

    @property
    def stray(self) -> Whole:
        """The whole to which a text between its elements belongs."""
        return self.whole or Whole(Cause.STRAY_TEXT, self.at.path)


class LeftOutInSteps:
    """Takes out of a document what `loms.io.leaving_out.take_out` takes out of it, while it is read.

    Args:
        format: The format of the document.
    """

    def __init__(self, format: Format) -> None:
        self._format = format
        self._walk = Walk(format)
        self._levels: list[_Level] = []
        self._known: list[LeftOut] = []
        self._later: list[LeftOut] = []

    def take(self, checked: Checked) -> StepLeftOut:
        """Take out of the element of a step what has no place.

        Args:
            checked: The step. Its element is changed.

        Returns:
            What was taken out, in the order of the document.
        """
        self._known, self._later = [], []
        whole: Whole | None = None
        if checked.step is Step.CHILD:
            whole = self._child(checked)
        elif checked.step is Step.BEGUN:
            whole = self._begin(checked)
        else:
            self._end()
        return StepLeftOut(known=tuple(self._known), later=tuple(self._later), has_place=whole is None)

    def _begin(self, checked: Checked) -> Whole | None:
        whole: Whole | None = None
        at = self._walk.top
        if self._levels:
            at, whole = self._located(checked.element, self._levels[-1])
        level = _Level(
            element=checked.element,
            at=at,
            siblings=Siblings(at, self._format),
            whole=whole,
            line_of=checked.line_of,
        )
        self._levels.append(level)
        self._walk.line_of = level.line_of
        if whole is None:
            # The check looks at them at its end.
            self._walk.attributes(level.element, at, remove=False)
        else:
            self._walk.all_attributes(level.element, at, whole)
        self._account(level)
        return whole

    def _child(self, checked: Checked) -> Whole | None:
        level = self._levels[-1]
        at, whole = self._located(checked.element, level)
        if whole is not None or checked.issues:
            # What is taken out would shift the lines of what follows.
            for each in filter(is_element, checked.element.iter()):
                checked.line_of(each)
            self._walk.line_of = checked.line_of
            self._walk.enter(checked.element, at, whole)
            if whole is None:
                self._known += self._found()
            else:
                self._account(level, whole)
        self._text(checked.element.tail, level)
        return whole

    def _end(self) -> None:
        level = self._levels.pop()
        self._own_text(level)
        if level.whole is not None and level.said_nothing:
            self._walk.line_of = level.line_of
            self._walk.note("", level.element, level.at, level.whole)
            self._account(level)
        if self._levels:
            self._text(level.element.tail, self._levels[-1])

    def _located(self, child: etree._Element, level: _Level) -> tuple[At, Whole | None]:
        """Where a child is, and the whole with which it is left out, if it is."""
        self._own_text(level)
        at = level.siblings.locate(child, total=0)
        if level.whole is not None:
            return at, level.whole
        cause = cause_of(at.var, level.assigned)
        return at, None if cause is None else Whole(cause, at.path)

    def _own_text(self, level: _Level) -> None:
        if not level.text_is_done:
            level.text_is_done = True
            self._text(level.element.text, level)

    def _text(self, text: str | None, level: _Level) -> None:
        """Give an account of a text between the elements of the document element or of a section."""
        if text:
            self._walk.line_of = level.line_of
            self._walk.text(text, level.element, level.at, level.stray)
            self._account(level)

    def _account(self, level: _Level, whole: Whole | None = None) -> None:
        """Put what was found where it belongs."""
        found = self._found()
        whole = whole or level.whole
        level.said_nothing = level.said_nothing and not found
        is_known = whole is not None and whole.cause is Cause.UNKNOWN_ELEMENT
        (self._known if is_known else self._later).extend(found)

    def _found(self) -> list[LeftOut]:
        found, self._walk.found = self._walk.found, []
        return found
