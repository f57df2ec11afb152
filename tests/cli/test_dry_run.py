"""``loms convert --dry-run`` says what the real run says, with its exit code, and leaves every file as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_convert_command import LOSSY, NO_TITLE, TO_LOMS
from tests.support.documents import LOMS, LOQ
from tests.support.running import Run

INPUTS = {
    "all is well": LOQ,
    "a value is lost": LOSSY,
    "a record is left out": NO_TITLE,
    "a code is unknown": LOQ.replace("<EducationLevel>", "<EducationLevel>x"),
    "an element is unknown": LOQ.replace("<Title>", "<Colour>red</Colour><Title>", 1),
    "it is cut off": LOQ[: len(LOQ) // 2],
    "it is of no format": "<a/>",
    "it is empty": "",
    "it is of the new format": LOMS,
}
OPTIONS = ((), ("--strict",), *(("--fail-on", each) for each in ("error", "dropped", "note", "warning")))
OLD = b"what was there before\n"


def answer(printed: str) -> object:
    """What is printed for programs, without what says whether there is a new file."""
    found = json.loads(printed)
    return {key: value for key, value in found.items() if key not in ("target", "dry_run", "written")}


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
@pytest.mark.parametrize("text", INPUTS.values(), ids=INPUTS.keys())
def test_a_dry_run_gives_the_report_messages_and_exit_code_of_the_real_run_and_writes_nothing(
    run: Run, tmp_path: Path, text: str, options: tuple[str, ...]
) -> None:
    output = tmp_path / "new.xml"
    output.write_bytes(OLD)
    call: tuple[str | Path, ...] = ("convert", "-", "-o", output, *TO_LOMS, *options, "--json")
    dry = run(*call, "--dry-run", stdin=text)
    assert [*tmp_path.iterdir()] == [output]
    assert output.read_bytes() == OLD
    real = run(*call, stdin=text)
    assert (dry.exit_code, answer(dry.stdout)) == (real.exit_code, answer(real.stdout))
    assert dry.stderr == real.stderr
