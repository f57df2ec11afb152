"""Which elements of a record count as references, from the selectors of a schema."""

from __future__ import annotations

import pytest
from lxml import etree

from loms.formats import find_format
from loms.io.schema.declared import Identity
from loms.io.schema.identity import IdentityCheck
from loms.io.schema.identity_plan import make_plan

NAMESPACE = "urn:n"
RECORD = """
<agent xmlns="urn:n" xmlns:o="urn:o" ref="0">
  <unit ref="1"/>
  <unit/>
  <units><unit ref="2"/><deep><unit ref="3"/></deep></units>
  <other><unit ref="4"/></other>
  <o:unit ref="5"/>
  <agent ref="6"/>
</agent>
"""


def found(*paths: str) -> list[tuple[str | None, int]]:
    """What refers to something in the record, and by which constraint; each path is one, or some with bars between."""
    identities = tuple(
        Identity(kind="keyref", name=f"r{number}", refer="k", paths=tuple(path.split("|")), attribute="ref")
        for number, path in enumerate(paths)
    )
    plan = make_plan(identities, ("agents", "agent"), namespace=NAMESPACE)
    references = plan.references_in(etree.fromstring(RECORD))
    return [(element.get("ref"), reference.number) for element, reference in references]


@pytest.mark.parametrize(
    ("path", "references"),
    [
        ("agents/agent/unit", ["1"]),
        ("agents/agent/units/unit", ["2"]),
        ("agents/agent/*/unit", ["2", "4"]),
        ("agents/agent/units/deep/unit", ["3"]),
        (".//unit", ["1", "2", "3", "4"]),
        (".//deep/unit", ["3"]),
        (".//agent", ["6"]),
        ("agents/agent", ["0"]),
        ("*/*", ["0"]),
        ("agents/course/unit", []),
        ("agents/agent/course", []),
    ],
)
def test_elements_are_found_where_the_path_leads_in_the_namespace_of_the_format(
    path: str, references: list[str]
) -> None:
    assert found(path) == [(each, 0) for each in references]


def test_an_element_to_which_two_paths_of_a_constraint_lead_is_found_once() -> None:
    assert found("agents/agent/unit|.//unit") == [("1", 0), ("2", 0), ("3", 0), ("4", 0)]


def test_an_element_of_two_constraints_is_found_by_both_in_the_order_of_the_document() -> None:
    assert found(".//unit", "agents/agent/units/unit") == [("1", 0), ("2", 0), ("2", 1), ("3", 0), ("4", 0)]


@pytest.mark.parametrize(
    ("kind", "path", "concerned"),
    [
        ("unique", "agents/agent", True),
        ("unique", ".//unit", True),
        ("keyref", "agents/agent/unit", True),
        ("keyref", "courses/course/unit", False),
    ],
)
def test_a_record_is_of_concern_when_it_has_what_must_be_unique_or_refers_to_something(
    kind: str, path: str, concerned: bool
) -> None:
    identity = Identity(kind=kind, name="i", refer=None, paths=(path,), attribute="ref")
    check = IdentityCheck(find_format("loms-2019"), (identity,))
    assert check.concerns(("agents", "agent")) is concerned
