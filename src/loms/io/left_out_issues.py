"""Tells in issues what lenient reading left out: in those that the schema gave where it can, in its own otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from loms.errors import Issue, Severity
from loms.io.left_out import Cause, LeftOut
from loms.io.schema.finding import quoted
from loms.io.schema.messages import Fault

__all__ = ["with_left_out"]

_CODE = "BIND-LEFT-OUT"
# The issues that the schema gives for what has no place.
_FAULTS: Mapping[Cause, frozenset[Fault]] = {
    Cause.UNKNOWN_ELEMENT: frozenset({Fault.UNKNOWN_ELEMENT}),
    Cause.REPEATED_ELEMENT: frozenset({Fault.REPEATED_ELEMENT}),
    Cause.UNKNOWN_ATTRIBUTE: frozenset({Fault.UNKNOWN_ATTRIBUTE}),
    Cause.STRAY_TEXT: frozenset({Fault.TEXT_NOT_ALLOWED, Fault.ELEMENT_NOT_ALLOWED}),
    Cause.NESTED_ELEMENT: frozenset({Fault.ELEMENT_NOT_ALLOWED}),
    Cause.MARKUP: frozenset({Fault.ELEMENT_NOT_ALLOWED}),
}


def with_left_out(issues: Sequence[Issue], left_out: Sequence[LeftOut], *, source: str) -> tuple[Issue, ...]:
    """Tell what was left out: the first piece in the issue of the schema, each other that says something in its own.

    Args:
        issues: What the schema says of the document.
        left_out: What was left out of it.
        source: Name of the file, for the issues.

    Returns:
        The issues, each followed by those about the same place; behind them what no issue of the schema is about.
    """
    numbers = {(issue.code, issue.path or ""): number for number, issue in reversed([*enumerate(issues)])}
    told = list(issues)
    more: dict[int | None, list[Issue]] = {}
    wholes: dict[tuple[Cause, str], int | None] = {}
    for each in left_out:
        whole = (each.cause, each.anchor)
        is_first = whole not in wholes
        number = wholes.setdefault(whole, _number(each, numbers))
        extends = is_first and number is not None and told[number] is issues[number]
        if extends and number is not None:
            issue = issues[number]
            # The identifier of a record may be a value from which elements were removed.
            record = each.record or issue.record
            told[number] = attrs.evolve(issue, message=f"{issue.message} {_done(issue, each)}", record=record)
        if _needs_its_own(each, is_first=is_first, is_told=extends):
            more.setdefault(number, []).append(_own(each, source))
    placed = [issue for number, first in enumerate(told) for issue in (first, *more.get(number, ()))]
    return (*placed, *more.get(None, ()))


def _needs_its_own(left_out: LeftOut, *, is_first: bool, is_told: bool) -> bool:
    """Whether an issue of its own tells of something, and not that of the schema."""
    if left_out.cause is Cause.MARKUP:
        return left_out.lost or (is_first and not is_told)
    return left_out.lost and not is_told


def _number(left_out: LeftOut, numbers: Mapping[tuple[str, str], int]) -> int | None:
    """Where the issue of the schema stands that is about something, or None where there is none."""
    places = [(str(fault), left_out.anchor) for fault in _FAULTS.get(left_out.cause, ())]
    if left_out.cause is Cause.UNKNOWN_ELEMENT:
        # Of an element that must be empty the schema does not say what it holds.
        places.append((str(Fault.ELEMENT_NOT_ALLOWED), left_out.anchor.rpartition("/")[0]))
    return next((numbers[place] for place in places if place in numbers), None)


def _done(issue: Issue, left_out: LeftOut) -> str:
    """What was done about what an issue of the schema says, one sentence."""
    if left_out.cause is Cause.MARKUP:
        return "The elements were removed, and their text was kept."
    value = "a value that is not shown, because it may be the upload key"
    if left_out.value is not None:
        value = quoted(left_out.value)
    if left_out.cause is Cause.STRAY_TEXT:
        return "It was left out." if value in issue.message else f"The text {value} was left out."
    within = left_out.path.removeprefix(issue.path or "").removeprefix("/")
    if left_out.anchor != issue.path or left_out.cause is Cause.NESTED_ELEMENT:
        return f"{within} was left out, with {value}." if left_out.lost else f"{within} was left out."
    if not left_out.lost:
        return "It was left out."
    return f"It was left out, with {value} in {within}." if within else f"It was left out, with {value}."


def _own(left_out: LeftOut, source: str) -> Issue:
    """An issue about something of which the schema says nothing by itself."""
    name = left_out.path.rpartition("/")[2].partition("[")[0]
    remedy: str | None = None
    if not left_out.lost:
        message = f"{name} was removed, and its text was kept."
    else:
        value = "A value that is not shown" if left_out.value is None else quoted(left_out.value)
        message = f"{value} in {name} was left out. {left_out.reason}"
        remedy = "Put it where the format has a place for it, or add it to the result by hand."
    return Issue(
        code=_CODE,
        severity=Severity.INFO if left_out.cause is Cause.UNKNOWN_ROOT else Severity.ERROR,
        message=message,
        remedy=remedy,
        path=left_out.path,
        line=left_out.line,
        record=left_out.record or None,
        source=source,
    )
