"""What the project wants to reach, and whether it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs

from benchmarks.comparing import times_as_long
from benchmarks.data import FORMATS, LOMS, LOQ
from benchmarks.results import Measurement, Results
from benchmarks.startup import BARE

__all__ = ["TARGETS", "Target", "Verdict"]

_SHORT = {"loms-2019": "LOMS", "loq-learning-opportunities": "LOQ"}
_MOST_MEMORY = 150.0
_MOST_GROWTH = 1.2


@attrs.frozen(kw_only=True)
class Verdict:
    """Whether a target is reached in one case.

    Attributes:
        case: Which case.
        measured: What was measured, for people.
        missed_by: By which factor it is missed; 1 or less where it is reached.
    """

    case: str
    measured: str
    missed_by: float

    @property
    def is_reached(self) -> bool:
        """Whether the target is reached."""
        return self.missed_by <= 1


@attrs.frozen(kw_only=True)
class Target:
    """One thing to reach.

    Attributes:
        what: What is measured.
        bound: What is to be reached.
        judge: Gives a verdict for each case that was measured.
    """

    what: str
    bound: str
    judge: Callable[[Results], Iterator[Verdict]]


def _faster(tasks: Sequence[tuple[str, str]], than: str, *, least: float) -> Callable[[Results], Iterator[Verdict]]:
    """How many times faster tasks are, at the largest size that both were measured with."""

    def judge(results: Results) -> Iterator[Verdict]:
        for case, mine, other in _compared(results, tasks, than):
            ratio = times_as_long(other, mine)
            yield Verdict(case=case, measured=f"{ratio:.1f} times faster", missed_by=least / ratio)

    return judge


def _takes_at_most(
    tasks: Sequence[tuple[str, str]], than: str, *, most: float, formats: Sequence[str] = FORMATS
) -> Callable[[Results], Iterator[Verdict]]:
    """How many times as long tasks take, at the largest size that both were measured with."""

    def judge(results: Results) -> Iterator[Verdict]:
        for case, mine, other in _compared(results, tasks, than, formats):
            ratio = times_as_long(mine, other)
            yield Verdict(case=case, measured=f"{ratio:.2f} times its time", missed_by=ratio / most)

    return judge


def _compared(
    results: Results, tasks: Sequence[tuple[str, str]], than: str, formats: Sequence[str] = FORMATS
) -> Iterator[tuple[str, Measurement, Measurement]]:
    for format in formats:
        for task, said in tasks:
            pairs = results.pairs(task, than, format)
            if pairs:
                mine, other = pairs[-1]
                yield f"{_SHORT[format]}, {mine.opportunities:,}{said}", mine, other


def _flat_memory(*tasks: tuple[str, str]) -> Callable[[Results], Iterator[Verdict]]:
    """How much memory the largest document takes, and how much more than the one before it."""

    def judge(results: Results) -> Iterator[Verdict]:
        for format in FORMATS:
            for task, said in tasks:
                peaks = [each.cost.megabytes for each in results.all_of(task, format)]
                if len(peaks) > 1:
                    growth = peaks[-1] / peaks[-2]
                    yield Verdict(
                        case=f"{_SHORT[format]}, {said}",
                        measured=f"{growth:.2f} times, {peaks[-1]:.0f} MB",
                        missed_by=max(growth / _MOST_GROWTH, peaks[-1] / _MOST_MEMORY),
                    )

    return judge


def _starts_within(statement: str, *, most: float) -> Callable[[Results], Iterator[Verdict]]:
    def judge(results: Results) -> Iterator[Verdict]:
        more = results.startup[statement] - results.startup[BARE]
        yield Verdict(case="", measured=f"{more:.0f} ms more", missed_by=more / most)

    return judge


def _constant(*tasks: tuple[str, str], most: float) -> Callable[[Results], Iterator[Verdict]]:
    """How far the cost of a record is apart between the sizes."""

    def judge(results: Results) -> Iterator[Verdict]:
        for format in FORMATS:
            for task, said in tasks:
                costs = [each.cost.seconds / each.records * 1e6 for each in results.all_of(task, format)]
                if len(costs) > 1:
                    apart = max(costs) / min(costs) - 1
                    listed = ", ".join(f"{each:.0f}" for each in costs)
                    yield Verdict(
                        case=f"{_SHORT[format]}, {said}",
                        measured=f"{apart:.0%} ({listed} µs)",
                        missed_by=apart / most,
                    )

    return judge


_READINGS = (("read", ", checked"), ("read_unchecked", ", unchecked"))
"""The others check nothing, but that is not what most people will call."""

TARGETS: tuple[Target, ...] = (
    Target(
        what="read, against xsdata's `XmlParser` on the same classes",
        bound="at least 12 times faster",
        judge=_faster(_READINGS, "xsdata_read", least=12),
    ),
    Target(
        what="read, against lxml parsing alone",
        bound="at most 5 times its time",
        judge=_takes_at_most(_READINGS, "lxml_parse", most=5),
    ),
    Target(
        what="write, against xsdata's `XmlSerializer`",
        bound="at least 10 times faster",
        judge=_faster((("write", ""),), "xsdata_write", least=10),
    ),
    Target(
        what="peak memory of `iter_records`, `validate`, `convert_file`, against a tenth of the records",
        bound="at most 1.2 times, and under 150 MB",
        judge=_flat_memory(
            ("iter_records", "iter_records"),
            ("validate", "validate"),
            ("convert_file", "convert_file"),
            ("convert_to_elm", "convert_file to ELM"),
        ),
    ),
    Target(
        what="convert legacy to LOMS, file to file, against xsdata only reading the input",
        bound="less than its time",
        judge=_takes_at_most(
            (("convert_file", ""), ("convert_file_in_two", ", jobs=2, on the clock")),
            "xsdata_read",
            most=1,
            formats=(LOQ,),
        ),
    ),
    Target(
        what="convert LOMS to ELM, file to file, against xsdata only reading the input",
        bound="less than its time",
        judge=_takes_at_most((("convert_to_elm", ""),), "xsdata_read", most=1, formats=(LOMS,)),
    ),
    Target(
        what="validate, file to report, against lxml's `iterparse` with schema alone",
        bound="at most 1.3 times its time",
        judge=_takes_at_most((("validate", ""),), "lxml_schema_iterparse", most=1.3),
    ),
    Target(
        what="`import loms`, against bare Python",
        bound="at most 15 ms more",
        judge=_starts_within("import loms", most=15),
    ),
    Target(
        what="`import loms.model`, against bare Python",
        bound="at most 100 ms more",
        judge=_starts_within("import loms.model", most=100),
    ),
    Target(
        what="cost of a record, from the smallest document to the largest",
        bound="constant within 15 %",
        judge=_constant(
            ("read", "read"),
            ("read_unchecked", "read unchecked"),
            ("iter_records", "iter_records"),
            ("write", "write"),
            ("validate", "validate"),
            ("convert_file", "convert_file"),
            ("convert_to_elm", "convert_file to ELM"),
            ("resolve", "resolve"),
            most=0.15,
        ),
    ),
)
