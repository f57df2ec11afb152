"""The public verb is typed, although a package that can be called stands behind it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.documents import ROOT

USAGE = Path(__file__).with_name("validate_usage.py")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where mypy keeps what it learnt of the library."""
    return tmp_path_factory.mktemp("mypy")


def mypy(path: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache), str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_mypy_accepts_the_calls_that_are_documented(cache: Path) -> None:
    done = mypy(USAGE, cache)
    assert done.returncode == 0, done.stdout


def test_mypy_refuses_a_call_that_is_wrong(tmp_path: Path, cache: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("import loms\n\nloms.validate(1)\nloms.validate('x').okay\n", encoding="utf-8")
    done = mypy(wrong, cache)
    assert done.stdout.count("error:") == 2
