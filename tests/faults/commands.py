"""The commands that every fault is tried on, as a user types them. A new command is one more line of ``COMMANDS``."""

from __future__ import annotations

from pathlib import Path

import attrs

from loms.io.write import dumps
from tests.cli import registers
from tests.convert.loms_to_loq.records import Given, offer
from tests.releases.small import courses
from tests.support.documents import LOMS, LOQ

INPUTS = {
    "courses.xml": LOMS,
    "legacy.xml": LOQ.replace(">fr<", ">en<"),
    "catalogue.xml": dumps(courses("one", "two")).decode(),
    "larger.xml": dumps(courses("one", "two", *(f"new-{number}" for number in range(9)))).decode(),
    "referring.xml": dumps(registers.with_references("Q-1")).decode(),
    "unlinked.xml": dumps(registers.with_references()).decode(),
    "qualifications.xml": dumps(registers.qualifications("Q-1")).decode().replace(">Baker<", ">Bread<"),
    "whole.xml": dumps(registers.whole()).decode().replace(">Baker<", ">Bread<"),
    "links.csv": registers.LINKS,
    "offers.xml": dumps(Given(offers=[offer(1)]).document()).decode().replace(">Baking bread<", ">Bread<"),
    "key.toml": 'legacy_key = "key"',
}
"""What lies in the folder in which a command runs. Nothing is to be said about either."""

OLD = b"what was there before\n"
"""What lies in the place of each file that a command writes."""


@attrs.frozen
class Command:
    """A command of the command line.

    Attributes:
        line: What a user types after ``loms``. It reads one of ``INPUTS``, or nothing.
        writes: The files that it writes, all in the folder ``out``.
        silent: Whether it prints nothing.
        files_only: Whether it reads files, but not standard input.
        variant: What a user adds to have something else written, where that does not depend on a file.
    """

    line: str
    writes: tuple[str, ...] = ()
    silent: bool = False
    files_only: bool = False
    variant: str = ""

    def __str__(self) -> str:
        return self.line.partition(" --namespace")[0]

    @property
    def arguments(self) -> list[str]:
        """What the process is started with."""
        return self.line.split()

    @property
    def source(self) -> str | None:
        """The file that it reads, if any."""
        return next((word for word in self.arguments if word in INPUTS), None)

    def reading(self, source: str) -> list[str]:
        """The same command for another file; ``-`` is standard input."""
        return [source if word == self.source else word for word in self.arguments]


NAMESPACE = "--namespace https://data.example.org/"
TO_LOMS = f"--to loms-2019 {NAMESPACE}"

COMMANDS = (
    Command("validate courses.xml"),
    Command("validate courses.xml --profile strict --date 2026-09-01"),
    Command("info courses.xml"),
    Command("convert courses.xml --to json"),
    Command("convert courses.xml -o out/courses.json", writes=("courses.json",)),
    Command("convert courses.xml --to json -o out/courses.json.gz", writes=("courses.json.gz",)),
    Command("validate courses.xml --report out/found.json --report out/found.xml", ("found.json", "found.xml")),
    Command("validate courses.xml --report out/found.html", writes=("found.html",)),
    Command(f"convert legacy.xml -o out/new.xml --report out/report.json {TO_LOMS}", writes=("new.xml", "report.json")),
    Command("convert offers.xml -o out/back.xml --to loq-learning-opportunities --settings key.toml", ("back.xml",)),
    Command("merge courses.xml catalogue.xml -o out/whole.xml", writes=("whole.xml",)),
    Command("withdraw catalogue.xml --ids one -o out/left.xml", writes=("left.xml",)),
    Command("sweep catalogue.xml -o out/swept.xml", writes=("swept.xml",)),
    Command("diff catalogue.xml larger.xml"),
    Command("diff catalogue.xml larger.xml --report out/changes.json", writes=("changes.json",)),
    Command("resolve referring.xml --qualifications qualifications.xml"),
    Command("resolve referring.xml --qualifications qualifications.xml --embed -o out/whole.xml", ("whole.xml",)),
    Command("resolve whole.xml --extract out/taken.xml -o out/rest.xml", ("taken.xml", "rest.xml")),
    Command("refs qualifications.xml", files_only=True),
    Command("refs qualifications.xml -o out/refs.csv", ("refs.csv",), files_only=True),
    Command(f"link unlinked.xml links.csv -o out/linked.xml {NAMESPACE}", ("linked.xml",)),
    Command("sample"),
    Command("sample -o out/sample.xml", writes=("sample.xml",), silent=True, variant="--seed 7"),
    Command("rules"),
    Command("rules --json"),
    Command("codes nuts"),
    Command("codes --json nuts"),
    Command("formats"),
    Command("--help"),
)

READING = [command for command in COMMANDS if command.source and not command.files_only]
PRINTING = [command for command in COMMANDS if not command.silent]
WRITING = [command for command in COMMANDS if command.writes]
WITH_REPORT = next(command for command in COMMANDS if "report.json" in command.writes)
WITH_PAGE = next(command for command in COMMANDS if "found.html" in command.writes)


def furnish(folder: Path, command: Command, *, title: str = "Bread") -> None:
    """Put into a folder what a command reads, and something old in the place of what it writes.

    Args:
        folder: Where the command is to run.
        command: The command.
        title: What the courses are called, so that documents can differ in content and length.
    """
    for name, text in INPUTS.items():
        (folder / name).write_text(text.replace(">Bread<", f">{title}<"), encoding="utf-8")
    (folder / "out").mkdir(exist_ok=True)
    for name in command.writes:
        (folder / "out" / name).write_bytes(OLD)
