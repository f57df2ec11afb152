"""A file of any size is validated in the memory of a small one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.documents import LOMS, ROOT

MEGABYTES = 30
# The interpreter with the compiled schemas takes about 60 MB; ids and open references of 30 MB of records add less
# than 10. A tree of the file takes more than 200 MB.
BOUND = 150

# VmHWM begins anew with the program; what getrusage tells begins with the process that started it.
CHILD = """
import pathlib, re, sys, loms
report = loms.validate(sys.stdin.buffer, profile="schema", jobs=int(sys.argv[1]))
for issue in report.issues:
    print(issue.code, issue.line, issue.record)
peak = re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())
print(report.records, int(peak[1]) // 1024)
"""


def pieces() -> Iterator[str]:
    """A large document: the last organization has the id of the first opportunity, the last link leads nowhere."""
    begin, end = LOMS.index("    <learningOpportunity "), LOMS.index("  </learningOpportunities>")
    record = LOMS[begin:end]
    text = (
        "<description><text lang='en' content-type='text/plain'>" + "Bread and butter. " * 60 + "</text></description>"
    )
    record = record.replace("</title>", f"</title>\n      {text}")
    yield LOMS[:end]
    for number in range(2, MEGABYTES * 1_000_000 // len(record)):
        yield record.replace("opportunity/1", f"opportunity/{number}")
    agents = LOMS.index("  </agentReferences>")
    yield LOMS[end:agents]
    organization = LOMS[LOMS.index("    <organization") : agents]
    yield organization.replace("organization/1", "opportunity/1")
    yield organization.replace("organization/1", "organization/2").replace(
        "</organization>", '<unitOf idref="urn:nowhere"/></organization>'
    )
    yield LOMS[agents:]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the peak of memory there")
def test_a_large_file_needs_little_memory_and_ids_are_compared_from_its_first_to_its_last_record(jobs: int) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(jobs)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdin is not None
    assert child.stdout is not None
    lines, size, last = 0, 0, 0
    with child.stdin as sink:
        for piece in pieces():
            sink.write(piece)
            last = (
                lines + piece[: max(piece.find("<organization"), 0)].count("\n") + 1
                if "<organization" in piece
                else last
            )
            lines += piece.count("\n")
            size += len(piece)
    output = child.stdout.read().splitlines()
    child.stdout.close()
    assert child.wait() == 0
    assert size > MEGABYTES * 900_000
    *issues, summary = output
    assert issues == [
        f"XSD-DUPLICATE-ID {last - 4} https://data.example.org/opportunity/1",
        f"XSD-DANGLING-REFERENCE {last + 3} https://data.example.org/organization/2",
    ]
    records, peak = map(int, summary.split())
    assert records > 10_000
    assert peak < BOUND
