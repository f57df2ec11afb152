"""Runs the commands and the functions in a process that writes down whatever it opens, starts or connects to.

Called with a file for the record and the names of documents; each document is read by everything that reads.
"""

from __future__ import annotations

import contextlib
import json
import runpy
import sys
from pathlib import Path

import loms

WATCHED = ("open", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "socket.", "subprocess.", "urllib.")
NAMESPACE = "https://data.example.org/lo/"


def commands(name: str) -> list[list[str]]:
    """The commands that read a document, with all that they can do with it."""
    found = [["validate", name], ["validate", "--json", name], ["info", name], ["convert", name, "-o", "out.json"]]
    found.append(["diff", name, name, "--report", "changes.json"])
    if "loq" in name:
        to_loms = ["convert", name, "--to", "loms-2019", "--namespace", NAMESPACE]
        found.append([*to_loms, "-o", "out.xml", "--report", "report.json"])
    return found


def read(name: str) -> set[int]:
    """Read a document in all ways and return the exit codes of the commands."""
    codes = set()
    for arguments in commands(name):
        sys.argv = ["loms", *arguments]
        try:
            runpy.run_module("loms", run_name="__main__")
        except SystemExit as end:
            codes.add(int(end.code or 0))
    for strict in (True, False):
        with contextlib.suppress(loms.InvalidDataError):
            loms.read(name, strict=strict, on_issue=print)
    return codes


def main(record: str, *names: str) -> None:
    """Read documents and record the events."""
    events: list[tuple[str, str]] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(WATCHED):
            events.append((event, str(arguments[0]) if arguments else ""))

    sys.addaudithook(watch)
    codes = {name: sorted(read(name)) for name in names}
    recorded = {"codes": codes, "events": list(events)}
    Path(record).write_text(json.dumps(recorded), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
