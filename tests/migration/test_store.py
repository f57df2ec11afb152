"""Records and accounts are kept in a database that leaves no trace."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import loms
from loms.migration.store import RecordStore
from tests.convert.documents import SETTINGS
from tests.convert.loms_to_loq.records import Given, offer


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    with RecordStore(str(tmp_path)) as made:
        yield made


def put(store: RecordStore, kind: str, *, section: int = 0, id: str = "") -> int:
    return store.put(kind, section=section, id=id, data=f"<{kind}/>".encode(), left_out="")


def names(store: RecordStore) -> list[tuple[str, int]]:
    return [(each.kind, each.number) for each in store.records()]


def test_its_file_has_no_name(store: RecordStore, tmp_path: Path) -> None:
    put(store, "organization")
    store.seal()
    assert names(store) == [("organization", 1)]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="absent"):
        RecordStore(str(tmp_path / "absent"))


def test_records_are_numbered_by_kind_and_come_section_by_section(store: RecordStore) -> None:
    numbers = [put(store, "organization", section=6), put(store, "course"), put(store, "organization", section=6)]
    store.seal()
    assert numbers == [1, 1, 2]
    assert names(store) == [("course", 1), ("organization", 1), ("organization", 2)]
    assert [each.number for each in store.of_kind("organization")] == [1, 2]


def test_a_record_comes_back_as_it_was(store: RecordStore) -> None:
    number = store.put("course", section=0, id="urn:a", data="<course>é</course>".encode(), left_out="rest")
    found = store.record("course", number)
    assert (found.kind, found.number, found.data.decode(), found.left_out) == (
        "course",
        1,
        "<course>é</course>",
        "rest",
    )


def test_of_several_records_with_an_id_the_first_section_counts(store: RecordStore) -> None:
    put(store, "organization", section=6, id="urn:a")
    put(store, "course", section=1, id="urn:a")
    store.seal()
    assert store.first_with("urn:a") == ("course", 1)
    assert store.first_with("urn:b") is None


def test_records_are_found_by_what_they_refer_to(store: RecordStore) -> None:
    for ids in (["urn:b"], ["urn:a", "urn:b"]):
        store.put_links("right", put(store, "right"), "from/@idref", ids)
    store.seal()
    assert store.referring("urn:b", "right", "from/@idref") == [1, 2]
    assert store.referring("urn:a", "right", "from/@idref") == [2]
    assert store.referring("urn:a", "right", "to/@idref") == []


def test_claims_come_back_in_their_order(store: RecordStore) -> None:
    for content in ("second", "first"):
        store.claim("organization", 1, content)
    store.claim("organization", 2, "other")
    assert list(store.claims("organization", 1)) == ["second", "first"]
    assert list(store.claims("organization", 3)) == []


def test_claims_can_be_asked_for_while_records_are_gone_through(store: RecordStore) -> None:
    for _ in range(3):
        put(store, "organization")
        store.claim("organization", 1, "x" * 100)
    store.seal()
    assert [len(list(store.claims(each.kind, each.number))) for each in store.records()] == [3, 0, 0]


def test_a_full_disk_is_told_and_the_target_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "source.xml", tmp_path / "target.xml"
    loms.write(Given(offers=[offer(1)]).document(), source)
    target.write_text("before", encoding="utf-8")

    def seal(_store: RecordStore) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(RecordStore, "seal", seal)
    with pytest.raises(loms.TargetError) as told:
        loms.convert_file(source, target, to="loq-learning-opportunities", settings=SETTINGS)
    assert str(told.value) == (
        f"{target} cannot be written: the temporary files in {tmp_path} failed: database or disk is full."
    )
    assert target.read_text(encoding="utf-8") == "before"
