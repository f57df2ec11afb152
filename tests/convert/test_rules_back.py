"""Every rule of the conversions back to the legacy models is one that happens."""

from __future__ import annotations

from functools import cache

import attrs
import pytest

import loms
from loms.convert.accounting import without_positions
from loms.convert.edges import EDGES, Edge
from loms.convert.rules import load_rules
from loms.document import Document
from loms.model import QmsLearningOpportunities
from tests.convert.documents import SETTINGS
from tests.convert.loms_to_loq.completing import completed
from tests.convert.loms_to_loq_qualifications.stress import stress_document as stress_qualifications
from tests.convert.stress import stress_document
from tests.convert.to_loq.everything import odd_documents
from tests.support.documents import ROOT

FULL = ROOT / "tests" / "data" / "valid" / "loms-2019-full.xml"
OWNING = attrs.evolve(SETTINGS, owns_qualifications=True)


@cache
def sources() -> tuple[QmsLearningOpportunities, ...]:
    """What legacy documents became, what is drawn with what the legacy models require, and what is made for this."""
    opportunities, qualifications = stress_document(), stress_qualifications()
    del opportunities.learning_opportunity[60:]
    del qualifications.qualification[20:]
    full = loms.read(FULL, expect=QmsLearningOpportunities)
    drawn = [loms.samples.sample("loms-2019", seed=seed, records=60) for seed in range(8)]
    return (
        in_loms(opportunities, SETTINGS),
        in_loms(opportunities, OWNING),
        in_loms(qualifications, SETTINGS),
        *odd_documents(),
        full,
        *(completed(each) for each in (full, *drawn) if isinstance(each, QmsLearningOpportunities)),
    )


def in_loms(legacy: Document, settings: loms.Settings) -> QmsLearningOpportunities:
    document = loms.convert(legacy, to="loms-2019", settings=settings).document
    assert isinstance(document, QmsLearningOpportunities)
    return document


@pytest.mark.parametrize(
    "edge",
    [edge for edge in EDGES if edge.source == "loms-2019" and edge.target.startswith("loq-")],
    ids=lambda edge: edge.name,
)
def test_every_rule_happens_in_one_of_many_documents(edge: Edge) -> None:
    happened = {
        (without_positions(entry.source) or "", entry.target or "")
        for source in sources()
        for entry in loms.convert(source, to=edge.target, settings=SETTINGS).report.entries
    }
    assert {(rule.source, rule.target) for rule in load_rules(edge.name).fields} - happened == set()
