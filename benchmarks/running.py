"""Makes the documents, and measures each task on each of them."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs
from lxml import etree

from benchmarks.data import FORMATS, Dataset, write_dataset
from benchmarks.processes import Cost, measured_apart, measured_here
from benchmarks.results import Measurement, Results
from benchmarks.startup import measure_startup
from benchmarks.tasks import TASKS, Task, find_task
from benchmarks.work import Work

__all__ = ["SIZES", "measure_here", "run"]

SIZES = (1_000, 10_000, 100_000)
_ROUNDS = ((1_000, 3), (10_000, 2))
"""How often documents up to a size are measured; larger ones once: what takes minutes is less a matter of chance."""
_STARTS = 15
_WARMING = 25
"""How many opportunities the document has with which everything is run once before it is measured."""
_AT_LEAST = 0.5
_LIBRARIES = ("loms", "lxml", "xsdata", "xmlschema")


@attrs.frozen(kw_only=True)
class _Place:
    """A document on which tasks are measured.

    Attributes:
        dataset: What it is.
        work: Where it is.
    """

    dataset: Dataset
    work: Work


def run(*, sizes: Sequence[int], rounds: int | None, folder: Path, tasks: Sequence[Task] = TASKS) -> Iterator[Results]:
    """Measure everything, the smallest documents first.

    Args:
        sizes: How many opportunities the documents have.
        rounds: How often each task is measured on each of them; None for less often the larger it is.
        folder: Where the documents and results may lie meanwhile.
        tasks: What is measured.

    Yields:
        What has been measured so far, after each document.
    """
    startup = measure_startup(_STARTS if rounds is None else rounds)
    places = (_place(folder, format, size) for size in sorted(sizes) for format in FORMATS)
    measurements: list[Measurement] = []
    for place in places:
        measurements += _measurements(place, tasks, rounds or _rounds(place.dataset.opportunities))
        yield Results(machine=_machine(), startup=startup, measurements=tuple(measurements))


def measure_here(name: str, work: Work) -> Cost:
    """Measure a task in this process. What happens once per process, such as reading the schema, has happened before.

    Args:
        name: Name of the task.
        work: What it is given.
    """
    task = find_task(name)
    task.prepare(attrs.evolve(work, path=_warming_path(work)))()
    return measured_here(task.prepare(work), at_least=_AT_LEAST)


def _rounds(opportunities: int) -> int:
    return next((rounds for most, rounds in _ROUNDS if opportunities <= most), 1)


def _place(folder: Path, format: str, opportunities: int) -> _Place:
    path = folder / f"{format}-{opportunities}.xml"
    _say(f"making {path.name}")
    work = Work(format=format, path=str(path), folder=str(folder))
    warming = Path(_warming_path(work))
    if not warming.exists():
        write_dataset(warming, format=format, opportunities=_WARMING)
    return _Place(dataset=write_dataset(path, format=format, opportunities=opportunities), work=work)


def _warming_path(work: Work) -> str:
    return work.result(f"{work.format}-warming.xml")


def _measurements(place: _Place, wanted: Sequence[Task], rounds: int) -> list[Measurement]:
    """Measure the tasks in turns, so that what slows the machine down for a while slows all of them."""
    dataset = place.dataset
    tasks = [each for each in wanted if each.is_measured(dataset.format, dataset.opportunities)]
    costs: dict[str, list[Cost]] = {each.name: [] for each in tasks}
    for number in range(1, rounds + 1):
        for task in tasks:
            cost = _measured(task, place.work)
            costs[task.name].append(cost)
            _say(
                f"{dataset.format}, {dataset.opportunities:,}, round {number} of {rounds}, {task.title}: "
                f"{cost.seconds:.2f} s, {cost.megabytes:.0f} MB"
            )
    return [
        Measurement(
            task=task,
            format=dataset.format,
            opportunities=dataset.opportunities,
            records=dataset.records,
            size=dataset.size,
            rounds=tuple(found),
        )
        for task, found in costs.items()
    ]


def _measured(task: Task, work: Work) -> Cost:
    return measured_apart("benchmarks", task.name, work.as_json())


def _machine() -> Mapping[str, str]:
    """What it runs on, without the name of anything that is somebody's."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else None
    return {
        "system": f"{platform.system()}, {platform.machine()}",
        "cores": str(os.cpu_count()),
        **({"memory": f"{memory:.0f} GB"} if memory else {}),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        **{each: importlib.metadata.version(each) for each in _LIBRARIES},
        "libxml2": ".".join(str(each) for each in etree.LIBXML_VERSION),
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
