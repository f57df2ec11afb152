"""Shows the elements of a record to rules, all of them in one walk."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs
from lxml import etree

from loms.errors import Severity
from loms.formats import Format
from loms.validate.defining import Checker, Finding, Here, Rule

__all__ = ["AtWork", "Spotted", "Turn", "Walk", "turn_of"]

Turn = tuple[int, bool, int]
"""When something was found on a walk over a record, so that what was found on two of them can be put together."""


@attrs.frozen(eq=False)
class AtWork:
    """A rule and what looks at this file for it.

    Attributes:
        rule: The rule.
        checker: What looks.
        severity: How much its findings weigh.
        number: Its place among the rules of the file.
    """

    rule: Rule
    checker: Checker
    severity: Severity
    number: int


@attrs.frozen(eq=False)
class Spotted:
    """A finding, and when on the walk.

    Attributes:
        at_work: Whose it is.
        finding: What was found.
        element: The element that was looked at; None for the record as a whole, which comes first.
        is_held: Whether it was looked at for what its text holds, which comes after what else there is to see at it.
    """

    at_work: AtWork
    finding: Finding
    element: etree._Element | None
    is_held: bool


def turn_of(spotted: Spotted, numbers: dict[etree._Element, int]) -> Turn:
    """When something was found.

    Args:
        spotted: It.
        numbers: The elements of the record, numbered from 0 in their order.
    """
    number = -1 if spotted.element is None else numbers[spotted.element]
    return number, spotted.is_held, spotted.at_work.number


class Walk:
    """Rules by what they look at.

    Args:
        rules: The rules, in the order in which they speak.
        format: The format of what they look at.
    """

    def __init__(self, rules: Iterable[AtWork], *, format: Format) -> None:
        self._by_kind: defaultdict[str, list[AtWork]] = defaultdict(list)
        # By tag: the rules that look at each such element, and those that look at what its text holds.
        self._by_tag: defaultdict[object, tuple[list[AtWork], list[tuple[str, AtWork]]]] = defaultdict(lambda: ([], []))
        namespaces = (format.namespace, *dict(format.prefixes).values())
        for each in rules:
            for kind in each.rule.records:
                self._by_kind[kind].append(each)
            for name, namespace in itertools.product(each.rule.elements, namespaces):
                any_text, by_held = self._by_tag[f"{{{namespace}}}{name}"]
                if each.rule.holding is None:
                    any_text.append(each)
                else:
                    by_held.append((each.rule.holding, each))

    def findings(self, here: Here) -> Iterator[Spotted]:
        """What the rules say about a record, in the order of `Turn`.

        Args:
            here: The record, complete.
        """
        record = here.seen.element
        for each in self._by_kind.get(here.seen.kind, ()):
            for finding in each.checker.look(record, here):
                yield Spotted(each, finding, None, False)
        by_tag = self._by_tag
        # Written out, since this is done for each of millions of elements, most of which have nothing wrong. To look
        # each one up takes less time than to let lxml compare it with dozens of tags.
        for element in record.iter("*") if by_tag else ():
            looking = by_tag.get(element.tag)
            if looking is None:
                continue
            any_text, by_held = looking
            for each in any_text:
                for finding in each.checker.look(element, here):
                    yield Spotted(each, finding, element, False)
            if by_held and (text := element.text):
                yield from _held(element, text, by_held, here)


def _held(element: etree._Element, text: str, rules: Sequence[tuple[str, AtWork]], here: Here) -> Iterator[Spotted]:
    """What those rules say of an element whose text holds what they look for."""
    for held, each in rules:
        if held in text:
            for finding in each.checker.look(element, here):
                yield Spotted(each, finding, element, True)
