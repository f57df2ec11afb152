"""The table of fields and the model account for each other, in both directions."""

from __future__ import annotations

import attrs
import pytest

from loms.convert.edges import EDGES, Edge
from loms.convert.known import QualificationIdentity
from loms.convert.leaves import fields_of
from loms.convert.rules import Action, load_rules
from loms.formats import Format, find_format
from loms.samples.kinds import record_kinds
from loms.samples.shapes import ElementShape
from tests.convert.documents import SETTINGS, Converted
from tests.convert.stress import stress_document

each_edge = pytest.mark.parametrize("edge", EDGES, ids=[edge.name for edge in EDGES])


def model_fields(format: Format) -> set[str]:
    """The attributes of the document element, and the fields of each kind of record."""
    found = {each for each in fields_of(format.load_root_class(), format.root) if each.startswith(f"{format.root}/@")}
    for kind in record_kinds(format):
        shape = kind.shape
        found |= fields_of(shape.cls, kind.name) if isinstance(shape, ElementShape) else {kind.name}
    return found


@each_edge
def test_every_field_of_the_model_has_a_rule(edge: Edge) -> None:
    assert model_fields(find_format(edge.source)) - load_rules(edge.name).sources() == set()


@each_edge
def test_every_rule_is_about_a_field_of_the_model(edge: Edge) -> None:
    assert load_rules(edge.name).sources() - model_fields(find_format(edge.source)) == set()


@each_edge
def test_every_target_is_a_place_of_the_target_format(edge: Edge) -> None:
    places = _places(find_format(edge.target))
    targets = {rule.target for rule in load_rules(edge.name).fields if rule.target}
    assert {each for each in targets if each not in places} == set()


@each_edge
def test_every_rule_gives_a_reason_for_each_of_its_actions(edge: Edge) -> None:
    rules = load_rules(edge.name)
    for rule in rules.fields:
        for action in rule.actions:
            assert rules.reason(source=rule.source, action=action, target=rule.target), rule


@each_edge
def test_no_rule_is_there_twice(edge: Edge) -> None:
    keys = [(rule.source, rule.target) for rule in load_rules(edge.name).fields]
    assert len(keys) == len(set(keys))


POLICIES = (
    SETTINGS,
    attrs.evolve(SETTINGS, owns_qualifications=True),
    attrs.evolve(
        SETTINGS,
        known_qualifications={"https://school.example/a": QualificationIdentity(identifier="Q-1", scheme_id="urn:q")},
    ),
)


def test_every_rule_happens_in_a_document_that_holds_everything_by_one_of_the_policies() -> None:
    reports = [Converted(stress_document(), settings).report for settings in POLICIES]
    happened = {(_field(entry.source), entry.target or "") for report in reports for entry in report.entries}
    expected = {(rule.source, rule.target) for rule in load_rules("loq_to_loms").fields}
    assert expected - happened == {
        ("LearningOpportunity/Credits", "learningSpecificationReferences/learningSpecification/hasCreditPoints"),
        ("LearningOpportunity/Credits", "learningSpecificationReferences/qualification/hasCreditPoints"),
    }


@pytest.mark.parametrize("action", [Action.COPIED, Action.MAPPED, Action.SYNTHESISED])
def test_an_action_that_no_rule_allows_has_no_reason(action: Action) -> None:
    assert load_rules("loq_to_loms").reason(source="LearningOpportunities/@Key", action=action, target="@key") is None


def _field(source: str | None) -> str:
    return "" if source is None else "/".join(step.partition("[")[0] for step in source.split("/"))


def _places(format: Format) -> frozenset[str]:
    """Every place that a target may name: elements with or without text, and attributes."""
    leaves = {each.partition("/")[2] for each in fields_of(format.load_root_class(), format.root)}
    found = set(leaves)
    for leaf in leaves:
        steps = leaf.split("/")
        found.update("/".join(steps[:count]) for count in range(1, len(steps)))
    return frozenset(found)
