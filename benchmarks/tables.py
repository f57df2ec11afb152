"""Tables of what was measured, as text and as Markdown."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import attrs

from benchmarks.comparing import seconds, speed, three_figures, times_as_long
from benchmarks.data import FORMATS
from benchmarks.results import Measurement, Results
from benchmarks.startup import STATEMENTS
from benchmarks.targets import TARGETS
from benchmarks.tasks import TASKS, Task
from loms.formats import find_format

__all__ = ["Table", "machine_table", "targets_table", "task_tables"]

_ABSENT = "–"


@attrs.frozen(kw_only=True)
class Table:
    """A table, in whose cells names of Python stand between backticks.

    Attributes:
        title: What it is about.
        head: Names of the columns, of which the first ``texts`` hold texts, the others numbers.
        rows: The cells of each row. One cell alone is a heading.
        texts: How many columns hold texts.
    """

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    texts: int = 1

    def as_text(self) -> str:
        """For a terminal."""
        lines = [tuple(cell.replace("`", "") for cell in line) for line in (self.head, *self.rows)]
        widths = [max(len(line[at]) for line in lines if len(line) > 1) for at in range(len(self.head))]
        return "".join(
            f"{line}\n" for line in (self.title, *("  ".join(self._aligned(each, widths)) for each in lines))
        )

    def _aligned(self, line: tuple[str, ...], widths: Sequence[int]) -> Iterator[str]:
        for at, (cell, width) in enumerate(zip(line, widths, strict=False)):
            yield cell.ljust(width) if at < self.texts else cell.rjust(width)

    def as_markdown(self) -> str:
        """For the documentation, without the title."""
        rule = tuple("---" if at < self.texts else "---:" for at in range(len(self.head)))
        rows = (line if len(line) > 1 else (f"**{line[0]}**", *[""] * (len(self.head) - 1)) for line in self.rows)
        return "".join(f"| {' | '.join(line)} |\n" for line in (self.head, rule, *rows))


def task_tables(results: Results) -> list[Table]:
    """What each task took, a table for each format.

    Args:
        results: What was measured.
    """
    return [_task_table(results, format) for format in FORMATS if results.documents(format)]


def _task_table(results: Results, format: str) -> Table:
    sizes = results.sizes()
    said = ", ".join(f"{each / 1e6:,.0f} MB" for each in results.documents(format))
    return Table(
        title=f"{find_format(format).title}: {said}",
        head=(
            "what",
            *(f"{each:,} (s)" for each in sizes),
            "MB/s",
            "peak MB",
            "times as long as the first",
        ),
        rows=list(_task_rows(results, format, sizes)),
    )


def _task_rows(results: Results, format: str, sizes: Sequence[int]) -> Iterator[tuple[str, ...]]:
    tasks = (each for each in TASKS if results.all_of(each.name, format))
    for group, members in itertools.groupby(tasks, lambda each: each.group):
        first: Task | None = None
        yield (group,)
        for task in members:
            first = first or task
            yield _task_row(results, task, first, format, sizes)


def _task_row(results: Results, task: Task, first: Task, format: str, sizes: Sequence[int]) -> tuple[str, ...]:
    found = [results.find(task.name, format, each) for each in sizes]
    last = results.all_of(task.name, format)[-1]
    mine, other = results.pairs(task.name, first.name, format)[-1]
    return (
        task.title,
        *(_seconds(each) for each in found),
        three_figures(speed(last)),
        f"{last.cost.megabytes:.0f}",
        _ABSENT if task is first else three_figures(times_as_long(mine, other)),
    )


def _seconds(measurement: Measurement | None) -> str:
    return _ABSENT if measurement is None else three_figures(seconds(measurement))


def targets_table(results: Results) -> Table:
    """What is to be reached, and whether it is.

    Args:
        results: What was measured.
    """
    rows: list[tuple[str, ...]] = []
    for target in TARGETS:
        verdicts = list(target.judge(results))
        if not verdicts:
            rows.append((target.what, target.bound, "", "not measured", _ABSENT))
        for at, verdict in enumerate(verdicts):
            reached = "yes" if verdict.is_reached else f"no, by a factor of {verdict.missed_by:.2f}"
            said = (target.what, target.bound) if at == 0 else ("", "")
            rows.append((*said, verdict.case, verdict.measured, reached))
    head = ("what", "target", "case", "measured", "reached")
    return Table(title="Targets", head=head, rows=rows, texts=len(head))


def machine_table(results: Results) -> Table:
    """On what it was measured, and how long Python takes to start.

    Args:
        results: What was measured.
    """
    startup = {"pass": "start of Python"} | {each: f"start and `{each}`" for each in STATEMENTS[1:]}
    rows = [
        *results.machine.items(),
        *((startup[each], f"{milliseconds:.0f} ms") for each, milliseconds in results.startup.items()),
    ]
    return Table(title="Machine", head=("what", "value"), rows=rows, texts=2)
