"""Each class of the models can be drawn, by name or by type."""

from __future__ import annotations

import dataclasses
import importlib

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import loms
from loms.formats import FORMATS
from loms.model import Country, LearningOpportunity, LearningOpportunityReferences, Nuts, QmsLearningOpportunities
from loms.samples.build import members_of
from loms.strategies import records

CLASSES = [
    pytest.param(found, id=f"{format.name}: {found.__name__}")
    for format in FORMATS
    for found in vars(importlib.import_module(format.model)).values()
    if isinstance(found, type) and dataclasses.is_dataclass(found)
]


@pytest.mark.parametrize("cls", CLASSES)
def test_hypothesis_draws_a_class_that_is_asked_for_by_its_type(cls: type[object]) -> None:
    @settings(max_examples=5)
    @given(st.from_type(cls))
    def is_one(drawn: object) -> None:
        assert type(drawn) is cls

    is_one()


@given(records(LearningOpportunity, realistic=True), records(LearningOpportunity, minimal=True))
def test_records_take_the_options_of_documents(believable: LearningOpportunity, small: LearningOpportunity) -> None:
    assert believable.title[0].text.value.strip()
    assert small.alt_label == []


@given(st.from_type(LearningOpportunityReferences))
def test_the_records_of_a_section_have_ids_of_their_own(section: LearningOpportunityReferences) -> None:
    ids = [record.id for record in section.learning_opportunity]
    assert len(set(ids)) == len(ids)


def test_a_section_may_have_several_records() -> None:
    section = find(st.from_type(LearningOpportunityReferences), lambda drawn: len(drawn.learning_opportunity) > 1)
    assert len(section.learning_opportunity) == 2


@given(st.from_type(LearningOpportunity))
def test_a_record_alone_refers_to_ids_of_the_right_kind(record: LearningOpportunity) -> None:
    assert all(link.idref.startswith("https://example.org/organization/") for link in record.provided_by)


def test_a_whole_document_is_drawn_with_its_links() -> None:
    document = find(
        st.from_type(QmsLearningOpportunities), lambda drawn: bool(drawn.learning_opportunities.learning_opportunity)
    )
    assert document.agent_references is not None


@pytest.mark.parametrize("wrong", [str, int, Country, type("Text", (), {})])
def test_a_class_of_no_model_is_a_mistake(wrong: type[object]) -> None:
    with pytest.raises(loms.UsageError, match="is no class of a model that has fields"):
        records(wrong)


def test_code_lists_are_listed_once_for_all_draws() -> None:
    assert members_of((Country, Nuts)) is members_of((Country, Nuts))
    assert len(members_of((Country, Nuts))) == len(Country) + len(Nuts)
