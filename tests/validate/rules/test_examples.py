"""Each rule finds what its bad example shows, and nothing in its good one."""

from __future__ import annotations

import datetime
import io

import pytest

import loms
from loms.validate import Checks, Rule, all_rules
from tests.support.completing import BASE, completed

TODAY = datetime.date(2026, 9, 1)


class Known:
    """Knows the qualifications of the examples."""

    def look_up(self, identifier: str, *, scheme_id: str | None) -> list[str]:
        return ["there"] if identifier == "TBQ-0401" else []


def codes(example: str, **chosen: object) -> list[str]:
    checks = Checks(date=TODAY, qualifications=Known(), **chosen)  # type: ignore[arg-type]
    report = loms.validate(io.BytesIO(completed(example)), checks=checks)
    # What the example was completed with may be unused, since the example leads elsewhere.
    return [issue.code for issue in report.issues if issue.record != f"{BASE}organization"]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_the_bad_example_breaks_the_rule(rule: Rule) -> None:
    assert set(codes(rule.bad, select=[rule.code])) == {rule.code}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_the_good_example_breaks_no_rule(rule: Rule) -> None:
    assert set(codes(rule.good, ignore=["LOMS-LINK-UNUSED"])) == set()
    assert codes(rule.good, select=[rule.code]) == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_the_schema_has_nothing_against_either_example(rule: Rule) -> None:
    for example in (rule.bad, rule.good):
        assert codes(example, profile="schema") == []
