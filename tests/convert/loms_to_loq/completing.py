"""Fills in what the legacy models require and LOMS does not, so that drawn documents can be converted back."""

from __future__ import annotations

import copy

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from loms.formats import find_format
from loms.model import (
    AwardingOpportunities,
    AwardingOpportunity,
    Country,
    Document,
    IdReference,
    IscedF,
    IscedFCode,
    Language,
    LanguageCode,
    LearningSpecification,
    Location,
    LocationCode,
    QmsLearningOpportunities,
    Qualification,
)
from loms.samples.document import build_document
from loms.samples.kinds import record_kinds
from loms.samples.options import Options
from loms.strategies.chooser import HypothesisChooser
from loms.text import label

__all__ = ["completed", "convertible_documents"]

PAGE = "https://school.example/completed"

_FORMAT = find_format("loms-2019")
_KINDS = {kind.name: kind for kind in record_kinds(_FORMAT)}


def completed(source: QmsLearningOpportunities) -> QmsLearningOpportunities:
    """A copy of a document whose records have a name, a place, a page, a language and a field of the legacy lists."""
    document = copy.deepcopy(source)
    offers = document.learning_opportunities
    # Documents that were read leniently may lack what the schema requires.
    for opportunity in offers.learning_opportunity if offers else []:
        opportunity.title.append(label("Added title", "en"))
        opportunity.homepage = opportunity.homepage or [Document(uri=PAGE)]
        opportunity.provided_at.append(Location(spatial_code=[LocationCode(uri=Country.LUX)]))
    section = document.learning_specification_references
    for record in section.records if section else []:
        if isinstance(record, LearningSpecification | Qualification):
            record.title.append(label("Added title", "en"))
            record.language = record.language or [LanguageCode(uri=Language.GLE)]
            record.has_isced_fcode.append(IscedFCode(uri=IscedF.F0721))
        if isinstance(record, Qualification):
            occasions = record.awarding_opportunities or AwardingOpportunities()
            occasions.awarding_opportunity.append(AwardingOpportunity(location=LocationCode(uri=Country.LUX)))
            record.awarding_opportunities = occasions
    agents = document.agent_references
    for organization in agents.organization if agents else []:
        organization.pref_label.append(label("Added name", "en"))
    return document


@st.composite
def convertible_documents(draw: DrawFn, /, *, realistic: bool = False) -> QmsLearningOpportunities:
    """Drawn documents with an opportunity and a qualification, neither of which lacks what the legacy models require.

    The opportunity is specified by a record of which something is said, not by a reference to another dataset.

    Args:
        draw: What draws.
        realistic: Whether texts, dates and addresses are believable.
    """
    more = draw(st.lists(st.sampled_from(sorted(_KINDS)), max_size=3))
    wanted = ["organization", *more, "learningSpecification", "qualification", "learningOpportunity"]
    chooser = HypothesisChooser(draw)
    kinds = [_KINDS[name] for name in wanted]
    options = Options(realistic=realistic)
    drawn = build_document(chooser, _FORMAT, options, kinds=kinds, richness=chooser.pick((0, 0, 1, 2)))
    assert isinstance(drawn, QmsLearningOpportunities)
    section = drawn.learning_specification_references
    assert section is not None
    described = [each for each in section.records if isinstance(each, LearningSpecification | Qualification)]
    for opportunity in drawn.learning_opportunities.learning_opportunity:
        if opportunity.specified_by.idref not in [each.id for each in described]:
            opportunity.specified_by = IdReference(idref=chooser.pick(described).id)
    return completed(drawn)
