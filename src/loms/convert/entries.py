"""What the account of a conversion is made of: entries, their sums by field, and steps."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import attrs

from loms.convert.rules import Action

__all__ = ["Entry", "FieldSummary", "Step", "without_positions"]


# Not frozen, although nobody changes one: there are very many, and making a frozen object takes twice the time.
@attrs.define(kw_only=True, unsafe_hash=True)
class Entry:
    """What became of one field of one record at one place.

    Attributes:
        record: Identifier of the source record; None for the document itself.
        source: Path of the element or attribute, such as ``LearningOpportunity/Title[2]``; None for what was
            synthesised.
        language: Language of a text as the source has it; None where it says none.
        value: The value, or the part of it that this entry is about, cut where it is long; None where it is a secret or
            was synthesised.
        action: What became of it.
        target: Path of the place it went to, such as ``learningOpportunities/learningOpportunity/title/text``.
        target_record: The ``@id`` of the record in which that place is.
        reason: Why, one sentence.
        lost: Whether something that the source said is not said in the target any more.
        step: In which step of the conversion it became that, counted from 1. From the second on, record and source are
            those of the format between, not of the source.
    """

    record: str | None
    source: str | None
    language: str | None
    value: str | None
    action: Action
    target: str | None
    target_record: str | None
    reason: str
    lost: bool = False
    step: int = 1

    def as_dict(self) -> Mapping[str, str | bool | int | None]:
        """The entry as a mapping that JSON can hold, the keys in the order of the attributes."""
        return attrs.asdict(self, value_serializer=_plain)


@attrs.frozen(kw_only=True)
class FieldSummary:
    """How often what became of a field.

    Attributes:
        source: The field, without positions; None for what was synthesised.
        counts: Number of entries by action.
        lost: Number of entries in which something was lost.
        step: In which step of the conversion, counted from 1.
    """

    source: str | None
    counts: Mapping[Action, int]
    lost: int
    step: int = 1

    def as_dict(self) -> Mapping[str, object]:
        """The summary as a mapping that JSON can hold."""
        return {
            "source": self.source,
            "counts": {action.value: self.counts[action] for action in Action if self.counts.get(action)},
            "lost": self.lost,
            "step": self.step,
        }


@attrs.frozen(kw_only=True)
class Step:
    """One step of a conversion, from a format to the next.

    Attributes:
        source_format: Name of the format that it read.
        target_format: Name of the format that it made.
        records_read: Number of records that could become records of the target.
        records_converted: Number of them that did.
    """

    source_format: str
    target_format: str
    records_read: int
    records_converted: int

    @property
    def records_left_out(self) -> int:
        """Number of records that could not be converted; ``issues`` of the report say why."""
        return self.records_read - self.records_converted

    def as_dict(self) -> Mapping[str, str | int]:
        """The step as a mapping that JSON can hold."""
        return {
            "source_format": self.source_format,
            "target_format": self.target_format,
            "read": self.records_read,
            "converted": self.records_converted,
            "left_out": self.records_left_out,
        }


@functools.lru_cache(maxsize=1 << 16)
def without_positions(path: str | None) -> str | None:
    """A path without positions, which names the field.

    Args:
        path: Path of an element or attribute; None for none.

    Examples:
        >>> without_positions("LearningOpportunity/Title[2]/@language")
        'LearningOpportunity/Title/@language'
    """
    if path is None:
        return None
    return "/".join(step.partition("[")[0] for step in path.split("/"))


def _plain(_instance: object, _field: object, value: object) -> object:
    return value.value if isinstance(value, Action) else value
