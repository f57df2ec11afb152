"""Issues are gathered in flat memory: of each kind the first, and how many more there are."""

from __future__ import annotations

import pytest

from loms.errors import Issue, Severity
from loms.resolve.issues import Issues
from tests.resolve.datasets import codes


def gathered(*severities: Severity, most: int = 2) -> tuple[Issue, ...]:
    issues = Issues(most=most)
    for severity in severities:
        issues.add(Issue(code="A", severity=severity, message="What.", source="a.xml"))
    return issues.all()


def test_all_are_kept_up_to_a_number() -> None:
    assert [issue.message for issue in gathered(Severity.ERROR, Severity.ERROR)] == ["What."] * 2


def test_of_more_the_number_is_told() -> None:
    *_, more = gathered(*[Severity.ERROR] * 1003, most=2)
    assert (more.message, more.source) == ("There are 1,001 more issues of this kind.", "a.xml")


@pytest.mark.parametrize("position", [2, 3, 4])
def test_more_of_them_are_as_bad_as_the_worst(position: int) -> None:
    severities = [Severity.INFO, Severity.INFO, Severity.WARNING, Severity.INFO, Severity.WARNING]
    assert gathered(*severities)[-1].severity is Severity.WARNING
    severities[position] = Severity.ERROR
    assert gathered(*severities)[-1].severity is Severity.ERROR


def test_each_kind_has_its_own_number() -> None:
    issues = Issues(most=1)
    for code in "ABAAB":
        issues.add(Issue(code=code, severity=Severity.INFO, message=code))
    assert codes(issues.all()) == ["A", "B", "A", "B"]
    assert [issue.message[:11] for issue in issues.all()[2:]] == ["There are 2", "There are 1"]
