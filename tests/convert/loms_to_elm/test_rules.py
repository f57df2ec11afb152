"""Every rule of the conversion to ELM is one that happens."""

from __future__ import annotations

import io

import attrs

import loms
from loms.convert.accounting import without_positions
from loms.convert.rules import load_rules
from loms.model import QmsLearningOpportunities
from tests.convert.documents import SETTINGS
from tests.convert.loms_to_elm.everything import odd_documents
from tests.support.documents import ROOT

FULL = ROOT / "tests" / "data" / "valid" / "loms-2019-full.xml"
BUGS = {"CONVERT-UNACCOUNTED", "CONVERT-NO-RULE"}
CHOICES = [
    attrs.evolve(SETTINGS, missing_homepage="provider", missing_level=level, near_codes=True, successor_codes=True)
    for level in ("refuse", "specification")
]


def test_every_rule_happens_in_one_of_many_documents() -> None:
    full = loms.read(FULL, expect=QmsLearningOpportunities)
    drawn = [loms.samples.sample("loms-2019", seed=seed, records=60) for seed in range(9)]
    happened: set[tuple[str, str]] = set()
    for source in (full, *drawn, *odd_documents(full)):
        for settings in CHOICES:
            done = loms.convert(source, to="elm-loq", settings=settings)
            assert loms.validate(io.BytesIO(loms.dumps(done.document)), profile="schema").issues == ()
            assert BUGS.isdisjoint(issue.code for issue in done.report.issues)
            happened |= {(without_positions(entry.source) or "", entry.target or "") for entry in done.report.entries}
    assert {(rule.source, rule.target) for rule in load_rules("loms_to_elm").fields} - happened == set()
