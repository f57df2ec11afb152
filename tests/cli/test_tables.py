"""Tables fit the terminal: nothing runs over its edge, and what people copy stays in one piece."""

from pathlib import Path

import pytest

from loms.codes import code_lists
from loms.formats import FORMATS
from tests.support.documents import EXAMPLES
from tests.support.running import Run, RunOnTerminal

CONVERT = ("convert", EXAMPLES / "courses-loq.xml", "--dry-run", "--to", "loms-2019")
CONTINUED = " " * 4
NAMESPACE = ("--namespace", "https://data.example.org/lo/")


def fields_of(shown: str) -> list[str]:
    """The first column of the table of ``loms convert``, where it is plain text."""
    lines = shown.splitlines()
    return [line.split("  ")[0] for line in lines[1 : lines.index("")]]


def table_of(shown: str) -> list[str]:
    """The lines of the table of ``loms convert`` on a terminal, without its head."""
    lines = [line.rstrip() for line in shown.splitlines()]
    start = next(number for number, line in enumerate(lines) if line.lstrip().startswith("──"))
    return lines[start + 1 : lines.index("", start)]


@pytest.mark.parametrize("arguments", [["codes"], ["codes", "country", "france"], ["formats"]])
def test_no_line_is_longer_than_a_narrow_terminal(run_on_narrow_terminal: RunOnTerminal, arguments: list[str]) -> None:
    assert [line for line in run_on_narrow_terminal(arguments).splitlines() if len(line) > 80] == []


def test_a_narrow_terminal_shows_namespaces_in_one_piece(run_on_narrow_terminal: RunOnTerminal) -> None:
    lines = [line.strip() for line in run_on_narrow_terminal(["formats"]).splitlines()]
    assert [each.namespace for each in FORMATS if each.namespace not in lines] == []


def test_a_wide_terminal_shows_namespaces_beside_the_formats(run_on_wide_terminal: RunOnTerminal) -> None:
    lines = run_on_wide_terminal(["formats"]).splitlines()
    assert [
        each.name for each in FORMATS if not any(each.name in line and each.namespace in line for line in lines)
    ] == []


def test_a_narrow_terminal_shows_every_list_without_its_place_in_python(run_on_narrow_terminal: RunOnTerminal) -> None:
    shown = run_on_narrow_terminal(["codes"])
    assert [each.name for each in code_lists() if f" {each.name} " not in shown] == []
    assert "loms.model" not in shown
    assert "Code list of" not in shown


def test_a_wide_terminal_shows_where_python_has_a_list(run_on_wide_terminal: RunOnTerminal) -> None:
    shown = run_on_wide_terminal(["codes"])
    assert [each.enum for each in code_lists() if f" {each.enum} " not in shown] == []


def test_a_narrow_terminal_says_once_what_the_values_begin_with(run_on_narrow_terminal: RunOnTerminal) -> None:
    shown = run_on_narrow_terminal(["codes", "country", "metropolitan france"])
    assert "Metropolitan France (withdrawn code)   …/FXX" in shown
    assert "… stands for http://publications.europa.eu/resource/authority/country\n" in shown


def test_a_narrow_terminal_leaves_short_values_as_they_are(run_on_narrow_terminal: RunOnTerminal) -> None:
    assert "…" not in run_on_narrow_terminal(["codes", "loq-learning-opportunities/study-type"])


def test_a_narrow_terminal_folds_fields_only_between_steps(run_on_narrow_terminal: RunOnTerminal, run: Run) -> None:
    shown = run_on_narrow_terminal([*CONVERT, *NAMESPACE])
    first, *_ = shown.splitlines()
    assert first.rstrip() == "… stands for LearningOpportunity"
    paths: list[str] = []
    for line in table_of(shown):
        part = line.strip().split("  ")[0]
        if line.startswith(CONTINUED):
            paths[-1] += part
        else:
            paths.append(part.replace("…", "LearningOpportunity"))
    assert [*paths, "(not in the source)"] == fields_of(run(*CONVERT, *NAMESPACE).stdout)


def test_elsewhere_the_table_is_plain_and_complete(run: Run) -> None:
    shown = run(*CONVERT, *NAMESPACE).stdout
    assert "LearningOpportunity/Qualifications/QualificationAwardedDescription/@language" in fields_of(shown)
    assert "…" not in "".join(fields_of(shown))


def test_the_fields_come_in_the_order_of_the_schema(run: Run) -> None:
    fields = fields_of(run(*CONVERT, *NAMESPACE).stdout)
    some = ["Title", "StudyType", "StartDate", "StartDate/@language", "Qualifications/AwardingBody", "ProviderName"]
    assert [field for field in fields if field.removeprefix("LearningOpportunity/") in some] == [
        f"LearningOpportunity/{each}" for each in some
    ]


def test_what_is_not_in_the_source_comes_last(run: Run) -> None:
    assert fields_of(run(*CONVERT, *NAMESPACE).stdout)[-1] == "(not in the source)"


def test_a_narrow_terminal_counts_what_is_not_in_the_source_below_the_table(
    run_on_narrow_terminal: RunOnTerminal, loq_file: Path
) -> None:
    shown = run_on_narrow_terminal(["convert", loq_file, "--dry-run", "--to", "loms-2019", *NAMESPACE])
    assert "values synthesised.\n" in shown
