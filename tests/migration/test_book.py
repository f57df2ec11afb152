"""The account of a conversion is kept on disk as it was entered."""

from __future__ import annotations

import json

import pytest

from loms.convert.entries import Entry
from loms.convert.rules import Action
from loms.errors import Issue, Severity
from loms.io.kept_lines import Lines
from loms.migration.book import AccountBook, entry_lines


def entry(value: str | None, *, step: int = 1) -> Entry:
    return Entry(
        record="A",
        source="Course/Title[2]",
        language=None,
        value=value,
        action=Action.COPIED,
        target="title/text",
        target_record="urn:a",
        reason='It "is" so.',
        step=step,
    )


def issue(code: str, severity: Severity = Severity.ERROR) -> Issue:
    return Issue(code=code, severity=severity, message="Brød \u2028 \ud800 is wrong.", line=3, record="A")


@pytest.mark.parametrize("value", [None, "", "Brød", 'a "quoted" \\ text', "two\nlines\r", "\x9b2J", "\ud800"])
def test_an_entry_is_one_line_of_json(value: str | None) -> None:
    [line] = entry_lines([entry(value)])
    assert "\n" not in line
    assert json.loads(line) == {key: each for key, each in entry(value).as_dict().items() if key != "step"}


def test_it_says_its_step_where_there_are_several() -> None:
    [line] = entry_lines([entry("x", step=2)], with_steps=True)
    assert json.loads(line) == dict(entry("x", step=2).as_dict())


def test_issues_come_back_as_they_were_those_of_the_source_first() -> None:
    book = AccountBook(keeps_entries=False)
    book.add([], [issue("B"), issue("C", Severity.WARNING)])
    book.add_of_source(issue("A"))
    assert list(book.issues) == [issue("A"), issue("B"), issue("C", Severity.WARNING)]
    assert list(book.of_source) == [issue("A")]
    assert (book.severities[Severity.ERROR], book.codes["C"], book.source_faults) == (2, 1, 1)


@pytest.mark.parametrize(("keeps", "lines"), [(True, 2), (False, 0)])
def test_entries_are_counted_in_any_case_and_kept_where_they_are_wanted(keeps: bool, lines: int) -> None:
    book = AccountBook(keeps_entries=keeps)
    book.add([entry("x"), entry("y")], [])
    assert (book.tally.entries, len(list(book.entries))) == (2, lines)


def test_lines_beyond_memory_are_all_there_and_more_can_follow() -> None:
    lines = Lines()
    lines.add("x" * 1000 + str(number) for number in range(2000))
    assert sum(1 for _ in lines) == 2000
    lines.add(["the last"])
    assert list(lines)[-1] == "the last"
    assert lines.count == 2001
