"""Rules about amounts of learning: credit points and workload fit each other."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator

from lxml import etree

from loms.io.many_texts import ManyTexts
from loms.validate.defining import Checker, Finding, Here, Run, rule
from loms.validate.rules.reading import LOMS

LEAST_HOURS, MOST_HOURS = 20, 40
"""How many hours a credit may stand for. ECTS says 25 to 30; some systems have a little less or more."""

_HOURS = re.compile(r"P(?:0+Y)?(?:0+M)?(?:0+D)?T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:\d+(?:\.\d+)?S)?", re.ASCII)
_ECTS = f"{LOMS}hasECTSCreditPoints"


@rule(
    "LOMS-CREDITS-WORKLOAD",
    "warning",
    says="ECTS credits and the workload fit each other: a credit stands for 25 to 30 hours.",
    why="One of the two numbers is wrong; learners plan by the hours, and schools recognise the credits.",
    remedy="Correct the number that is wrong; a workload counts all hours of learning, not only those in class.",
    limits=(
        f"Told only when a credit stands for less than {LEAST_HOURS} or more than {MOST_HOURS} hours, since some "
        "systems count a little less or more; a workload in days, months or years is not compared."
    ),
    records=("learningSpecification", "qualification", "learningActivitySpecification"),
    bad="""
<learningSpecification>
  <volumeOfLearning>PT30H</volumeOfLearning>
  <hasECTSCreditPoints>30</hasECTSCreditPoints>
</learningSpecification>""",
    good="""
<learningSpecification>
  <volumeOfLearning>PT750H</volumeOfLearning>
  <hasECTSCreditPoints>30</hasECTSCreditPoints>
</learningSpecification>""",
)
class CreditsAndWorkload(Checker):
    """Compares them in a specification, and with the workload of the activity to which it leads."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._activities = ManyTexts()
        # By the number of an activity: the credits of the first specification that leads to it; and whether one only.
        self._credits = array("d")

    def look(self, element: etree._Element, here: Here) -> Iterator[Finding]:
        if here.seen.kind == "learningActivitySpecification":
            number = self._activities.find(element.get("id", "").strip())
            workload = element.find(f"{LOMS}workload")
            if number is not None and workload is not None:
                yield from _compared(self._credits[number], workload)
            return
        found = element.find(_ECTS)
        credits = None if found is None else _number(found.text)
        if credits is None:
            return
        volume = element.find(f"{LOMS}volumeOfLearning")
        if volume is not None:
            yield from _compared(credits, volume)
        activity = element.find(f"{LOMS}learningActivitySpecification")
        if activity is not None:
            known = len(self._activities)
            number = self._activities.add(activity.get("idref", "").strip())
            if number == known:
                self._credits.append(credits)
            elif self._credits[number] != credits:
                # Specifications with different credits share it, so it cannot fit them all.
                self._credits[number] = 0


def _compared(credits: float, element: etree._Element) -> Iterator[Finding]:
    match = _HOURS.fullmatch((element.text or "").strip())
    if match is None or credits <= 0:
        # Days, months and years are not told in hours: nobody says how many of them are spent on learning.
        return
    hours = int(match[1] or 0) + int(match[2] or 0) / 60
    if hours and not LEAST_HOURS <= hours / credits <= MOST_HOURS:
        message = f"{credits:g} ECTS credits stand for {25 * credits:g} to {30 * credits:g} hours, not for {hours:g}."
        yield Finding(element, message)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
