"""What takes long is done when a strategy is made, so that no health check counts it as slow drawing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json, sys
from pathlib import Path
import loms
from hypothesis import given, settings
from loms.model import LearningOpportunity
from loms.strategies import documents, near_invalid, records

strategy = {strategy}
opened = []

def notice(event, arguments):
    if event == "open" and str(arguments[0]).endswith((".xsd", ".json.gz", ".pyc")):
        opened.append(str(arguments[0]))

@settings(max_examples=20, database=None, deadline=None, derandomize=True)
@given(strategy)
def draw(drawn):
    pass

sys.addaudithook(notice)
draw()
ours = str(Path(loms.__file__).parent)
print(json.dumps([each for each in opened if not each.endswith(".pyc") or each.startswith(ours)]))
"""


@pytest.mark.parametrize(
    "strategy",
    [
        'documents("loms-2019")',
        'documents("loq-learning-opportunities", realistic=True)',
        'near_invalid("loms-2019")',
        "records(LearningOpportunity)",
    ],
)
def test_nothing_is_loaded_while_hypothesis_draws(tmp_path: Path, strategy: str) -> None:
    program = PROGRAM.format(strategy=strategy)
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
