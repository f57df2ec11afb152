"""Runs the examples in source and documentation, and says how many examples Hypothesis draws."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import settings
from sybil import Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser
from sybil.parsers.rest import DocTestParser

ROOT = Path(__file__).parent

# What is long past depends on the day, and tests do not: 1 September 2026.
os.environ["SOURCE_DATE_EPOCH"] = "1788220800"

# For work at the desk: a few seconds, other examples each time, and failures are tried again first.
settings.register_profile("dev", max_examples=10, deadline=None)
# What must be green: always the same examples, so that a change fails because of itself.
settings.register_profile("ci", max_examples=50, derandomize=True, database=None, deadline=None, print_blob=True)
# For a second run with other versions of the libraries.
settings.register_profile("short", settings.get_profile("ci"), max_examples=20)
# For changes of models, reading, writing and conversion: a long search, other examples each time.
settings.register_profile("thorough", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


class PythonParser(CodeBlockParser):
    """Runs ```python blocks, and the tests in them as a test runner would."""

    language = "python"

    def evaluate(self, example: Example) -> str | None:
        """Run one block, then each function in it whose name begins with ``test_``."""
        failure: str | None = PythonEvaluator()(example)
        for statement in ast.parse(str(example.parsed)).body:
            if isinstance(statement, ast.FunctionDef) and statement.name.startswith("test_"):
                example.namespace[statement.name]()
        return failure


class ConsoleParser(CodeBlockParser):
    """Runs ```console blocks: what stands behind ``$`` is run, the lines below it must be in what it prints."""

    language = "console"

    def evaluate(self, example: Example) -> str | None:
        """Run the commands of one block in a scratch folder that holds the examples."""
        if "scratch_folder" not in example.namespace:
            example.namespace["scratch_folder"] = _scratch_folder()
        folder = example.namespace["scratch_folder"]
        for command, expected in _commands(str(example.parsed)):
            printed = _run(command, folder)
            shown = {line.strip() for line in printed.splitlines()}
            missing = [line for line in expected if line.strip() not in shown]
            if missing:
                wanted = "\n".join(missing)
                return f"$ {command}\nis documented to print\n{wanted}\nbut printed\n{printed}"
        return None


def _scratch_folder() -> str:
    """A folder in which the documentation may write, with the examples in it."""
    folder = tempfile.mkdtemp(prefix="loms-docs-")
    Path(folder, "examples").symlink_to(ROOT / "examples")
    return folder


def _remove_scratch_folder(namespace: dict[str, Any]) -> None:
    """Leave nothing behind when the examples of a file have run."""
    folder = namespace.get("scratch_folder")
    if folder is not None:
        shutil.rmtree(folder)


def _run(command: str, folder: str) -> str:
    """What a command prints, on both streams."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def _commands(block: str) -> Iterable[tuple[str, list[str]]]:
    """The commands of a block, each with the lines that it must print; a line of ``...`` stands for any lines."""
    commands: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            commands.append((line[2:], []))
        elif commands and commands[-1][0].endswith("\\"):
            command, expected = commands.pop()
            commands.append((command[:-1] + line.strip(), expected))
        elif commands and line.strip() not in ("", "..."):
            commands[-1][1].append(line)
    return commands


pytest_collect_file = (
    Sybil(
        parsers=[DocTestParser()],
        path="src/loms",
        patterns=["*.py"],
        excludes=["model/*", "model/codes/*", "elm/*", "elm/*/*", "legacy/*", "legacy/*/*", "legacy/*/codes/*"],
        document_types={".py": PythonDocStringDocument},
    )
    + Sybil(
        parsers=[PythonParser(), ConsoleParser()],
        patterns=["README.md", "docs/*.md", "docs/*/*.md"],
        teardown=_remove_scratch_folder,
    )
).pytest()
