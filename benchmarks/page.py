"""Puts the results into the documentation: ``python -m benchmarks.page``.

Given the JSON of a run it keeps that in the repository; without it the figures that are kept are written anew.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.chart import draw
from benchmarks.results import Results
from benchmarks.tables import machine_table, targets_table, task_tables

__all__ = ["CHART", "KEPT", "PAGE", "filled", "main"]

KEPT = Path(__file__).parent / "results.json"
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
CHART = Path(__file__).parents[1] / "docs" / "assets" / "performance.svg"
_PART = "(<!-- begin: {name} -->\n).*?(<!-- end: {name} -->\n)"


def filled(page: str, results: Results) -> str:
    """The page with the tables of the results between its marks.

    Args:
        page: The page as it is.
        results: What was measured.

    Raises:
        ValueError: A mark is missing.
    """
    tables = "\n".join(f"### {table.title}\n\n{table.as_markdown()}" for table in task_tables(results))
    page = _replaced(page, "targets", targets_table(results).as_markdown())
    page = _replaced(page, "tables", tables)
    return _replaced(page, "machine", machine_table(results).as_markdown())


def _replaced(page: str, name: str, content: str) -> str:
    pattern = re.compile(_PART.format(name=name), re.DOTALL)
    page, count = pattern.subn(lambda found: f"{found[1]}\n{content}\n{found[2]}", page)
    if count != 1:
        raise ValueError(f"The page has no part between <!-- begin: {name} --> and <!-- end: {name} -->.")
    return page


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill the page and draw the chart.

    Args:
        arguments: What stands behind the name of the command; None for those of the process.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("results", type=Path, nargs="?", default=KEPT, help="JSON of a run; by default what is kept")
    results = Results.read(parser.parse_args(arguments).results)
    results.write(KEPT)
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")
    CHART.write_bytes(draw(results))


if __name__ == "__main__":
    main()
