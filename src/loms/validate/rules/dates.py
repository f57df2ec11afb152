"""Rules about dates and durations."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from lxml import etree

from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import LOMS, name_of

LONG_PAST = 365
"""How many days ago something ended that is surely over."""

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T|Z|[+-]\d\d:\d\d|$)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NOTHING = re.compile(r"-?P(?:0+[YMD])*(?:T(?:0+(?:\.0*)?[HMS])*)?", re.ASCII)


@rule(
    "LOMS-DATE-ORDER",
    "error",
    says="Something ends no earlier than it starts.",
    why="One of the two dates is wrong, and searches by date pass the record over.",
    remedy="Correct the date that is wrong.",
    records=("learningOpportunity",),
    elements=("awardingOpportunity",),
    bad="""
<learningOpportunity>
  <startedAtDate>2026-09-01</startedAtDate>
  <endedAtDate>2026-06-30</endedAtDate>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <startedAtDate>2026-09-01</startedAtDate>
  <endedAtDate>2027-06-30</endedAtDate>
</learningOpportunity>""",
)
def ends_before_start(element: etree._Element, here: Here) -> Iterator[Finding]:
    unit = "Time" if name_of(element) == "awardingOpportunity" else "Date"
    start, end = _value(element, f"startedAt{unit}"), _value(element, f"endedAt{unit}")
    if start is None or end is None or start[1] <= end[1]:
        return
    message = f"endedAt{unit} is {end[1].isoformat()}, before startedAt{unit}, which is {start[1].isoformat()}."
    yield Finding(end[0], message)


@rule(
    "LOMS-DATE-PAST",
    "warning",
    says="An opportunity is not long over.",
    why="Readers look for what they can still begin.",
    remedy="Take it out of the file, or write the dates of its next run.",
    formats=("loms-2019", "loq-learning-opportunities"),
    records=("learningOpportunity", "LearningOpportunity"),
    bad="""
<learningOpportunity>
  <startedAtDate>2020-09-01</startedAtDate>
  <endedAtDate>2021-06-30</endedAtDate>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <startedAtDate>2026-09-01</startedAtDate>
  <endedAtDate>2027-06-30</endedAtDate>
</learningOpportunity>""",
)
def long_past(element: etree._Element, here: Here) -> Iterator[Finding]:
    if here.seen.kind == "LearningOpportunity":
        yield from _legacy_start(element, here)
        return
    found = _value(element, "endedAtDate") or _value(element, "startedAtDate")
    if found is None or (here.run.date - found[1]).days <= LONG_PAST:
        return
    verb = "ended" if name_of(found[0]) == "endedAtDate" else "started, with no end given,"
    message = f"It {verb} on {found[1].isoformat()}, more than a year before {here.run.date.isoformat()}."
    yield Finding(found[0], message)


@rule(
    "LOMS-DURATION-NOTHING",
    "warning",
    says="A duration is longer than nothing.",
    why="A zero is what programs write where nobody filled anything in.",
    remedy="Write how long it takes, or leave the element out.",
    elements=("duration", "volumeOfLearning", "workload"),
    bad="""
<learningOpportunity>
  <duration>PT0H</duration>
</learningOpportunity>""",
    good="""
<learningOpportunity>
  <duration>P3M</duration>
</learningOpportunity>""",
)
def of_no_duration(element: etree._Element, here: Here) -> Iterator[Finding]:
    value = (element.text or "").strip()
    if value.startswith("-") and len(value) > 1 and not _NOTHING.fullmatch(value):
        yield Finding(element, f"{name_of(element)} is {value}, which is less than nothing.")
    elif _NOTHING.fullmatch(value):
        yield Finding(element, f"{name_of(element)} is {value}, which is no time at all.")


def _legacy_start(record: etree._Element, here: Here) -> Iterator[Finding]:
    """The legacy format says in words when something starts; only where all of it is dates it can be compared."""
    texts = [(each, (each.text or "").strip()) for each in record.iterchildren("{*}StartDate")]
    days = [day for _, text in texts if (day := _day(text)) is not None]
    if texts and len(days) == len(texts) and (here.run.date - max(days)).days > LONG_PAST:
        message = f"It started on {max(days).isoformat()}, more than a year before {here.run.date.isoformat()}."
        yield Finding(texts[0][0], message)


def _day(text: str) -> datetime.date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _value(parent: etree._Element, name: str) -> tuple[etree._Element, datetime.date] | None:
    """A child with a date, and the day; None where there is none, or none that can be understood."""
    found = parent.find(f"{LOMS}{name}")
    match = None if found is None else _DATE.match((found.text or "").strip())
    if found is None or match is None:
        return None
    try:
        return found, datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
