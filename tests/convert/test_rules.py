"""The table of fields and the model account for each other, in both directions."""

from __future__ import annotations

import pytest

from loms.convert.leaves import fields_of
from loms.convert.rules import Action, load_rules
from loms.legacy.learning_opportunities import LearningOpportunities, LearningOpportunity
from loms.model import QmsLearningOpportunities
from tests.convert.documents import Converted
from tests.convert.stress import stress_document

RULES = load_rules("loq_to_loms")


def model_fields() -> set[str]:
    root = {each for each in fields_of(LearningOpportunities, "LearningOpportunities") if each.count("/") == 1}
    return root | fields_of(LearningOpportunity, "LearningOpportunity")


def test_every_field_of_the_model_has_a_rule() -> None:
    assert model_fields() - RULES.sources() == set()


def test_every_rule_is_about_a_field_of_the_model() -> None:
    assert RULES.sources() - model_fields() == set()


def test_every_target_is_a_place_of_loms() -> None:
    places = _places(QmsLearningOpportunities)
    targets = {rule.target for rule in RULES.fields if rule.target}
    assert {each for each in targets if each not in places} == set()


def test_every_rule_gives_a_reason_for_each_of_its_actions() -> None:
    for rule in RULES.fields:
        for action in rule.actions:
            assert RULES.reason(source=rule.source, action=action, target=rule.target), rule


def test_no_rule_is_there_twice() -> None:
    keys = [(rule.source, rule.target) for rule in RULES.fields]
    assert len(keys) == len(set(keys))


def test_every_rule_happens_in_a_document_that_holds_everything() -> None:
    happened = {(_field(entry.source), entry.target or "") for entry in Converted(stress_document()).report.entries}
    expected = {(rule.source, rule.target) for rule in RULES.fields}
    assert expected - happened == {
        ("LearningOpportunity/Credits", "learningSpecificationReferences/learningSpecification/hasCreditPoints")
    }


@pytest.mark.parametrize("action", [Action.COPIED, Action.MAPPED, Action.SYNTHESISED])
def test_an_action_that_no_rule_allows_has_no_reason(action: Action) -> None:
    assert RULES.reason(source="LearningOpportunities/@Key", action=action, target="@key") is None


def _field(source: str | None) -> str:
    return "" if source is None else "/".join(step.partition("[")[0] for step in source.split("/"))


def _places(model: type[object]) -> frozenset[str]:
    """Every place that a target may name: elements with or without text, and attributes."""
    leaves = {each.partition("/")[2] for each in fields_of(model, "qmsLearningOpportunities")}
    found = set(leaves)
    for leaf in leaves:
        steps = leaf.split("/")
        found.update("/".join(steps[:count]) for count in range(1, len(steps)))
    return frozenset(found)
