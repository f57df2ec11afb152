"""Runs one target under atheris: ``python -m fuzz.engine TARGET SEEDS FAILURES [OPTIONS OF LIBFUZZER]``."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

# What is to guide the search must be imported in here, parts that load when they are first used included.
with atheris.instrument_imports(include=["loms", "xsdata"]):
    from fuzz import corpus
    from fuzz.failures import failure_of
    from fuzz.search import Search
    from fuzz.targets import TARGETS, find_target

    for _data in corpus.drawn(0):
        for _target in TARGETS:
            failure_of(_target, _data)


def main(arguments: list[str]) -> None:
    """Search until libFuzzer has had enough.

    Args:
        arguments: Name of the target, folder of the seeds, folder for failures, options of libFuzzer.
    """
    name, seeds, failures, *options = arguments
    pool = [each.read_bytes() for each in sorted(Path(seeds).iterdir())]
    search = Search(find_target(name), pool, failures=Path(failures), otherwise=_damaged_by_libfuzzer)
    atheris.Setup([sys.argv[0], *options], search.test, custom_mutator=search.mutate)
    atheris.Fuzz()


def _damaged_by_libfuzzer(data: bytes, most: int) -> bytes:
    # Looked up late: atheris puts the function in place when the search begins.
    damaged: bytes = atheris.Mutate(data, most)
    return damaged


if __name__ == "__main__":
    main(sys.argv[1:])
