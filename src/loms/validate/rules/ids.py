"""Rules about the ids of records: absolute URIs that stay the same from release to release."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
from lxml import etree

from loms.validate.defining import Checker, Finding, Here, Place, Run, rule
from loms.validate.rules.reading import shortened

KINDS = (
    "learningOpportunity",
    "learningSpecification",
    "qualification",
    "qualificationRef",
    "learningOutcome",
    "learningActivitySpecification",
    "assessmentSpecification",
    "entitlementSpecification",
    "organization",
    "framework",
)
"""The kinds of record whose ids are URIs: all but scoring schemes."""

_ABSOLUTE = re.compile(r"(?:https?://[^\s/?#]+\S*|(?!https?:)[A-Za-z][A-Za-z0-9+.-]*:\S+)")
_RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|(?![0-9]*$)[0-9a-f]{32}", re.IGNORECASE
)
_NAMELESS = ("_:", "/.well-known/genid/")


@rule(
    "LOMS-ID-NOT-ABSOLUTE",
    "warning",
    says="The id of a record is an absolute URI.",
    why="Elsewhere it would mean something else, or nothing; all records are published in one place.",
    remedy="Begin it with a namespace of yours, such as https://data.example.org/opportunity/.",
    records=KINDS,
    bad="""
<learningOpportunity id="TB-2026-001"/>""",
    good="""
<learningOpportunity id="https://data.example.org/opportunity/TB-2026-001"/>""",
)
def not_absolute(element: etree._Element, here: Here) -> Iterator[Finding]:
    found = element.get("id")
    if found is not None and not _ABSOLUTE.fullmatch(found.strip()):
        yield Finding(element, f"The id {shortened(found)} is no absolute URI.", attribute="id")


def _is_random(id: str) -> bool:
    """Whether an id ends in a UUID that was drawn, in as many digits of a hash, or is that of a node without a name."""
    if any(each in id for each in _NAMELESS):
        return True
    # Both are at least as long; looking at the end alone is quick.
    end = id[-36:] if id[-36:].count("-") == 4 else id[-32:]
    return len(end) >= 32 and "/" not in end and _RANDOM.fullmatch(end) is not None


@attrs.define
class _Random:
    """How many ids of a kind look random, and the first of them."""

    number: int
    place: Place
    id: str


@rule(
    "LOMS-ID-RANDOM",
    "info",
    says="The ids of records are made of something that lasts, not drawn at random.",
    why="Identifiers must stay the same from release to release: a new id is a new record, and the old one is lost.",
    remedy="Make ids of the number that your own system gives; loms diff shows whether two releases have the same ids.",
    limits=(
        "Told only when an id ends in a UUID of version 4 or 7 or in 32 digits of a hash, or is that of a node without "
        "a name (_: or /.well-known/genid/); once for each kind of record."
    ),
    records=KINDS,
    bad="""
<learningOpportunity id="urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e"/>""",
    good="""
<learningOpportunity id="https://data.example.org/opportunity/TB-2026-001"/>""",
)
class RandomIds(Checker):
    """Counts ids that look random; told once for each kind of record, since one cause stands behind them."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._found: dict[str, _Random] = {}

    def look(self, element: etree._Element, here: Here) -> tuple[()]:
        id = element.get("id", "")
        if _is_random(id):
            kind = here.seen.kind
            if kind in self._found:
                self._found[kind].number += 1
            else:
                self._found[kind] = _Random(number=1, place=here.place(), id=id)
        return ()

    def end(self) -> Iterator[Finding]:
        for kind, found in self._found.items():
            if found.number == 1:
                message = f"The id {shortened(found.id)} of a {kind} looks random."
            else:
                message = f"The ids of {found.number:,} {kind} records look random, such as {shortened(found.id)}."
            yield Finding(found.place, message, attribute="id")
