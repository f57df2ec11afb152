"""The benchmarks: their documents are valid and always the same, every part runs, tables say what was measured.

Nothing here depends on how long anything takes.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from lxml import etree

import loms
from benchmarks import reporting
from benchmarks.chart import bars, draw
from benchmarks.comparing import three_figures, times_as_long
from benchmarks.data import FORMATS, LOMS, LOQ, write_dataset
from benchmarks.page import CHART, KEPT, PAGE, filled
from benchmarks.peers import lxml_xslt
from benchmarks.processes import Cost
from benchmarks.reporting import write_faulty
from benchmarks.results import Measurement, Results
from benchmarks.startup import BARE, STATEMENTS
from benchmarks.tables import machine_table, targets_table, task_tables
from benchmarks.targets import TARGETS
from benchmarks.tasks import TASKS, Task, find_task
from benchmarks.work import Work

FEW = 3
SIZES = (1_000, 10_000, 100_000)
# What the tables have to say something about.
REACH = (
    "read, against xsdata",
    "read, against lxml",
    "write, against xsdata",
    "peak memory",
    "convert legacy to LOMS",
    "convert LOMS to ELM",
    "validate, file to report",
    "`import loms`",
    "`import loms.model`",
    "cost of a record",
)


def measurement(task: str, format: str, opportunities: int, **cost: float) -> Measurement:
    """A measurement that was never made."""
    one = Cost(**{"seconds": 1.0, "elapsed": 1.0, "megabytes": 100.0} | cost)
    size = opportunities * 1_000
    return Measurement(
        task=task, format=format, opportunities=opportunities, records=opportunities, size=size, rounds=(one,)
    )


def results(*measurements: Measurement, startup: tuple[float, float, float] = (10.0, 20.0, 90.0)) -> Results:
    """Results with these measurements, or with one of everything whose cost grows with the document."""
    made = measurements or tuple(
        measurement(task.name, format, size, seconds=size / 1_000, elapsed=size / 1_000)
        for format in FORMATS
        for size in SIZES
        for task in TASKS
        if task.is_measured(format, size)
    )
    starts = dict(zip(STATEMENTS, startup, strict=True))
    return Results(machine={"cores": "2", "Python": "CPython 3.11"}, startup=starts, measurements=made)


def verdicts(name: str, results: Results) -> list[tuple[str, bool]]:
    """What a target says: the case, and whether it is reached."""
    target = next(each for each in TARGETS if each.what.startswith(name))
    return [(each.case, each.is_reached) for each in target.judge(results)]


class TestDocuments:
    @pytest.mark.parametrize("format", FORMATS)
    def test_a_document_of_several_portions_is_valid(self, format: str, tmp_path: Path) -> None:
        write_dataset(tmp_path / "made.xml", format=format, opportunities=501)
        assert [str(each) for each in loms.validate(tmp_path / "made.xml", profile="schema").issues] == []

    @pytest.mark.parametrize("format", FORMATS)
    def test_a_document_is_made_of_the_same_bytes_each_time(self, format: str, tmp_path: Path) -> None:
        for name in ("one.xml", "other.xml"):
            write_dataset(tmp_path / name, format=format, opportunities=260)
        assert (tmp_path / "one.xml").read_bytes() == (tmp_path / "other.xml").read_bytes()

    @pytest.mark.parametrize("format", FORMATS)
    def test_a_document_has_as_many_opportunities_as_wanted_and_says_what_it_has(
        self, format: str, tmp_path: Path
    ) -> None:
        made = write_dataset(tmp_path / "made.xml", format=format, opportunities=251)
        kinds = [type(each).__name__ for each in loms.iter_records(tmp_path / "made.xml")]
        assert kinds.count("LearningOpportunity") == made.opportunities == 251
        assert (made.records, made.size) == (len(kinds), (tmp_path / "made.xml").stat().st_size)

    def test_the_portions_of_a_document_do_not_repeat_each_other(self, tmp_path: Path) -> None:
        write_dataset(tmp_path / "made.xml", format=LOQ, opportunities=500)
        titles = [
            [each.value for each in record.title]  # type: ignore[union-attr]
            for record in loms.iter_records(tmp_path / "made.xml")
        ]
        assert len({" ".join(each) for each in titles}) == 500

    def test_nine_of_ten_references_lead_to_a_qualification(self, tmp_path: Path) -> None:
        write_dataset(tmp_path / "made.xml", format=LOMS, opportunities=250)
        done = loms.resolve(tmp_path / "made.xml", tmp_path / "made.xml")
        found = [each.outcome.value for each in done.references].count("found")
        assert found / len(done.references) == pytest.approx(0.9, abs=0.02)


class TestMeasuring:
    @pytest.mark.parametrize(
        ("task", "format"),
        [pytest.param(task, format, id=f"{task.name}-{format}") for task in TASKS for format in task.formats],
    )
    def test_every_task_can_be_done_twice(self, task: Task, format: str, tmp_path: Path) -> None:
        write_dataset(tmp_path / "made.xml", format=format, opportunities=FEW)
        action = task.prepare(Work(format=format, path=str(tmp_path / "made.xml"), folder=str(tmp_path)))
        action()
        action()

    def test_the_names_of_tasks_differ(self) -> None:
        assert len({each.name for each in TASKS}) == len(TASKS)

    def test_the_stylesheet_makes_a_valid_document_with_all_opportunities(self, tmp_path: Path) -> None:
        write_dataset(tmp_path / "made.xml", format=LOQ, opportunities=100)
        lxml_xslt(Work(format=LOQ, path=str(tmp_path / "made.xml"), folder=str(tmp_path)))()
        report = loms.validate(tmp_path / "transformed.xml", format=LOMS, profile="schema")
        assert [str(each) for each in report.issues] == []
        kinds = [type(each).__name__ for each in loms.iter_records(tmp_path / "transformed.xml")]
        assert kinds.count("LearningOpportunity") == kinds.count("LearningSpecification") == 100

    def test_a_short_run_prints_the_tables_and_writes_the_results(self, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "benchmarks", "--sizes", str(FEW), "--rounds", "1"]
        tasks = [find_task("iter_records"), find_task("lxml_xslt")]
        output = tmp_path / "results.json"
        done = subprocess.run(
            [*command, "--tasks", *(each.name for each in tasks), "--output", str(output)],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[1],
        )
        for task in tasks:
            assert task.title.replace("`", "") in done.stdout
        found = Results.read(output)
        assert {(each.task, each.format) for each in found.measurements} == {
            (task.name, format) for task in tasks for format in task.formats
        }
        assert all(each.cost.megabytes > 10 or math.isnan(each.cost.megabytes) for each in found.measurements)


class TestResults:
    def test_results_come_back_from_their_json(self, tmp_path: Path) -> None:
        results().write(tmp_path / "results.json")
        assert Results.read(tmp_path / "results.json") == results()

    def test_of_several_rounds_the_median_counts(self) -> None:
        one = measurement("read", LOMS, 1_000)
        rounds = tuple(Cost(seconds=each, elapsed=each * 2, megabytes=each * 3) for each in (9.0, 1.0, 2.0))
        assert attrs.evolve(one, rounds=rounds).cost == Cost(seconds=2.0, elapsed=4.0, megabytes=6.0)

    def test_processor_time_is_compared_unless_several_processes_share_the_work(self) -> None:
        alone = measurement("convert_file", LOQ, 1_000, seconds=4.0, elapsed=6.0)
        together = measurement("convert_file_in_two", LOQ, 1_000, seconds=5.0, elapsed=3.0)
        other = measurement("xsdata_read", LOQ, 1_000, seconds=2.0, elapsed=2.0)
        assert times_as_long(alone, other) == 2
        assert times_as_long(together, alone) == 0.5

    @pytest.mark.parametrize(
        ("number", "text"), [(0.01234, "0.0123"), (1.234, "1.23"), (12.34, "12.3"), (1234.5, "1,234")]
    )
    def test_numbers_are_told_with_three_figures(self, number: float, text: str) -> None:
        assert three_figures(number) == text


class TestTargets:
    def test_the_table_has_a_row_for_each_thing_to_reach(self) -> None:
        names = [row[0] for row in targets_table(results()).rows if row[0]]
        assert len(names) == len(REACH)
        for name, wanted in zip(names, REACH, strict=True):
            assert name.startswith(wanted)

    def test_what_was_not_measured_has_a_row_that_says_so(self) -> None:
        nothing = targets_table(results(measurement("read", LOMS, 1_000)))
        said = {row[0]: row[3] for row in nothing.rows}
        assert said["cost of a record, from the smallest document to the largest"] == "not measured"

    @pytest.mark.parametrize(("seconds", "is_reached"), [(12.0, True), (11.9, False)])
    def test_reading_is_to_be_twelve_times_faster_than_xsdata(self, seconds: float, is_reached: bool) -> None:
        found = results(measurement("read", LOMS, 1_000), measurement("xsdata_read", LOMS, 1_000, seconds=seconds))
        assert verdicts("read, against xsdata", found) == [("LOMS, 1,000, checked", is_reached)]

    @pytest.mark.parametrize(("seconds", "is_reached"), [(5.0, True), (5.1, False)])
    def test_reading_is_to_take_five_times_as_long_as_parsing_at_most(self, seconds: float, is_reached: bool) -> None:
        found = results(measurement("read", LOQ, 1_000, seconds=seconds), measurement("lxml_parse", LOQ, 1_000))
        assert verdicts("read, against lxml", found) == [("LOQ, 1,000, checked", is_reached)]

    @pytest.mark.parametrize(("seconds", "is_reached"), [(10.0, True), (9.9, False)])
    def test_writing_is_to_be_ten_times_faster_than_xsdata(self, seconds: float, is_reached: bool) -> None:
        found = results(measurement("write", LOMS, 1_000), measurement("xsdata_write", LOMS, 1_000, seconds=seconds))
        assert verdicts("write", found) == [("LOMS, 1,000", is_reached)]

    @pytest.mark.parametrize(
        ("peaks", "is_reached"), [((100.0, 119.0), True), ((100.0, 121.0), False), ((149.0, 151.0), False)]
    )
    def test_memory_is_to_be_flat_and_small(self, peaks: tuple[float, float], is_reached: bool) -> None:
        smaller, larger = (
            measurement("validate", LOMS, size, megabytes=peak)
            for size, peak in zip((10_000, 100_000), peaks, strict=True)
        )
        assert verdicts("peak memory", results(smaller, larger)) == [("LOMS, validate", is_reached)]

    @pytest.mark.parametrize(("seconds", "is_reached"), [(1.0, True), (1.1, False)])
    def test_converting_is_to_take_no_longer_than_xsdata_takes_to_read(self, seconds: float, is_reached: bool) -> None:
        found = results(
            measurement("convert_file", LOQ, 1_000, seconds=seconds), measurement("xsdata_read", LOQ, 1_000)
        )
        assert verdicts("convert", found) == [("LOQ, 1,000", is_reached)]

    @pytest.mark.parametrize(("seconds", "is_reached"), [(1.3, True), (1.4, False)])
    def test_validating_is_to_take_little_longer_than_lxml(self, seconds: float, is_reached: bool) -> None:
        found = results(
            measurement("validate", LOMS, 1_000, seconds=seconds), measurement("lxml_schema_iterparse", LOMS, 1_000)
        )
        assert verdicts("validate", found) == [("LOMS, 1,000", is_reached)]

    @pytest.mark.parametrize(("milliseconds", "is_reached"), [(25.0, True), (26.0, False)])
    def test_the_import_is_judged_by_what_it_takes_more_than_python_alone(
        self, milliseconds: float, is_reached: bool
    ) -> None:
        found = results(startup=(10.0, milliseconds, 100.0))
        assert verdicts("`import loms`", found) == [("", is_reached)]
        assert found.startup[BARE] == 10

    @pytest.mark.parametrize(("seconds", "is_reached"), [(11.4, True), (11.6, False), (8.0, False)])
    def test_a_record_is_to_cost_the_same_in_a_large_document(self, seconds: float, is_reached: bool) -> None:
        found = results(
            measurement("read", LOMS, 1_000, seconds=1.0), measurement("read", LOMS, 10_000, seconds=seconds)
        )
        assert verdicts("cost of a record", found) == [("LOMS, read", is_reached)]

    def test_by_how_much_a_target_is_missed_is_told(self) -> None:
        found = results(measurement("read", LOMS, 1_000), measurement("xsdata_read", LOMS, 1_000, seconds=6.0))
        assert targets_table(found).rows[0][2:] == (
            "LOMS, 1,000, checked",
            "6.0 times faster",
            "no, by a factor of 2.00",
        )


class TestTables:
    def test_every_task_has_a_row_in_the_table_of_each_of_its_formats(self) -> None:
        for table, format in zip(task_tables(results()), FORMATS, strict=True):
            titles = [row[0] for row in table.rows if len(row) > 1]
            assert titles == [each.title for each in TASKS if format in each.formats]

    def test_a_size_at_which_something_was_not_measured_has_a_dash(self) -> None:
        rows = {row[0]: row for row in task_tables(results())[0].rows}
        assert rows["xmlschema `to_dict`"][1:4] == ("1.00", "–", "–")

    def test_markdown_and_text_have_the_same_cells(self) -> None:
        table = machine_table(results())
        for cell in (cell for row in (table.head, *table.rows) for cell in row):
            assert cell in table.as_markdown()
            assert cell.replace("`", "") in table.as_text()

    def test_each_row_of_markdown_has_all_columns(self) -> None:
        for table in (*task_tables(results()), targets_table(results()), machine_table(results())):
            lines = table.as_markdown().splitlines()
            assert {each.count("|") for each in lines} == {len(table.head) + 1}


class TestChart:
    def test_the_chart_names_everything_and_its_speed(self) -> None:
        root = etree.fromstring(draw(results()))
        texts = [each.text for each in root.iter("{*}text")]
        for bar in bars(results()):
            assert bar.title in texts
        assert [each.title for each in bars(results())] == [each.title.replace("`", "") for each in TASKS]
        assert texts.count("1.00") == len(TASKS)

    def test_a_faster_one_has_a_longer_bar(self) -> None:
        found = results(measurement("read", LOMS, 1_000), measurement("lxml_parse", LOMS, 1_000, seconds=0.1))
        drawn = etree.fromstring(draw(found)).findall("{*}rect[@height='14']")
        slow, fast = (float(each.get("width", "")) for each in drawn)
        assert fast > slow

    def test_the_same_results_give_the_same_bytes(self) -> None:
        assert draw(results()) == draw(results())


class TestPage:
    def test_the_page_and_the_chart_show_the_results_that_are_kept(self) -> None:
        kept = Results.read(KEPT)
        page = PAGE.read_text(encoding="utf-8")
        assert filled(page, kept) == page
        assert CHART.read_bytes() == draw(kept)

    def test_other_results_give_another_page(self) -> None:
        page = PAGE.read_text(encoding="utf-8")
        assert filled(page, results()) != page
        assert filled(filled(page, results()), Results.read(KEPT)) == page

    def test_a_page_without_its_marks_is_refused(self) -> None:
        with pytest.raises(ValueError, match="begin: targets"):
            filled("# Performance\n", results())

    def test_the_results_name_no_path_and_no_host(self) -> None:
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        assert set(kept) == {"machine", "startup", "measurements"}
        assert not any("/" in each for each in kept["machine"].values())


class TestReports:
    def test_every_second_opportunity_has_one_fault(self, tmp_path: Path) -> None:
        write_faulty(tmp_path / "faulty.xml", 7)
        assert [each.code for each in loms.validate(tmp_path / "faulty.xml", profile="schema").issues] == [
            "XSD-UNKNOWN-CODE"
        ] * 3

    def test_each_measurement_runs_and_each_report_is_written(self, tmp_path: Path) -> None:
        write_faulty(tmp_path / "faulty.xml", FEW)
        work = reporting.Work(source=str(tmp_path / "faulty.xml"), reports=str(tmp_path / "report"))
        for action in reporting.MEASURED.values():
            action(work)
        assert all((tmp_path / f"report{ending}").stat().st_size for ending in reporting.ENDINGS)
