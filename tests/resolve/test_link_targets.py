"""A link leads to a record of the document that stands for the qualification, or to a new reference."""

from __future__ import annotations

from pathlib import Path

import pytest

import loms
from loms.resolve import Index, embed, link
from tests.convert.loq_qualifications_to_loms import documents as loq
from tests.releases.small import SCHEME, course, dataset, ids, numbers, outcome, qualification, qualification_ref, urn
from tests.resolve.linked import NAMESPACE, codes, linked, row, states


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An index of a qualification of which the identifier needs care, and of two that cannot be told apart."""
    twins = [qualification("twin-1"), qualification("twin-2")]
    for twin in twins:
        twin.identifier = numbers("twin")
    loms.write(dataset(qualification("Q-01"), *twins, outcome()), tmp_path / "q.xml")
    return Index.from_sources(tmp_path / "q.xml")


class TestTheTarget:
    def test_is_a_reference_that_is_there(self) -> None:
        done = linked([*course("lo"), qualification_ref("Q-1")], row("lo", "Q-1"))
        assert done.rows[0].target == urn("Q-1")

    def test_is_a_qualification_that_is_there(self) -> None:
        done = linked([*course("lo"), qualification("Q-1"), outcome()], row("lo", "Q-1"))
        assert done.rows[0].target == urn("Q-1")

    def test_is_another_where_the_scheme_is_another(self) -> None:
        done = linked([*course("lo"), qualification_ref("Q-1")], row("lo", "Q-1", None))
        assert done.rows[0].target == f"{NAMESPACE}qualification-reference/Q-1"

    def test_is_one_for_all_rows(self) -> None:
        done = linked([*course("a"), *course("b")[:-1]], row("a", "Q-1"), row("b", "Q-1"))
        assert done.rows[0].target == done.rows[1].target

    def test_needs_a_namespace_or_an_index_for_its_id(self) -> None:
        done = link(dataset(*course("lo")), [row("lo", "Q-1")])
        assert codes(done) == ["LINK-NO-NAMESPACE"]
        assert ids(done.document) == ids(dataset(*course("lo")))

    def test_has_the_id_of_the_qualification_where_the_index_knows_it(self, index: Index) -> None:
        done = linked(course("lo"), row("lo", "Q-01"), index=index)
        assert done.rows[0].target == urn("Q-01")
        assert embed(done.document, index=index).ok

    def test_has_a_free_id_where_another_record_has_that(self, index: Index) -> None:
        done = linked([*course("lo"), outcome("Q-01")], row("lo", "Q-01"), index=index)
        assert done.rows[0].target == urn("Q-01~2")

    @pytest.mark.parametrize("id", [None, urn("lo")])
    def test_is_no_reference_that_has_no_id_of_its_own(self, id: str) -> None:
        nameless = qualification_ref("Q-1")
        document = dataset(*course("lo"), nameless)
        nameless.id = id
        done = link(document, [row("lo", "Q-1")], namespace=NAMESPACE)
        reference = f"{NAMESPACE}qualification-reference/urn%3Aexample%3Ascheme/Q-1"
        assert [(each.state.value, each.target) for each in done.rows] == [("linked", reference)]
        assert f'<teaches idref="{reference}"/>'.encode() in loms.dumps(done.document)

    def test_of_a_legacy_dataset_gets_an_id(self, tmp_path: Path) -> None:
        loms.write(loq.document(loq.record("Q-1")), tmp_path / "q.xml")
        index = Index.from_sources(tmp_path / "q.xml", identifier_scheme=SCHEME)
        done = linked(course("lo"), row("lo", "Q-1"), index=index)
        assert done.rows[0].target == f"{NAMESPACE}qualification-reference/urn%3Aexample%3Ascheme/Q-1"

    @pytest.mark.parametrize(
        ("name", "code"), [("none", "RESOLVE-MISSING"), ("twin", "RESOLVE-AMBIGUOUS"), ("q-1", "RESOLVE-NEAR")]
    )
    def test_is_refused_where_the_index_has_no_or_several_or_another(self, index: Index, name: str, code: str) -> None:
        done = linked(course("lo"), row("lo", name, line=7), index=index)
        assert [(issue.code, issue.line, issue.record) for issue in done.issues if issue.line] == [(code, 7, "lo")]
        assert states(done) == ["refused"]
        assert not done.ok

    def test_may_be_a_near_one_and_is_written_as_its_dataset_has_it(self, index: Index) -> None:
        done = linked(course("lo"), row("lo", "q-1"), index=index, accept_near=True)
        assert codes(done) == ["RESOLVE-NEAR"]
        assert done.ok
        assert embed(done.document, index=index).references[0].reference.identifier == "Q-01"
