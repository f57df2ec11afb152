"""Linking lets opportunities lead to qualifications that are published elsewhere, row by row."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

import loms
from loms.errors import UsageError
from loms.model import IdReference, LearningActivitySpecification, LearningSpecification
from loms.releases.records import Record, records_of
from loms.resolve import Index, Linking, LinkRow, LinkRows, embed, link, read_link_rows
from tests.convert.loq_qualifications_to_loms import documents as loq
from tests.releases.small import (
    SCHEME,
    activity,
    course,
    dataset,
    ids,
    numbers,
    opportunity,
    organization,
    outcome,
    qualification,
    qualification_ref,
    specification,
    urn,
)

NAMESPACE = "https://data.example.org/lo/"


def row(opportunity: str, qualification: str, scheme: str | None = SCHEME, line: int | None = None) -> LinkRow:
    return LinkRow(opportunity=opportunity, qualification=qualification, scheme_id=scheme, line=line)


def linked(records: Sequence[Record], *rows: LinkRow, index: Index | None = None, accept_near: bool = False) -> Linking:
    document = dataset(*records)
    before = copy.deepcopy(document)
    done = link(document, rows, index=index, namespace=NAMESPACE, accept_near=accept_near)
    assert document == before
    assert loms.validate(io.BytesIO(loms.dumps(done.document))).issues == ()
    return done


def with_activity(name: str = "lo", *, teaches: Sequence[str] = ()) -> list[Record]:
    """A course whose specification has an activity."""
    return [
        opportunity(name, by=f"{name}-specification"),
        specification(f"{name}-specification", activity=f"{name}-activity"),
        outcome(),
        activity(f"{name}-activity", teaches=teaches),
        organization(),
    ]


def taught(done: Linking, name: str) -> list[str]:
    record = records_of(done.document, role="document")[urn(name)]
    assert isinstance(record, LearningActivitySpecification)
    return [each.idref for each in record.teaches]


def codes(done: Linking) -> list[str]:
    return [issue.code for issue in done.issues]


def states(done: Linking) -> list[str]:
    return [each.state.value for each in done.rows]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An index of a qualification of which the identifier needs care, and of two that cannot be told apart."""
    twins = [qualification("twin-1"), qualification("twin-2")]
    for twin in twins:
        twin.identifier = numbers("twin")
    loms.write(dataset(qualification("Q-01"), *twins, outcome()), tmp_path / "q.xml")
    return Index.from_sources(tmp_path / "q.xml")


class TestAnOpportunity:
    def test_keeps_its_specification_whose_activity_teaches_the_qualification(self) -> None:
        done = linked(with_activity(teaches=["lo-specification"]), row("lo", "Q-1"))
        assert states(done) == ["linked"]
        reference = f"{NAMESPACE}qualification-reference/urn%3Aexample%3Ascheme/Q-1"
        assert taught(done, "lo-activity") == [urn("lo-specification"), reference]
        assert (done.rows[0].target, done.rows[0].activity) == (reference, urn("lo-activity"))
        course = done.document.learning_opportunities.learning_opportunity[0]
        assert course.specified_by.idref == urn("lo-specification")

    def test_gets_an_activity_where_its_specification_has_none(self) -> None:
        done = linked(course("lo"), row("lo", "Q-1"))
        assert taught(done, "lo-specification~activity")[0] == urn("lo-specification")
        assert len(taught(done, "lo-specification~activity")) == 2
        own = records_of(done.document, role="document")[urn("lo-specification")]
        assert isinstance(own, LearningSpecification)
        assert own.learning_activity_specification == IdReference(idref=urn("lo-specification~activity"))

    def test_gives_the_activity_an_id_that_is_free(self) -> None:
        done = linked([*course("lo"), activity("lo-specification~activity")], row("lo", "Q-1"))
        assert done.rows[0].activity == urn("lo-specification~activity~2")

    @pytest.mark.parametrize("name", ["urn:example:lo", "  urn:example:lo ", "lo"])
    def test_is_found_by_id_or_identifier(self, name: str) -> None:
        assert states(linked(course("lo"), row(name, "Q-1"))) == ["linked"]

    def test_that_is_unknown_is_told(self) -> None:
        done = linked(course("lo"), row("no", "Q-1", line=3))
        assert [(issue.code, issue.record, issue.line) for issue in done.issues] == [("LINK-NO-OPPORTUNITY", "no", 3)]
        assert states(done) == ["refused"]
        assert not done.ok

    def test_that_is_not_the_only_one_of_its_name_is_told(self) -> None:
        first, second = opportunity("1"), opportunity("2")
        first.identifier = second.identifier = numbers("same")
        done = linked([first, second, specification("specification"), outcome(), organization()], row("same", "Q-1"))
        assert codes(done) == ["LINK-SEVERAL-OPPORTUNITIES"]

    def test_of_which_the_specification_is_a_qualification_is_told(self) -> None:
        records: list[Record] = [opportunity("lo", by="Q-1"), qualification("Q-1"), outcome(), organization()]
        assert codes(linked(records, row("lo", "Q-2"))) == ["LINK-NO-SPECIFICATION"]

    def test_may_lead_to_several(self) -> None:
        done = linked(course("lo"), row("lo", "Q-1"), row("lo", "Q-2"))
        assert states(done) == ["linked", "linked"]
        assert len(taught(done, "lo-specification~activity")) == 3


