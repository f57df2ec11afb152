"""Fills in what the legacy model requires and LOMS does not, so that drawn documents can be converted back."""

from __future__ import annotations

import copy

from loms.model import (
    AwardingOpportunities,
    AwardingOpportunity,
    Country,
    Document,
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
from loms.text import label

__all__ = ["completed"]

PAGE = "https://school.example/completed"


def completed(source: QmsLearningOpportunities) -> QmsLearningOpportunities:
    """A copy of a document whose records have a name, a place, a page, a language and a field of the legacy lists."""
    document = copy.deepcopy(source)
    for opportunity in document.learning_opportunities.learning_opportunity:
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
