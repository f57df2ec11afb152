"""Runs every target for a fixed number of executions, each in a process of its own, and says what was found."""

from __future__ import annotations

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs

from fuzz import corpus
from fuzz.targets import Target
from fuzz.words import dictionary

__all__ = ["Finding", "fuzz"]

SECONDS_OF_ONE = 30
MEGABYTES = 2048
_PROGRESS = re.compile(r"cov: (\d+) ft: (\d+)")
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


@attrs.frozen(kw_only=True)
class Finding:
    """What the search on one target gave.

    Attributes:
        target: The target.
        executed: How many inputs were tried.
        covered: How many edges of the code were reached.
        failures: Inputs that failed.
        stopped: What to say of a search that did not come to its end, or None.
    """

    target: Target
    executed: int
    covered: int
    failures: tuple[Path, ...]
    stopped: str | None

    def __str__(self) -> str:
        head = f"{self.target.name}: {self.executed} inputs, {self.covered} edges, {len(self.failures)} failures"
        return "\n".join([head, *([self.stopped] if self.stopped else []), *(f"  {each}" for each in self.failures)])


def fuzz(targets: Sequence[Target], *, runs: int, seed: int, folder: Path) -> list[Finding]:
    """Search all targets.

    Args:
        targets: What to search.
        runs: How many inputs to try on each.
        seed: Any whole number. The same one gives the same inputs for the same code.
        folder: For seeds, logs and failures. What an earlier search left there is removed.

    Returns:
        What was found, in the order of the targets.
    """
    for name in ("seeds", "json", "found", "failures"):
        shutil.rmtree(folder / name, ignore_errors=True)
    corpus.write_seeds(folder / "seeds", corpus.seeds(seed))
    corpus.write_seeds(folder / "json", corpus.seeds_of_json(seed))
    folder.joinpath("words.dict").write_text(dictionary(), encoding="ascii")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda target: _search(target, runs=runs, seed=seed, folder=folder), targets))


def _search(target: Target, *, runs: int, seed: int, folder: Path) -> Finding:
    seeds = folder / ("json" if target.json else "seeds")
    found, failures, log = (
        folder / "found" / target.name,
        folder / "failures" / target.name,
        folder / f"{target.name}.log",
    )
    found.mkdir(parents=True)
    failures.mkdir(parents=True)
    options = (
        f"-runs={runs}",
        f"-seed={seed}",
        f"-max_len={corpus.LONGEST}",
        f"-timeout={SECONDS_OF_ONE}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-dict={folder / 'words.dict'}",
        f"-artifact_prefix={failures}/",
        "-reload=0",
        "-print_final_stats=1",
    )
    command = [
        sys.executable,
        "-m",
        "fuzz.engine",
        target.name,
        str(seeds),
        str(failures),
        *options,
        str(found),
        str(seeds),
    ]
    with log.open("w", encoding="utf-8") as stream:
        done = subprocess.run(
            command,
            stdout=stream,
            stderr=stream,
            check=False,
            cwd=corpus.ROOT,
            env=os.environ | {"PYTHONHASHSEED": "0"},
        )
    text = log.read_text(encoding="utf-8", errors="replace")
    progress = _PROGRESS.findall(text)
    executed = _EXECUTED.search(text)
    return Finding(
        target=target,
        executed=int(executed[1]) if executed else 0,
        covered=int(progress[-1][0]) if progress else 0,
        failures=tuple(each for each in sorted(failures.iterdir()) if each.suffix != ".txt"),
        stopped=None if done.returncode == 0 else f"  the search ended with exit code {done.returncode}; see {log}",
    )