class TestALinkThatIsThere:
    def test_stays_as_it_is(self) -> None:
        records = [*with_activity(teaches=["Q-1"]), qualification_ref("Q-1")]
        done = linked(records, row("lo", "Q-1"))
        assert states(done) == ["unchanged"]
        assert done.document == dataset(*records)

    def test_is_made_once(self) -> None:
        once = linked(course("lo"), row("lo", "Q-1"), row("lo", "Q-1"))
        assert states(once) == ["linked", "unchanged"]
        twice = link(once.document, [row("lo", "Q-1")])
        assert states(twice) == ["unchanged"]
        assert loms.dumps(twice.document) == loms.dumps(once.document)

    def test_may_be_that_of_a_part_of_the_activity(self) -> None:
        records: list[Record] = [
            opportunity("lo"),
            specification("specification", activity="whole"),
            outcome(),
            activity("whole", parts=["part"]),
            activity("part", teaches=["Q-1"], parts=["whole"]),
            organization(),
            qualification_ref("Q-1"),
        ]
        assert states(linked(records, row("lo", "Q-1"))) == ["unchanged"]

    def test_may_be_the_specification_itself(self) -> None:
        records: list[Record] = [opportunity("lo", by="Q-1"), qualification("Q-1"), outcome(), organization()]
        assert states(linked(records, row("lo", "Q-1"))) == ["unchanged"]


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


class TestAnActivityOfSeveralOpportunities:
    records = (
        opportunity("a", by="a-specification"),
        opportunity("b", by="b-specification"),
        specification("a-specification", activity="both"),
        specification("b-specification", activity="both"),
        outcome(),
        activity("both"),
        organization(),
    )

    def test_is_told(self) -> None:
        done = linked(self.records, row("a", "Q-1"))
        [issue] = done.issues
        assert (issue.code, issue.severity.value, issue.record) == ("LINK-SHARED", "warning", urn("both"))
        assert urn("b") in issue.message
        assert done.ok

    def test_is_not_told_where_all_of_them_are_meant(self) -> None:
        done = linked(self.records, row("a", "Q-1"), row("b", "Q-1"))
        assert states(done) == ["linked", "unchanged"]
        assert codes(done) == []

    def test_may_be_a_part_of_one_of_theirs(self) -> None:
        records: list[Record] = [
            *with_activity("a"),
            opportunity("b", by="b-specification"),
            specification("b-specification", activity="whole"),
            activity("whole", parts=["a-activity"]),
        ]
        assert codes(linked(records, row("a", "Q-1"))) == ["LINK-SHARED"]


def test_a_specification_whose_activity_is_missing_is_told() -> None:
    document = dataset(opportunity("lo"), specification("specification", activity="gone"), outcome(), organization())
    done = link(document, [row("lo", "Q-1")], namespace=NAMESPACE)
    assert codes(done) == ["LINK-NO-ACTIVITY"]
    assert ids(done.document) == ids(document)


def test_an_opportunity_whose_specification_is_missing_is_told() -> None:
    done = link(dataset(opportunity("lo"), organization()), [row("lo", "Q-1")], namespace=NAMESPACE)
    assert codes(done) == ["LINK-NO-SPECIFICATION"]


def test_the_report_is_plain_data() -> None:
    done = linked([*course("lo"), qualification_ref("Q-1")], row("lo", "Q-1", line=2))
    assert done.as_dict() == {
        "operation": "link",
        "ok": True,
        "counts": {"linked": 1, "unchanged": 0, "refused": 0},
        "rows": [
            {
                "row": {"opportunity": "lo", "qualification": "Q-1", "scheme_id": SCHEME, "line": 2},
                "state": "linked",
                "opportunity": urn("lo"),
                "target": urn("Q-1"),
                "activity": urn("lo-specification~activity"),
            }
        ],
        "issues": [],
    }


