"""Says what is wrong with a value: a code that is not in its list, a date that is none, a pattern not matched."""

from __future__ import annotations

import functools
import re

from lxml import etree

from loms.io.schema.declared import SimpleType
from loms.io.schema.finding import Finding, quoted
from loms.io.schema.messages import BUILTIN_TYPES, REMEDIES, Fault
from loms.io.schema.sources import local_name
from loms.io.schema.suggest import Code, CodeFinder, Effort
from loms.io.schema.xml_space import collapsed, without_padding

__all__ = ["value_finding"]

_ALL_SHOWN = 5
# A pattern that only says how a value begins.
_BEGINNING = re.compile(r"([\w:/ -]+)\.\*")


def value_finding(
    element: etree._Element,
    attribute: str | None,
    kind: SimpleType,
    fault: Fault,
    effort: Effort,
    *,
    padded: bool = False,
) -> Finding:
    """The finding for a value that does not fit its type.

    Args:
        element: The element.
        attribute: Name of its attribute that holds the value, or None for its text.
        kind: What values are allowed.
        fault: What libxml2 takes it for.
        effort: Bounds the search for what was meant.
        padded: Whether the value would fit without the white space around it.
    """
    value = (element.text if attribute is None else element.get(attribute)) or ""
    name = local_name(str(element.tag))
    what = name if attribute is None else f"{local_name(attribute)} of {name}"
    shown = quoted(value) if collapsed(value) else "empty"
    if padded:
        shown += " with white space around it"
    if kind.codes:
        fault = Fault.UNKNOWN_CODE
        message = f"{what} is {shown}, which is not in its code list."
        remedy = "" if padded else _code_remedy(value, kind, effort)
    elif fault is Fault.EMPTY_VALUE:
        message, remedy = f"{what} is {shown}, but must have a value.", REMEDIES[fault]
    elif kind.patterns and fault is Fault.BAD_PATTERN:
        message, remedy = _pattern_texts(f"{what} is {shown}", kind)
    else:
        fault = Fault.BAD_VALUE
        noun, remedy = BUILTIN_TYPES.get(kind.builtin, (f"a value of the type {kind.builtin}", REMEDIES[fault]))
        message = f"{what} is {shown}, which is not {noun}."
    if padded:
        remedy = f"Write {without_padding(value)} without white space around it."
    return Finding(fault=fault, element=element, attribute=attribute, message=message, remedy=remedy)


def _code_remedy(value: str, kind: SimpleType, effort: Effort) -> str:
    if len(kind.codes) <= _ALL_SHOWN:
        return f"Use one of: {_shown(kind.codes)}."
    near = _finder(kind).find(value, effort=effort)
    if near:
        return f"Nearest codes: {_shown(near)}."
    return f"Use one of the {len(kind.codes)} codes of the list, such as {_shown(kind.codes[:1])}."


@functools.cache
def _finder(kind: SimpleType) -> CodeFinder:
    return CodeFinder(kind.codes)


def _shown(codes: tuple[Code, ...]) -> str:
    return ", ".join(code.value if code.name == code.value else f"{code.value} ({code.name})" for code in codes)


def _pattern_texts(what_is: str, kind: SimpleType) -> tuple[str, str]:
    beginnings = [_BEGINNING.fullmatch(pattern) for pattern in kind.patterns]
    if all(beginnings):
        begin = " or ".join(match[1] for match in beginnings if match)
        return f"{what_is}, which does not begin with {begin}.", f"Write it with {begin} before it."
    allowed = " or ".join(kind.patterns)
    return f"{what_is}, which does not match the pattern {allowed}.", "Write it as the pattern demands."
