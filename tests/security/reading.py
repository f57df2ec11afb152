"""Everything that reads data, called in one way: the functions of the library and the commands."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from click.testing import CliRunner

import loms
from loms.cli.app import app

Found = Sequence[Mapping[str, str | int | None]]
"""The issues of a file, as JSON has them; none where it was read to its end."""

Reader = Callable[[bytes, int | None], Found]
"""Reads data with a limit for what it unpacks to; None is the usual limit."""


def _read(data: bytes, limit: int | None, *, strict: bool) -> Found:
    try:
        loms.loads(data, strict=strict, on_issue=lambda issue: None, max_unpacked_size=limit)
    except loms.InvalidDataError as error:
        return [issue.as_dict() for issue in error.issues]
    return []


def _validate(data: bytes, limit: int | None) -> Found:
    return [
        issue.as_dict() for issue in loms.validate(io.BytesIO(data), max_unpacked_size=limit, profile="schema").issues
    ]


def _compare(data: bytes, limit: int | None) -> Found:
    try:
        loms.compare(io.BytesIO(data), io.BytesIO(data), max_unpacked_size=limit)
    except loms.InvalidDataError as error:
        return [issue.as_dict() for issue in error.issues]
    return []


def _command(*arguments: str) -> Reader:
    def reader(data: bytes, limit: int | None) -> Found:
        options = [] if limit is None else ["--max-unpacked-size", str(limit)]
        done = CliRunner().invoke(app, [*arguments, "--json", *options, "-"], input=data, prog_name="loms")
        assert done.exit_code in (0, 1), done.output
        answer = json.loads(done.stdout)
        found: Found = answer["files"][0]["issues"] if "files" in answer else answer.get("issues", [])
        assert bool(found) == bool(done.exit_code)
        return found

    return reader


READERS: Mapping[str, Reader] = {
    "loms.loads": lambda data, limit: _read(data, limit, strict=True),
    "loms.loads, lenient": lambda data, limit: _read(data, limit, strict=False),
    "loms.validate": _validate,
    "loms.compare": _compare,
    "loms validate": _command("validate"),
    "loms info": _command("info"),
    "loms convert": _command("convert", "--to", "json", "--dry-run"),
}
"""All of them by name."""


def run_loms(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m loms`` as a process of its own."""
    command = [sys.executable, "-m", "loms", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)
