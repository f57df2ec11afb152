"""Releases of any size are compared in the memory of small ones, also where every id changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.documents import LOMS, ROOT

MEGABYTES = 8
# The interpreter with all that is imported and the cache of the database takes about 60 MB. Objects of the
# records of one release would take more than 80 MB on top.
BOUND = 85

# VmHWM begins anew with the program; what getrusage tells begins with the process that started it.
CHILD = """
import pathlib, re, sys, loms
comparison = loms.compare(*sys.argv[1:])
peak = re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())
print(comparison.count("renamed"), comparison.new.records, int(peak[1]) // 1024)
"""


def write(path: Path, *, ids: str) -> None:
    """Write a large release whose opportunities have ids of this kind."""
    begin, end = LOMS.index("    <learningOpportunity "), LOMS.index("  </learningOpportunities>")
    text = f"<description><text lang='en' content-type='text/plain'>{'Bread and butter. ' * 60}</text></description>"
    record = LOMS[begin:end].replace("</title>", f"</title>\n      {text}").replace(">Bread<", ">Bread {number}<")
    with path.open("w", encoding="utf-8") as file:
        file.write(LOMS[:begin])
        for number in range(MEGABYTES * 1_000_000 // len(record)):
            file.write(record.replace("opportunity/1", f"{ids}/{number}").replace("{number}", str(number)))
        file.write(LOMS[end:])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the peak of memory there")
def test_large_releases_need_little_memory(tmp_path: Path) -> None:
    old, new = tmp_path / "old.xml", tmp_path / "new.xml"
    write(old, ids="opportunity")
    write(new, ids="random")
    call = [sys.executable, "-c", CHILD, str(old), str(new)]
    done = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT)
    renamed, records, peak = map(int, done.stdout.split())
    assert records > 4_000
    assert renamed == records - 3
    assert peak < BOUND
