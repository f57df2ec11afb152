"""The examples are what their README says, and belong together."""

from __future__ import annotations

import pytest

import loms
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.model import Identifier, QmsLearningOpportunities, Qualification, QualificationRef, TextContentType
from tests.support.documents import EXAMPLES


@pytest.fixture(scope="module")
def legacy() -> LearningOpportunities:
    return loms.read(EXAMPLES / "courses-loq.xml", expect=LearningOpportunities)


@pytest.fixture(scope="module")
def courses() -> QmsLearningOpportunities:
    return loms.read(EXAMPLES / "courses-loms.xml", expect=QmsLearningOpportunities)


@pytest.fixture(scope="module")
def qualifications() -> QmsLearningOpportunities:
    return loms.read(EXAMPLES / "qualifications-loms.xml", expect=QmsLearningOpportunities)


def keys(identifiers: list[Identifier]) -> set[tuple[str | None, str]]:
    return {(identifier.scheme_id, identifier.value) for identifier in identifiers}


def test_there_are_a_dozen_courses_or_more(legacy: LearningOpportunities) -> None:
    assert len(legacy.learning_opportunity) >= 12


def test_both_files_hold_the_same_courses(legacy: LearningOpportunities, courses: QmsLearningOpportunities) -> None:
    ids = [record.learning_opportunity_id for record in legacy.learning_opportunity]
    opportunities = courses.learning_opportunities.learning_opportunity
    assert [opportunity.identifier[0].value for opportunity in opportunities] == ids


def test_the_titles_are_in_three_languages_or_more(courses: QmsLearningOpportunities) -> None:
    opportunities = courses.learning_opportunities.learning_opportunity
    assert len({title.text.lang for opportunity in opportunities for title in opportunity.title}) >= 3


def test_there_is_plain_text_and_html(courses: QmsLearningOpportunities) -> None:
    opportunities = courses.learning_opportunities.learning_opportunity
    kinds = {note.text.content_type for opportunity in opportunities for note in opportunity.description}
    assert kinds == {TextContentType.PLAIN, TextContentType.HTML}


def test_several_providers_in_several_regions(legacy: LearningOpportunities) -> None:
    assert len({record.provider_name[0].value for record in legacy.learning_opportunity}) >= 5
    assert len({record.country_code for record in legacy.learning_opportunity}) >= 4


def test_every_reference_leads_to_a_qualification_of_the_other_dataset(
    courses: QmsLearningOpportunities, qualifications: QmsLearningOpportunities
) -> None:
    assert courses.learning_specification_references is not None
    assert qualifications.learning_specification_references is not None
    published = {
        key
        for record in qualifications.learning_specification_references.records
        if isinstance(record, Qualification)
        for key in keys(record.identifier)
    }
    references = [
        record.identifier
        for record in courses.learning_specification_references.records
        if isinstance(record, QualificationRef)
    ]
    assert references
    assert keys(references) <= published
