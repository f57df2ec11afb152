"""Rows of links are read from CSV files, as spreadsheets write them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from loms.errors import UsageError
from loms.resolve import LinkRow, LinkRows, link, read_link_rows
from tests.releases.small import course, dataset
from tests.resolve.linked import NAMESPACE


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
