"""What several legacy records made of one LOMS record is accounted for as in memory."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Mapping

import pytest

import loms
from loms.migration import stored_dataset
from tests.convert.documents import SETTINGS
from tests.convert.loms_to_loq.records import Given, offer

OFFERS = [offer(number) for number in range(1, 6)]


def entries(document: loms.document.Document) -> list[Mapping[str, str]]:
    """The entries of the report on a file."""
    report = io.BytesIO()
    source = io.BytesIO(loms.dumps(document))
    loms.convert_file(source, None, to="loq-learning-opportunities", settings=SETTINGS, report=report)
    found: list[Mapping[str, str]] = json.loads(report.getvalue())["entries"]
    return found


def test_a_record_of_many_has_the_entries_of_each_in_turn() -> None:
    document = Given(offers=OFFERS).document()
    assert document.agent_references is not None
    provider = document.agent_references.organization[0].id
    targets = [each["target_record"] for each in entries(document) if each["record"] == provider and each["target"]]
    assert len(set(targets)) == len(OFFERS)
    assert targets == sorted(targets, key=targets.index)


def test_what_all_of_them_drop_is_told_once() -> None:
    drops = Counter(
        (each["record"], each["source"], each["reason"])
        for each in entries(Given(offers=OFFERS).document())
        if each["target"] is None
    )
    assert drops
    assert set(drops.values()) == {1}


def test_few_records_at_hand_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Given(offers=OFFERS).document()
    expected = entries(document)
    monkeypatch.setattr(stored_dataset, "_CACHED", 1)
    assert entries(document) == expected
