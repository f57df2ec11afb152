"""Runs rules over the records of a file, all of them in one walk over each record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import attrs
from lxml import etree

from loms.errors import Issue, Severity, UsageError
from loms.io.schema.seen import PlacedIssue, SeenRecord
from loms.validate.defining import Checker, Finding, Here, Place, Rule, Run, is_own

__all__ = ["Ruling"]

_Given = TypeVar("_Given")


@attrs.frozen(eq=False)
class _AtWork:
    """A rule and what looks at this file for it."""

    rule: Rule
    checker: Checker
    severity: Severity


class Ruling:
    """Rules at work on one file.

    Args:
        rules: The rules, each with its severity in this run.
        run: The file.
        source: Name of the file, for the issues.
    """

    def __init__(self, rules: Mapping[Rule, Severity], run: Run, *, source: str) -> None:
        self._run = run
        self._source = source
        self._all = [
            _at_work(rule, severity, run)
            for rule, severity in rules.items()
            if run.format.name in rule.formats and (run.qualifications is not None or not rule.needs_qualifications)
        ]
        self._by_kind: defaultdict[str, list[_AtWork]] = defaultdict(list)
        # By tag: the rules that look at each such element, and those that look at what its text holds.
        self._by_tag: defaultdict[object, tuple[list[_AtWork], list[tuple[str, _AtWork]]]] = defaultdict(
            lambda: ([], [])
        )
        for each in self._all:
            for kind in each.rule.records:
                self._by_kind[kind].append(each)
            for name in each.rule.elements:
                any_text, by_held = self._by_tag[f"{{{run.format.namespace}}}{name}"]
                if each.rule.holding is None:
                    any_text.append(each)
                else:
                    by_held.append((each.rule.holding, each))

    def record(self, seen: SeenRecord) -> Iterator[PlacedIssue]:
        """What the rules say about a record.

        Args:
            seen: The record, complete.
        """
        here = Here(self._run, seen)
        for each in self._by_kind.get(seen.kind, ()):
            for finding in each.checker.look(seen.element, here):
                yield self._issue(each, finding, here)
        by_tag = self._by_tag
        # Written out, since this is done for each of millions of elements, most of which have nothing wrong. To look
        # each one up takes less time than to let lxml compare it with dozens of tags.
        for element in seen.element.iter("*") if by_tag else ():
            looking = by_tag.get(element.tag)
            if looking is None:
                continue
            any_text, by_held = looking
            for each in any_text:
                for finding in each.checker.look(element, here):
                    yield self._issue(each, finding, here)
            if by_held and (text := element.text):
                yield from self._held(element, text, by_held, here)

    def _held(
        self, element: etree._Element, text: str, rules: Sequence[tuple[str, _AtWork]], here: Here
    ) -> Iterator[PlacedIssue]:
        """What those rules say of an element whose text holds what they look for."""
        for held, each in rules:
            if held in text:
                for finding in each.checker.look(element, here):
                    yield self._issue(each, finding, here)

    def end(self) -> Iterator[PlacedIssue]:
        """What the rules say when there are no more records."""
        for each in self._all:
            for finding in each.checker.end():
                yield self._issue(each, finding, None)

    def _issue(self, at_work: _AtWork, finding: Finding, here: Here | None) -> PlacedIssue:
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
        return self._given(lambda: self._checker.look(element, here), kind=Finding)

    def end(self) -> Sequence[Finding]:
        return self._given(self._checker.end, kind=Finding)

    def _given(self, give: Callable[[], Iterable[_Given]], *, kind: type[_Given]) -> Sequence[_Given]:
        try:
            found = list(give())
        except Exception as error:
            raise _broken(self._rule, f"failed with {type(error).__name__}: {error}") from error
        for each in found:
            if not isinstance(each, kind):
                raise _broken(self._rule, f"gave {each!r}, which is no {kind.__name__}")
        return found


def _at_work(rule: Rule, severity: Severity, run: Run) -> _AtWork:
    return _AtWork(rule, rule.begin(run) if is_own(rule.code) else _Guarded(run, rule), severity)


def _broken(rule: Rule, what: str) -> UsageError:
    return UsageError(f"The rule {rule.code} {what}. Mend it, or leave it out: --ignore {rule.code}.")
