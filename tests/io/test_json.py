"""JSON: the same objects, and words for what does not fit."""

from __future__ import annotations

import json

import pytest

import loms
from tests.support.documents import DELETE, LOMS, LOQ


def test_the_format_and_the_document_are_the_two_keys() -> None:
    assert list(json.loads(loms.to_json(loms.loads(LOMS)))) == ["format", "document"]


def test_the_names_are_those_of_the_xml() -> None:
    document = json.loads(loms.to_json(loms.loads(LOMS)))["document"]
    opportunity = document["learningOpportunities"]["learningOpportunity"][0]
    assert list(opportunity) == ["identifier", "title", "providedBy", "specifiedBy", "id"]


def test_what_is_absent_is_left_out() -> None:
    assert "scoringSchemeReferences" not in json.loads(loms.to_json(loms.loads(LOMS)))["document"]


def test_a_repeated_choice_names_each_item() -> None:
    document = json.loads(loms.to_json(loms.loads(LOQ)))["document"]
    areas = document["LearningOpportunity"][0]["ThematicAreas"][0]["areas"]
    assert areas == [{"ThematicAreas2013": "072"}, {"ThematicAreas1997": "54"}, {"ThematicAreas2013": "0721"}]


def test_bytes_and_text_are_both_read() -> None:
    text = loms.to_json(loms.loads(DELETE))
    assert loms.from_json(text) == loms.from_json(text.encode()) == loms.loads(DELETE)


def changed(path: list[str | int], value: object) -> str:
    """The small LOMS document as JSON, with one value set."""
    content = json.loads(loms.to_json(loms.loads(LOMS)))
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return json.dumps(content)


OPPORTUNITY: list[str | int] = ["document", "learningOpportunities", "learningOpportunity", 0]

REFUSED = {
    "no JSON": ("{", "$", "not JSON"),
    "no object": ("[]", "$", "keys 'format' and 'document'"),
    "a key that stands twice": ('{"format": "loq-delete", "format": "x"}', "$", "'format' stands twice"),
    "endless nesting": ("[" * 100_000, "$", "not JSON"),
    "an unknown format": (changed(["format"], "loms-2050"), "$.format", "no format"),
    "an unknown key": (changed([*OPPORTUNITY, "colour"], "red"), "$.document", "has no 'colour'"),
    "an unknown key of two lines": (changed([*OPPORTUNITY, "a\nb"], "red"), "$.document", r"has no 'a\nb'"),
    "half a surrogate pair": (changed([*OPPORTUNITY, "id"], "\ud800"), "$", "half of a surrogate pair, U+D800"),
    "a missing key": (changed(["document"], {}), "$.document", "needs learningOpportunities"),
    "a number for a text": (changed([*OPPORTUNITY, "id"], 5), "learningOpportunity[0].id", "5 does not fit str"),
    "an object for a list": (changed([*OPPORTUNITY, "title"], {}), "learningOpportunity[0].title", "list is expected"),
    "a text for an object": (changed(["document"], "x"), "$.document", "object is expected"),
    "a text for a date": (changed([*OPPORTUNITY, "startedAtDate"], "in May"), "startedAtDate", "does not fit"),
    "an unknown choice": (
        changed(["document", "learningSpecificationReferences", "records", 0], {"course": {}}),
        "records[0]",
        "one of: learningSpecification, qualification, qualificationRef",
    ),
}


@pytest.mark.parametrize(("text", "path", "message"), REFUSED.values(), ids=REFUSED)
def test_is_refused_with_place_and_cause(text: str, path: str, message: str) -> None:
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.from_json(text)
    (issue,) = caught.value.issues
    assert issue.code == "JSON-INVALID"
    assert issue.path is not None
    assert path in issue.path
    assert message in issue.message
    assert "\n" not in str(issue)


def test_something_that_is_no_text_is_refused() -> None:
    with pytest.raises(loms.UsageError, match="not an instance of NoneType"):
        loms.from_json(None)  # type: ignore[arg-type]
