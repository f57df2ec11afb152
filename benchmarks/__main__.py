"""Measures everything, prints the tables and writes the results as JSON: ``python -m benchmarks``."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import attrs

from benchmarks.running import SIZES, measure_here, run
from benchmarks.tables import machine_table, targets_table, task_tables
from benchmarks.tasks import TASKS
from benchmarks.work import Work

OUTPUT = Path("build/benchmarks/results.json")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print.

    Args:
        arguments: What stands behind the name of the command; None for those of the process.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of learning opportunities")
    parser.add_argument("--rounds", type=int, help="how often everything is measured; by default less the larger it is")
    parser.add_argument("--tasks", nargs="+", choices=[each.name for each in TASKS], help="measure only these")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="file for the results, %(default)s by default")
    parser.add_argument("--measure", nargs=2, metavar=("NAME", "WORK"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.measure:
        name, work = given.measure
        print(json.dumps(attrs.asdict(measure_here(name, Work.from_json(work)))))
        return
    with tempfile.TemporaryDirectory() as folder:
        tasks = [each for each in TASKS if not given.tasks or each.name in given.tasks]
        for results in run(sizes=given.sizes, rounds=given.rounds, folder=Path(folder), tasks=tasks):
            # A run that is stopped has not been in vain.
            results.write(given.output)
    for table in (*task_tables(results), targets_table(results), machine_table(results)):
        print(table.as_text())
    print(f"Results: {given.output}")


if __name__ == "__main__":
    main()
