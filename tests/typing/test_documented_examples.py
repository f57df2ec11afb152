"""The Python examples of the documentation pass ``mypy --strict``, as they would in the script of a user."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.support.documents import ROOT

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def write_examples(folder: Path) -> list[Path]:
    """Write the examples of each page to a file, each in a function of its own, where the page has them.

    The lines keep their numbers, so that a message of mypy leads to the page.
    """
    written = []
    for page in PAGES:
        lines: list[str] = []
        text = page.read_text(encoding="utf-8")
        for number, example in enumerate(EXAMPLE.finditer(text), start=1):
            fence = text[: example.start()].count("\n")
            lines += [""] * (fence - len(lines))
            lines.append(f"def example_{number}() -> None:")
            lines += textwrap.indent(example[1], "    ").splitlines()
        if lines:
            path = (
                folder / f"{page.relative_to(ROOT).with_suffix('').as_posix().replace('/', '_').replace('-', '_')}.py"
            )
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            written.append(path)
    return written


def test_the_examples_pass_the_strict_type_checker(tmp_path: Path) -> None:
    files = write_examples(tmp_path)
    assert len(files) >= 5
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", *(path.name for path in files)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
