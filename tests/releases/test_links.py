"""The references that the operations follow are those of the schema."""

from __future__ import annotations

import dataclasses

import pytest

from loms.formats import find_format
from loms.io.schema.declarations import declarations
from loms.model import (
    AssessmentSpecification,
    GradingScheme,
    IdReference,
    LearningSpecification,
    QmsLearningOpportunities,
    QualificationFramework,
)
from loms.releases.links import ABOUT, links_of, references
from loms.samples.kinds import record_kinds
from loms.samples.links import links_of as links_of_schema
from loms.samples.shapes import ElementShape
from loms.xml_values import comparable
from tests.releases.small import qualification, specification

LOMS = find_format("loms-2019")
UNCHECKED = {("learningSpecificationReferences", "qualification", "nqfLevel", "@targetFrameworkID")}
"""References that the schema forgets to check; what they lead to is needed all the same."""


SECTIONS = {each.name: str(each.metadata["name"]) for each in dataclasses.fields(QmsLearningOpportunities)}


def classes() -> dict[type, tuple[str, str]]:
    """The classes of records, each with the way to its elements."""
    return {
        kind.shape.cls: (SECTIONS[kind.section or ""], kind.name)
        for kind in record_kinds(LOMS)
        if isinstance(kind.shape, ElementShape)
    }


def followed() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The places that the operations follow, each with the kinds of records to which the schema lets it lead."""
    schema = links_of_schema(LOMS)
    found = {}
    for kind, way in classes().items():
        for link in links_of(kind):
            *inside, attribute = link.path.split("/")
            found[*way, *inside, attribute] = schema.targets(way, tuple(inside), attribute.removeprefix("@"))
    return found


def test_each_reference_of_the_model_is_one_that_the_schema_checks() -> None:
    unchecked = {place for place, targets in followed().items() if not targets}
    assert unchecked == UNCHECKED


def test_each_reference_that_the_schema_checks_is_followed() -> None:
    checked = {
        (*path.split("/"), f"@{each.attribute}")
        for each in declarations(LOMS).identities
        if each.kind == "keyref"
        for path in each.paths
    }
    places = followed().keys()
    # The schema names some by their last step only, wherever they are.
    ends = {(".", "", *place[-2:]) for place in places}
    assert checked - places - ends == set()


@pytest.mark.parametrize("kind", ABOUT)
def test_what_a_record_is_about_may_be_any_specification(kind: type) -> None:
    (link,) = (each for each in links_of(kind) if each.fields == (ABOUT[kind],))
    targets = links_of_schema(LOMS).targets(classes()[kind], (link.path.partition("/")[0],), "idref")
    assert targets == ("learningSpecification", "qualification", "qualificationRef")


def test_white_space_around_a_reference_makes_no_difference() -> None:
    record = specification("one", parts=["two"])
    record.has_part[0].idref = "\n urn:example:two "
    assert "urn:example:two" in [reference.target for reference in references(record)]


def test_the_id_of_a_scoring_scheme_is_no_uri_so_it_is_never_that_of_another_record() -> None:
    record = AssessmentSpecification(id="a", grading_scheme=[GradingScheme(idref="x")], proves=[IdReference(idref="x")])
    assert [reference.target for reference in references(record)] == [
        comparable("x", is_uri=False),
        comparable("x", is_uri=True),
    ]


def test_what_lenient_reading_left_out_or_raw_refers_to_nothing() -> None:
    record = LearningSpecification(id="a", learning_outcomes=None, has_part=["raw"])  # type: ignore[arg-type, list-item]
    assert list(references(record)) == []


def test_a_national_framework_is_referred_to_by_its_code() -> None:
    record = qualification("baker")
    record.nqf_level[0].target_framework_id = QualificationFramework.AT
    assert QualificationFramework.AT.value in [reference.target for reference in references(record)]
