"""How measurements are compared, and how their numbers are told."""

from __future__ import annotations

import math

from benchmarks.results import Measurement
from benchmarks.tasks import find_task

__all__ = ["seconds", "speed", "three_figures", "times_as_long"]


def seconds(measurement: Measurement) -> float:
    """Seconds on the clock for what several processes do, processor time otherwise.

    Args:
        measurement: What was measured.
    """
    cost = measurement.cost
    return cost.elapsed if find_task(measurement.task).is_parallel else cost.seconds


def speed(measurement: Measurement) -> float:
    """Megabytes of XML in a second.

    Args:
        measurement: What was measured.
    """
    return measurement.size / 1e6 / seconds(measurement)


def times_as_long(mine: Measurement, other: Measurement) -> float:
    """How many times as long one takes as another; on the clock where one of them is the work of several processes.

    Args:
        mine: The one.
        other: The other.
    """
    if any(find_task(each.task).is_parallel for each in (mine, other)):
        return mine.cost.elapsed / other.cost.elapsed
    return mine.cost.seconds / other.cost.seconds


def three_figures(number: float) -> str:
    """A number as exact as measurements are, such as 0.0123, 1.23 or 123.

    Args:
        number: It, more than nothing.
    """
    decimals = max(0, 2 - math.floor(math.log10(number)))
    return f"{number:,.{decimals}f}"
