"""The table that accounts for every field of a source format, and what it lets a step do with a field."""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping

import attrs

from loms.convert.tables import read_table

__all__ = ["Action", "FieldRule", "Rules", "load_rules"]


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


@attrs.frozen
class Rules:
    """The rules of one edge.

    Attributes:
        fields: One rule for each source field and place it goes to, in the order of the source format.
        kinds: Reason of what may become of a field of that kind, by kind and action.
    """

    fields: tuple[FieldRule, ...]
    kinds: Mapping[tuple[str, Action], str]
    _by_source: Mapping[str, tuple[FieldRule, ...]] = attrs.field(init=False, repr=False, eq=False)
    _by_kind: Mapping[str, frozenset[str]] = attrs.field(init=False, repr=False, eq=False)
    _kinds_of: dict[tuple[str, tuple[str, ...]], bool] = attrs.field(init=False, repr=False, eq=False, factory=dict)
    _reasons: dict[tuple[str, Action, str], str | None] = attrs.field(init=False, repr=False, eq=False, factory=dict)

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

    def sources(self) -> frozenset[str]:
        """The source fields that the table accounts for."""
        return frozenset(rule.source for rule in self.fields if rule.source)

    def is_of_kind(self, source: str, *kinds: str) -> bool:
        """Whether a source field is of one of some kinds.

        Args:
            source: A source field.
            *kinds: Kinds of fields, such as ``label``.
        """
        key = source, kinds
        if key not in self._kinds_of:
            self._kinds_of[key] = any(source in self._by_kind.get(kind, ()) for kind in kinds)
        return self._kinds_of[key]

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
        key = source, action, target
        if key not in self._reasons:
            self._reasons[key] = self._reason(source, action, target)
        return self._reasons[key]

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
