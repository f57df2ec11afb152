"""What was measured: kept as JSON, asked by name."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from benchmarks.processes import Cost

__all__ = ["Measurement", "Results"]


@attrs.frozen(kw_only=True)
class Measurement:
    """What one task took on one document.

    Attributes:
        task: Name of the task.
        format: Name of the format of the document.
        opportunities: How many opportunities it has.
        records: How many records of all kinds.
        size: Its size in bytes.
        rounds: What each round took.
    """

    task: str
    format: str
    opportunities: int
    records: int
    size: int
    rounds: tuple[Cost, ...]

    @property
    def cost(self) -> Cost:
        """The medians of the rounds."""
        return Cost(
            **{name: statistics.median(getattr(each, name) for each in self.rounds) for name in attrs.fields_dict(Cost)}
        )


@attrs.frozen(kw_only=True)
class Results:
    """All that one run measured.

    Attributes:
        machine: What it ran on: name of a property and its value.
        startup: Milliseconds that a new Python takes: what it does and the median.
        measurements: What each task took on each document.
    """

    machine: Mapping[str, str]
    startup: Mapping[str, float]
    measurements: Sequence[Measurement]

    def sizes(self) -> tuple[int, ...]:
        """The numbers of opportunities that were measured, the least first."""
        return tuple(sorted({each.opportunities for each in self.measurements}))

    def documents(self, format: str) -> list[int]:
        """The sizes of the documents of a format, in bytes, the smallest first.

        Args:
            format: Name of the format.
        """
        return sorted({each.size for each in self.measurements if each.format == format})

    def find(self, task: str, format: str, opportunities: int) -> Measurement | None:
        """What a task took on a document, or None where it was not measured.

        Args:
            task: Name of the task.
            format: Name of the format of the document.
            opportunities: How many opportunities it has.
        """
        wanted = (task, format, opportunities)
        return next(
            (each for each in self.measurements if (each.task, each.format, each.opportunities) == wanted), None
        )

    def pairs(self, one: str, other: str, format: str) -> list[tuple[Measurement, Measurement]]:
        """What two tasks took on the same documents, the smallest first.

        Args:
            one: Name of a task.
            other: Name of another.
            format: Name of the format of the documents.
        """
        found = ((self.find(one, format, size), self.find(other, format, size)) for size in self.sizes())
        return [(first, second) for first, second in found if first is not None and second is not None]

    def all_of(self, task: str, format: str) -> list[Measurement]:
        """What a task took on each document, the smallest first.

        Args:
            task: Name of the task.
            format: Name of the format of the documents.
        """
        return [first for first, _ in self.pairs(task, task, format)]

    def write(self, path: Path) -> None:
        """Write it as JSON.

        Args:
            path: Where.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(attrs.asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Results:
        """Take what was written.

        Args:
            path: Where it is.
        """
        said = json.loads(path.read_text(encoding="utf-8"))
        measurements = tuple(
            Measurement(**{**each, "rounds": tuple(Cost(**cost) for cost in each["rounds"])})
            for each in said["measurements"]
        )
        return cls(machine=said["machine"], startup=said["startup"], measurements=measurements)
