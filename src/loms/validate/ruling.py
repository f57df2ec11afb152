"""Runs rules over the records of a file, all of them in one walk over each record."""

from __future__ import annotations

import heapq
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from lxml import etree

from loms.errors import Issue, Severity, UsageError
from loms.io.schema.seen import PlacedIssue, SeenRecord
from loms.validate.answers import ToldFinding
from loms.validate.defining import Checker, Finding, Here, Place, Rule, Run, is_own
from loms.validate.looking import needs_nothing_else
from loms.validate.walking import AtWork, Spotted, Walk, turn_of

__all__ = ["Ruling", "rules_for"]

_Given = TypeVar("_Given")


class Ruling:
    """Rules at work on one file.

    Args:
        rules: The rules, each with its severity in this run.
        run: The file.
        source: Name of the file, for the issues.
        known: Knows what the rules say of a record that need to know nothing else, if somebody has asked them before.
    """

    def __init__(
        self,
        rules: Mapping[Rule, Severity],
        run: Run,
        *,
        source: str,
        known: Callable[[etree._Element], Sequence[ToldFinding] | None] | None = None,
    ) -> None:
        self._run = run
        self._source = source
        self._known = known
        chosen = rules_for(rules, run)
        self._all = [_at_work(rule, rules[rule], run, number) for number, rule in enumerate(chosen)]
        self._walk = Walk(self._all, format=run.format)
        others = (each for each in self._all if not needs_nothing_else(each.rule))
        self._walk_of_others = Walk(others, format=run.format)
        self._by_code = {each.rule.code: each for each in self._all}

    def record(self, seen: SeenRecord) -> Iterator[PlacedIssue]:
        """What the rules say about a record.

        Args:
            seen: The record, complete.
        """
        here = Here(self._run, seen)
        told = None if self._known is None else self._known(seen.element)
        if told is None:
            return (self._issue(each.at_work, each.finding, here) for each in self._walk.findings(here))
        spotted = self._walk_of_others.findings(here)
        if not told:
            return (self._issue(each.at_work, each.finding, here) for each in spotted)
        return self._merged(told, spotted, here)

    def _merged(self, told: Sequence[ToldFinding], spotted: Iterable[Spotted], here: Here) -> Iterator[PlacedIssue]:
        """What was told by others and what was found here, in the order of one walk."""
        elements = list(here.seen.element.iter("*"))
        numbers = {each: number for number, each in enumerate(elements)}
        told_issues = ((each.turn, self._told_issue(each, elements, here.seen)) for each in told)
        issues = ((turn_of(each, numbers), self._issue(each.at_work, each.finding, here)) for each in spotted)
        return (issue for _, issue in heapq.merge(told_issues, issues, key=operator.itemgetter(0)))

    def _told_issue(self, told: ToldFinding, elements: Sequence[etree._Element], seen: SeenRecord) -> PlacedIssue:
        line = seen.line_of(elements[told.element])
        place = Place(order=seen.order, path=seen.path + told.path, line=line, record=seen.id)
        finding = Finding(place, told.message, attribute=told.attribute, remedy=told.remedy)
        return self._issue(self._by_code[told.code], finding, None)

    def end(self) -> Iterator[PlacedIssue]:
        """What the rules say when there are no more records."""
        for each in self._all:
            for finding in each.checker.end():
                yield self._issue(each, finding, None)

    def _issue(self, at_work: AtWork, finding: Finding, here: Here | None) -> PlacedIssue:
        where = finding.where
        if not isinstance(where, Place):
            if here is None:
                raise _broken(at_work.rule, "names an element at the end of the file, where there is none any more")
            where = here.place(where)
        path = where.path if finding.attribute is None else f"{where.path}/@{finding.attribute}"
        issue = Issue(
            code=at_work.rule.code,
            severity=at_work.severity,
            message=finding.message,
            remedy=finding.remedy or at_work.rule.remedy,
            path=path,
            line=where.line,
            record=where.record,
            source=self._source,
        )
        return PlacedIssue(order=(where.order, where.line or 0), issue=issue)


class _Guarded(Checker):
    """What looks at a file for a rule of somebody else. When it fails, that is told without a traceback."""

    def __init__(self, run: Run, rule: Rule) -> None:
        super().__init__(run)
        self._rule = rule
        [self._checker] = self._given(lambda: [rule.begin(run)], kind=Checker)

    def look(self, element: etree._Element, here: Here) -> Sequence[Finding]:
        found = self._given(lambda: self._checker.look(element, here), kind=Finding)
        for each in found:
            self._check(each)
            if not isinstance(each.where, Place) and here.seen.element not in (each.where, *each.where.iterancestors()):
                raise _broken(self._rule, f"names an element {each.where.tag!r} that is not in the record")
        return found

    def end(self) -> Sequence[Finding]:
        found = self._given(self._checker.end, kind=Finding)
        for each in found:
            self._check(each)
        return found

    def _check(self, finding: Finding) -> None:
        if not isinstance(finding.where, etree._Element | Place):
            raise _broken(self._rule, f"gave a Finding whose where is {finding.where!r}, which is no element")
        if not isinstance(finding.message, str) or not finding.message.strip():
            raise _broken(self._rule, f"gave a Finding whose message is {finding.message!r}, which is no sentence")
        for name, given in (("attribute", finding.attribute), ("remedy", finding.remedy)):
            if given is not None and not isinstance(given, str):
                raise _broken(self._rule, f"gave a Finding whose {name} is {given!r}, which is no text")

    def _given(self, give: Callable[[], Iterable[_Given]], *, kind: type[_Given]) -> Sequence[_Given]:
        try:
            found = list(give())
        except (Exception, SystemExit) as error:
            raise _broken(self._rule, f"failed with {type(error).__name__}: {error}") from error
        for each in found:
            if not isinstance(each, kind):
                raise _broken(self._rule, f"gave {each!r}, which is no {kind.__name__}")
        return found


def rules_for(rules: Iterable[Rule], run: Run) -> tuple[Rule, ...]:
    """The rules that have something to say about a file.

    Args:
        rules: Rules.
        run: The file.
    """
    return tuple(
        rule
        for rule in rules
        if run.format.name in rule.formats and (run.qualifications is not None or not rule.needs_qualifications)
    )


def _at_work(rule: Rule, severity: Severity, run: Run, number: int) -> AtWork:
    return AtWork(rule, rule.begin(run) if is_own(rule.code) else _Guarded(run, rule), severity, number)


def _broken(rule: Rule, what: str) -> UsageError:
    return UsageError(f"The rule {rule.code} {what}. Mend it, or leave it out: --ignore {rule.code}.")
