"""``python -m fuzz run``, ``replay FILE`` and ``keep FILE WORDS``; each says what it does with ``--help``."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from fuzz.corpus import CRASHES, content_name
from fuzz.failures import Failure, fails_alike, failure_of
from fuzz.reduction import reduced
from fuzz.running import fuzz
from fuzz.targets import TARGETS, Target, find_target


def main() -> int:
    """Do what the command line says.

    Returns:
        The exit code: 1 when something failed.
    """
    arguments = _parser().parse_args()
    code: int = arguments.run(arguments)
    return code


def run(arguments: argparse.Namespace) -> int:
    """Search all targets, or those that are named."""
    targets = [find_target(name) for name in arguments.target] or TARGETS
    findings = fuzz(targets, runs=arguments.runs, seed=arguments.seed, folder=arguments.folder.resolve())
    for finding in findings:
        print(finding)
    failed = any(finding.failures or finding.stopped for finding in findings)
    if failed:
        print(
            "Beside each failure lies its traceback. `python -m fuzz keep FILE WORDS` makes a regression file of one."
        )
    return int(failed)


def replay(arguments: argparse.Namespace) -> int:
    """Show what a file does to each target."""
    failures = _failures(arguments.file.read_bytes())
    for _, failure in failures:
        print(failure.report, file=sys.stderr)
    print(f"{len(failures)} of {len(TARGETS)} targets failed.")
    return int(bool(failures))


def keep(arguments: argparse.Namespace) -> int:
    """Make a file as small as it gets, and keep it as a regression file."""
    words = "-".join(re.findall(r"[a-z0-9]+", " ".join(arguments.words).lower()))
    data: bytes = arguments.file.read_bytes()
    failures = _failures(data)
    if failures:
        target, failure = failures[0]
        data = reduced(data, lambda smaller: fails_alike(target, failure, smaller))
    path = CRASHES / f"{words}.{content_name(data)}"
    path.write_bytes(data)
    print(path)
    return 0


def _failures(data: bytes) -> list[tuple[Target, Failure]]:
    tried = [(target, failure_of(target, data)) for target in TARGETS]
    return [(target, failure) for target, failure in tried if failure is not None]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("run", help="search with atheris")
    command.add_argument("--runs", type=int, default=10_000, help="how many inputs to try on each target")
    command.add_argument("--seed", type=int, default=1, help="the same seed gives the same inputs")
    command.add_argument("--folder", type=Path, default=Path("build/fuzz"), help="where everything goes")
    command.add_argument("target", nargs="*", help=f"of {', '.join(each.name for each in TARGETS)}; else all")
    command.set_defaults(run=run)
    command = commands.add_parser("replay", help="show what a file does to each target")
    command.add_argument("file", type=Path)
    command.set_defaults(run=replay)
    command = commands.add_parser("keep", help="reduce a file that fails, and keep it as a regression file")
    command.add_argument("file", type=Path)
    command.add_argument("words", nargs="+", help="what it is about, for its name")
    command.set_defaults(run=keep)
    return parser


if __name__ == "__main__":
    sys.exit(main())
