"""Published samples and our example convert, with nothing left unaccounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

import loms
from loms.convert.edges import EDGES
from loms.formats import format_of
from tests.support.accounts import unaccounted
from tests.support.documents import EXAMPLES, SAMPLES

SETTINGS = loms.Settings(namespace="https://data.example.org/lo/")
DOCUMENTS = [
    SAMPLES / "loq-learning-opportunities-0.5.10-sample.xml",
    SAMPLES / "loq-qualifications-0.7.10-sample.xml",
    SAMPLES / "loms-2019-sample.xml",
    SAMPLES / "loms-2019-small.xml",
    *sorted(EXAMPLES.glob("*.xml")),
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_nothing_is_left_unaccounted_for(path: Path) -> None:
    if not path.is_file():
        pytest.skip(f"{path.name} is not part of this repository")
    document = loms.read(path)
    for edge in EDGES:
        if edge.source == format_of(document).name:
            done = loms.convert(document, to=edge.target, settings=SETTINGS)
            assert unaccounted(document, done) == []
            assert done.report.entries
