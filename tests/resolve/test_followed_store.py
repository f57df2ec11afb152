"""What is known of a dataset comes back out of a database that leaves no trace, as it was put in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from loms.errors import Issue, Severity, TargetError
from loms.resolve import ResolvedReference, resolve
from loms.resolve.followed_store import FollowedStore
from loms.resolve.nodes import Node
from loms.resolve.packing import packed_reference, unpacked_reference
from loms.resolve.readers.findings import AwardingBody
from tests.resolve.datasets import loms, qualification, record, reference, title, write

LINK = ("providedBy/@idref", "urn:a")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FollowedStore]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with FollowedStore() as made:
        yield made


def node(position: int, id: str | None = None, *, kind: str = "organization", title: str = "") -> Node:
    return Node(kind=kind, id=id, position=position, line=None, title=title, identifiers=(), links=())


def kept(store: FollowedStore, *nodes: Node) -> FollowedStore:
    for each in nodes:
        store.put(each)
    store.seal()
    return store


class TestNodes:
    def test_come_back_in_their_order_as_they_were(self, store: FollowedStore) -> None:
        full = node(1, "urn:q", title="Küfer")._replace(
            line=7,
            links=(LINK, LINK, ("hasPart/@idref", "")),
            eqf_level="4",
            awarding_bodies=[AwardingBody(id="urn:a"), AwardingBody(name="Chamber")],
        )
        nodes = [full, *(node(number) for number in range(2, 1200))]
        assert list(kept(store, *nodes).nodes()) == [
            each._replace(awarding_bodies=[*each.awarding_bodies]) for each in nodes
        ]

    def test_come_back_by_kind(self, store: FollowedStore) -> None:
        kept(store, node(1), node(2, kind="framework"), node(3))
        assert [each.position for each in store.nodes("organization")] == [1, 3]

    def test_are_found_by_id_the_first_of_several(self, store: FollowedStore) -> None:
        kept(store, node(1), node(2, "urn:a", kind="framework"), node(3, "urn:a"), node(4, "\0urn:a"), node(5, "urn:b"))
        assert (store.place("urn:a"), store.place("\0urn:a"), store.place("urn:c")) == (
            (2, "framework"),
            (4, "organization"),
            None,
        )
        found = store.find("urn:a")
        assert found is not None
        assert (found.position, store.find("urn:c"), store.at(5).id) == (2, None, "urn:b")
        assert [each.position for each in store.repeated()] == [3]

    def test_leave_no_file_that_has_a_name(self, store: FollowedStore, tmp_path: Path) -> None:
        kept(store, *(node(number) for number in range(1, 1200)))
        assert list(tmp_path.iterdir()) == []


def test_issues_come_back_in_the_order_in_which_they_came(store: FollowedStore) -> None:
    issues = [
        Issue(code="B", severity=Severity.ERROR, message="m", source="\udcff.xml"),
        Issue(code="A", severity=Severity.INFO, message="m", remedy="r", path="/p", line=3, record="urn:é"),
    ]
    for issue in issues:
        store.add_issue(issue)
    assert list(store.issues()) == issues


def references(folder: Path) -> Iterator[ResolvedReference]:
    """One for each outcome, and one of two identifiers."""
    full = qualification(
        "Q-1", title("Baker"), '<homepage uri="urn:page"/>', '<eqfLevel uri="http://data.europa.eu/esco/eqf/5"/>'
    )
    several = (qualification("Q-2", id="urn:2"), qualification("Q-2", scheme=None), qualification("Q-2", id="urn:3"))
    file = write(folder / "q.xml", loms(full, *several, qualification("S-1", kind="learningSpecification")))
    values = ["Q-1", "q-01", "Q-2", "S-1", "Q-9", "é & <'9'>"]
    wanted = [reference(value, id=f"urn:r{number}") for number, value in enumerate(values)]
    two = "".join(f"<identifier>{value}</identifier>" for value in ("Q-1", "Q-2"))
    courses = write(folder / "c.xml", loms(*wanted, record("qualificationRef", None, two)))
    yield from resolve(courses, file, accept_near=True).references


def test_references_come_back_as_they_were(store: FollowedStore, tmp_path: Path) -> None:
    given = list(references(tmp_path))
    assert {each.outcome.value for each in given} == {"found", "near", "ambiguous", "wrong kind", "missing"}
    for position, each in enumerate(given, start=1):
        assert unpacked_reference(packed_reference(each)) == each
        store.put_reference(position, each)
    assert list(store.references()) == given
    assert store.reference(2) == given[1]


def test_a_folder_that_takes_no_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "absent")
    with pytest.raises(TargetError, match=r"The temporary files in absent failed: No such file or directory\."):
        FollowedStore()
