"""How long a new Python takes until it has imported something."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Mapping

from benchmarks.processes import processor_time

__all__ = ["BARE", "STATEMENTS", "measure_startup"]

BARE = "pass"
STATEMENTS = (BARE, "import loms", "import loms.model")


def measure_startup(rounds: int) -> Mapping[str, float]:
    """Start Python again and again, in turns, so that what slows the machine down slows all of it.

    Args:
        rounds: How often each statement is run.

    Returns:
        For each of `STATEMENTS` the median of the milliseconds of processor time until it has ended.
    """
    taken: dict[str, list[float]] = {each: [] for each in STATEMENTS}
    for number in range(rounds + 1):
        for statement, times in taken.items():
            begin = processor_time()
            subprocess.run([sys.executable, "-c", statement], check=True)  # noqa: S603 - the statements above
            if number:  # the first only fills the caches
                times.append((processor_time() - begin) * 1000)
    return {statement: statistics.median(times) for statement, times in taken.items()}