@pytest.mark.parametrize("value", ["", " ", "\x01", None, 7])
def test_a_row_must_say_something_that_xml_can_hold(value: str) -> None:
    with pytest.raises(UsageError, match="qualification"):
        LinkRow(opportunity="lo", qualification=value)


class TestAFileOfRows:
    def read(self, content: str | bytes) -> LinkRows:
        return read_link_rows(io.BytesIO(content if isinstance(content, bytes) else content.encode()))

    def problems(self, content: str | bytes) -> list[tuple[str, int | None]]:
        return [(issue.code, issue.line) for issue in self.read(content).issues]

    @pytest.mark.parametrize(
        "content",
        [
            "opportunity,qualification,scheme\nlo,Q-1,s\n",
            "opportunity;qualification;scheme\r\nlo;Q-1;s\r\n",
            "opportunity\tqualification\tscheme\nlo\tQ-1\ts",
            "\ufeffopportunity,qualification,scheme\nlo,Q-1,s\n",
            ' Scheme , remark,QUALIFICATION,Opportunity\n s ,what,"Q-1", lo \n',
            "\nopportunity,qualification,scheme\n,,\n\nlo,Q-1,s\n",
        ],
    )
    def test_may_be_written_in_many_ways(self, content: str) -> None:
        [only] = self.read(content).rows
        assert (only.opportunity, only.qualification, only.scheme_id) == ("lo", "Q-1", "s")
        assert self.read(content).issues == ()

    def test_gives_each_row_its_line(self) -> None:
        content = 'opportunity,qualification,remark\n1,Q-1,"two\nlines"\n2,Q-2,\n'
        assert [(each.opportunity, each.line) for each in self.read(content).rows] == [("1", 2), ("2", 4)]

    def test_needs_no_scheme(self) -> None:
        assert [each.scheme_id for each in self.read("opportunity,qualification\nlo,Q-1\n").rows] == [None]

    def test_may_have_apostrophes_before_what_looks_like_a_formula(self) -> None:
        [only] = self.read("opportunity,qualification\nlo,'-1\n").rows
        assert only.qualification == "-1"

    @pytest.mark.parametrize("line", ["lo,", ",Q-1", "lo", "lo, "])
    def test_tells_of_empty_cells_and_goes_on(self, line: str) -> None:
        content = f"opportunity,qualification\n{line}\nlo,Q-1\n"
        assert self.problems(content) == [("LINK-EMPTY-CELL", 2)]
        assert len(self.read(content).rows) == 1

    @pytest.mark.parametrize("content", ["", "\n\n", "lo,Q-1\n", "opportunity,scheme\nlo,s\n", "\x00"])
    def test_must_name_its_columns(self, content: str) -> None:
        assert [code for code, _ in self.problems(content)] == ["LINK-NO-COLUMN"]
        assert self.read(content).rows == ()

    def test_tells_of_a_column_that_is_probably_the_scheme(self) -> None:
        content = "opportunity,qualification,schemeID\nlo,Q-1,s\n"
        assert self.problems(content) == [("LINK-UNKNOWN-COLUMN", 1)]

    @pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
    def test_must_be_utf_8(self, encoding: str) -> None:
        [issue] = self.read("opportunity,qualification\nlo,Über\n".encode(encoding)).issues
        assert issue.code == "LINK-ENCODING"
        assert issue.line == (2 if encoding == "latin-1" else 1)

    def test_tells_where_it_is_no_csv_any_more(self) -> None:
        content = 'opportunity,qualification\n1,Q-1\n2,"Q-2"x\n3,Q-3\n'
        assert self.problems(content) == [("LINK-BAD-CSV", 3)]
        assert [each.opportunity for each in self.read(content).rows] == ["1"]

    def test_tells_of_characters_that_xml_cannot_hold(self) -> None:
        assert self.problems("opportunity,qualification\nlo,Q\x01\n") == [("LINK-NOT-XML", 2)]

    def test_is_named_in_all_issues_of_linking(self, tmp_path: Path) -> None:
        path = tmp_path / "links.csv"
        path.write_text("opportunity,qualification\nno,Q-1\nlo,\n", encoding="utf-8")
        done = link(dataset(*course("lo")), read_link_rows(path), namespace=NAMESPACE)
        assert [(issue.code, issue.line) for issue in done.issues] == [
            ("LINK-EMPTY-CELL", 3),
            ("LINK-NO-OPPORTUNITY", 2),
        ]
        assert {issue.source for issue in done.issues} == {str(path)}


def test_only_loms_can_be_linked() -> None:
    with pytest.raises(UsageError):
        link(loq.document(), [])  # type: ignore[arg-type]
