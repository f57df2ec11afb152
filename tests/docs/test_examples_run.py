"""No page and no module with examples is passed over by the collection of tests."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.support.documents import ROOT


def test_every_file_with_examples_is_collected() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    modules = [path for path in (ROOT / "src" / "loms").rglob("*.py") if path.parts[-2] not in ("model", "codes")]
    wanted = {
        str(path.relative_to(ROOT))
        for path in [*pages, *modules]
        if re.search(r"^\s*>>> |^```(python|console)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        and "legacy" not in path.parts
    }
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "src", "docs", "README.md"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    collected = set(re.findall(r"^([\w./-]+\.(?:md|py))\b", listed, re.MULTILINE))
    assert wanted - collected == set()
