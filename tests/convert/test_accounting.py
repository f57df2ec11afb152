"""The account of a conversion."""

from __future__ import annotations

import json

from loms.convert.accounting import Action, Ledger, Spot
from loms.convert.leaves import View, leaves_of
from loms.convert.rules import load_rules
from loms.convert.tally import Tally
from loms.errors import Severity
from tests.convert.documents import SECRET, Converted, converted, document, labels, record

TITLE = Spot("learningOpportunities/learningOpportunity", "urn:example:1").at("title/text")


def ledger_of(**fields: object) -> Ledger:
    view = View("LearningOpportunity", leaves_of(record(**fields), "LearningOpportunity"))  # type: ignore[arg-type]
    return Ledger(load_rules("loq_to_loms"), view, "BREAD-1")


def test_a_leaf_that_no_step_handles_is_an_error_and_counts_as_lost() -> None:
    ledger = ledger_of()
    for leaf in ledger.view.leaves:
        if leaf.field != "LearningOpportunity/EducationLevel":
            ledger.drop(leaf, lost=False, detail="for this test")
    ledger.close()
    assert [(issue.code, issue.severity, issue.path) for issue in ledger.issues] == [
        ("CONVERT-UNACCOUNTED", Severity.ERROR, "LearningOpportunity/EducationLevel")
    ]
    assert [entry.source for entry in ledger.entries if entry.lost] == ["LearningOpportunity/EducationLevel"]


def test_what_no_rule_allows_is_an_error() -> None:
    ledger = ledger_of()
    ledger.keep(ledger.view.all("EducationLevel")[0], Action.COPIED, TITLE)
    assert [issue.code for issue in ledger.issues] == ["CONVERT-NO-RULE"]


def test_an_account_stands_in_the_order_of_the_source() -> None:
    ledger = ledger_of()
    for leaf in reversed(ledger.view.leaves):
        ledger.drop(leaf, lost=False, detail="for this test")
    ledger.close()
    assert [entry.source for entry in ledger.entries] == [leaf.path for leaf in ledger.view.leaves]


def test_long_values_are_cut() -> None:
    result = converted(more_info=labels({"en": "x" * 500}))
    (entry,) = [each for each in result.report.entries if each.source == "LearningOpportunity/MoreInfo[1]"]
    assert entry.value is not None
    assert len(entry.value) == 80
    assert entry.value.endswith("…")


def test_the_value_of_a_secret_is_not_entered_but_its_fate_is() -> None:
    result = Converted(document(record()))
    (entry,) = [each for each in result.report.entries if each.source == "LearningOpportunities/@Key"]
    assert (entry.action, entry.value, entry.lost) == (Action.DROPPED, None, False)
    assert SECRET not in json.dumps(result.report.as_dict())


def test_the_report_is_json_with_numbers_summary_issues_and_entries() -> None:
    report = json.loads(json.dumps(converted(title=labels({"de": "Brot", "fr": "Pain"})).report.as_dict()))
    assert (report["source_format"], report["target_format"]) == ("loq-learning-opportunities", "loms-2019")
    assert report["records"] == {"read": 1, "converted": 1}
    assert {"source": "LearningOpportunity/Title", "counts": {"copied": 6}, "lost": 0} in report["summary"]
    assert report["entries"][0]["action"] == "dropped"


def test_the_summary_counts_what_the_entries_say() -> None:
    report = converted().report
    assert sum(sum(field.counts.values()) for field in report.summary()) == len(report.entries)


def test_a_remark_about_the_file_is_lost_and_said_to_be() -> None:
    report = Converted(document(record(), datasource_comment="full export")).report
    assert [(entry.source, entry.value) for entry in report.lost] == [
        ("LearningOpportunities/@DatasourceComment", "full export")
    ]


def test_an_account_that_only_counts_finds_a_leaf_that_no_step_handles_too() -> None:
    ledger = ledger_of()
    counting = Ledger(ledger.rules, ledger.view, ledger.record, tally=Tally())
    for account in (ledger, counting):
        for leaf in reversed(account.view.leaves):
            if leaf.field != "LearningOpportunity/EducationLevel":
                account.drop(leaf, lost=True, detail="for this test")
        account.close()
    assert counting.issues == ledger.issues != []
    assert counting.entries == []
    assert counting.tally is not None
    assert [each.source for each in counting.tally.summary()] == list(
        dict.fromkeys(leaf.field for leaf in ledger.view.leaves)
    )
