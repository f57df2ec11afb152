"""Measures in a process of its own, so that the peak memory is that of the one thing measured."""

from __future__ import annotations

import gc
import json
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs

__all__ = ["Cost", "measured_apart", "measured_here", "peak_memory", "processor_time"]

_PROCESSES = Path("/proc")
_GLANCE = 0.05


@attrs.frozen(kw_only=True)
class Cost:
    """What one measurement took.

    Attributes:
        seconds: Processor time, that of other processes that it started included.
        elapsed: Seconds on the clock.
        megabytes: Peak memory of the process, the interpreter and the libraries included, and of those that it started.
    """

    seconds: float
    elapsed: float
    megabytes: float


def measured_apart(module: str, name: str, work: str) -> Cost:
    """Measure in a new process.

    Args:
        module: What to run as ``python -m MODULE --measure NAME WORK``; it prints a `Cost` as JSON.
        name: What to measure.
        work: What it is given.

    Returns:
        What it took.
    """
    command = [sys.executable, "-m", module, "--measure", name, work]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - a part of this very program
        helpers = _peaks_of_helpers(process)
        said = process.communicate()[0]
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    cost = Cost(**json.loads(said))
    return attrs.evolve(cost, megabytes=cost.megabytes + helpers)


def measured_here(action: Callable[[], object], *, at_least: float = 0.0) -> Cost:
    """Measure in this process.

    Args:
        action: What to measure.
        at_least: Seconds on the clock for which to repeat what takes less, so that short measurements are not chance.

    Returns:
        The median of the repetitions.
    """
    costs: list[tuple[float, float]] = []
    end = time.perf_counter() + at_least
    while not costs or time.perf_counter() < end:
        gc.collect()
        begin, begin_elapsed = processor_time(), time.perf_counter()
        result = action()
        costs.append((processor_time() - begin, time.perf_counter() - begin_elapsed))
        del result  # to set it free takes time, too, but not of what is measured
    return Cost(
        seconds=statistics.median(seconds for seconds, _ in costs),
        elapsed=statistics.median(elapsed for _, elapsed in costs),
        megabytes=peak_memory(),
    )


def peak_memory(process: int | str = "self") -> float:
    """The peak memory of a process in megabytes, or NaN where the system does not tell.

    What `resource` says includes that of the process before it.

    Args:
        process: Its number.
    """
    try:
        status = _PROCESSES.joinpath(str(process), "status").read_text()
    except OSError:
        return math.nan
    line = next((each for each in status.splitlines() if each.startswith("VmHWM")), None)
    return int(line.split()[1]) / 1024 if line else math.nan


def processor_time() -> float:
    """Seconds that this process has computed, and those that it started and that have ended."""
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + helpers.ru_utime + helpers.ru_stime


def _peaks_of_helpers(process: subprocess.Popen[bytes]) -> float:
    """Wait for the end of a process, and add up the peak memory of those that it started."""
    peaks: dict[int, float] = {}
    while True:
        try:
            process.wait(_GLANCE)
        except subprocess.TimeoutExpired:
            peaks |= {each: peak for each in _helpers(process.pid) if not math.isnan(peak := peak_memory(each))}
        else:
            return sum(peaks.values())


def _helpers(process: int) -> list[int]:
    """The processes that a process has started and that run still."""
    try:
        lists = [each.read_text() for each in _PROCESSES.glob(f"{process}/task/*/children")]
    except OSError:
        return []
    found = [int(each) for listed in lists for each in listed.split()]
    return found + [below for each in found for below in _helpers(each)]
