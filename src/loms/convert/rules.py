"""The table that accounts for every field of a source format, and what it lets a step do with a field."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Mapping
from typing import NamedTuple

import attrs

from loms.convert.tables import read_table

__all__ = ["Action", "FieldRule", "Line", "Rules", "Ruling", "load_rules"]


class Action(enum.StrEnum):
    """What became of a field."""

    COPIED = "copied"
    """It stands in the target, character by character."""
    MAPPED = "mapped"
    """It stands in the target in another form: another code, another spelling, cleaned."""
    NOTE = "note"
    """The target has no place for it, so a note for people keeps it."""
    SYNTHESISED = "synthesised"
    """The target needs it and the source does not have it."""
    DROPPED = "dropped"
    """It does not stand in the target."""

    # That of a member of an enumeration is a function of Python, and actions are looked up for each field of a record.
    __hash__ = str.__hash__


Line = tuple[int, str | None, Action, str | None]
"""What is counted of an entry: its step, its field without positions, its action, and the reason if it is lost."""


@attrs.frozen(kw_only=True)
class FieldRule:
    """One row of the table: a source field and one place it goes to.

    Attributes:
        source: The source field, such as ``LearningOpportunity/Title``; empty for what is synthesised.
        kind: Kind of field, such as ``label``; fields of a kind are treated alike.
        actions: What may become of the field at this place.
        target: The place in the target, such as ``learningOpportunities/learningOpportunity/title/text``; empty for
            what is dropped.
        reason: Why, where it is not only the reason of the kind.
    """

    source: str
    kind: str
    actions: frozenset[Action]
    target: str
    reason: str


class Ruling(NamedTuple):
    """What the table says of a field that became something at a place.

    Attributes:
        reason: Why, one sentence; None where no rule allows it.
        is_secret: Whether the value of the field must appear nowhere.
        line: What is counted of it in the first step, where nothing is lost.
    """

    reason: str | None
    is_secret: bool
    line: Line


class _Rulings(dict[tuple[str, Action, str], Ruling]):
    """Rulings, each of which is made when it is first asked for: many records ask for the same few."""

    def __init__(self, make: Callable[[str, Action, str], Ruling]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: tuple[str, Action, str]) -> Ruling:
        found = self[key] = self._make(*key)
        return found


@attrs.frozen
class Rules:
    """The rules of one edge.

    Attributes:
        fields: One rule for each source field and place it goes to, in the order of the source format.
        kinds: Reason of what may become of a field of that kind, by kind and action.
        rulings: What the table says of each field that became something at a place, by the arguments of `reason`.
    """

    fields: tuple[FieldRule, ...]
    kinds: Mapping[tuple[str, Action], str]
    _by_source: Mapping[str, tuple[FieldRule, ...]] = attrs.field(init=False, repr=False, eq=False)
    _by_kind: Mapping[str, frozenset[str]] = attrs.field(init=False, repr=False, eq=False)
    _by_kinds: dict[tuple[str, ...], frozenset[str]] = attrs.field(init=False, repr=False, eq=False, factory=dict)
    rulings: Mapping[tuple[str, Action, str], Ruling] = attrs.field(init=False, repr=False, eq=False)

    @_by_source.default
    def _index(self) -> Mapping[str, tuple[FieldRule, ...]]:
        found: dict[str, tuple[FieldRule, ...]] = {}
        for rule in self.fields:
            found[rule.source] = (*found.get(rule.source, ()), rule)
        return found

    @_by_kind.default
    def _sort(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for rule in self.fields:
            found.setdefault(rule.kind, set()).add(rule.source)
        return {kind: frozenset(sources) for kind, sources in found.items()}

    @rulings.default
    def _no_ruling_yet(self) -> Mapping[tuple[str, Action, str], Ruling]:
        return _Rulings(self._ruling)

    def sources(self) -> frozenset[str]:
        """The source fields that the table accounts for."""
        return frozenset(rule.source for rule in self.fields if rule.source)

    def is_of_kind(self, source: str, *kinds: str) -> bool:
        """Whether a source field is of one of some kinds.

        Args:
            source: A source field.
            *kinds: Kinds of fields, such as ``label``.
        """
        return source in self.of_kinds(*kinds)

    def of_kinds(self, *kinds: str) -> frozenset[str]:
        """The source fields of some kinds.

        Args:
            *kinds: Kinds of fields, such as ``label``.
        """
        found = self._by_kinds.get(kinds)
        if found is None:
            several = (self._by_kind.get(kind, frozenset()) for kind in kinds)
            found = self._by_kinds[kinds] = frozenset[str]().union(*several)
        return found

    def is_secret(self, source: str) -> bool:
        """Whether the value of a source field must appear nowhere.

        Args:
            source: A source field.
        """
        return self.is_of_kind(source, "secret")

    def reason(self, *, source: str, action: Action, target: str) -> str | None:
        """Why this became of a field.

        Args:
            source: The source field; empty for what is synthesised.
            action: What became of it.
            target: Where it went; empty where it was dropped.

        Returns:
            One sentence, or None where no rule allows it.
        """
        return self.rulings[source, action, target].reason

    def _ruling(self, source: str, action: Action, target: str) -> Ruling:
        line = (1, source or None, action, None)
        return Ruling(self._reason(source, action, target), self.is_secret(source), line)

    def _reason(self, source: str, action: Action, target: str) -> str | None:
        rules = self._by_source.get(source, ())
        for rule in rules:
            if rule.target == target and action in rule.actions:
                return rule.reason or self.kinds[rule.kind, action]
        if rules and action in (Action.NOTE, Action.DROPPED):
            return self.kinds.get((rules[0].kind, action))
        return None


@functools.cache
def load_rules(edge: str) -> Rules:
    """Read the tables of an edge.

    Args:
        edge: Its name, such as ``loq_to_loms``.

    Returns:
        The rules.

    Examples:
        >>> load_rules("loq_to_loms").is_secret("LearningOpportunities/@Key")
        True
    """
    fields = tuple(
        FieldRule(
            source=row["source"],
            kind=row["kind"],
            actions=frozenset(Action(action) for action in row["actions"].split()),
            target=row["target"],
            reason=row["reason"],
        )
        for row in read_table(f"{edge}_fields")
    )
    kinds = {(row["kind"], Action(row["action"])): row["reason"] for row in read_table(f"{edge}_kinds")}
    return Rules(fields, kinds)
