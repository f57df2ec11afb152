"""Looks at records that were sent by the process that reads a file: all that can be known of each by itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import attrs
from lxml import etree

from loms.errors import Severity
from loms.formats import find_format
from loms.io.schema.containers import Container
from loms.io.schema.declarations import declarations
from loms.io.schema.faults import FaultFinder
from loms.io.schema.lines import Lines
from loms.io.schema.seen import SeenRecord
from loms.io.schema.suggest import Effort
from loms.io.xml import PARSER_OPTIONS
from loms.validate.answers import Answer, Asked, Questions, ToldFault, ToldFinding
from loms.validate.catalogue import own_rules
from loms.validate.defining import Here, Place, Rule, Run, is_own
from loms.validate.walking import AtWork, Walk, turn_of

__all__ = ["LookingJob", "needs_nothing_else"]


def needs_nothing_else(rule: Rule) -> bool:
    """Whether a process can judge by a rule that knows one record only, and neither its place nor its file.

    Rules of somebody else are not trusted to say so.

    Args:
        rule: The rule.
    """
    return is_own(rule.code) and not rule.remembers and not rule.needs_qualifications


@attrs.frozen(kw_only=True)
class LookingJob:
    """A `loms.workers.Job`.

    Attributes:
        format: Name of the format of the file.
        rules: The codes of the rules, by their numbers in the file.
        date: The day that counts as today.
    """

    format: str
    rules: tuple[tuple[int, str], ...]
    date: datetime.date

    def begin(self) -> Callable[[Questions], Sequence[Answer | None]]:
        """What looks at records."""
        return _Onlooker(self).answers


class _Onlooker:
    """Looks at records."""

    def __init__(self, job: LookingJob) -> None:
        self._format = find_format(job.format)
        self._declared = declarations(self._format)
        self._effort = Effort()
        self._finder = FaultFinder(self._declared, self._effort)
        self._containers: dict[str | None, Container] = {}
        self._run = Run(self._format, date=job.date)
        rules = {each.code: each for each in own_rules()}
        at_work = [
            AtWork(rules[code], rules[code].begin(self._run), Severity.INFO, number) for number, code in job.rules
        ]
        self._walk = Walk(at_work, format=self._format)

    def answers(self, questions: Questions) -> tuple[Answer | None, ...]:
        """Look at records.

        Returns:
            What was found in each; None where that cannot be told here.
        """
        parser = etree.XMLParser(**PARSER_OPTIONS)
        return tuple(self._answer(each, parser, questions.effort) for each in questions.records)

    def _answer(self, asked: Asked, parser: etree.XMLParser, effort: int) -> Answer | None:
        try:
            element = etree.fromstring(asked.data, parser)
        except etree.XMLSyntaxError:
            # It was not worth sending, or goes beyond a limit of the parser.
            return None
        kind = self._container(asked.section).kind(element)
        if kind.declaration is None:
            return None
        self._effort.left, self._effort.refused = effort, False
        found = self._finder.in_element(element, kind.declaration)
        numbers = {each: number for number, each in enumerate(element.iter("*"))} if found else {}
        faults = tuple(
            ToldFault(each.fault, numbers[each.element], each.attribute, each.message, each.remedy) for each in found
        )
        seen = SeenRecord(
            element=element,
            kind=kind.name,
            format=self._format,
            path="",
            order=0,
            lines=_NoLines(record=element, numbers=None),
            declaration=kind.declaration,
            declared=self._declared,
            finder=self._finder,
        )
        return Answer(
            effort=effort,
            spent=effort - self._effort.left,
            refused=self._effort.refused,
            faults=faults,
            findings=self._findings(seen) if kind.is_record else (),
        )

    def _findings(self, seen: SeenRecord) -> tuple[ToldFinding, ...]:
        spotted = list(self._walk.findings(Here(self._run, seen)))
        if not spotted:
            return ()
        numbers = {each: number for number, each in enumerate(seen.element.iter("*"))}
        told = []
        for each in spotted:
            finding = each.finding
            where = finding.where
            assert not isinstance(where, Place)  # noqa: S101 - it would have asked for a line
            told.append(
                ToldFinding(
                    code=each.at_work.rule.code,
                    turn=turn_of(each, numbers),
                    element=numbers[where],
                    path=seen.path_of(where),
                    attribute=finding.attribute,
                    message=finding.message,
                    remedy=finding.remedy,
                )
            )
        return tuple(told)

    def _container(self, section: str | None) -> Container:
        """What knows the kinds of record in a section."""
        known = self._containers.get(section)
        if known is None:
            root = self._declared.root
            element = etree.Element(root.tag if section is None else section)
            declaration = root if section is None else self._declared.child(root, element)
            known = Container(element=element, path="", names=(), declaration=declaration, declared=self._declared)
            if declaration is not None:
                # Of names that the format does not know there may be any number.
                self._containers[section] = known
        return known


class _NoLines(Lines):
    """The lines of a record that nobody knows here."""

    def of(self, element: etree._Element) -> int | None:
        """A rule that needs lines cannot be run here, and is not, if it is defined as one that remembers."""
        raise RuntimeError("A rule without a memory asks for a line. Make it a class on Checker.")
