"""Who leads where through activities: what an opportunity leads to, and which opportunities share an activity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from loms.model import LearningActivitySpecification, LearningOpportunity, LearningSpecification, Qualification
from loms.releases.links import references
from loms.releases.records import Records

__all__ = ["Users", "leads_to"]

_WAYS = {
    LearningOpportunity: "specified_by",
    LearningSpecification: "learning_activity_specification",
    Qualification: "learning_activity_specification",
    LearningActivitySpecification: "has_part",
}
"""The fields that lead from an opportunity to its activities and their parts, by the class that has them."""


def leads_to(opportunity: str, records: Records) -> set[str]:
    """What an opportunity leads to: its specification, and what the activities of that and their parts teach.

    Args:
        opportunity: Its key.
        records: The records of the document.

    Returns:
        Keys; a record with such a key need not be there.
    """
    found = set(_targets(opportunity, records))
    waiting = [activity for specification in found for activity in _targets(specification, records)]
    seen = set(waiting)
    while waiting:
        here = waiting.pop()
        if isinstance(records.get(here), LearningActivitySpecification):
            found.update(_targets(here, records, field="teaches"))
            more = [each for each in _targets(here, records) if each not in seen]
            seen.update(more)
            waiting += more
    return found


@attrs.frozen(eq=False)
class Users:
    """Who refers to the specifications and activities of a document, on the way from its opportunities.

    Attributes:
        referrers: The keys of those who refer, by the key of what they refer to.
        records: The records of the document.
    """

    referrers: Mapping[str, Sequence[str]]
    records: Records

    @classmethod
    def of(cls, records: Records) -> Users:
        """The users in a document.

        Args:
            records: Its records.
        """
        referrers: dict[str, list[str]] = {}
        for key in records:
            for target in _targets(key, records):
                referrers.setdefault(target, []).append(key)
        return cls(referrers, records)

    def of_activity(self, key: str) -> Sequence[str]:
        """The opportunities that lead to what an activity teaches, in the order of the document.

        Args:
            key: Key of the activity.
        """
        found = {key}
        waiting = [key]
        while waiting:
            more = [each for each in self.referrers.get(waiting.pop(), ()) if each not in found]
            found.update(more)
            waiting += more
        return [
            each for each, record in self.records.items() if each in found and isinstance(record, LearningOpportunity)
        ]


def _targets(key: str, records: Records, *, field: str | None = None) -> Sequence[str]:
    """To what a record refers in one field, which is the one on the way where none is named."""
    record = records.get(key)
    name = field or _WAYS.get(type(record))
    return [each.target for each in references(record) if each.link.fields == (name,)] if record is not None else []
