"""What reports on a large faulty file take: time, peak memory, bytes.

Run it as ``python -m benchmarks.reporting``; it prints one table. Each measurement runs in a process of its own, so
that its peak memory is its own. Every second opportunity has a text in a language that does not exist.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import attrs

import loms
from benchmarks.data import LOMS, write_dataset
from benchmarks.processes import Cost, measured_apart, measured_here
from loms.reporting import CheckedFile, check_file, write_report
from loms.validate.checks import Checks

__all__ = ["ENDINGS", "MEASURED", "Work", "write_faulty"]

ENDINGS = (".html", ".json", ".sarif", ".xml")
_DAY = datetime.date(2026, 11, 30)
_SCHEMA = Checks(profile="schema")
_RECORD = re.compile(r"<learningOpportunity\b")
_LANGUAGE = re.compile(r'(?<=\blang=")[a-z]+(?=")')


@attrs.frozen(kw_only=True)
class Work:
    """What one measurement is given.

    Attributes:
        source: Path of the faulty file.
        reports: Path of the reports, without their endings.
    """

    source: str
    reports: str


def write_faulty(path: Path, opportunities: int) -> None:
    """Write a dataset in which every second opportunity has one fault.

    Args:
        path: Where.
        opportunities: How many learning opportunities it has.
    """
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        valid = Path(folder) / "valid.xml"
        write_dataset(valid, format=LOMS, opportunities=opportunities)
        with valid.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as faulty:
            faulty.writelines(_spoiled(lines))


def _spoiled(lines: Iterator[str]) -> Iterator[str]:
    records = itertools.count(1)
    is_due = False
    for line in lines:
        begun = _RECORD.search(line)
        if begun is not None:
            is_due = next(records) % 2 == 0
        spoiled = _LANGUAGE.sub("xx", line, count=1) if is_due else line
        is_due = is_due and spoiled == line
        yield spoiled


def nothing(_: Work) -> None:
    """Only start, and load all modules."""


def validate(work: Work) -> None:
    """Check against the schema."""
    loms.validate(work.source, profile="schema")


def count(work: Work) -> None:
    """The same, and count fields, languages, links and providers."""
    check_file(work.source, checks=_SCHEMA)


def report(work: Work) -> None:
    """The same, and write a report of each kind."""
    _write(check_file(work.source, checks=_SCHEMA), work)


def report_on_rules(work: Work) -> None:
    """All of that, with the rules of the register, too."""
    _write(check_file(work.source, checks=Checks(date=_DAY)), work)


def _write(checked: CheckedFile, work: Work) -> None:
    write_report(checked, *(work.reports + ending for ending in ENDINGS), date=_DAY)


MEASURED: Mapping[str, Callable[[Work], None]] = {
    each.__name__: each for each in (nothing, validate, count, report_on_rules, report)
}


def _table(opportunities: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Work(source=f"{folder}/courses.xml", reports=f"{folder}/report")
        write_faulty(Path(work.source), opportunities)
        size = Path(work.source).stat().st_size / 1e6
        title = f"{opportunities:,} opportunities, {size:,.0f} MB, {opportunities // 2:,} issues"
        print(f"{title:<64}{'seconds':>9}{'MB':>8}")
        for name, action in MEASURED.items():
            cost = measured_apart("benchmarks.reporting", name, json.dumps(attrs.asdict(work)))
            print(f"{(action.__doc__ or '').rstrip('.'):<64}{cost.seconds:>9.1f}{cost.megabytes:>8.0f}", flush=True)
        for ending in ENDINGS:
            print(f"{f'Size of the report {ending}':<64}{Path(work.reports + ending).stat().st_size:>11,} bytes")


def _measure_here(name: str, work: Work) -> Cost:
    return measured_here(lambda: MEASURED[name](work))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opportunities", type=int, default=100_000, help="how many; a tenth as many first")
    parser.add_argument("--measure", nargs=2, metavar=("NAME", "WORK"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(attrs.asdict(_measure_here(given.measure[0], Work(**json.loads(given.measure[1]))))))
        return
    for opportunities in (given.opportunities // 10, given.opportunities):
        _table(opportunities)
        print()


if __name__ == "__main__":
    main()
