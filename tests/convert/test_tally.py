"""A tally counts entries as a report with all of them would."""

from __future__ import annotations

import pytest

import loms
from loms.convert.accounting import ConversionReport
from loms.convert.loq_to_loms.document import BY_RECORD
from loms.convert.rules import Action
from loms.convert.tally import Tally
from loms.legacy.learning_opportunities import LearningOpportunities
from tests.convert.documents import SETTINGS, document, record, texts


@pytest.fixture
def legacy() -> LearningOpportunities:
    return document(
        record("A"), record("B", costs=texts({"en": "<p title='x'>5<script>1</script>"})), record("C", title=[])
    )


@pytest.fixture
def report(legacy: LearningOpportunities) -> ConversionReport:
    return loms.convert(legacy, to="loms-2019", settings=SETTINGS).report


def test_it_has_the_numbers_of_the_report(report: ConversionReport) -> None:
    tally = Tally()
    tally.add(report.entries)
    assert (tally.entries, tally.lost) == (len(report.entries), len(report.lost))
    assert {action: tally.actions[action] for action in Action} == {action: len(report.of(action)) for action in Action}
    assert sum(tally.losses.values()) == tally.lost > 0


@pytest.mark.parametrize("cut", [0, 1, 40, 100])
def test_tallies_of_parts_merge_into_that_of_the_whole(report: ConversionReport, cut: int) -> None:
    whole, first, second = Tally(), Tally(), Tally()
    whole.add(report.entries)
    first.add(report.entries[:cut])
    second.add(report.entries[cut:])
    first.merge(second)
    assert first.summary() == whole.summary()
    assert (first.actions, first.lost, first.losses) == (whole.actions, whole.lost, whole.losses)
    assert list(first.losses) == list(whole.losses)


def test_a_conversion_that_only_counts_has_the_numbers_of_one_that_makes_entries(
    legacy: LearningOpportunities, report: ConversionReport
) -> None:
    whole, counted = Tally(), Tally()
    whole.add(report.entries)
    assembly = BY_RECORD.begin(SETTINGS, tally=counted)
    BY_RECORD.add_root(legacy, assembly)
    for each in legacy.learning_opportunity:
        BY_RECORD.add(each, assembly, SETTINGS)
    assert assembly.gather().entries == ()
    assert counted.summary() == whole.summary()
    assert list(counted.losses.items()) == list(whole.losses.items())


def test_it_knows_whether_it_has_counted_a_line_before() -> None:
    tally = Tally()
    tally.count([(1, "Course/Title", Action.COPIED, None)])
    assert tally.has_counted([(1, "Course/Title", Action.COPIED, None)] * 2)
    assert not tally.has_counted([(1, "Course/Title", Action.COPIED, None), (1, "Course/Title", Action.MAPPED, None)])
