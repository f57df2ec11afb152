"""Issues are put together by rule and by provider; all are counted, and a few are shown."""

from __future__ import annotations

import pickle

from loms.errors import Severity
from loms.reporting import CheckedFile
from loms.reporting.digest import Digest, digest_of
from loms.validate.report import IssueCount, Report
from tests.reporting.files import checked, found, issue, offers

WARNING, INFO = Severity.WARNING, Severity.INFO


def by_provider(digest: Digest) -> dict[str | None, int]:
    return {None if group.provider is None else group.provider.name: group.total for group in digest.providers()}


def test_rules_come_with_the_worst_first_then_the_most_frequent() -> None:
    issues = [issue("NOTE", INFO), *[issue("WARN", WARNING)] * 9, issue("RARE"), *[issue("OFTEN")] * 2]
    rules = digest_of([found(*issues)]).rules
    assert [(rule.code, rule.severity, rule.total) for rule in rules] == [
        ("OFTEN", Severity.ERROR, 2),
        ("RARE", Severity.ERROR, 1),
        ("WARN", WARNING, 9),
        ("NOTE", INFO, 1),
    ]


def test_samples_are_the_first_and_the_rest_is_counted() -> None:
    [rule] = digest_of([found(*(issue(line=line) for line in range(1, 30)))], samples=3).rules
    assert [each.line for each in rule.samples] == [1, 2, 3]
    assert rule.total == 29


def test_samples_are_of_different_records() -> None:
    issues = [issue(line=line, record=f"urn:{line // 10}") for line in range(10, 50)]
    [rule] = digest_of([found(*issues)], samples=5).rules
    assert [each.line for each in rule.samples] == [10, 11, 20, 30, 40]


def test_what_is_not_listed_is_counted() -> None:
    report = Report(
        source="courses.xml",
        format=None,
        issues=(issue(),),
        records=1,
        counts=(IssueCount(code="LOMS-X", severity=Severity.ERROR, number=70_000),),
    )
    digest = digest_of([CheckedFile(report=report)])
    assert (digest.total, digest.rules[0].total) == (70_000, 70_000)


def test_several_files_are_counted_together() -> None:
    digest = digest_of([found(issue()), found(issue(), issue("LOMS-Y", WARNING))])
    assert digest.counts == {Severity.ERROR: 2, WARNING: 1, INFO: 0}


def test_known_codes_have_their_meaning_and_others_none() -> None:
    known, unknown = digest_of([found(issue("XSD-DUPLICATE-ID"), issue("MY-RULE", WARNING))]).rules
    assert known.meaning.sentence == "Two records have the same id."
    assert unknown.meaning.sentence == ""


def test_an_issue_counts_for_the_provider_of_its_opportunity() -> None:
    text = offers("a", "b", "b").replace('lang="fr"', 'lang="xx"')
    assert by_provider(digest_of([checked(text)])) == {"School b": 2, "School a": 1}


def test_a_specification_and_what_it_leads_to_count_for_the_provider() -> None:
    text = offers("a").replace("0721", "bread").replace(">Bakes", "><b/>Bakes")
    assert by_provider(digest_of([checked(text)])) == {"School a": 2}


def test_what_several_providers_lead_to_counts_for_none() -> None:
    text = offers("a", "b").replace(">Bakes", "><b/>Bakes")
    assert by_provider(digest_of([checked(text)])) == {None: 1}


def test_a_part_counts_for_its_own_provider() -> None:
    part = '<specifiedBy idref="urn:specification:1"/><hasPart idref="urn:opportunity:2"/>'
    text = offers("a", "b").replace('<specifiedBy idref="urn:specification:1"/>', part)
    assert by_provider(digest_of([checked(text.replace(">Pain 2", "><b/>Pain 2"))])) == {"School b": 1}


def test_a_provider_counts_for_itself() -> None:
    assert by_provider(digest_of([checked(offers("a").replace("LUX", "LUXX"))])) == {"School a": 1}


def test_records_with_issues_are_counted_once() -> None:
    [rule] = digest_of([checked(offers("a", "b").replace("lang=", "long="))]).rules[:1]
    assert rule.records == 7
    assert rule.total > rule.records


def test_without_statistics_nobody_knows_how_many_records() -> None:
    assert digest_of([found(issue())]).rules[0].records is None


def test_providers_of_several_files_are_counted_together() -> None:
    text = offers("a", "b", "b").replace('lang="fr"', 'lang="xx"')
    digest = digest_of([checked(text), checked(text.replace("urn:opportunity", "urn:other"))])
    assert by_provider(digest) == {"School b": 4, "School a": 2}
    assert digest.number_of_providers == 2
    assert [len(rule.samples) for group in digest.providers() for rule in group.rules] == [4, 2]


def test_what_was_found_in_a_file_can_be_sent_from_one_process_to_another() -> None:
    file = checked(offers("a", "b", "b").replace('lang="fr"', 'lang="xx"'))
    sent = pickle.loads(pickle.dumps(file))
    assert by_provider(digest_of([sent])) == by_provider(digest_of([file])) == {"School b": 2, "School a": 1}


def test_providers_come_with_the_most_errors_first_and_nobody_last() -> None:
    text = offers("c", "b", "b", "a").replace('lang="fr"', 'lang="xx"').replace(">Bakes", "><b/>" * 9 + ">Bakes")
    names = list(by_provider(digest_of([checked(text)])))
    # School c stands before School a in the file.
    assert names == ["School b", "School c", "School a", None]
