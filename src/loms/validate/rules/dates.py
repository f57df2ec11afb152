"""Rules about dates and durations."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from lxml import etree

from loms.validate.defining import Finding, Here, rule
from loms.validate.rules.reading import LOMS, name_of, shortened

LONG_PAST = 365
"""How many days ago something ended that is surely over."""

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T|Z|[+-]\d\d:\d\d|$)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DURATION = re.compile(
    r"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?", re.ASCII
)
_SOMETHING = re.compile("[1-9]")


@rule(
    "LOMS-DATE-ORDER",
    "error",
    says="Something ends no earlier than it starts.",
    why="One of the two dates is wrong, and searches by date pass the record over.",
    remedy="Correct the date that is wrong.",
    limits="Times are compared only when both have a time zone, or neither; else only their days are.",
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
    if start is None or end is None:
        return
    first, last = _moment(start[0]), _moment(end[0])
    if first is not None and last is not None and (first.tzinfo is None) is (last.tzinfo is None):
        is_wrong, began, over = last < first, first.isoformat(), last.isoformat()
    else:
        is_wrong, began, over = end[1] < start[1], start[1].isoformat(), end[1].isoformat()
    if is_wrong:
        message = f"endedAt{unit} is {over}, before startedAt{unit}, which is {began}."
        yield Finding(end[0], message)


@rule(
    "LOMS-DATE-PAST",
    "warning",
    says="An opportunity is not long over.",
    why="Readers look for what they can still begin.",
    remedy="Take it out of the file, or write the dates of its next run.",
    limits=(
        f"Told only when it ended, or started with no end given, more than {LONG_PAST} days before the day of the "
        "check; a legacy StartDate is compared only where all there is of it are dates such as 2026-09-01."
    ),
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
    if not _DURATION.fullmatch(value):
        # The schema says so.
        return
    if not _SOMETHING.search(value):
        yield Finding(element, f"{name_of(element)} is {shortened(value)}, which is no time at all.")
    elif value.startswith("-"):
        yield Finding(element, f"{name_of(element)} is {shortened(value)}, which is less than nothing.")


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


def _moment(element: etree._Element) -> datetime.datetime | None:
    """A date with a time; None where there is no time, or none that can be understood."""
    text = (element.text or "").strip()
    try:
        return datetime.datetime.fromisoformat(text) if "T" in text else None
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
