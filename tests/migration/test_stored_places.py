"""What a step made is known to the next, as in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from loms.convert.accounting import Action, Entry
from loms.convert.joining import KnowsPlaces, Places
from loms.migration.stored_places import StoredPlaces

TITLE = "learningOpportunity/title"

ENTRIES = [
    ("A", Action.SYNTHESISED, "urn:a", "learningOpportunities/learningOpportunity/title"),
    ("A", Action.COPIED, "urn:a", "learningOpportunities/learningOpportunity/title"),
    ("A", Action.SYNTHESISED, "urn:b", "learningOpportunities/learningOpportunity/title"),
    ("A", Action.MAPPED, "urn:shared", "agentReferences/organization/prefLabel"),
    ("B", Action.MAPPED, "urn:shared", "agentReferences/organization/prefLabel"),
    ("B", Action.DROPPED, None, None),
    (None, Action.MAPPED, None, "@xsdVersion"),
]


def entry(record: str | None, action: Action, target_record: str | None, target: str | None) -> Entry:
    return Entry(
        record=record,
        source="Field",
        language=None,
        value="x",
        action=action,
        target=target,
        target_record=target_record,
        reason="Why.",
    )


@pytest.fixture(params=["in memory", "stored"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KnowsPlaces]:
    entries = [entry(*values) for values in ENTRIES]
    if request.param == "in memory":
        known = Places("loms-2019")
        known.add(entries)
        yield known
        return
    with StoredPlaces("loms-2019", folder=str(tmp_path)) as stored:
        for each in entries:
            stored.add([each])
        yield stored


@pytest.mark.parametrize(
    ("record", "field", "expected"),
    [
        ("urn:a", TITLE, True),
        ("urn:b", TITLE, False),
        ("urn:c", TITLE, None),
        ("urn:a", "learningOpportunity/description", None),
        (None, "qmsLearningOpportunities/@xsdVersion", True),
    ],
)
def test_a_place_is_known_by_what_stands_there(
    places: KnowsPlaces, record: str | None, field: str, expected: bool | None
) -> None:
    assert places.is_said(record, field) is expected


@pytest.mark.parametrize(("record", "expected"), [("urn:a", "A"), ("urn:shared", "A"), ("urn:c", None)])
def test_the_first_record_of_which_one_was_made_is_its_origin(
    places: KnowsPlaces, record: str, expected: str | None
) -> None:
    assert places.origin(record) == expected


def test_origins_are_those_of_the_first_step(tmp_path: Path) -> None:
    before = {"A": "first"}.get
    in_memory = Places("loms-2019", before)
    with StoredPlaces("loms-2019", origin=before, folder=str(tmp_path)) as stored:
        for places in (in_memory, stored):
            places.add([entry(*values) for values in ENTRIES])
        assert [places.origin("urn:a") for places in (in_memory, stored)] == ["first", "first"]
        assert list(tmp_path.iterdir()) == []
